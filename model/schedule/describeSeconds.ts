import { clockText, type ClockStyle } from "./clockStyle.ts";
import { duringHours, runsText, type TimesOfDayText, type TimeValues } from "./describeTimes.ts";
import { patternOf } from "./valuePattern.ts";
import { listed, shortened } from "./words.ts";

const mostTimes = 6;

/** Times of day with several seconds of the minute, e.g. `Every second from 19:00:00 through 19:00:59`. */
export function describeSeconds(
  { hours, minutes }: Pick<TimeValues, "hours" | "minutes">,
  seconds: readonly number[],
  style: ClockStyle,
): TimesOfDayText {
  const every = secondsText(seconds);
  const wholeDay = hours.length === 24;
  if (wholeDay && minutes.length === 60) {
    const text =
      every.startsWith("Every") && !every.includes("from") ? every : `${every} of every minute`;
    return { text, namesHours: false };
  }
  const [hour] = hours;
  const [minute] = minutes;
  if (hour !== undefined && minute !== undefined && hours.length * minutes.length === 1) {
    const show = (second: number): string => clockText(style, hour, minute, second);
    const text =
      seconds.length <= mostTimes
        ? `At ${listed(seconds.map(show))}`
        : `${every} from ${show(seconds[0] ?? 0)} through ${show(seconds.at(-1) ?? 59)}`;
    return { text, namesHours: true };
  }
  const ofHours = wholeDay ? "of every hour" : duringHours(hours, style);
  const ofMinutes = minutes.length === 60 ? "of every minute" : `of ${minutesText(minutes)}`;
  return { text: `${every} ${ofMinutes} ${ofHours}`, namesHours: !wholeDay };
}

function secondsText(seconds: readonly number[]): string {
  const pattern = patternOf(seconds, 60);
  if (pattern.kind === "all") return "Every second";
  if (pattern.kind === "step" && pattern.steady && pattern.from === 0) {
    return `Every ${pattern.step} seconds`;
  }
  const long = seconds.length > 8 && pattern.kind === "step";
  return `At seconds ${long ? shortened(seconds.map(String)) : runsText(seconds)}`;
}

function minutesText(minutes: readonly number[]): string {
  const pattern = patternOf(minutes, 60);
  if (pattern.kind === "one") return `minute ${pattern.value}`;
  const long = minutes.length > 8 && pattern.kind === "step";
  return `minutes ${long ? shortened(minutes.map(String)) : runsText(minutes)}`;
}
