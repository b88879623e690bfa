import type { Schedule } from "../../dag/schedule.ts";

/** How many minutes lie between two runs of a schedule that is even within the hour; undefined for any other. */
export function minutesBetween(schedule: Schedule): number | undefined {
  if (schedule.certainty === "dynamic") return undefined;
  if (schedule.kind === "delta") {
    return schedule.months === 0 && schedule.seconds > 0 ? schedule.seconds / 60 : undefined;
  }
  if (schedule.kind !== "cron") return undefined;
  const [minute, hour] = schedule.expression.trim().split(/\s+/);
  if (hour !== "*") return undefined;
  if (minute === "*") return 1;
  const step = /^(?:\*|0)\/(\d+)$/.exec(minute ?? "")?.[1];
  return step === undefined ? undefined : Number(step);
}
