import type { ClockStyle } from "./clockStyle.ts";
import type { CronExpression } from "./cronExpression.ts";
import { fieldRanges } from "./cronFields.ts";
import { duringHours, type TimesOfDayText } from "./describeTimes.ts";
import { listed } from "./words.ts";

/** What is known of the times of day when Airflow draws some of them at random; undefined when it draws none. */
export function describeRandomTimes(
  cron: CronExpression,
  style: ClockStyle,
): TimesOfDayText | undefined {
  const drawn = fieldRanges.flatMap(({ name }) => {
    const draw = cron[name]?.random;
    const isTime = name === "second" || name === "minute" || name === "hour";
    return draw && isTime ? [`${name} (${draw.from} to ${draw.to})`] : [];
  });
  if (drawn.length === 0) return undefined;
  const text = `At a random ${listed(drawn)}`;
  if (cron.hour.random) {
    const minute = drawn.length === 1 ? cron.minute.values[0] : undefined;
    const at = minute === undefined ? text : `At minute ${minute} of a random ${drawn.join("")}`;
    return { text: at, namesHours: true };
  }
  const hours = cron.hour.any ? "of every hour" : duringHours(cron.hour.values, style);
  return { text: `${text} ${hours}`, namesHours: !cron.hour.any };
}

/** What a reader must know of random draws. */
export const drawnAnew = "drawn anew whenever Airflow parses the file";
