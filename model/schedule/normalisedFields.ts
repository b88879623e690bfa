import { joinsDaysByOr, type CronExpression, type CronField } from "./cronExpression.ts";

/** The fields of an expression as sorted lists and ranges that every cron library reads alike. */
export interface NormalisedFields {
  readonly second: string;
  readonly minute: string;
  readonly hour: string;
  readonly dayOfMonth: string;
  readonly month: string;
  readonly dayOfWeek: string;
}

/** Writes every field anew: no names, no wraps, no steps, no repetitions; `*` where every value fits. */
export function normalisedFields(cron: CronExpression): NormalisedFields {
  const daily = isDailyByOr(cron);
  return {
    second: cron.second ? fieldText(cron.second, 60) : "0",
    minute: fieldText(cron.minute, 60),
    hour: fieldText(cron.hour, 24),
    dayOfMonth: daily ? "*" : fieldText(cron.dayOfMonth, 31),
    month: fieldText(cron.month, 12),
    dayOfWeek: daily ? "*" : fieldText(cron.dayOfWeek, 7),
  };
}

/** All 31 days, or all seven weekdays, joined by OR with anything are every day. */
export function isDailyByOr(cron: CronExpression): boolean {
  if (!joinsDaysByOr(cron)) return false;
  return cron.dayOfMonth.values.length === 31 || cron.dayOfWeek.values.length === 7;
}

function fieldText(field: CronField, size: number): string {
  if (field.any || field.values.length === size) return "*";
  return [...rangesOf(field.values), ...(field.last ? ["L"] : [])].join(",");
}

/** Runs of three and more values as `a-b`. */
export function rangesOf(values: readonly number[]): readonly string[] {
  return runsOf(values).flatMap(([first, last]) =>
    last - first >= 2
      ? [`${first}-${last}`]
      : first === last
        ? [String(first)]
        : [String(first), String(last)],
  );
}

/** Maximal runs of consecutive values, as first and last. */
export function runsOf(values: readonly number[]): readonly (readonly [number, number])[] {
  const runs: (readonly [number, number])[] = [];
  for (const value of values) {
    const open = runs.at(-1);
    if (open && open[1] + 1 === value) runs[runs.length - 1] = [open[0], value];
    else runs.push([value, value]);
  }
  return runs;
}
