import { expect, test } from "vitest";

import { baselineOf, withoutKnown } from "../../cli/baseline.ts";
import type { CheckReport } from "../../cli/checkReport.ts";
import { formats } from "../../cli/formats.ts";

const line = "\tverify >> extract";
const report: CheckReport = {
  findings: [
    {
      code: "cycle",
      severity: "error",
      message: "Cycle: a → b → a.",
      file: "dags/a b.py",
      range: { start: { line: 1, character: 1 }, end: { line: 1, character: 18 } },
      related: [
        {
          file: "dags/a b.py",
          range: { start: { line: 0, character: 0 }, end: { line: 0, character: 6 } },
          message: "a → b",
        },
      ],
      fixes: ["Remove b >> a"],
    },
    {
      code: "empty-dag",
      severity: "warning",
      message: 'DAG "x" & <y>, 100 %\nno task.',
      file: "dags/a b.py",
      range: { start: { line: 0, character: 0 }, end: { line: 1, character: 4 } },
      related: [],
      fixes: [],
    },
  ],
  files: 1,
  dags: 2,
  linesOf: () => ["a >> b", line],
};
const plain = { colours: false };

test("text underlines the place, as compilers do", () => {
  expect(formats.text(report, plain)).toBe(`error[cycle]: Cycle: a → b → a.
 --> dags/a b.py:2:2
  |
2 | \tverify >> extract
  | \t^^^^^^^^^^^^^^^^^
  = dags/a b.py:1:1: a → b
  = fix: Remove b >> a

warning[empty-dag]: DAG "x" & <y>, 100 %
no task.
 --> dags/a b.py:1:1
  |
1 | a >> b
  | ^^^^^^ … to line 2

1 error, 1 warning in 1 file, 2 DAGs.
`);
});

test("text shows a part of a long line, and nothing that a terminal would obey", () => {
  const long = `x = [${"1, ".repeat(2000)}"\u001b[2J", ${"2, ".repeat(2000)}]`;
  const start = long.indexOf('"');
  const { findings } = report;
  const at = {
    range: { start: { line: 0, character: start }, end: { line: 0, character: start + 6 } },
  };
  const [first] = findings.map((each) => ({ ...each, ...at, message: "id \u001b[31m" }));
  const text = formats.text(
    { ...report, findings: first ? [first] : [], linesOf: () => [long] },
    plain,
  );
  const lines = text.split("\n");
  expect(text).not.toContain("\u001b");
  expect(lines[3]).toMatch(/^1 \| ….{160}…$/);
  expect(lines[3]?.indexOf('"')).toBe(lines[4]?.indexOf("^"));
});

test("text is coloured only when asked", () => {
  expect(formats.text(report, { colours: true })).toContain("\u001b[31merror[cycle]");
});

test("nothing found is said in a sentence", () => {
  expect(formats.text({ ...report, findings: [] }, plain)).toBe("No problems in 1 file, 2 DAGs.\n");
});

test("json is the contract of the command line", () => {
  expect(JSON.parse(formats.json(report, plain))).toEqual({
    findings: [
      { ...report.findings[0], docs: "docs/rules/cycle.md" },
      { ...report.findings[1], docs: "docs/rules/empty-dag.md" },
    ],
    files: 1,
    dags: 2,
    errors: 1,
    warnings: 1,
  });
});

test("sarif counts lines and columns from 1 and names its rules", () => {
  const log: unknown = JSON.parse(formats.sarif(report, plain));
  expect(log).toMatchObject({
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { rules: [{ id: "cycle" }, { id: "empty-dag" }] } },
        results: [
          {
            ruleId: "cycle",
            ruleIndex: 0,
            level: "error",
            locations: [
              {
                physicalLocation: {
                  artifactLocation: { uri: "dags/a%20b.py" },
                  region: { startLine: 2, startColumn: 2, endLine: 2, endColumn: 19 },
                },
              },
            ],
            relatedLocations: [{ message: { text: "a → b" } }],
          },
          { ruleId: "empty-dag", level: "warning" },
        ],
      },
    ],
  });
});

test("junit has one failed case a finding, and one passed case when there is none", () => {
  const xml = formats.junit(report, plain);
  expect(xml).toContain(`<testsuites name="dagsight" tests="2" failures="2">`);
  expect(xml).toContain(`message="DAG &quot;x&quot; &amp; &lt;y&gt;, 100 %&#10;no task."`);
  expect(formats.junit({ ...report, findings: [] }, plain)).toContain(`tests="1" failures="0"`);
});

test("github prints workflow commands", () => {
  expect(formats.github(report, plain).split("\n")).toEqual([
    "::error file=dags/a b.py,line=2,endLine=2,col=2,endColumn=19,title=dagsight cycle::Cycle: a → b → a.",
    '::warning file=dags/a b.py,line=1,endLine=2,title=dagsight empty-dag::DAG "x" & <y>, 100 %25%0Ano task.',
    "",
  ]);
});

test("a baseline hides what it knows, as often as it knows it", () => {
  const baseline = baselineOf(report);
  expect(withoutKnown(report, baseline).findings).toEqual([]);
  const twice = { ...report, findings: [...report.findings, ...report.findings] };
  expect(withoutKnown(twice, baseline).findings).toHaveLength(2);
  expect(withoutKnown(report, undefined)).toBe(report);
  expect(() => withoutKnown(report, "{")).toThrow("not JSON");
});
