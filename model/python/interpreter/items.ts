import { charsOf } from "../builtins/chars.ts";
import { typeName, unwrapped } from "../builtins/pure.ts";
import { hashKey, holdsUnknown } from "../hashing.ts";
import type { DictValue, ListValue, SliceValue, Value } from "../value.ts";
import { inferredFrom, int, none, str, tuple, unknownFrom } from "../values.ts";
import { callSpecial } from "./compare.ts";
import { mergeValues, noteChange } from "./context.ts";
import { refreshViews } from "./dictViews.ts";
import { raise, raiseKeyError, unknownHere } from "./raise.ts";
import type { ItemPlaces, Run, Site } from "./run.ts";
import { withMore } from "../../withMore.ts";

/** `object[key]`. */
export function getItem(run: Run, object: Value, key: Value, site: Site): Value {
  if (object.kind === "unknown") return itemOfUnknown(object, key);
  if (object.kind === "instance") {
    const own = callSpecial(run, object, "__getitem__", key, site);
    if (own) return own;
  }
  if (object.kind === "class") return classItem(run, object, key, site);
  const plain = unwrapped(object);
  if (plain.kind === "dict") return dictItem(run, plain, key, site, object);
  const at = unwrapped(key);
  if (at.kind === "unknown") return unknownElement(plain, at);
  if (at.kind === "slice") return slice(run, plain, at, site);
  if (plain.kind === "list" || plain.kind === "tuple") {
    if (plain.uncertain && plain.items.length === 0) return unknownFrom(plain.uncertain);
    if (plain.uncertain && at.kind === "int") {
      // It may be longer than what is known of it.
      const known = mergeValues(plain.items, plain.uncertain, "loop");
      return known ?? plain.items.at(Number(at.value)) ?? unknownFrom(plain.uncertain);
    }
    return plain.items[indexOf(run, at, plain.items.length, plain.kind, site)] ?? none;
  }
  if (plain.kind === "str" || plain.kind === "bytes") {
    const chars = plain.kind === "str" ? charsOf(plain.value) : plain.value.split("");
    const char = chars[indexOf(run, at, chars.length, "string", site)] ?? "";
    if (plain.kind === "bytes") return int(char.charCodeAt(0));
    return inferredFrom(str(char), plain);
  }
  if (plain.kind === "range") {
    const length = rangeLength(plain);
    const index = indexOf(run, at, length, "range object", site);
    return int(plain.start + BigInt(index) * plain.step);
  }
  return raise(run, "TypeError", `'${typeName(object)}' object is not subscriptable`, site.span);
}

function itemOfUnknown(object: Value & { kind: "unknown" }, key: Value): Value {
  if (object.alternatives) {
    const options = object.alternatives.map((option) => itemOrUndefined(option, key));
    if (options.every((option) => option !== undefined))
      return mergeValues(options, object) ?? unknownFrom(object);
  }
  const base = object.pattern;
  const simple = base !== undefined && /^\{[^{}]*\}$/.test(base);
  const name = key.kind === "str" ? key.value : key.kind === "int" ? String(key.value) : undefined;
  const pattern = simple && name !== undefined ? `${base.slice(0, -1)}.${name}}` : undefined;
  return unknownFrom(object, pattern);
}

function itemOrUndefined(object: Value, key: Value): Value | undefined {
  if (object.kind !== "dict" && object.kind !== "list" && object.kind !== "tuple") return undefined;
  if (object.kind === "dict") {
    const hash = hashKey(key);
    return hash === undefined ? undefined : object.entries.get(hash)?.value;
  }
  return key.kind === "int" ? object.items.at(Number(key.value)) : undefined;
}

/** An element at a place that is not known: one of them. */
function unknownElement(object: Value, key: Value & { kind: "unknown" }): Value {
  if (object.kind === "list" || object.kind === "tuple")
    return mergeValues(object.items, key, "loop") ?? unknownFrom(key);
  return unknownFrom(key);
}

function classItem(run: Run, object: Value & { kind: "class" }, key: Value, site: Site): Value {
  const own = run.attribute(object, "__class_getitem__");
  const args = {
    positional: [{ value: key, span: undefined, keywordSpan: undefined }],
    keywords: new Map(),
    uncertain: undefined,
  };
  if (own && own.kind !== "unknown") return run.call(own, args, site);
  const meta = object.metaclass && run.attribute(object, "__getitem__");
  if (meta?.kind === "method") return run.call(meta, args, site);
  for (const ancestor of object.mro) {
    const { payload } = ancestor;
    if (payload?.type !== "enum") continue;
    const member = key.kind === "str" ? object.attributes.get(key.value) : undefined;
    if (member) return member;
    return key.kind === "unknown" ? unknownFrom(key) : raiseKeyError(run, key, site.span);
  }
  // `list[int]`, `Generic[T]`: the class itself is all that matters.
  return object;
}

/** `dict[key]`; `object` is the instance that stands for the dict, or the dict itself. */
export function dictItem(run: Run, dict: DictValue, key: Value, site: Site, object: Value): Value {
  if (key.kind === "unknown") {
    const values = [...dict.entries.values()].map((entry) => entry.value);
    return mergeValues(values, key, "loop") ?? unknownFrom(key);
  }
  const hash = hashKey(key);
  if (hash === undefined)
    return raise(run, "TypeError", `unhashable type: '${typeName(key)}'`, site.span);
  const found = dict.entries.get(hash);
  if (found) return found.value;
  if (object.kind === "instance") {
    const missing = callSpecial(run, object, "__missing__", key, site);
    if (missing) return missing;
  }
  if (dict.missing) return dict.missing;
  if (dict.factory && dict.factory.kind !== "none") {
    const made = run.call(
      dict.factory,
      { positional: [], keywords: new Map(), uncertain: undefined },
      site,
    );
    setDictItem(run, dict, key, made);
    return made;
  }
  if (holdsUnknown(key)) return unknownHere(run, "which item is meant is not known", site.span);
  if (dict.uncertain)
    return unknownFrom(dict.uncertain, key.kind === "str" ? `{${key.value}}` : undefined);
  return raiseKeyError(run, key, site.span);
}

function indexOf(run: Run, given: Value, length: number, what: string, site: Site): number {
  const method =
    given.kind === "instance" && unwrapped(given) === given
      ? run.attribute(given, "__index__")
      : undefined;
  const none_ = { positional: [], keywords: new Map(), uncertain: undefined };
  const own = method && run.call(method, none_, site);
  const key = own ?? unwrapped(given);
  const index =
    key.kind === "int" ? key.value : key.kind === "bool" ? BigInt(key.value) : undefined;
  if (index === undefined)
    return raise(
      run,
      "TypeError",
      `${what} indices must be integers or slices, not ${typeName(key)}`,
      site.span,
    );
  const at = index < 0n ? index + BigInt(length) : index;
  if (at < 0n || at >= BigInt(length))
    return raise(run, "IndexError", `${what} index out of range`, site.span);
  return Number(at);
}

/** How many numbers a range has. */
export function rangeLength(range: Value & { kind: "range" }): number {
  const { start, stop, step } = range;
  const distance = step > 0n ? stop - start : start - stop;
  const size = step > 0n ? step : -step;
  return distance <= 0n ? 0 : Number((distance + size - 1n) / size);
}

/** The indices a slice selects. */
export function sliceIndices(run: Run, at: SliceValue, length: number): number[] | undefined {
  const numbers = [at.lower, at.upper, at.step].map((value) =>
    value.kind === "none" ? null : value.kind === "int" ? Number(value.value) : undefined,
  );
  const [lower, upper, step] = numbers;
  if (lower === undefined || upper === undefined || step === undefined) return undefined;
  const by = step ?? 1;
  if (by === 0) return raise(run, "ValueError", "slice step cannot be zero");
  const clamp = (value: number, low: number, high: number): number =>
    Math.max(low, Math.min(high, value < 0 ? value + length : value));
  const indices: number[] = [];
  if (by > 0) {
    const end = upper === null ? length : clamp(upper, 0, length);
    for (let i = lower === null ? 0 : clamp(lower, 0, length); i < end; i += by) indices.push(i);
  } else {
    const end = upper === null ? -1 : clamp(upper, -1, length - 1);
    const start = lower === null ? length - 1 : clamp(lower, -1, length - 1);
    for (let i = start; i > end; i += by) indices.push(i);
  }
  return indices;
}

function slice(run: Run, object: Value, at: SliceValue, site: Site): Value {
  const unknown = [at.lower, at.upper, at.step].find((value) => value.kind === "unknown");
  if (unknown?.kind === "unknown") return unknownFrom(unknown);
  const pick = <T>(items: readonly T[]): T[] => {
    const indices = sliceIndices(run, at, items.length);
    if (!indices) return raise(run, "TypeError", "slice indices must be integers", site.span);
    return indices.flatMap((index) => items.slice(index, index + 1));
  };
  switch (object.kind) {
    case "str":
      return inferredFrom(str(pick(charsOf(object.value)).join("")), object);
    case "bytes":
      return { kind: "bytes", value: pick(object.value.split("")).join("") };
    case "list":
      return {
        kind: "list",
        items: pick(object.items),
        uncertain: object.uncertain,
        branch: run.context.branch,
        span: site.span,
      };
    case "tuple":
      return withMore(tuple(pick(object.items)), { uncertain: object.uncertain });
    case "range": {
      const indices = sliceIndices(run, at, rangeLength(object)) ?? [];
      const by = at.step.kind === "int" ? at.step.value : 1n;
      const start = object.start + BigInt(indices[0] ?? 0) * object.step;
      const step = object.step * by;
      return { kind: "range", start, stop: start + BigInt(indices.length) * step, step };
    }
    default:
      return raise(
        run,
        "TypeError",
        `'${typeName(object)}' object is not subscriptable`,
        site.span,
      );
  }
}

/** `object[key] = value`. */
export function setItem(
  run: Run,
  object: Value,
  key: Value,
  value: Value,
  places?: ItemPlaces,
): void {
  if (object.kind === "unknown") return;
  if (object.kind === "instance") {
    for (const ancestor of object.class.mro) {
      const found = ancestor.attributes.get("__setitem__");
      if (found?.kind !== "function" && found?.kind !== "nativeFunction") continue;
      const given = (item: Value) => ({ value: item, span: undefined, keywordSpan: undefined });
      run.call(
        { kind: "method", self: object, callee: found },
        { positional: [given(key), given(value)], keywords: new Map(), uncertain: undefined },
        {
          span: places?.valueSpan ?? { file: "", start: 0, end: 0 },
          node: undefined,
          selfSpan: undefined,
        },
      );
      return;
    }
    if (object.class.uncertain) return;
  }
  const plain = unwrapped(object);
  if (plain.kind === "dict") {
    setDictItem(run, plain, key, value, places);
    return;
  }
  if (plain.kind === "list") {
    setListItem(run, plain, key, value);
    return;
  }
  raise(run, "TypeError", `'${typeName(object)}' object does not support item assignment`);
}

/** Sets an entry as code does: in a branch that may not be taken, the old value stays possible. */
export function setDictItem(
  run: Run,
  dict: DictValue,
  key: Value,
  value: Value,
  places?: ItemPlaces,
): undefined {
  if (key.kind === "unknown") {
    if (dict.setUnknown) dict.setUnknown(key, value);
    else dict.uncertain ??= key;
    return;
  }
  const hash = hashKey(key);
  if (hash === undefined) raise(run, "TypeError", `unhashable type: '${typeName(key)}'`);
  const old = dict.entries.get(hash);
  const { branch, unknown } = run.context;
  const foreign = branch !== 0 && dict.branch !== branch;
  if (foreign && !old) noteChange(run, dict);
  const merged = foreign && old && unknown ? mergeValues([old.value, value], unknown) : value;
  dict.entries.set(hash, {
    key: old?.key ?? key,
    value: merged ?? value,
    keySpan: places?.keySpan ?? key.span,
    valueSpan: places?.valueSpan ?? value.span,
  });
  if (dict.views) refreshViews(run, dict);
}

function setListItem(run: Run, list: ListValue, key: Value, value: Value): undefined {
  noteChange(run, list);
  if (key.kind === "slice") {
    const { items } = run.iterate(value);
    const indices = sliceIndices(run, key, list.items.length);
    if (!indices) return;
    if (key.step.kind === "none" || (key.step.kind === "int" && key.step.value === 1n)) {
      const from =
        indices[0] ??
        Math.min(list.items.length, key.lower.kind === "int" ? Number(key.lower.value) : 0);
      list.items.splice(Math.max(0, from), indices.length, ...items);
    } else
      indices.forEach((index, at) => {
        const item = items[at];
        if (item) list.items[index] = item;
      });
    return;
  }
  if (key.kind === "unknown") {
    list.uncertain ??= key;
    return;
  }
  const site: Site = { span: { file: "", start: 0, end: 0 }, node: undefined, selfSpan: undefined };
  list.items[indexOf(run, key, list.items.length, "list assignment", site)] = value;
}

/** `del object[key]`. */
export function deleteItem(run: Run, object: Value, key: Value): void {
  const plain = unwrapped(object);
  if (plain.kind === "dict") {
    const hash = hashKey(key);
    if (hash === undefined) {
      if (key.kind === "unknown") plain.uncertain ??= key;
      return;
    }
    noteChange(run, plain);
    if (!plain.entries.delete(hash) && !plain.uncertain) raiseKeyError(run, key);
    refreshViews(run, plain);
  } else if (plain.kind === "list") {
    noteChange(run, plain);
    const indices =
      key.kind === "slice"
        ? sliceIndices(run, key, plain.items.length)
        : key.kind === "int"
          ? [Number(key.value) < 0 ? Number(key.value) + plain.items.length : Number(key.value)]
          : undefined;
    if (!indices) plain.uncertain ??= { kind: "unknown", reason: "what is deleted is not known" };
    else {
      const gone = new Set(indices);
      plain.items = plain.items.filter((_, index) => !gone.has(index));
    }
  } else if (object.kind === "instance") callSpecial(run, object, "__delitem__", key);
}
