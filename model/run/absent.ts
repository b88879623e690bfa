import type { Plan } from "./plan.ts";

/**
 * Tasks that have no instance in a run, and why: they begin after its logical date, or ended before it, while their DAG does
 * not (Airflow: models/dagrun.py, `task_filter`). What comes after them waits for ever. A task that the user named runs all the
 * same, and so does a DAG that is itself not active on that date.
 */
export function absentTasks(
  { dag, selection, tasks }: Plan,
  run: { readonly logicalDate: string | null; readonly runType: string },
): ReadonlyMap<string, string> {
  const at = Date.parse(run.logicalDate ?? "");
  const isNamed = selection.kind !== "all" && selection.kind !== "failed";
  if (isNamed || Number.isNaN(at)) return new Map();
  if (isAfter(dag.startDate, at) || isBefore(dag.endDate, at)) return new Map();
  return new Map(
    tasks.flatMap(({ taskId, startDate, endDate }) => {
      const isEarly = run.runType !== "backfill" && isAfter(startDate, at);
      if (!isEarly && !isBefore(endDate, at)) return [];
      const dates = isEarly ? `begins on ${startDate ?? ""}` : `ended on ${endDate ?? ""}`;
      return [[taskId, `${taskId} has no instance in this run: it ${dates}.`] as const];
    }),
  );
}

function isAfter(date: string | null, at: number): boolean {
  return date !== null && Date.parse(date) > at;
}

function isBefore(date: string | null, at: number): boolean {
  return date !== null && Date.parse(date) < at;
}
