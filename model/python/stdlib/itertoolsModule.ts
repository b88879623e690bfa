import { once } from "../once.ts";
import { arg, native, need, numberOf } from "../builtins/pure.ts";
import { iterateTogether } from "../builtins/iterateTogether.ts";
import { budgets } from "../budgets.ts";
import { runOf, siteHere } from "../interpreter/run.ts";
import type { NativeCall } from "../native.ts";
import type { UnknownValue, Value } from "../value.ts";
import { int, iterator, none, tuple, unknownFrom } from "../values.ts";

/** Items of several iterables; `uncertain` if any may have more. */
function all(
  call: NativeCall,
  values: readonly Value[],
): { readonly lists: (readonly Value[])[]; readonly uncertain: UnknownValue | undefined } {
  const iterations = iterateTogether(call, values);
  return {
    lists: iterations.map((one) => one.items),
    uncertain: iterations.find((one) => one.uncertain)?.uncertain,
  };
}

function positional(call: NativeCall): Value[] {
  return call.positional.map((given) => given.value);
}

function one(
  call: NativeCall,
  index = 0,
): { items: readonly Value[]; uncertain: UnknownValue | undefined } {
  return call.interpreter.iterate(need(call, index));
}

function product(call: NativeCall): Value {
  const { lists, uncertain } = all(call, positional(call));
  const repeat = call.keywords.get("repeat")?.value;
  const times = repeat ? numberOf(call, repeat) : 1;
  const sources = Array.from({ length: Math.min(10, times) }, () => lists).flat();
  let rows: Value[][] = [[]];
  for (const list of sources) {
    if (rows.length * Math.max(1, list.length) > budgets.items)
      return call.interpreter.unknown("too large to follow", call.span);
    rows = rows.flatMap((row) => list.map((item) => [...row, item]));
  }
  call.interpreter.spend(rows.length);
  return iterator(
    rows.map((row) => tuple(row)),
    uncertain,
  );
}

/** Choices of `size` places, as indices in Python's order. */
function choices(
  length: number,
  size: number,
  form: "combination" | "permutation" | "repeated",
): number[][] {
  const found: number[][] = [];
  const extend = (chosen: number[]): void => {
    if (found.length > budgets.items) return;
    if (chosen.length === size) {
      found.push(chosen);
      return;
    }
    const last = chosen[chosen.length - 1];
    const from =
      form === "permutation" || last === undefined ? 0 : form === "combination" ? last + 1 : last;
    for (let index = from; index < length; index++)
      if (form !== "permutation" || !chosen.includes(index)) extend([...chosen, index]);
  };
  extend([]);
  return found;
}

function chosen(form: "combination" | "permutation" | "repeated"): (call: NativeCall) => Value {
  return (call) => {
    const { items, uncertain } = one(call);
    const given = arg(call, 1, "r");
    const size = given && given.kind !== "none" ? numberOf(call, given) : items.length;
    if (size > 12) return call.interpreter.unknown("too large to follow", call.span);
    const rows = choices(items.length, size, form);
    if (rows.length > budgets.items)
      return call.interpreter.unknown("too large to follow", call.span);
    call.interpreter.spend(rows.length);
    return iterator(
      rows.map((row) => tuple(row.flatMap((index) => items.slice(index, index + 1)))),
      uncertain,
    );
  };
}

function chain(call: NativeCall): Value {
  const { lists, uncertain } = all(call, positional(call));
  return iterator(lists.flat(), uncertain);
}

function fromIterable(call: NativeCall): Value {
  const { items, uncertain } = one(call);
  const inner = all(call, items);
  return iterator(inner.lists.flat(), uncertain ?? inner.uncertain);
}

function islice(call: NativeCall): Value {
  const { items, uncertain } = one(call);
  const numbers = call.positional
    .slice(1)
    .map((given) => (given.value.kind === "none" ? undefined : numberOf(call, given.value)));
  const [first, second, step] = numbers;
  const [from, to] = numbers.length === 1 ? [0, first] : [first ?? 0, second];
  const source = need(call, 0);
  // What is not taken stays in the iterator.
  if (source.kind === "iterator" && to !== undefined)
    source.position -= Math.max(0, items.length - to);
  return iterator(
    items.slice(from, to).filter((_, index) => index % (step ?? 1) === 0),
    to !== undefined && to <= items.length ? undefined : uncertain,
  );
}

function zipLongest(call: NativeCall): Value {
  const fill = call.keywords.get("fillvalue")?.value ?? none;
  const { lists, uncertain } = all(call, positional(call));
  const length = Math.max(0, ...lists.map((list) => list.length));
  const rows = Array.from({ length }, (_, index) =>
    tuple(lists.map((list) => list[index] ?? fill)),
  );
  return iterator(rows, uncertain);
}

function groupby(call: NativeCall): Value {
  const { items, uncertain } = one(call);
  const key = arg(call, 1, "key");
  const groups: { key: Value; items: Value[] }[] = [];
  for (const item of items) {
    const value =
      key && key.kind !== "none" ? call.interpreter.call(key, { positional: [item] }) : item;
    const last = groups[groups.length - 1];
    if (last && call.interpreter.equals(last.key, value) === true) last.items.push(item);
    else groups.push({ key: value, items: [item] });
  }
  return iterator(
    groups.map((group) => tuple([group.key, iterator(group.items)])),
    uncertain,
  );
}

function accumulate(call: NativeCall): Value {
  const run = runOf(call);
  const { items, uncertain } = one(call);
  const callee = arg(call, 1, "func");
  const initial = call.keywords.get("initial")?.value;
  const totals: Value[] = initial && initial.kind !== "none" ? [initial] : [];
  for (const item of items) {
    const last = totals[totals.length - 1];
    if (!last) totals.push(item);
    else if (callee && callee.kind !== "none")
      totals.push(call.interpreter.call(callee, { positional: [last, item] }));
    else totals.push(run.binary("+", last, item, siteHere(run)));
  }
  return iterator(totals, uncertain);
}

function pairwise(call: NativeCall): Value {
  const { items, uncertain } = one(call);
  const pairs = items.slice(1).flatMap((item, index) => {
    const before = items[index];
    return before ? [tuple([before, item])] : [];
  });
  return iterator(pairs, uncertain);
}

function batched(call: NativeCall): Value {
  const { items, uncertain } = one(call);
  const size = Math.max(1, numberOf(call, need(call, 1, "n")));
  const rows: Value[] = [];
  for (let at = 0; at < items.length; at += size) rows.push(tuple(items.slice(at, at + size)));
  return iterator(rows, uncertain);
}

function whileTrue(take: boolean): (call: NativeCall) => Value {
  return (call) => {
    const test = need(call, 0);
    const { items, uncertain } = one(call, 1);
    const end = items.findIndex(
      (item) =>
        call.interpreter.truth(call.interpreter.call(test, { positional: [item] })) !== true,
    );
    const at = end < 0 ? items.length : end;
    return iterator(take ? items.slice(0, at) : items.slice(at), uncertain);
  };
}

/** An endless iterator: enough of it for any loop that is followed. */
function endless(call: NativeCall, items: readonly Value[]): Value {
  const uncertain = call.interpreter.unknown("an endless iterator", call.span);
  return { kind: "iterator", items, position: 0, uncertain, endless: true };
}

const chainValue = native("chain", chain)[1];
chainValue.attributes?.set("from_iterable", native("from_iterable", fromIterable)[1]);

/** `itertools`. */
export const itertoolsNames = once((): readonly (readonly [string, Value])[] => [
  native("product", product),
  native("combinations", chosen("combination")),
  native("permutations", chosen("permutation")),
  native("combinations_with_replacement", chosen("repeated")),
  ["chain", chainValue],
  native("islice", islice),
  native("zip_longest", zipLongest),
  native("groupby", groupby),
  native("accumulate", accumulate),
  native("pairwise", pairwise),
  native("batched", batched),
  native("takewhile", whileTrue(true)),
  native("dropwhile", whileTrue(false)),
  native("starmap", (call) => {
    const callee = need(call, 0);
    const { items, uncertain } = one(call, 1);
    return iterator(
      items.map((item) =>
        call.interpreter.call(callee, { positional: call.interpreter.iterate(item).items }),
      ),
      uncertain,
    );
  }),
  native("filterfalse", (call) => {
    const test = need(call, 0);
    const { items, uncertain } = one(call, 1);
    return iterator(
      items.filter((item) => {
        const value =
          test.kind === "none" ? item : call.interpreter.call(test, { positional: [item] });
        return call.interpreter.truth(value) !== true;
      }),
      uncertain,
    );
  }),
  native("compress", (call) => {
    const { items, uncertain } = one(call);
    const flags = one(call, 1).items;
    return iterator(
      items.filter((_, index) => call.interpreter.truth(flags[index] ?? none) === true),
      uncertain,
    );
  }),
  native("tee", (call) => {
    const { items, uncertain } = one(call);
    const count = call.positional[1] ? numberOf(call, call.positional[1].value) : 2;
    return tuple(Array.from({ length: Math.min(100, count) }, () => iterator(items, uncertain)));
  }),
  native("repeat", (call) => {
    const times = arg(call, 1, "times");
    if (!times)
      return endless(
        call,
        Array.from({ length: 1000 }, () => need(call, 0)),
      );
    return iterator(
      Array.from({ length: Math.min(budgets.items, Math.max(0, numberOf(call, times))) }, () =>
        need(call, 0),
      ),
    );
  }),
  native("count", (call) => {
    const start = arg(call, 0, "start");
    const step = arg(call, 1, "step");
    const other = [start, step].find((given) => given && given.kind !== "int");
    if (other)
      return other.kind === "unknown"
        ? unknownFrom(other)
        : call.interpreter.unknown("what is counted is not followed", call.span);
    const from = start?.kind === "int" ? start.value : 0n;
    const by = step?.kind === "int" ? step.value : 1n;
    return endless(
      call,
      Array.from({ length: 1000 }, (_, index) => int(from + by * BigInt(index))),
    );
  }),
  native("cycle", (call) => {
    const { items, uncertain } = one(call);
    if (uncertain) return iterator(items, uncertain);
    const rounds = items.length === 0 ? 0 : Math.ceil(1000 / items.length);
    return endless(call, Array.from({ length: rounds }, () => items).flat());
  }),
]);
