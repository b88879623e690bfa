/** A time zone by its rules: offsets in milliseconds, east positive. */
export interface TimeZone {
  readonly name: string;
  offsetAt(epochMs: number): number;
  /** The changes of offset after one instant and up to another, in order. */
  changes(after: number, until: number): readonly OffsetChange[];
}

/** An instant from which another offset holds. */
export interface OffsetChange {
  readonly at: number;
  readonly before: number;
  readonly after: number;
}

const fixed = /^(?:UTC|GMT)?([+-])(\d{1,2})(?::?(\d{2}))?$/i;

/** Opens a zone by its IANA name or as a fixed offset (`+02:00`); undefined when there is none of that name. */
export function openZone(name: string): TimeZone | undefined {
  if (/^(utc|z|gmt|etc\/utc|zulu)$/i.test(name)) return fixedZone(name, 0);
  const match = fixed.exec(name);
  if (match) {
    const minutes = Number(match[2]) * 60 + Number(match[3] ?? 0);
    return fixedZone(name, (match[1] === "-" ? -1 : 1) * minutes * 60_000);
  }
  const format = zoneFormat(name);
  return format && ruledZone(name, (epochMs) => formattedOffset(format, epochMs));
}

export const utc: TimeZone = fixedZone("UTC", 0);

function fixedZone(name: string, offset: number): TimeZone {
  return { name, offsetAt: () => offset, changes: () => [] };
}

function zoneFormat(name: string): Intl.DateTimeFormat | undefined {
  try {
    return new Intl.DateTimeFormat("en-US", {
      timeZone: name,
      hourCycle: "h23",
      ...{ year: "numeric", month: "numeric", day: "numeric" },
      ...{ hour: "numeric", minute: "numeric", second: "numeric" },
    });
  } catch {
    // Intl throws a RangeError for a name it does not know: that is the answer.
    return undefined;
  }
}

/** What the wall clock shows minus what UTC shows. `format` prints `M/D/YYYY, HH:MM:SS`. */
function formattedOffset(format: Intl.DateTimeFormat, epochMs: number): number {
  const seconds = Math.floor(epochMs / 1000) * 1000;
  const [month = 1, day = 1, year = 1970, hour = 0, minute = 0, second = 0] = (
    format.format(seconds).match(/\d+/g) ?? []
  ).map(Number);
  return Date.UTC(year, month - 1, day, hour, minute, second) - seconds;
}

/** Half a year around each probe is scanned in steps too short to hide a pair of changes (Ramadan in Morocco: 30 days). */
const chunk = 180 * 86_400_000;
const step = 9 * 86_400_000;

function ruledZone(name: string, measure: (epochMs: number) => number): TimeZone {
  const chunks = new Map<number, Chunk>();
  const chunkAt = (index: number): Chunk => {
    const known = chunks.get(index);
    if (known) return known;
    const made = scan(index * chunk, measure);
    chunks.set(index, made);
    return made;
  };
  return {
    name,
    offsetAt(epochMs) {
      const { offset, changes } = chunkAt(Math.floor(epochMs / chunk));
      return changes.findLast((change) => change.at <= epochMs)?.after ?? offset;
    },
    changes(after, until) {
      const found: OffsetChange[] = [];
      for (let index = Math.floor(after / chunk); index * chunk <= until; index++) {
        found.push(...chunkAt(index).changes);
      }
      return found.filter((change) => after < change.at && change.at <= until);
    },
  };
}

interface Chunk {
  /** At its start. */
  readonly offset: number;
  readonly changes: readonly OffsetChange[];
}

function scan(start: number, measure: (epochMs: number) => number): Chunk {
  const offset = measure(start);
  const changes: OffsetChange[] = [];
  let before = offset;
  for (let from = start; from < start + chunk; from += step) {
    const after = measure(from + step);
    if (after !== before)
      changes.push({ at: changeBetween(from, from + step, before, measure), before, after });
    before = after;
  }
  return { offset, changes };
}

/** The first second with another offset. */
function changeBetween(
  from: number,
  to: number,
  before: number,
  measure: (epochMs: number) => number,
): number {
  let low = from / 1000;
  let high = to / 1000;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (measure(middle * 1000) === before) low = middle;
    else high = middle;
  }
  return high * 1000;
}
