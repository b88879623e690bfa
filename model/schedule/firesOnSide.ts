import type { CronExpression, CronField } from "./cronExpression.ts";
import { wallClockFirings } from "./wallClockFirings.ts";

/** Whether an expression ever fires by one of its two day fields alone, in any year there is. */
export function firesOnSide(cron: CronExpression, side: "date" | "weekday"): boolean {
  const every: CronField = { ...cron.month, values: [], any: true, isStar: true, last: false };
  const alone = side === "date" ? { ...cron, dayOfWeek: every } : { ...cron, dayOfMonth: every };
  return everFires(alone);
}

/** Whether an expression fires in any year. Random draws are taken to. */
export function everFires(cron: CronExpression): boolean {
  // croniter looks 50 years ahead: these starts cover 1970 to 2099.
  const starts = cron.year ? [1969, 2019, 2069] : [1999];
  const firings = wallClockFirings(cron);
  return starts.some((year) => firings.after(Date.UTC(year, 11, 31, 23, 59, 59)) !== undefined);
}
