import { once } from "../once.ts";
import { arg, native, need, numberOf, unwrapped } from "../builtins/pure.ts";
import { compare, sortValues } from "../interpreter/compare.ts";
import { noteChange } from "../interpreter/context.ts";
import { makeList } from "../interpreter/raise.ts";
import { runOf, siteHere, type Run } from "../interpreter/run.ts";
import type { NativeCall } from "../native.ts";
import type { ListValue, Value } from "../value.ts";
import { int, none, unknownFrom } from "../values.ts";

type Names = readonly (readonly [string, Value])[];

/** Thrown where two values cannot be put in order; the list is uncertain then. */
class NoOrder extends Error {}

function isLess(run: Run, a: Value, b: Value): boolean {
  const truth = run.truth(compare(run, "<", a, b, siteHere(run)));
  if (truth === undefined) throw new NoOrder();
  return truth;
}

/** Moves what is at `at` up to its place, as Lib/heapq.py does (`_siftdown`). */
function siftDown(run: Run, heap: Value[], start: number, from: number): void {
  let at = from;
  const item = heap[at];
  while (item && at > start) {
    const parent = (at - 1) >> 1;
    const above = heap[parent];
    if (!above || !isLess(run, item, above)) break;
    heap[at] = above;
    at = parent;
  }
  if (item) heap[at] = item;
}

/** Moves the smaller child up until a leaf is hit, then what was there to its place (`_siftup`). */
function siftUp(run: Run, heap: Value[], start: number): void {
  let at = start;
  const item = heap[at];
  for (let child = 2 * at + 1; child < heap.length; child = 2 * at + 1) {
    const [left, right] = [heap[child], heap[child + 1]];
    if (left && right && !isLess(run, left, right)) child += 1;
    const smaller = heap[child];
    if (!smaller) break;
    heap[at] = smaller;
    at = child;
  }
  if (item) heap[at] = item;
  siftDown(run, heap, start, at);
}

/** A function that changes its first argument, a list. */
function onHeap(
  name: string,
  change: (run: Run, heap: Value[], call: NativeCall) => Value,
): readonly [string, Value] {
  return native(name, (call) => {
    const list = unwrapped(need(call, 0, "heap"));
    if (list.kind === "unknown") return unknownFrom(list);
    if (list.kind !== "list")
      return call.interpreter.raise("TypeError", `${name}() argument must be list`);
    const run = runOf(call);
    noteChange(run, list);
    call.interpreter.spend(list.items.length >> 2);
    try {
      const result = change(run, list.items, call);
      return list.uncertain ? unknownFrom(list.uncertain) : result;
    } catch (error) {
      if (!(error instanceof NoOrder)) throw error;
      list.uncertain ??= call.interpreter.unknown("an order is not known", call.span);
      return list.uncertain;
    }
  });
}

function pop(run: Run, heap: Value[], call: NativeCall): Value {
  const last = heap.pop();
  if (!last) return call.interpreter.raise("IndexError", "index out of range");
  const [first] = heap;
  if (!first) return last;
  heap[0] = last;
  siftUp(run, heap, 0);
  return first;
}

function some(largest: boolean): (call: NativeCall) => Value {
  return (call) => {
    const run = runOf(call);
    const count = numberOf(call, need(call, 0, "n"));
    const sorted = run.builtin("sorted");
    const key = arg(call, 2, "key");
    if (!sorted) return none;
    const result = call.interpreter.call(sorted, {
      positional: [need(call, 1, "iterable")],
      keywords: new Map<string, Value>([
        ...(key ? [["key", key] as const] : []),
        ["reverse", { kind: "bool", value: largest }],
      ]),
    });
    if (result.kind !== "list") return result;
    result.items = result.items.slice(0, Math.max(0, count));
    return result;
  };
}

/** `heapq`. */
export const heapqNames = once((): Names => [
  onHeap("heappush", (run, heap, call) => {
    heap.push(need(call, 1, "item"));
    siftDown(run, heap, 0, heap.length - 1);
    return none;
  }),
  onHeap("heappop", pop),
  onHeap("heapify", (run, heap) => {
    for (let at = (heap.length >> 1) - 1; at >= 0; at--) siftUp(run, heap, at);
    return none;
  }),
  onHeap("heapreplace", (run, heap, call) => {
    const [first] = heap;
    if (!first) return call.interpreter.raise("IndexError", "index out of range");
    heap[0] = need(call, 1, "item");
    siftUp(run, heap, 0);
    return first;
  }),
  onHeap("heappushpop", (run, heap, call) => {
    const [first] = heap;
    const item = need(call, 1, "item");
    if (!first || !isLess(run, first, item)) return item;
    heap[0] = item;
    siftUp(run, heap, 0);
    return first;
  }),
  native("nsmallest", some(false)),
  native("nlargest", some(true)),
  native("merge", (call) => {
    const run = runOf(call);
    const all = call.positional.flatMap(({ value }) => run.iterate(value).items);
    const sorted = call.keywords.size > 0 ? undefined : sortValues(run, all, siteHere(run));
    return sorted
      ? makeList(run, sorted)
      : call.interpreter.unknown("an order is not known", call.span);
  }),
]);

/** Where a value belongs in a sorted list. */
function place(call: NativeCall, afterEqual: boolean): number | Value {
  const run = runOf(call);
  const list = unwrapped(need(call, 0, "a"));
  const wanted = need(call, 1, "x");
  const key = arg(call, 4, "key");
  const { items, uncertain } = run.iterate(list);
  if (uncertain ?? wanted.kind === "unknown")
    return call.interpreter.unknown("where a value belongs is not known", call.span);
  const [low, high] = [arg(call, 2, "lo"), arg(call, 3, "hi")];
  let from = low ? numberOf(call, low) : 0;
  let to = high && high.kind !== "none" ? numberOf(call, high) : items.length;
  try {
    while (from < to) {
      const middle = (from + to) >> 1;
      const item = items[middle];
      if (!item) break;
      const weight = key ? call.interpreter.call(key, { positional: [item] }) : item;
      const goesLeft = afterEqual ? isLess(run, wanted, weight) : !isLess(run, weight, wanted);
      if (goesLeft) to = middle;
      else from = middle + 1;
    }
  } catch (error) {
    if (!(error instanceof NoOrder)) throw error;
    return call.interpreter.unknown("an order is not known", call.span);
  }
  return from;
}

function find(name: string, afterEqual: boolean): readonly [string, Value] {
  return native(name, (call) => {
    const at = place(call, afterEqual);
    return typeof at === "number" ? int(at) : at;
  });
}

function insert(name: string, afterEqual: boolean): readonly [string, Value] {
  return native(name, (call) => {
    const list = unwrapped(need(call, 0, "a"));
    const at = place(call, afterEqual);
    if (list.kind === "list") insertAt(runOf(call), list, at, need(call, 1, "x"));
    return none;
  });
}

function insertAt(run: Run, list: ListValue, at: number | Value, value: Value): void {
  noteChange(run, list);
  if (typeof at === "number") list.items.splice(at, 0, value);
  else if (at.kind === "unknown") list.uncertain ??= at;
}

/** `bisect`. */
export const bisectNames = once((): Names => [
  find("bisect", true),
  find("bisect_right", true),
  find("bisect_left", false),
  insert("insort", true),
  insert("insort_right", true),
  insert("insort_left", false),
]);
