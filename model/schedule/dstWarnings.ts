import type { CronExpression } from "./cronExpression.ts";
import type { CronWarning } from "./cronWarnings.ts";
import type { OffsetChange, TimeZone } from "./timeZone.ts";
import { instantOf, wallClockAt } from "./wallClock.ts";
import { wallClockFirings } from "./wallClockFirings.ts";

const year = 366 * 86_400_000;

/**
 * Firings of the next year at times that the zone's clock skips or shows twice. An expression of every hour steps by
 * elapsed time and meets neither.
 */
export function dstWarnings(
  cron: CronExpression,
  zone: TimeZone,
  after: number,
): readonly CronWarning[] {
  if (cron.hour.isStar) return [];
  const changes = zone.changes(after, after + year);
  const skipped = changes.find((change) => change.after > change.before && firingIn(cron, change));
  const repeated = changes.find((change) => change.after < change.before && firingIn(cron, change));
  return [
    ...(skipped ? [skippedWarning(cron, zone, skipped)] : []),
    ...(repeated ? [repeatedWarning(cron, zone, repeated)] : []),
  ];
}

/** The first firing at a wall-clock time that this change skips or repeats. */
function firingIn(cron: CronExpression, change: OffsetChange): number | undefined {
  const from = change.at + Math.min(change.before, change.after);
  const to = change.at + Math.max(change.before, change.after);
  const firing = wallClockFirings(cron).after(from - 1000);
  return firing !== undefined && firing < to ? firing : undefined;
}

function skippedWarning(cron: CronExpression, zone: TimeZone, change: OffsetChange): CronWarning {
  const firing = firingIn(cron, change) ?? change.at;
  const moved = wallClockAt(zone, instantOf(zone, firing));
  const message = `${shown(firing)} does not exist in ${zone.name}, where the clocks go forward: that run starts at ${shown(moved).slice(11)}.`;
  return { code: "cron-dst-skipped", severity: "info", message, ...placeOf(cron) };
}

function repeatedWarning(cron: CronExpression, zone: TimeZone, change: OffsetChange): CronWarning {
  const firing = firingIn(cron, change) ?? change.at;
  const message = `${shown(firing)} occurs twice in ${zone.name}, where the clocks go back: it runs once, at the second.`;
  return { code: "cron-dst-repeated", severity: "info", message, ...placeOf(cron) };
}

function placeOf(cron: CronExpression): { readonly start: number; readonly end: number } {
  return { start: cron.hour.start, end: cron.hour.end };
}

function shown(wallClock: number): string {
  return new Date(wallClock).toISOString().slice(0, 16).replace("T", " ");
}
