import { openZone, type TimeZone } from "../model/schedule/timeZone.ts";
import { UsageError } from "./command.ts";

/** An instant of the command line, as epoch milliseconds; now when it is not given. A time without offset is UTC. */
export function instantOption(text: string | undefined): number {
  if (text === undefined) return Date.now();
  const hasOffset = /(z|[+-]\d\d:?\d\d)$/i.test(text.trim());
  const hasTime = /\d[T ]\d/.test(text);
  const time = Date.parse(hasOffset || !hasTime ? text : `${text.trim().replace(" ", "T")}Z`);
  if (Number.isNaN(time)) {
    throw new UsageError(`--after takes a time such as 2024-01-31T06:00:00Z, not "${text}".`);
  }
  return time;
}

/** A number of firings or runs. */
export function countOption(text: string): number {
  const count = Number(text);
  if (!/^\d+$/.test(text) || count > 10_000) {
    throw new UsageError(`--count takes a number up to 10000, not "${text}".`);
  }
  return count;
}

/** A time zone by name. */
export function zoneOption(text: string): TimeZone {
  const zone = openZone(text);
  if (!zone)
    throw new UsageError(`There is no time zone "${text}": write one such as Europe/Berlin.`);
  return zone;
}

/** `json` or `text`. */
export function formatOption(text: string): "json" | "text" {
  if (text !== "json" && text !== "text") {
    throw new UsageError(`There is no format "${text}". Formats: text, json.`);
  }
  return text;
}

/** The Airflow that is meant, if it is said. */
export function airflowOption(text: string | undefined): 2 | 3 | undefined {
  if (text === undefined) return undefined;
  if (text !== "2" && text !== "3") throw new UsageError(`--airflow takes 2 or 3, not "${text}".`);
  return text === "2" ? 2 : 3;
}

/** An instant in UTC, to the second: `2024-02-01T00:00:00Z`. */
export function utcText(epochMs: number): string {
  return new Date(epochMs).toISOString().replace(".000Z", "Z");
}
