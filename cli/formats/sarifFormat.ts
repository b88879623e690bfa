import type { Severity } from "../../model/rules/finding.ts";
import { rules } from "../../model/rules/registry.ts";
import type { Range } from "../../model/text/lineIndex.ts";
import { docsOf, type CheckReport, type ReportedFinding } from "../checkReport.ts";

/** The report as SARIF 2.1.0, which code scanning services read. Its lines and columns start at 1. */
export function sarifFormat(report: CheckReport): string {
  const codes = [...new Set(report.findings.map(({ code }) => code))].sort();
  const log = {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: "Dagsight", rules: codes.map(descriptor) } },
        columnKind: "utf16CodeUnits",
        results: report.findings.map((finding) => result(finding, codes)),
      },
    ],
  };
  return `${JSON.stringify(log, undefined, 2)}\n`;
}

const levels: Readonly<Record<Severity, string>> = {
  error: "error",
  warning: "warning",
  info: "note",
  hint: "note",
};

function descriptor(code: string): object {
  const rule = rules.find((candidate) => candidate.code === code);
  return {
    id: code,
    ...(rule && {
      shortDescription: { text: rule.summary },
      fullDescription: { text: rule.why },
      defaultConfiguration: { level: levels[rule.severity] },
    }),
    help: { text: `See ${docsOf(code)}.` },
  };
}

function result(finding: ReportedFinding, codes: readonly string[]): object {
  const { code, severity, message, file, range, related } = finding;
  return {
    ruleId: code,
    ruleIndex: codes.indexOf(code),
    level: levels[severity],
    message: { text: message },
    locations: [{ physicalLocation: physicalLocation(file, range) }],
    relatedLocations: related.map((each, id) => ({
      id,
      physicalLocation: physicalLocation(each.file, each.range),
      message: { text: each.message },
    })),
  };
}

function physicalLocation(file: string, { start, end }: Range): object {
  return {
    artifactLocation: { uri: file.split("/").map(encodeURIComponent).join("/") },
    region: {
      startLine: start.line + 1,
      startColumn: start.character + 1,
      endLine: end.line + 1,
      endColumn: end.character + 1,
    },
  };
}
