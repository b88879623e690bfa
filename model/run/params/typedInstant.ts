/** The instant that was typed: a date, or a date and a time, UTC unless it says otherwise. Undefined: none. */
export function typedInstant(text: string): number | undefined {
  const match =
    /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?))?\s*(Z|[+-]\d{2}:?\d{2})?$/i.exec(
      text.trim(),
    );
  if (!match) return undefined;
  const [, date = "", time = "00:00", offset = "Z"] = match;
  // A day that does not exist would silently become the next month's.
  const day = new Date(`${date}T00:00:00Z`);
  if (Number.isNaN(day.getTime()) || !day.toISOString().startsWith(date)) return undefined;
  const at = Date.parse(
    `${date}T${time}${offset.toUpperCase().replace(/^([+-]\d\d)(\d\d)$/, "$1:$2")}`,
  );
  return Number.isNaN(at) ? undefined : at;
}
