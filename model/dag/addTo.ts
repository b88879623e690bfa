/** Adds a value to the list that an index keeps for a key. */
export function addTo<K, V>(index: Map<K, V[]>, key: K, value: V): void {
  const before = index.get(key);
  if (before) before.push(value);
  else index.set(key, [value]);
}
