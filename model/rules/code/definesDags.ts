import type { RuleInput } from "../rule.ts";

/** Whether Airflow would load DAGs from this file: what runs on loading costs nothing elsewhere. */
export function definesDags({ reading, file }: Pick<RuleInput, "reading" | "file">): boolean {
  return reading.dags.some(({ span }) => span.file === file);
}
