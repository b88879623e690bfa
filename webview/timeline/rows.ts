import type { RunTimeline, TimelineRow } from "../../model/run/timeline.ts";

/** A row that is to be seen, with its place in the tree. */
export interface ShownRow {
  readonly row: TimelineRow;
  readonly level: number;
  /** Undefined for a row that holds no others. */
  readonly isOpen: boolean | undefined;
  readonly isCritical: boolean;
}

/** Which rows are opened or closed against the usual: groups begin open, mapped tasks closed. */
export interface Folding {
  readonly toggled: ReadonlySet<string>;
  readonly onlyCritical: boolean;
}

/** The rows to be seen. What is on the critical path is marked, and so is what holds it while that is closed. */
export function shownRows(timeline: RunTimeline, { toggled, onlyCritical }: Folding): ShownRow[] {
  const byKey = new Map(timeline.rows.map((row) => [row.key, row]));
  const holders = new Set(timeline.rows.flatMap(({ parent }) => (parent === null ? [] : [parent])));
  const onPath = new Set(timeline.path);
  const around = new Set<string>();
  for (const key of timeline.path)
    for (let at = byKey.get(key)?.parent; at != null; at = byKey.get(at)?.parent) around.add(at);
  const levels = new Map<string, number>();
  const shown: ShownRow[] = [];
  for (const row of timeline.rows) {
    const parent = row.parent === null ? 0 : levels.get(row.parent);
    if (parent === undefined) continue; // In what is closed.
    const isOnWay = onPath.has(row.key) || around.has(row.key);
    if (onlyCritical && !isOnWay) continue;
    const isHolder = holders.has(row.key);
    const isOpen =
      (onlyCritical && around.has(row.key)) || (row.kind === "group") !== toggled.has(row.key);
    if (isHolder && isOpen) levels.set(row.key, parent + 1);
    shown.push({
      row,
      level: parent + 1,
      isOpen: isHolder ? isOpen : undefined,
      isCritical: onPath.has(row.key) || (around.has(row.key) && !isOpen),
    });
  }
  return shown;
}

/** What a row says to who does not see its bar. `origin` is the begin of the run. */
export function barInWords(row: TimelineRow, origin: number, now: number): string {
  const parts: string[] = [];
  if (row.startedAt !== null) {
    parts.push(`from ${seconds(row.startedAt - origin)}`);
    parts.push(
      row.endedAt === null
        ? `until now, ${seconds(now - origin)}`
        : `to ${seconds(row.endedAt - origin)}`,
    );
  }
  if (row.tries.length > 1) parts.push(`${row.tries.length} tries`);
  if (row.note !== null) parts.push(row.note);
  return parts.join(", ");
}

function seconds(milliseconds: number): string {
  return `${(Math.max(0, milliseconds) / 1000).toFixed(1)} s`;
}
