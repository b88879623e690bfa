import { count, docsOf, type CheckReport } from "../checkReport.ts";

/** The report as JSON: a contract for other programs. */
export function jsonFormat(report: CheckReport): string {
  const findings = report.findings.map((finding) => ({
    code: finding.code,
    severity: finding.severity,
    message: finding.message,
    file: finding.file,
    range: finding.range,
    related: finding.related,
    fixes: finding.fixes,
    docs: docsOf(finding.code),
  }));
  const { files, dags } = report;
  const counts = { errors: count(report, "error"), warnings: count(report, "warning") };
  return `${JSON.stringify({ findings, files, dags, ...counts }, undefined, 2)}\n`;
}
