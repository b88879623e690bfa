import { openZone, utc } from "../../model/schedule/timeZone.ts";
import { wallClockAt } from "../../model/schedule/wallClock.ts";

/** `Tue 2024-01-16 02:00` as the clocks of a zone show it. */
export function timeIn(zoneName: string, epochMs: number): string {
  const shown = new Date(wallClockAt(openZone(zoneName) ?? utc, epochMs));
  const text = shown.toISOString();
  const seconds = shown.getUTCSeconds() === 0 ? "" : text.slice(16, 19);
  return `${days[shown.getUTCDay()] ?? ""} ${text.slice(0, 10)} ${text.slice(11, 16)}${seconds}`;
}

/** `15 Jan 02:00`, for times beside another that has the year. */
export function shortTimeIn(zoneName: string, epochMs: number): string {
  const shown = new Date(wallClockAt(openZone(zoneName) ?? utc, epochMs));
  const month = months[shown.getUTCMonth()] ?? "";
  return `${shown.getUTCDate()} ${month} ${shown.toISOString().slice(11, 16)}`;
}

/** How far a zone's clocks are ahead of UTC at a moment, in milliseconds. */
export function offsetIn(zoneName: string, epochMs: number): number {
  return wallClockAt(openZone(zoneName) ?? utc, epochMs) - epochMs;
}

const days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
