import type { CronExpression } from "./cronExpression.ts";
import { fieldRanges, sizeOf, type FieldRange } from "./cronFields.ts";
import type { CronWarning } from "./cronWarnings.ts";
import { parseItem } from "./cronItem.ts";
import { shortened, listed } from "./words.ts";
import { withMore } from "../withMore.ts";

/** Steps that do not keep their distance: over the end of the field it starts anew. */
export function stepWarnings(cron: CronExpression): readonly CronWarning[] {
  return fieldRanges.flatMap((range) => {
    const field = cron[range.name];
    if (!field || range.name === "year") return [];
    const found: CronWarning[] = [];
    let start = field.start;
    for (const item of field.text.split(",")) {
      const warning = stepWarning(range, item);
      if (warning) found.push(withMore(warning, { start, end: start + item.length }));
      start += item.length + 1;
    }
    return found;
  });
}

function stepWarning(
  range: FieldRange,
  item: string,
): Omit<CronWarning, "start" | "end"> | undefined {
  const step = Number(/^(?:\*|\d+)\/(\d+)$/.exec(item)?.[1] ?? 0);
  const size = sizeOf(range);
  const parsed = parseItem(range, item);
  const steady = range.name !== "dayOfMonth" && size % step === 0;
  if (step <= 1 || "message" in parsed || parsed.any) return undefined;
  const values = parsed.values.map((value) => shown(range, value));
  if (step >= size || (steady && parsed.values.length === 1)) {
    if (parsed.values.length > 1 || !item.startsWith("*")) return undefined;
    const message = `The step ${step} of the ${range.word} field is not smaller than the field: this fires ${nounOf(range)} ${values[0] ?? ""} only.`;
    return { code: "cron-step-too-large", severity: "warning", message };
  }
  if (steady || parsed.values.length === 1) return undefined;
  const which = values.length <= 7 ? listed(values) : shortened(values);
  const message = `"${item}" does not go on evenly: it fires ${nounOf(range)}s ${which}, and starts again ${restart(range)}.`;
  return { code: "cron-step-restarts", severity: "info", message };
}

function shown(range: FieldRange, value: number): string {
  const name = range.names[value - range.min];
  return name === undefined ? String(value) : name.charAt(0).toUpperCase() + name.slice(1);
}

function nounOf(range: FieldRange): string {
  switch (range.name) {
    case "dayOfMonth":
      return "on day";
    case "dayOfWeek":
      return "on weekday";
    case "minute":
    case "hour":
    case "month":
    case "second":
    case "year":
      return `at ${range.name}`;
  }
}

function restart(range: FieldRange): string {
  switch (range.name) {
    case "second":
      return "each minute";
    case "minute":
      return "each hour";
    case "hour":
      return "at midnight";
    case "dayOfMonth":
      return "on day 1 of each month";
    case "month":
      return "each January";
    case "dayOfWeek":
      return "each Sunday";
    case "year":
      return "never";
  }
}
