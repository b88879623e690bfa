import type { NativeCall } from "../native.ts";
import type { DictEntry, DictValue, Value } from "../value.ts";
import type { Run } from "./run.ts";

/**
 * Lets what `keys()`, `values()` or `items()` gave follow its dict from now on, if it is what an assignment keeps
 * (`names = tasks.keys()`). Others are used up where they are made.
 */
export function keepView(
  run: Run,
  call: NativeCall,
  dict: DictValue,
  list: Value,
  take: (entry: DictEntry) => Value,
): Value {
  const isKept = call.node !== undefined && call.node === run.kept;
  if (isKept && (list.kind === "list" || list.kind === "set"))
    (dict.views ??= []).push({ list, take });
  return list;
}

/** Brings the views of a dict up to date after a change. */
export function refreshViews(run: Run, dict: DictValue): void {
  if (!dict.views) return;
  const { branch, unknown } = run.context;
  for (const { list, take } of dict.views) {
    run.interpreter.spend(dict.entries.size >> 3);
    list.uncertain ??= dict.uncertain ?? (list.branch === branch ? undefined : unknown);
    if (list.kind === "set") {
      list.items.clear();
      for (const [hash, entry] of dict.entries) list.items.set(hash, take(entry));
    } else list.items = [...dict.entries.values()].map(take);
  }
}
