import { budgets } from "../budgets.ts";
import { hashKey } from "../hashing.ts";
import type { NativeCall } from "../native.ts";
import type { DictEntry, Value } from "../value.ts";
import { bool, float, int, none, str } from "../values.ts";

/** Plain data of a parsed file as Python values; `integers` tells how a whole number is meant. */
export function fromData(call: NativeCall, data: unknown): Value {
  const count = { left: budgets.items };
  return convert(call, data, count, 0);
}

function convert(call: NativeCall, data: unknown, count: { left: number }, depth: number): Value {
  count.left -= 1;
  if (count.left < 0 || depth > 100)
    return call.interpreter.unknown("too large to follow", call.span);
  if (data === null || data === undefined) return none;
  if (typeof data === "boolean") return bool(data);
  if (typeof data === "bigint") return int(data);
  if (typeof data === "number") return float(data);
  if (typeof data === "string") return str(data);
  if (Array.isArray(data))
    return call.interpreter.list(data.map((item) => convert(call, item, count, depth + 1)));
  if (data instanceof Map) {
    const entries = new Map<string, DictEntry>();
    for (const [name, item] of data as ReadonlyMap<unknown, unknown>) {
      const key = convert(call, name, count, depth + 1);
      const value = convert(call, item, count, depth + 1);
      const hash = hashKey(key);
      if (hash !== undefined)
        entries.set(hash, { key, value, keySpan: undefined, valueSpan: undefined });
    }
    return { kind: "dict", entries, uncertain: undefined, branch: 0, span: call.span };
  }
  if (typeof data === "object" && "kind" in data) return data as Value;
  return call.interpreter.unknown("a value of this kind is not followed", call.span);
}

/** The class of the first value in it that JSON has no form for, if one is surely there. */
export function notJson(value: Value, level = 0): string | undefined {
  switch (value.kind) {
    case "list":
    case "tuple":
      return firstOf(value.items, level);
    case "dict":
      return firstOf(
        [...value.entries.values()].map((entry) => entry.value),
        level,
      );
    case "instance": {
      // A subclass of a builtin is written as that, and of classes with unknown bases nothing is known.
      const { class: of, payload } = value;
      if (payload?.type === "wrapped" || of.mro.some(({ uncertain }) => uncertain !== undefined))
        return undefined;
      return payload === undefined && of.node === undefined ? undefined : noForm(of.name);
    }
    case "set":
    case "bytes":
      return value.kind;
    default:
      return undefined;
  }
}

/** Enumerations and named tuples may be numbers, texts and lists. */
function noForm(name: string): string | undefined {
  return /^(XComArg|PlainXComArg|datetime|date|time|timedelta|DAG|EdgeModifier)$|(Operator|Sensor)$/.test(
    name,
  )
    ? name
    : undefined;
}

function firstOf(values: readonly Value[], level: number): string | undefined {
  if (level > 50) return undefined;
  for (const value of values) {
    const found = notJson(value, level + 1);
    if (found !== undefined) return found;
  }
  return undefined;
}
