import type { Severity } from "../../model/rules/finding.ts";
import type { Range } from "../../model/text/lineIndex.ts";
import { count, type CheckReport, type ReportedFinding } from "../checkReport.ts";

/** The report for people: each finding with an excerpt, as compilers print it, and a summary. */
export function textFormat(report: CheckReport, options: { readonly colours: boolean }): string {
  const paint = options.colours ? coloured : plain;
  const blocks = report.findings.map((finding) => block(harmless(finding), report, paint));
  return `${[...blocks, summary(report, paint)].join("\n")}\n`;
}

type Paint = (text: string, style: Severity | "bold" | "dim") => string;

const plain: Paint = (text) => text;

const styles: Readonly<Record<Parameters<Paint>[1], number>> = {
  error: 31,
  warning: 33,
  info: 34,
  hint: 36,
  bold: 1,
  dim: 2,
};

function coloured(text: string, style: Parameters<Paint>[1]): string {
  return `\u001b[${styles[style]}m${text}\u001b[0m`;
}

function block(finding: ReportedFinding, report: CheckReport, paint: Paint): string {
  const { severity, code, message } = finding;
  const head = `${paint(`${severity}[${code}]`, severity)}: ${paint(message, "bold")}`;
  const gutter = " ".repeat(String(finding.range.start.line + 1).length);
  const lines = [
    head,
    `${gutter}${paint("-->", "dim")} ${place(finding.file, finding.range)}`,
    ...excerpt(finding, report.linesOf(finding.file), gutter, paint),
  ];
  for (const { file, range, message: text } of finding.related) {
    lines.push(`${gutter} ${paint("=", "dim")} ${place(file, range)}: ${text}`);
  }
  for (const title of finding.fixes) lines.push(`${gutter} ${paint("= fix:", "dim")} ${title}`);
  return `${lines.join("\n")}\n`;
}

/** What a file says is shown, not obeyed: without the characters that move a terminal's cursor or colour its text. */
function visible(text: string): string {
  return text.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, "\ufffd");
}

function harmless(finding: ReportedFinding): ReportedFinding {
  return {
    ...finding,
    message: visible(finding.message),
    related: finding.related.map((each) => ({ ...each, message: visible(each.message) })),
    fixes: finding.fixes.map(visible),
  };
}

function place(file: string, { start }: Range): string {
  return `${file}:${start.line + 1}:${start.character + 1}`;
}

/** A line is shown so far; of a longer one what surrounds the finding. */
const longestLine = 160;
const before = 40;

/** The first line of the finding's text, underlined. Tabs are kept in the underline, so that it stands below its text. */
function excerpt(
  { range: { start, end }, severity }: ReportedFinding,
  fileLines: readonly string[],
  gutter: string,
  paint: Paint,
): string[] {
  const whole = fileLines[start.line];
  if (whole === undefined) return [];
  const from = whole.length > longestLine ? Math.max(0, start.character - before) : 0;
  const to = from + longestLine;
  const line = `${from > 0 ? "…" : ""}${visible(whole.slice(from, to))}${to < whole.length ? "…" : ""}`;
  const at = start.character - from + (from > 0 ? 1 : 0);
  const stop = end.line === start.line ? Math.min(end.character, to) : Math.min(whole.length, to);
  const indent = line.slice(0, at).replace(/[^\t]/g, " ");
  const marks = "^".repeat(Math.max(1, stop - start.character));
  const more = end.line > start.line ? ` … to line ${end.line + 1}` : "";
  const bar = paint("|", "dim");
  return [
    `${gutter} ${bar}`,
    `${paint(String(start.line + 1), "dim")} ${bar} ${line}`,
    `${gutter} ${bar} ${indent}${paint(`${marks}${more}`, severity)}`,
  ];
}

function summary(report: CheckReport, paint: Paint): string {
  const { files, dags } = report;
  const read = `${plural(files, "file")}, ${plural(dags, "DAG")}`;
  if (report.findings.length === 0) return `No problems in ${read}.`;
  const severities = ["error", "warning", "info", "hint"] as const;
  const counts = severities
    .filter((severity) => count(report, severity) > 0)
    .map((severity) => paint(plural(count(report, severity), severity), severity));
  return `${counts.join(", ")} in ${read}.`;
}

function plural(number: number, word: string): string {
  return `${number} ${word}${number === 1 || word === "info" ? "" : "s"}`;
}
