import { charsOf } from "../builtins/chars.ts";
import { typeName, unwrapped } from "../builtins/pure.ts";
import { budgets } from "../budgets.ts";
import type { Iteration } from "../native.ts";
import type { InstanceValue, SetValue, Value } from "../value.ts";
import { int, settled, str } from "../values.ts";
import { rangeLength } from "./items.ts";
import { raise, spend, tooLarge } from "./raise.ts";
import { siteHere, type Run } from "./run.ts";
import { PythonError } from "./signals.ts";

/** What iterating gives, in order. */
export function iterate(run: Run, value: Value): Iteration {
  switch (value.kind) {
    case "list":
    case "tuple":
      spend(run, value.items.length >> 3);
      return { items: [...value.items], uncertain: value.uncertain };
    case "dict":
      return {
        items: [...value.entries.values()].map((entry) => entry.key),
        uncertain: value.uncertain,
      };
    case "set":
      return { items: setItems(run, value), uncertain: value.uncertain };
    case "str":
      return limited(
        run,
        charsOf(value.value).map((char) => str(char)),
      );
    case "bytes":
      return limited(
        run,
        value.value.split("").map((char) => int(char.charCodeAt(0))),
      );
    case "range":
      return rangeItems(run, value);
    case "iterator": {
      const items = settled(value).items.slice(value.position);
      value.position = value.items.length;
      return { items, uncertain: value.uncertain, endless: value.endless };
    }
    case "unknown":
      return { items: [], uncertain: value };
    case "instance":
      return instanceItems(run, value);
    case "class":
      return classItems(run, value);
    default:
      return notIterable(run, value);
  }
}

/** Small numbers come in their order; of all else Python promises none. */
function setItems(run: Run, value: SetValue): Value[] {
  const items = [...value.items.values()];
  if (items.length < 2) return items;
  const numbers = items.flatMap((item) => (item.kind === "int" ? [item] : []));
  if (numbers.length === items.length && numbers.every(({ value: n }) => n >= 0n && n < 8n))
    return numbers.sort((a, b) => Number(a.value - b.value));
  run.walksSets = true;
  if (run.host.setOrder === "backwards") return items.reverse();
  return run.host.setOrder === "rotated" ? [...items.slice(1), ...items.slice(0, 1)] : items;
}

function limited(run: Run, items: Value[]): Iteration {
  if (items.length <= budgets.items) return { items, uncertain: undefined };
  return { items: items.slice(0, budgets.items), uncertain: tooLarge(run) };
}

function rangeItems(run: Run, value: Value & { kind: "range" }): Iteration {
  const length = Math.min(rangeLength(value), budgets.rounds);
  spend(run, length >> 2);
  const items: Value[] = [];
  for (let index = 0, at = value.start; index < length; index++, at += value.step)
    items.push(int(at));
  return { items, uncertain: rangeLength(value) > length ? tooLarge(run) : undefined };
}

function notIterable(run: Run, value: Value): never {
  return raise(run, "TypeError", `'${typeName(value)}' object is not iterable`);
}

function instanceItems(run: Run, value: InstanceValue): Iteration {
  const method = (name: string): Value | undefined => {
    for (const ancestor of value.class.mro) {
      const found = ancestor.attributes.get(name);
      if (found?.kind === "function" || found?.kind === "nativeFunction")
        return { kind: "method", self: value, callee: found };
    }
    return undefined;
  };
  const none = { positional: [], keywords: new Map(), uncertain: undefined } as const;
  const iter = method("__iter__");
  if (iter) {
    const made = run.call(iter, none, siteHere(run));
    return made === value ? nextItems(run, method("__next__") ?? iter) : iterate(run, made);
  }
  const next = method("__next__");
  if (next) return nextItems(run, next);
  const plain = unwrapped(value);
  if (plain !== value) return iterate(run, plain);
  const item = method("__getitem__");
  if (item) return indexedItems(run, item);
  if (value.class.uncertain) return { items: [], uncertain: value.class.uncertain };
  return notIterable(run, value);
}

/** Calls `__next__` until it raises StopIteration. */
function nextItems(run: Run, next: Value): Iteration {
  const items: Value[] = [];
  const none = { positional: [], keywords: new Map(), uncertain: undefined } as const;
  return untilStopped(run, items, () => items.push(run.call(next, none, siteHere(run))));
}

function indexedItems(run: Run, item: Value): Iteration {
  const items: Value[] = [];
  return untilStopped(run, items, () =>
    items.push(
      run.call(
        item,
        {
          positional: [{ value: int(items.length), span: undefined, keywordSpan: undefined }],
          keywords: new Map(),
          uncertain: undefined,
        },
        siteHere(run),
      ),
    ),
  );
}

function untilStopped(run: Run, items: Value[], step: () => void): Iteration {
  try {
    while (items.length < 1000) {
      step();
      const last = items[items.length - 1];
      if (last?.kind === "unknown") return { items, uncertain: last };
    }
  } catch (error) {
    const stop =
      error instanceof PythonError && /^(?:StopIteration|IndexError)$/.test(error.value.class.name);
    if (!stop) throw error;
    return { items, uncertain: undefined };
  }
  return { items, uncertain: tooLarge(run) };
}

/** Members of an enum. */
function classItems(run: Run, value: Value & { kind: "class" }): Iteration {
  const isEnum = value.mro.some((ancestor) => ancestor.payload?.type === "enum");
  const own = value.metaclass && !isEnum ? run.attribute(value, "__iter__") : undefined;
  if (own?.kind === "method")
    return iterate(
      run,
      run.call(own, { positional: [], keywords: new Map(), uncertain: undefined }, siteHere(run)),
    );
  if (!isEnum) {
    if (value.uncertain) return { items: [], uncertain: value.uncertain };
    return notIterable(run, value);
  }
  const members: Value[] = [];
  // Of flags only the single bits are walked.
  const isFlag = value.mro.some(({ name, module }) => name === "Flag" && module === "enum");
  for (const [name, member] of value.attributes)
    if (member.kind === "instance" && member.class === value && nameOf(member) === name)
      if (!isFlag || isOneBit(member.attributes.get("_value_"))) members.push(member);
  return { items: members, uncertain: undefined };
}

function isOneBit(value: Value | undefined): boolean {
  return value?.kind === "int" && value.value > 0n && (value.value & (value.value - 1n)) === 0n;
}

function nameOf(member: InstanceValue): string | undefined {
  const name = member.attributes.get("_name_");
  return name?.kind === "str" ? name.value : undefined;
}
