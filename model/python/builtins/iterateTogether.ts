import type { Iteration, NativeCall } from "../native.ts";
import type { Value } from "../value.ts";

/**
 * What iterating several values side by side gives, one item of each at a time. An iterator that is there twice gives its
 * items by turns: `zip(*[iter(names)] * 2)` makes pairs.
 */
export function iterateTogether(call: NativeCall, values: readonly Value[]): Iteration[] {
  const turns = new Map<Value, number[]>();
  values.forEach((value, at) => {
    if (value.kind !== "iterator") return;
    const known = turns.get(value);
    if (known) known.push(at);
    else turns.set(value, [at]);
  });
  const found = values.map((value) => call.interpreter.iterate(value));
  for (const shared of turns.values()) {
    if (shared.length === 1) continue;
    const { items, uncertain } = found[shared[0] ?? 0] ?? { items: [], uncertain: undefined };
    shared.forEach((at, turn) => {
      found[at] = { items: items.filter((_, index) => index % shared.length === turn), uncertain };
    });
  }
  return found;
}
