import { parseArgs } from "node:util";

import fc from "fast-check";
import { expect, test } from "vitest";

import { plainOptions } from "../../cli/options.ts";

const options = {
  format: { type: "string", default: "text" },
  select: { type: "string", multiple: true },
  "fail-on": { type: "string" },
  watch: { type: "boolean", default: false },
  help: { type: "boolean", short: "h" },
} as const;

test("plain arguments mean what Node takes them for", () => {
  const args = ["a.py", "--format=json", "--select", "x", "--select=y", "--watch", "b.py"];
  expect(plainOptions(args, options)).toEqual({
    values: { format: "json", select: ["x", "y"], watch: true },
    positionals: ["a.py", "b.py"],
  });
});

test("whatever is answered is what Node answers, and what Node refuses is left to it", () => {
  const word = fc.oneof(
    fc.constantFrom(
      ...["a.py", "", "-", "--", "-h", "-x", "--format", "--format=", "--format=json", "--select"],
      ...["--select=a=b", "--fail-on", "--watch", "--watch=1", "--help", "--helps", "--no-watch"],
      ...["--toString", "--__proto__", "--=x", "--format json", "--select=a\nb"],
    ),
    fc.string({ maxLength: 6 }),
  );
  fc.assert(
    fc.property(fc.array(word, { maxLength: 6 }), (args) => {
      const plain = plainOptions(args, options);
      if (!plain) return;
      const { values, positionals } = parseArgs({
        args,
        options,
        allowPositionals: true,
        strict: true,
      });
      expect(plain).toEqual({ values: { ...values }, positionals });
    }),
    { numRuns: 3000 },
  );
});
