import { expect, test } from "vitest";

import { suppressFixes } from "../../../model/rules/suppressFixes.ts";
import { applyEdits } from "../../../model/text/edits.ts";
import { lineIndexOf } from "../../../model/text/lineIndex.ts";
import { checkText } from "./checkText.ts";

const header = "from airflow.sdk import DAG, chain\n\nwith DAG('etl'):\n    pass\n";
const undefinedName = `${header}chain(nowhere)`;

function codesOf(text: string): readonly string[] {
  return checkText(text, { codes: ["undefined-task", "unused-suppression"] }).map(
    ({ code }) => code,
  );
}

test.each([
  ["on its own line", `${undefinedName}  # dagsight: ignore[undefined-task]\n`],
  ["among others", `${undefinedName}  # dagsight: ignore[undefined-task, unused-suppression]\n`],
  ["without a code, everything", `${undefinedName}  # dagsight: ignore\n`],
  ["alone on the line above", `${header}# dagsight: ignore[undefined-task]\nchain(nowhere)\n`],
  ["in the whole file", `# dagsight: ignore-file[undefined-task]\n${undefinedName}\n`],
])("a comment silences a finding %s", (_how, text) => {
  expect(codesOf(text).filter((code) => code !== "unused-suppression")).toEqual([]);
});

test.each([
  ["another code", `${undefinedName}  # dagsight: ignore[cycle]\n`],
  ["another line", `${undefinedName}\nx = 1  # dagsight: ignore[undefined-task]\n`],
])("a comment for %s silences nothing", (_what, text) => {
  expect(codesOf(text)).toContain("undefined-task");
});

test("what silences nothing is named", () => {
  expect(codesOf("x = 1  # dagsight: ignore[undefined-task]\n")).toEqual(["unused-suppression"]);
});

test("brackets in the brackets do not move the place of a code", () => {
  const text = "x = 1  # dagsight: ignore[cycle[0]]\n";
  const places = checkText(text, { codes: ["unused-suppression"] }).map(({ span }) =>
    text.slice(span.start, span.end),
  );
  expect(places).toEqual(["cycle[0"]);
});

test("a finding can be silenced on its line and in its file", () => {
  const [finding] = checkText(undefinedName, { codes: ["undefined-task"] });
  if (!finding) throw new Error("nothing found");
  const fixes = suppressFixes(finding, undefinedName, lineIndexOf(undefinedName));
  expect(fixes.map(({ title }) => title)).toEqual([
    "Ignore undefined-task on this line",
    "Ignore undefined-task in this file",
  ]);
  for (const { edits } of fixes) {
    expect(codesOf(applyEdits("dag.py", undefinedName, edits))).toEqual([]);
  }
});

test("a second code joins the comment that is there", () => {
  const text = `${undefinedName}  # dagsight: ignore[cycle]\n`;
  const [finding] = checkText(text, { codes: ["undefined-task"] });
  const [fix] = finding ? suppressFixes(finding, text, lineIndexOf(text)) : [];
  expect(applyEdits("dag.py", text, fix?.edits ?? [])).toContain(
    "# dagsight: ignore[cycle, undefined-task]\n",
  );
});

test("no comment is put into a string or after a backslash", () => {
  for (const text of [
    `${header}chain(nowhere, \\\n  1)\n`,
    `${header}chain(nowhere, """\n""")\n`,
  ]) {
    const [finding] = checkText(text, { codes: ["undefined-task"] });
    const titles = finding ? suppressFixes(finding, text, lineIndexOf(text)) : [];
    expect(titles.map(({ title }) => title)).toEqual(["Ignore undefined-task in this file"]);
  }
});
