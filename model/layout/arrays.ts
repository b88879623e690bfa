/** Reads a flat array inside its bounds. One function for each kind of array keeps the reads fast. */
export function intAt(array: Int32Array, index: number): number {
  return array[index] ?? 0;
}

/** Reads a flat array inside its bounds. */
export function numAt(array: Float64Array, index: number): number {
  return array[index] ?? 0;
}

/** A list of lists in two flat arrays: those of key k are `items[starts[k]]` up to `items[starts[k + 1]]`. */
export interface Buckets {
  readonly starts: Int32Array;
  readonly items: Int32Array;
}

/** Sorts 0 … keys.length - 1 into buckets by key, each bucket in ascending order. Negative keys are left out. */
export function bucketsOf(
  keys: Int32Array,
  bucketCount: number,
  ints = (length: number): Int32Array => new Int32Array(length),
): Buckets {
  const starts = ints(bucketCount + 1);
  let kept = 0;
  for (let item = 0; item < keys.length; item++) {
    const key = intAt(keys, item);
    if (key < 0) continue;
    starts[key + 1] = intAt(starts, key + 1) + 1;
    kept++;
  }
  for (let key = 0; key < bucketCount; key++)
    starts[key + 1] = intAt(starts, key + 1) + intAt(starts, key);
  const next = ints(bucketCount + 1);
  next.set(starts);
  const items = ints(kept);
  for (let item = 0; item < keys.length; item++) {
    const key = intAt(keys, item);
    if (key < 0) continue;
    const place = intAt(next, key);
    items[place] = item;
    next[key] = place + 1;
  }
  return { starts, items };
}

/** Up to this many are sorted by insertion: what is short, and what is nearly in order. */
const short = 24;

/**
 * Sorts `items` from `start` to `end` by the key that `keys` has for each, smallest first; equal ones keep their order. Makes no
 * garbage but for long ones.
 */
export function sortByKey(
  items: Int32Array,
  keys: Float64Array,
  start = 0,
  end = items.length,
): void {
  if (end - start > short) {
    mergeSort(items, keys, start, end, items.slice(start, end));
    return;
  }
  for (let at = start + 1; at < end; at++) {
    const item = intAt(items, at);
    const key = numAt(keys, item);
    let place = at;
    for (; place > start && numAt(keys, intAt(items, place - 1)) > key; place--)
      items[place] = intAt(items, place - 1);
    items[place] = item;
  }
}

function mergeSort(
  items: Int32Array,
  keys: Float64Array,
  start: number,
  end: number,
  room: Int32Array,
): void {
  const middle = (start + end) >> 1;
  for (const [low, high] of [
    [start, middle],
    [middle, end],
  ] as const)
    if (high - low > short) mergeSort(items, keys, low, high, room);
    else sortByKey(items, keys, low, high);
  const size = middle - start;
  for (let at = 0; at < size; at++) room[at] = intAt(items, start + at);
  let left = 0;
  let right = middle;
  for (let place = start; left < size; place++) {
    const isRight =
      right < end && numAt(keys, intAt(items, right)) < numAt(keys, intAt(room, left));
    items[place] = isRight ? intAt(items, right++) : intAt(room, left++);
  }
}
