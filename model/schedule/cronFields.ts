/** The fields of a cron expression in the order croniter reads them: seconds and years come last. */
export type FieldName =
  "minute" | "hour" | "dayOfMonth" | "month" | "dayOfWeek" | "second" | "year";

/** What one field may hold (croniter 7.0.0: `RANGES`, `ALPHACONV`). */
export interface FieldRange {
  readonly name: FieldName;
  /** The field's name in a sentence. */
  readonly word: string;
  readonly min: number;
  readonly max: number;
  /** Three-letter names, the first standing for `min`. */
  readonly names: readonly string[];
}

const months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const weekdays = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

/** Every field, in order. */
export const fieldRanges: readonly FieldRange[] = [
  { name: "minute", word: "minute", min: 0, max: 59, names: [] },
  { name: "hour", word: "hour", min: 0, max: 23, names: [] },
  { name: "dayOfMonth", word: "day-of-month", min: 1, max: 31, names: [] },
  { name: "month", word: "month", min: 1, max: 12, names: months },
  { name: "dayOfWeek", word: "day-of-week", min: 0, max: 6, names: weekdays },
  { name: "second", word: "second", min: 0, max: 59, names: [] },
  { name: "year", word: "year", min: 1970, max: 2099, names: [] },
];

/** How many values a field has in all. */
export function sizeOf(range: FieldRange): number {
  return range.max - range.min + 1;
}

/** The number of a name such as `mon`, or undefined. */
export function numberOfName(range: FieldRange, name: string): number | undefined {
  const index = range.names.indexOf(name);
  return index < 0 ? undefined : index + range.min;
}
