import type { Severity } from "../model/rules/finding.ts";
import type { Range } from "../model/text/lineIndex.ts";

/** One finding as it is reported: positions instead of offsets. */
export interface ReportedFinding {
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  readonly file: string;
  readonly range: Range;
  readonly related: readonly {
    readonly file: string;
    readonly range: Range;
    readonly message: string;
  }[];
  /** Titles of the fixes. */
  readonly fixes: readonly string[];
}

/** What a check of a workspace found. */
export interface CheckReport {
  readonly findings: readonly ReportedFinding[];
  /** How many files were read. */
  readonly files: number;
  readonly dags: number;
  /** The lines of a file that has a finding, for excerpts. */
  linesOf(file: string): readonly string[];
}

/** Where a rule's page is, below the repository's root. */
export function docsOf(code: string): string {
  return `docs/rules/${code}.md`;
}

/** How many findings have a severity. */
export function count(report: CheckReport, severity: Severity): number {
  return report.findings.filter((finding) => finding.severity === severity).length;
}
