import type { CronExpression } from "./cronExpression.ts";
import { cronParserFirings } from "./cronParserFirings.ts";
import type { TimeZone } from "./timeZone.ts";
import { instantOf, wallClockAt } from "./wallClock.ts";
import { wallClockFirings, type WallClockFirings } from "./wallClockFirings.ts";

/** The firings of an expression in a zone, exactly as Airflow's timetables step through them. */
export interface Firings {
  /** The next instant, in epoch milliseconds, after `epochMs`; undefined when croniter finds none. */
  after(epochMs: number): number | undefined;
  /** The last instant before. */
  before(epochMs: number): number | undefined;
}

/** Airflow's rule for daylight saving (`CronMixin._get_next`, 2.8 and later), over any iteration of a wall clock. */
export function zonedFirings(
  cron: CronExpression,
  zone: TimeZone,
  wallClock: WallClockFirings = wallClockFirings(cron),
): Firings {
  const toInstant = (from: number, shown: number, found: number): number =>
    cron.hour.isStar ? from + (found - shown) : instantOf(zone, found);
  return {
    after(epochMs) {
      const shown = wallClockAt(zone, epochMs);
      const found = wallClock.after(shown);
      return found === undefined ? undefined : toInstant(epochMs, shown, found);
    },
    before(epochMs) {
      const shown = wallClockAt(zone, epochMs);
      const found = wallClock.before(shown);
      return found === undefined ? undefined : toInstant(epochMs, shown, found);
    },
  };
}

/** Lists this long and shorter are iterated by cron-parser where it is right; it needs 30 to 300 µs for a firing, we 1. */
const readByPeople = 20;

/** The next firings strictly after an instant, at most `count` of them, in epoch milliseconds. */
export function nextFirings(
  cron: CronExpression,
  options: { readonly zone: TimeZone; readonly after: number; readonly count: number },
): readonly number[] {
  const { zone, after, count } = options;
  const engine = count <= readByPeople ? cronParserFirings(cron) : undefined;
  const firings = zonedFirings(cron, zone, engine ?? wallClockFirings(cron));
  const found: number[] = [];
  let at = firings.after(after);
  while (at !== undefined && found.length < count) {
    found.push(at);
    at = found.length < count ? firings.after(at) : undefined;
  }
  return found;
}
