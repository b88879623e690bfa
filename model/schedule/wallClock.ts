import type { TimeZone } from "./timeZone.ts";

/** What the clock of a zone shows at an instant, as milliseconds counted as if it were UTC. */
export function wallClockAt(zone: TimeZone, epochMs: number): number {
  return epochMs + zone.offsetAt(epochMs);
}

const day = 86_400_000;

/**
 * The instant of a wall-clock time as Airflow takes it (`make_aware` with fold=1): of a time that occurs twice the second,
 * and a time that is skipped moves forward by the gap.
 */
export function instantOf(zone: TimeZone, wallClock: number): number {
  const early = zone.offsetAt(wallClock - day);
  const late = zone.offsetAt(wallClock + day);
  if (early === late) return wallClock - early;
  const first = wallClock - early;
  const second = wallClock - late;
  const firstHolds = zone.offsetAt(first) === early;
  const secondHolds = zone.offsetAt(second) === late;
  if (firstHolds && secondHolds) return Math.max(first, second);
  if (secondHolds) return second;
  return first;
}
