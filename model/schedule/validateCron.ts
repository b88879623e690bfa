import type { CronFault } from "./cronFault.ts";
import { parseCron } from "./parseCron.ts";
import { specialSchedules } from "./presets.ts";

/** Why Airflow would refuse this text as a schedule, and where in it; undefined when it takes it. */
export function validateCron(expression: string): CronFault | undefined {
  return specialSchedules.includes(expression) ? undefined : parseCron(expression).fault;
}
