import type { StoredXCom } from "./remembered.ts";

/** The XComs of one run, by task, map index (−1 unmapped) and key. Values are JSON text and stay so. */
export type XComStore = Map<string, Map<number, Map<string, StoredXCom>>>;

/** One value, if that instance pushed it; without a key, what it pushed last. */
export function findXCom(
  store: XComStore,
  taskId: string,
  mapIndex: number,
  key: string | null,
): StoredXCom | undefined {
  const keys = store.get(taskId)?.get(mapIndex);
  return key === null ? [...(keys?.values() ?? [])].at(-1) : keys?.get(key);
}

/** Stores a value, over an earlier one; the last one comes last. */
export function putXCom(
  store: XComStore,
  taskId: string,
  mapIndex: number,
  key: string,
  value: StoredXCom,
): void {
  const indexes = store.get(taskId) ?? new Map<number, Map<string, StoredXCom>>();
  const keys = indexes.get(mapIndex) ?? new Map<string, StoredXCom>();
  keys.delete(key);
  keys.set(key, value);
  indexes.set(mapIndex, keys);
  store.set(taskId, indexes);
}

/** Forgets what one instance pushed: all of it, or one key. */
export function dropXComs(store: XComStore, taskId: string, mapIndex: number, key?: string): void {
  if (key === undefined) store.get(taskId)?.delete(mapIndex);
  else store.get(taskId)?.get(mapIndex)?.delete(key);
}

/** What the instances of a task pushed under a key, or under any, by map index; those that pushed nothing are left out. */
export function xcomSequence(
  store: XComStore,
  taskId: string,
  key: string | null,
): readonly { readonly mapIndex: number; readonly value: StoredXCom }[] {
  return [...(store.get(taskId) ?? [])]
    .flatMap(([mapIndex, keys]) => {
      const values = key === null ? [...keys.values()] : [keys.get(key)];
      return values.flatMap((value) => (value ? [{ mapIndex, value }] : []));
    })
    .sort((a, b) => a.mapIndex - b.mapIndex);
}
