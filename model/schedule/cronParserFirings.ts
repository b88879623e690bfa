import { CronExpressionParser } from "cron-parser";

import { joinsDaysByOr, type CronExpression, type CronField, isRandom } from "./cronExpression.ts";
import { normalisedFields } from "./normalisedFields.ts";
import { wallClockFirings, type WallClockFirings } from "./wallClockFirings.ts";

/**
 * The firings as the package cron-parser iterates them, in UTC on normalised fields; undefined where it differs from
 * Airflow or could: `#`, `L5`, `W`, years, random draws, and dates that never come. (docs/cron.md lists the differences.)
 */
export function cronParserFirings(cron: CronExpression): WallClockFirings | undefined {
  if (!isPlain(cron) || !comesEveryYears(cron)) return undefined;
  const fields = normalisedFields(cron);
  const { second, minute, hour, dayOfMonth, month, dayOfWeek } = fields;
  const expression = [second, minute, hour, dayOfMonth, month, dayOfWeek].join(" ");
  const unit = cron.second ? 1000 : 60_000;
  const parsed = CronExpressionParser.parse(expression, { currentDate: new Date(0), tz: "UTC" });
  return {
    after(time) {
      parsed.reset(new Date(Math.floor(time / unit) * unit));
      return parsed.next().getTime();
    },
    before(time) {
      parsed.reset(new Date(Math.ceil(time / unit) * unit));
      return parsed.prev().getTime();
    },
  };
}

function isPlain(cron: CronExpression): boolean {
  return (
    cron.nthWeekdays.size === 0 &&
    cron.nearestWeekday === undefined &&
    cron.year === undefined &&
    !isRandom(cron)
  );
}

/** Both sides of an OR must be possible: cron-parser refuses a date that no month has even beside a weekday. */
function comesEveryYears(cron: CronExpression): boolean {
  const everyDay: CronField = { ...cron.dayOfWeek, values: [], any: true, isStar: true };
  const byDate = joinsDaysByOr(cron) ? { ...cron, dayOfWeek: everyDay } : cron;
  return wallClockFirings(byDate).after(0) !== undefined;
}
