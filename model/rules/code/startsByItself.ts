import type { Dag } from "../../dag/dag.ts";

/** Whether a schedule is known to start runs of a DAG. Airflow: timetable.can_be_scheduled. */
export function startsByItself({ format, timing }: Dag): boolean {
  const { kind, certainty } = timing.schedule;
  return format === "airflow" && kind !== "none" && kind !== "dynamic" && certainty !== "dynamic";
}
