import type { CheckReport, ReportedFinding } from "../checkReport.ts";

/** The report as workflow commands of GitHub Actions, which shows them beside the lines of a pull request. */
export function githubFormat(report: CheckReport): string {
  return report.findings.map((finding) => `${command(finding)}\n`).join("");
}

function command({ severity, file, range, code, message }: ReportedFinding): string {
  const kind = severity === "error" || severity === "warning" ? severity : "notice";
  const properties = Object.entries({
    file,
    line: range.start.line + 1,
    endLine: range.end.line + 1,
    // Columns are taken only where the text stays on one line.
    ...(range.start.line === range.end.line
      ? { col: range.start.character + 1, endColumn: range.end.character + 1 }
      : {}),
    title: `dagsight ${code}`,
  });
  const written = properties.map(([name, value]) => `${name}=${escapeProperty(String(value))}`);
  return `::${kind} ${written.join(",")}::${escapeData(message)}`;
}

function escapeData(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
