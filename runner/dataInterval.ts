import type { DagDescription } from "../model/run/description.ts";
import { zonedFirings } from "../model/schedule/firings.ts";
import { parseCron } from "../model/schedule/parseCron.ts";
import { openZone, utc } from "../model/schedule/timeZone.ts";

/**
 * Data interval of a manual run, as instants. Airflow 3: empty, at the logical date. Airflow 2 with a cron schedule: the last
 * complete interval before it (Airflow: timetables/interval.py, `infer_manual_data_interval`).
 */
export function dataInterval(
  schedule: DagDescription["schedule"],
  logicalDate: number,
  airflow: 2 | 3,
): readonly [number, number] {
  const isCron = schedule.kind === "cron" || schedule.kind === "preset";
  if (airflow === 3 || !isCron || schedule.expression === null) return [logicalDate, logicalDate];
  const { cron } = parseCron(schedule.expression);
  if (!cron) return [logicalDate, logicalDate];
  const firings = zonedFirings(cron, openZone(schedule.timezone) ?? utc);
  const previous = firings.before(logicalDate);
  if (previous === undefined) return [logicalDate, logicalDate];
  const end = firings.after(previous) === logicalDate ? logicalDate : previous;
  return [firings.before(end) ?? end, end];
}
