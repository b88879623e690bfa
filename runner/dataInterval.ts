import type { ManualInterval } from "../model/run/description.ts";
import { addDelta } from "../model/schedule/addDelta.ts";
import { zonedFirings } from "../model/schedule/firings.ts";
import { parseCron } from "../model/schedule/parseCron.ts";
import { openZone, utc } from "../model/schedule/timeZone.ts";

/** Data interval of a manual run, as instants (Airflow: `infer_manual_data_interval` of its timetable). */
export function dataInterval(
  interval: ManualInterval | undefined,
  logicalDate: number,
): readonly [number, number] {
  if (interval === undefined) return [logicalDate, logicalDate];
  if (!("cron" in interval)) return [addDelta(logicalDate, interval, -1), logicalDate];
  const { cron } = parseCron(interval.cron);
  if (!cron) return [logicalDate, logicalDate];
  const firings = zonedFirings(cron, openZone(interval.timezone) ?? utc);
  const previous = firings.before(logicalDate);
  if (previous === undefined) return [logicalDate, logicalDate];
  const end = firings.after(previous) === logicalDate ? logicalDate : previous;
  return [firings.before(end) ?? end, end];
}
