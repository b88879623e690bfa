import type { GraphDag } from "../../model/dag/graphJson.ts";

/** A drawing as any engine makes it: rectangles by id, and lines as points. */
export interface Drawing {
  readonly boxes: ReadonlyMap<string, { readonly x: number; readonly y: number }>;
  readonly lines: readonly {
    readonly from: string;
    readonly to: string;
    readonly points: readonly (readonly [number, number])[];
  }[];
}

/** Pairs of edges without a common end whose lines cross. */
export function crossings({ lines }: Drawing): number {
  const cell = 250;
  const cells = new Map<
    number,
    { line: number; a: readonly [number, number]; b: readonly [number, number] }[]
  >();
  const found = new Set<number>();
  lines.forEach(({ points }, line) => {
    for (let at = 1; at < points.length; at++) {
      const [a, b] = [points[at - 1], points[at]];
      if (!a || !b) continue;
      const piece = { line, a, b };
      for (
        let row = Math.floor(Math.min(a[1], b[1]) / cell);
        row <= Math.floor(Math.max(a[1], b[1]) / cell);
        row++
      )
        for (
          let column = Math.floor(Math.min(a[0], b[0]) / cell);
          column <= Math.floor(Math.max(a[0], b[0]) / cell);
          column++
        ) {
          const key = row * 100_003 + column;
          const list = cells.get(key);
          if (list) list.push(piece);
          else cells.set(key, [piece]);
        }
    }
  });
  for (const list of cells.values())
    for (let i = 0; i < list.length; i++)
      for (let j = 0; j < i; j++) {
        const [p, q] = [list[i], list[j]];
        if (!p || !q || p.line === q.line) continue;
        const [one, two] = [lines[p.line], lines[q.line]];
        if (!one || !two) continue;
        if (
          one.from === two.from ||
          one.from === two.to ||
          one.to === two.from ||
          one.to === two.to
        )
          continue;
        const key = Math.max(p.line, q.line) * lines.length + Math.min(p.line, q.line);
        if (!found.has(key) && cross(p.a, p.b, q.a, q.b)) found.add(key);
      }
  return found.size;
}

/**
 * Share of tasks that moved more than 20 pixels between two drawings. A group that makes room may move as a whole, and so may the
 * picture: what most tasks of a group have in common does not count.
 */
export function moved(dag: GraphDag, before: Drawing, after: Drawing): number {
  const byGroup = new Map<string | null, (readonly [number, number])[]>();
  for (const { taskId, group } of dag.tasks) {
    const old = before.boxes.get(taskId);
    const now = after.boxes.get(taskId);
    if (!old || !now) continue;
    const list = byGroup.get(group) ?? [];
    list.push([now.x - old.x, now.y - old.y]);
    byGroup.set(group, list);
  }
  let count = 0;
  for (const moves of byGroup.values()) {
    const middle = (at: 0 | 1): number =>
      moves.map((move) => move[at]).sort((a, b) => a - b)[moves.length >> 1] ?? 0;
    const shift = [middle(0), middle(1)] as const;
    count += moves.filter(([x, y]) => Math.hypot(x - shift[0], y - shift[1]) > 20).length;
  }
  return count / dag.tasks.length;
}

/** Pairs of neighbours in one column of one group that changed their order between two drawings. */
export function flips(dag: GraphDag, before: Drawing, after: Drawing): number {
  const columns = new Map<string, string[]>();
  for (const { taskId, group } of dag.tasks) {
    const old = before.boxes.get(taskId);
    if (!old || !after.boxes.has(taskId)) continue;
    const key = `${group ?? ""} ${Math.round(old.x)}`;
    const list = columns.get(key);
    if (list) list.push(taskId);
    else columns.set(key, [taskId]);
  }
  let count = 0;
  for (const ids of columns.values()) {
    ids.sort((a, b) => (before.boxes.get(a)?.y ?? 0) - (before.boxes.get(b)?.y ?? 0));
    ids.forEach((id, at) => {
      const [one, two] = [after.boxes.get(ids[at - 1] ?? id), after.boxes.get(id)];
      if (one && two && Math.abs(one.x - two.x) < 1 && one.y > two.y) count++;
    });
  }
  return count;
}

function cross(
  a: readonly [number, number],
  b: readonly [number, number],
  c: readonly [number, number],
  d: readonly [number, number],
): boolean {
  const side = (p: typeof a, q: typeof a, r: typeof a): number =>
    Math.sign((q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0]));
  return side(a, b, c) * side(a, b, d) < 0 && side(c, d, a) * side(c, d, b) < 0;
}
