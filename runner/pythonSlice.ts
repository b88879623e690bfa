/** `list[start:stop:step]` as Python means it; null is left out. */
export function pythonSlice<T>(
  list: readonly T[],
  start: number | null,
  stop: number | null,
  step: number | null,
): readonly T[] {
  const stride = step ?? 1;
  if (stride === 0) return [];
  const size = list.length;
  const [low, high] = stride > 0 ? [0, size] : [-1, size - 1];
  const place = (at: number | null, otherwise: number): number =>
    at === null ? otherwise : Math.min(Math.max(at < 0 ? at + size : at, low), high);
  const from = place(start, stride > 0 ? low : high);
  const to = place(stop, stride > 0 ? high : low);
  const result: T[] = [];
  for (let i = from; stride > 0 ? i < to : i > to; i += stride) {
    const item = list[i];
    if (item !== undefined) result.push(item);
  }
  return result;
}
