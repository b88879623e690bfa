import type { CheckReport, ReportedFinding } from "../checkReport.ts";

/** The report as JUnit XML: each file with findings is a suite, each finding a failed case. */
export function junitFormat(report: CheckReport): string {
  const files = [...new Set(report.findings.map(({ file }) => file))];
  const failures = report.findings.length;
  const suites = files.map((file) =>
    suite(
      file,
      report.findings.filter((finding) => finding.file === file),
    ),
  );
  const passed =
    failures === 0
      ? [
          `  <testsuite name="dagsight" tests="1" failures="0">`,
          `    <testcase name="check" classname="dagsight"/>`,
          `  </testsuite>`,
        ]
      : [];
  return [
    `<?xml version="1.0" encoding="UTF-8"?>`,
    `<testsuites name="dagsight" tests="${Math.max(1, failures)}" failures="${failures}">`,
    ...passed,
    ...suites,
    `</testsuites>\n`,
  ].join("\n");
}

function suite(file: string, findings: readonly ReportedFinding[]): string {
  const name = escape(file);
  const count = findings.length;
  return [
    `  <testsuite name="${name}" tests="${count}" failures="${count}">`,
    ...findings.map(testCase),
    `  </testsuite>`,
  ].join("\n");
}

function testCase({ file, range, code, severity, message }: ReportedFinding): string {
  const line = range.start.line + 1;
  const place = `${file}:${line}:${range.start.character + 1}`;
  return [
    `    <testcase name="${escape(`${code} at ${place}`)}" classname="${escape(file)}" file="${escape(file)}" line="${line}">`,
    `      <failure type="${severity}" message="${escape(message)}">${escape(`${place}: ${message}`)}</failure>`,
    `    </testcase>`,
  ].join("\n");
}

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "\n": "&#10;",
};

/** XML 1.0 has no place for most control characters, not even escaped. */
function escape(text: string): string {
  return text
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, "")
    .replace(/[&<>"\n]/g, (found) => entities[found] ?? found);
}
