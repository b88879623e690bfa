/** A line of the time axis: offset from the begin of the run in ms, and what is written at it. */
export interface Tick {
  readonly at: number;
  readonly label: string;
}

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;

const steps = [
  ...[1, 2, 5, 10, 20, 50, 100, 200, 500],
  ...[1, 2, 5, 10, 15, 30].map((seconds) => seconds * second),
  ...[1, 2, 5, 10, 15, 30].map((minutes) => minutes * minute),
  ...[1, 2, 3, 6, 12, 24].map((hours) => hours * hour),
];

/** The lines of an axis of `span` ms on `width` pixels: round numbers, at least 70 pixels apart. */
export function ticksOf(span: number, width: number): readonly Tick[] {
  const least = (span * 70) / Math.max(1, width);
  const step = steps.find((one) => one >= least) ?? Math.ceil(least / (24 * hour)) * 24 * hour;
  const ticks: Tick[] = [];
  for (let at = 0; at <= span; at += step) ticks.push({ at, label: offsetText(at, step) });
  return ticks;
}

function offsetText(at: number, step: number): string {
  if (at === 0) return "0";
  if (step < second) {
    const digits = step < 10 ? 3 : step < 100 ? 2 : 1;
    return `${(at / second).toFixed(digits)} s`;
  }
  if (at < minute) return `${at / second} s`;
  const minutes = Math.floor(at / minute);
  const seconds = Math.round((at % minute) / second);
  if (at < hour) return seconds === 0 ? `${minutes} min` : `${minutes}:${two(seconds)} min`;
  return `${Math.floor(minutes / 60)}:${two(minutes % 60)} h`;
}

function two(number: number): string {
  return String(number).padStart(2, "0");
}
