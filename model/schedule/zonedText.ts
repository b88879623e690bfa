import type { TimeZone } from "./timeZone.ts";
import { wallClockAt } from "./wallClock.ts";

/** One instant as a zone's clock shows it. */
export interface ZonedTime {
  /** `Sun 2025-03-30 03:30 +02:00`, with seconds only when there are some. */
  readonly text: string;
  /** The clocks have gone forward or back since the instant before in the list. */
  readonly clocks: "forward" | "back" | undefined;
}

/** Instants in order, as a zone's clock shows them, with the changes of offset between them marked. */
export function zonedTimes(zone: TimeZone, instants: readonly number[]): readonly ZonedTime[] {
  return instants.map((instant, index) => {
    const before = instants[index - 1];
    const change = before === undefined ? 0 : zone.offsetAt(instant) - zone.offsetAt(before);
    const clocks = change === 0 ? undefined : change > 0 ? "forward" : "back";
    return { text: zonedText(zone, instant), clocks };
  });
}

const weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];

/** One instant as a zone's clock shows it. */
export function zonedText(zone: TimeZone, epochMs: number): string {
  const shown = new Date(wallClockAt(zone, epochMs));
  const time = shown.toISOString().slice(0, 19).replace("T", " ").replace(/:00$/, "");
  return `${weekdays[shown.getUTCDay()] ?? ""} ${time} ${offsetText(zone.offsetAt(epochMs))}`;
}

function offsetText(offset: number): string {
  const minutes = Math.round(Math.abs(offset) / 60_000);
  const two = (value: number): string => String(value).padStart(2, "0");
  return `${offset < 0 ? "-" : "+"}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}
