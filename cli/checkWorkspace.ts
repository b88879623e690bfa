import type { Finding } from "../model/rules/finding.ts";
import { dagsBeside } from "../model/rules/otherDags.ts";
import type { OtherDag } from "../model/rules/rule.ts";
import { checkRules } from "../model/rules/checkRules.ts";
import { snapshotsOf, type Snapshot, type SnapshotInput } from "../model/snapshot/snapshot.ts";
import { lineIndexOf, rangeAt, type LineIndex } from "../model/text/lineIndex.ts";
import type { Span } from "../model/text/span.ts";
import { airflowFor } from "../model/workspace/airflowFor.ts";
import { definitionFiles } from "../model/workspace/definitionFiles.ts";
import type { Files } from "../model/workspace/files.ts";
import { importRoots } from "../model/workspace/importRoots.ts";
import type { CheckReport, ReportedFinding } from "./checkReport.ts";
import { noRules } from "./noRules.ts";
import type { Settings } from "./settings.ts";

/** Reads all files first, so that each can be checked against the DAGs of the others. */
export function checkWorkspace(
  files: Files,
  paths: readonly string[],
  settings: Settings,
): CheckReport {
  const names = [...new Set(paths.flatMap((path) => filesAt(files, path, settings)))];
  const snapshots = snapshotsOf(
    names.flatMap((file) => {
      const text = files.readText(file);
      return text === undefined ? [] : [inputOf(file, text, files, settings)];
    }),
    (snapshot) => snapshot,
  );
  const dags = dagsById(snapshots);
  const othersOf = ({ file, reading }: Snapshot): ReadonlyMap<string, readonly OtherDag[]> =>
    dagsBeside(
      dags,
      file,
      reading.dags.map(({ dagId }) => dagId),
    );
  const lines = new Map(snapshots.map((snapshot) => [snapshot.file, snapshot.lines]));
  const linesFor = (file: string): LineIndex =>
    lines.get(file) ?? lineIndexOf(files.readText(file) ?? "");
  const findings = snapshots.flatMap((snapshot) =>
    checkRules({ ...snapshot, otherDags: othersOf(snapshot), files }, settings.rules).map(
      (finding) => reported(finding, linesFor),
    ),
  );
  return {
    findings,
    files: snapshots.length,
    dags: snapshots.reduce((sum, { reading }) => sum + reading.dags.length, 0),
    linesOf: (file) => (files.readText(file) ?? "").split(/\r\n|\r|\n/),
  };
}

function filesAt(files: Files, path: string, { airflow, exclude }: Settings): readonly string[] {
  if (files.list(path) === undefined) return [path];
  return definitionFiles(files, path, { airflow, ...(exclude && { exclude }) });
}

function inputOf(
  file: string,
  text: string,
  files: Files,
  { airflow, isAirflowChosen, dagsFolder }: Settings,
): SnapshotInput {
  return {
    file,
    text,
    version: 0,
    files,
    ...(isAirflowChosen ? { airflow } : airflowFor(files, file)),
    now: Date.now(),
    importRoots: importRoots(files, file, dagsFolder),
    // The rules run once all files are read.
    rules: noRules,
  };
}

function dagsById(snapshots: readonly Snapshot[]): ReadonlyMap<string, readonly OtherDag[]> {
  const byId = new Map<string, OtherDag[]>();
  for (const { file, reading } of snapshots) {
    for (const { dagId, span, tasks, certainty, unknown, timing } of reading.dags) {
      // A DAG that was imported belongs to the file that makes it.
      if (span.file !== file) continue;
      const complete = certainty !== "dynamic" && unknown.length === 0;
      const other = { file, dagId, taskIds: [...tasks.keys()], complete, timing };
      const known = byId.get(dagId);
      if (known) known.push(other);
      else byId.set(dagId, [other]);
    }
  }
  return byId;
}

function reported(finding: Finding, linesFor: (file: string) => LineIndex): ReportedFinding {
  const at = (span: Span): Pick<ReportedFinding, "file" | "range"> => ({
    file: span.file,
    range: rangeAt(linesFor(span.file), span),
  });
  return {
    code: finding.code,
    severity: finding.severity,
    message: finding.message,
    ...at(finding.span),
    related: finding.related.map(({ span, message }) => ({ ...at(span), message })),
    fixes: finding.fixes.map(({ title }) => title),
  };
}
