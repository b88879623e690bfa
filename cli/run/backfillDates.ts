import type { Dag } from "../../model/dag/dag.ts";
import { datesBetween, type ScheduledDate } from "../../model/schedule/datesBetween.ts";
import { snapshotOf } from "../../model/snapshot/snapshot.ts";
import { importRoots } from "../../model/workspace/importRoots.ts";
import type { RunOptions } from "../../runner/runner.ts";
import { UsageError, type Terminal } from "../command.ts";
import { nodeFiles } from "../nodeFiles.ts";
import { noRules } from "../noRules.ts";
import { pathBelow } from "../pathBelow.ts";
import { instantOption } from "../scheduleOptions.ts";

/** One date to run a DAG for. */
export interface BackfillDate extends ScheduledDate {
  readonly dagId: string;
}

/** The scheduled dates of a DAG from one instant to another, both included, oldest first. */
export function backfillDates(
  options: RunOptions,
  range: { readonly from: string | undefined; readonly to: string | undefined },
  terminal: Terminal,
): { readonly dagId: string; readonly dates: readonly BackfillDate[] } {
  if (range.from === undefined || range.to === undefined)
    throw new UsageError("Say for which dates: --from-date 2024-01-01 --to-date 2024-01-31");
  const [from, until] = [instantOption(range.from), instantOption(range.to)];
  const dag = dagOf(options, terminal);
  const airflow = options.airflow === "2" ? 2 : 3;
  const { dates, reason } = datesBetween(dag.timing, { from, until, airflow, most: mostDates });
  if (dates.length === 0 && reason !== undefined)
    throw new UsageError(`"${dag.dagId}" has no dates in this range. ${reason}`);
  return { dagId: dag.dagId, dates: dates.map((date) => ({ dagId: dag.dagId, ...date })) };
}

/** More are hardly meant. */
const mostDates = 5000;

function dagOf({ file, dagId, airflow }: RunOptions, terminal: Terminal): Dag {
  const files = nodeFiles(terminal.cwd);
  const path = pathBelow(file, terminal.cwd);
  const { reading } = snapshotOf({
    file: path,
    text: files.readText(path) ?? "",
    version: 0,
    files,
    airflow: airflow === "2" ? 2 : 3,
    importRoots: importRoots(files, path),
    rules: noRules,
  });
  const found = reading.dags.filter((dag) => dagId === undefined || dag.dagId === dagId);
  const [first, ...others] = found;
  if (first && others.length === 0) return first;
  const names = reading.dags.map((dag) => dag.dagId).join(", ");
  if (!first)
    throw new UsageError(`"${path}" has no DAG${dagId === undefined ? "" : ` "${dagId}"`}.`);
  throw new UsageError(`"${path}" has several DAGs: ${names}. Take one with --dag.`);
}
