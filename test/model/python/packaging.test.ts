import { expect, test } from "vitest";
import { evaluateModule } from "../../../model/python/evaluate.ts";
import { parsePython } from "../../../model/python/parse.ts";
import { readFixture } from "./pythonFixture.ts";
import { shown } from "./shown.ts";

/** What an expression is after `packaging` was imported; an exception by its class. */
function result(expression: string): unknown {
  const text = `from packaging import version\nfrom packaging.version import InvalidVersion, Version, parse\n`;
  const { main, files } = readFixture(`${text}r = ${expression}\n`);
  const { module, exceptions } = evaluateModule(parsePython(main.path, main.text), {
    files,
    importRoots: [""],
  });
  const value = module.globals.get("r");
  return exceptions[0]?.className ?? (value && shown(value));
}

// Each was compared with packaging 26 itself.
test.each([
  ["version.parse('2.10.1') >= version.parse('2.9')", true],
  ["version.parse('3.0') == version.parse('3')", true],
  ["Version('1.0.dev1') < Version('1.0a1') < Version('1.0a2') < Version('1.0b1')", true],
  ["Version('1.0rc1.dev2') < Version('1.0rc1') < Version('1.0') < Version('1.0.post1')", true],
  ["Version('1.0-1') == Version('1.0.post1')", true],
  ["Version('1!0.1') > Version('99')", true],
  ["Version('v2.3.0-RC.1') != parse('2.3rc1')", false],
  ["parse('2.11.0').release", "(2, 11, 0)"],
  ["(parse('3.1').major, parse('3.1').minor, parse('3.1').micro)", "(3, 1, 0)"],
  ["parse('3.1.0beta2').base_version", '"3.1.0"'],
  ["str(parse('V3.1.0-beta-2'))", '"3.1.0b2"'],
  ["[parse('1a1').is_prerelease, parse('1.post').is_postrelease]", "[true, true]"],
  ["sorted([parse('10'), parse('9')])[0].major", 9],
  ["parse('1.0+cu118') > parse('1')", "? the order of local versions is not followed"],
  ["parse('latest')", "InvalidVersion"],
])("%j", (expression, expected) => {
  expect(result(expression)).toEqual(expected);
});
