import type { CheckReport, ReportedFinding } from "./checkReport.ts";
import { UsageError } from "./command.ts";

/** The findings of a report as a file of what is known: how often each message occurs in each file. */
export function baselineOf(report: CheckReport): string {
  const known: Record<string, Record<string, number>> = {};
  for (const finding of report.findings) {
    const inFile = (known[finding.file] ??= {});
    inFile[keyOf(finding)] = (inFile[keyOf(finding)] ?? 0) + 1;
  }
  return `${JSON.stringify({ version: 1, known }, undefined, 2)}\n`;
}

/** A report without the findings that a baseline knows; lines may have moved since, messages may not. */
export function withoutKnown(report: CheckReport, baseline: string | undefined): CheckReport {
  if (baseline === undefined) return report;
  const left = readCounts(baseline);
  const findings = report.findings.filter((finding) => {
    const key = `${finding.file}\0${keyOf(finding)}`;
    const count = left.get(key) ?? 0;
    if (count > 0) left.set(key, count - 1);
    return count === 0;
  });
  return { ...report, findings };
}

function keyOf(finding: ReportedFinding): string {
  return `${finding.code}: ${finding.message}`;
}

function readCounts(baseline: string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const [file, messages] of entriesOf(
    entriesOf(parseJson(baseline)).find(([key]) => key === "known")?.[1],
  )) {
    for (const [key, count] of entriesOf(messages)) {
      if (typeof count === "number") counts.set(`${file}\0${key}`, count);
    }
  }
  return counts;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new UsageError("The baseline file is not JSON. Write it anew with --write-baseline.");
  }
}

function entriesOf(value: unknown): readonly [string, unknown][] {
  return typeof value === "object" && value !== null ? Object.entries(value) : [];
}
