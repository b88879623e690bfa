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
export function bucketsOf(keys: Int32Array, bucketCount: number): Buckets {
  const starts = new Int32Array(bucketCount + 1);
  let kept = 0;
  for (const key of keys) {
    if (key < 0) continue;
    starts[key + 1] = intAt(starts, key + 1) + 1;
    kept++;
  }
  for (let key = 0; key < bucketCount; key++)
    starts[key + 1] = intAt(starts, key + 1) + intAt(starts, key);
  const next = starts.slice();
  const items = new Int32Array(kept);
  for (let item = 0; item < keys.length; item++) {
    const key = intAt(keys, item);
    if (key < 0) continue;
    const place = intAt(next, key);
    items[place] = item;
    next[key] = place + 1;
  }
  return { starts, items };
}
