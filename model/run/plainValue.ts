/**
 * A value as people write it in JSON: tuples and sets as lists, dates and times as ISO 8601. Airflow marks such values with the
 * name of their class, so that Python gets back what it gave; whoever reads a summary wants the value.
 */
export function plainValue(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plainValue);
  if (typeof value !== "object" || value === null) return value;
  const marked = value as Readonly<Record<string, unknown>>;
  const name = marked["__classname__"];
  if (typeof name !== "string")
    return Object.fromEntries(Object.entries(marked).map(([key, item]) => [key, plainValue(item)]));
  const data = marked["__data__"];
  if (lists.has(name) && Array.isArray(data)) return data.map(plainValue);
  if (plain.has(name)) return data;
  return (moments.has(name) ? moment(data) : undefined) ?? value;
}

const lists: ReadonlySet<string> = new Set([
  "builtins.tuple",
  "builtins.set",
  "builtins.frozenset",
]);

/** Their data is what one would write: a number, an ISO date, seconds. */
const plain: ReadonlySet<string> = new Set([
  "decimal.Decimal",
  "datetime.date",
  "pendulum.date.Date",
  "datetime.timedelta",
  "uuid.UUID",
]);

const moments: ReadonlySet<string> = new Set(["datetime.datetime", "pendulum.datetime.DateTime"]);

/** A moment in UTC as Python's `isoformat` writes it; undefined in any other zone. */
function moment(data: unknown): string | undefined {
  if (typeof data !== "object" || data === null) return undefined;
  const { timestamp, tz } = data as Readonly<Record<string, unknown>>;
  const zone = plainValue(tz);
  if (typeof timestamp !== "number" || !Array.isArray(zone) || zone[0] !== "UTC") return undefined;
  const text = new Date(timestamp * 1000).toISOString().replace("Z", "+00:00");
  return text.replace(".000+", "+").replace(/(\.\d{3})\+/, "$1000+");
}
