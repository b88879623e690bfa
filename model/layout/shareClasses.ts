/**
 * Splits edges into classes that may share one line: in each, every inner end is connected with every outer one, so following
 * the shared line from any end to any other is always right. Inner ends with the same outer ends are joined, or the other
 * way round, whichever needs fewer lines.
 */
export function shareClasses(
  edges: readonly number[],
  inner: (edge: number) => number,
  outer: (edge: number) => number,
): number[][] {
  if (edges.length === 1) return [[...edges]];
  const byInner = classes(edges, inner, outer);
  if (byInner.length === 1) return byInner;
  const byOuter = classes(edges, outer, inner);
  return byOuter.length < byInner.length ? byOuter : byInner;
}

function classes(
  edges: readonly number[],
  own: (edge: number) => number,
  other: (edge: number) => number,
): number[][] {
  const byEnd = new Map<number, number[]>();
  for (const edge of edges) {
    const list = byEnd.get(own(edge));
    if (list) list.push(edge);
    else byEnd.set(own(edge), [edge]);
  }
  const found = new Map<string, number[]>();
  for (const list of byEnd.values()) {
    const key = list
      .map(other)
      .sort((a, b) => a - b)
      .join(" ");
    const shared = found.get(key);
    if (shared) shared.push(...list);
    else found.set(key, [...list]);
  }
  return [...found.values()];
}
