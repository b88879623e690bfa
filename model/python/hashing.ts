import { notes } from "../memo.ts";
import { offsetSeconds, wallMicroseconds } from "./stdlib/civil.ts";
import { datetimeOf, timedeltaOf } from "./stdlib/dateValues.ts";
import type { ClassValue, DictEntry, DictValue, InstanceValue, Value } from "./value.ts";

const identities = new WeakMap<object, number>();
let lastIdentity = 0;

/** A number that stands for one object, as `id()` does; the same object has the same number for as long as it lives. */
export function identityOf(value: object): number {
  const known = identities.get(value);
  if (known !== undefined) return known;
  lastIdentity += 1;
  identities.set(value, lastIdentity);
  return lastIdentity;
}

/** What dicts and sets find a value by: equal values have equal keys. Undefined: unhashable, or not known. */
export function hashKey(value: Value): string | undefined {
  switch (value.kind) {
    case "str":
      return `s${value.value}`;
    case "int":
      return `n${value.value}`;
    case "bool":
      return value.value ? "n1" : "n0";
    case "float":
      return Number.isInteger(value.value) ? `n${BigInt(value.value)}` : `f${value.value}`;
    case "none":
      return "none";
    case "bytes":
      return `b${value.value}`;
    case "ellipsis":
    case "notImplemented":
      return value.kind;
    case "tuple":
      return value.uncertain ? undefined : tupleKey(value.items);
    case "set":
      return value.frozen ? `z${[...value.items.keys()].sort().join("|")}` : undefined;
    case "range":
      return rangeKey(value);
    case "instance":
      return instanceKey(value);
    case "list":
    case "dict":
    case "slice":
    case "unknown":
      return undefined;
    case "method":
      return `m${identityOf(value.callee)},${hashKey(value.self) ?? identityOf(value.self)}`;
    case "function":
    case "nativeFunction":
    case "class":
    case "module":
    case "property":
    case "wrapped":
    case "super":
    case "iterator":
      return `o${identityOf(value)}`;
  }
}

function tupleKey(items: readonly Value[]): string | undefined {
  let key = "t";
  for (const item of items) {
    // Kept apart from all others; whether it equals one of them is not known.
    const part = item.kind === "unknown" ? `u${identityOf(item)}` : hashKey(item);
    if (part === undefined) return undefined;
    key += `${part.length}:${part}`;
  }
  return key;
}

/** Whether something in a key is not known, so that no lookup with it can be sure. */
export function holdsUnknown(key: Value): boolean {
  return key.kind === "unknown" || (key.kind === "tuple" && key.items.some(holdsUnknown));
}

/** An instance that stands for a builtin value: of `class Name(str)`, or a member of `class Color(str, Enum)`. */
export interface WrappedPayload {
  readonly type: "wrapped";
  readonly value: Value;
}

function instanceKey(value: Value & { readonly kind: "instance" }): string | undefined {
  const { payload } = value;
  if (payload?.type === "wrapped" && "value" in payload)
    return hashKey((payload as WrappedPayload).value);
  if (payload && "key" in payload && typeof payload.key === "string")
    return `k${payload.type}:${payload.key}`;
  return dateKey(value) ?? `o${identityOf(firstEqual(value))}`;
}

/** Dates and lengths of time are equal if they mean the same moment or length, whatever made them. */
function dateKey(value: InstanceValue): string | undefined {
  const at = datetimeOf(value);
  if (at) {
    const offset = at.zone === undefined ? undefined : offsetSeconds(at.zone, at);
    if (at.zone !== undefined && offset === undefined) return undefined;
    const moment = wallMicroseconds(at) - BigInt(offset ?? 0) * 1_000_000n;
    return `d${at.form}${offset === undefined ? "" : "z"}${moment}`;
  }
  const length = timedeltaOf(value);
  return length && `l${length.microseconds},${length.months},${JSON.stringify(length.absolute)}`;
}

const hashedByClass = notes<ClassValue, InstanceValue[]>();
const firsts = notes<InstanceValue, InstanceValue>();

/** Of instances whose class says itself when two are equal, the first that was hashed stands for all that equal it. */
function firstEqual(value: InstanceValue): InstanceValue {
  const { equals, mro } = value.class;
  if (!equals || !mro.some(({ attributes }) => attributes.has("__eq__"))) return value;
  const known = firsts.get(value);
  if (known) return known;
  // What compares by identity in the end asks for this key again.
  firsts.set(value, value);
  const hashed = hashedByClass.get(value.class) ?? [];
  if (hashed.length === 0) hashedByClass.set(value.class, hashed);
  const first = hashed.find((other) => equals(other, value) === true) ?? value;
  if (first === value) hashed.push(value);
  firsts.set(value, first);
  return first;
}

/** The entry of a key, if the dict is known to have it. */
export function entryOf(dict: DictValue, key: Value): DictEntry | undefined {
  const hash = hashKey(key);
  return hash === undefined ? undefined : dict.entries.get(hash);
}

/** The value of a string key, for hosts that read a dict. */
export function valueOf(dict: DictValue, key: string): Value | undefined {
  return dict.entries.get(`s${key}`)?.value;
}

/** Ranges are equal if their numbers are. */
function rangeKey({ start, stop, step }: Value & { kind: "range" }): string {
  const distance = step > 0n ? stop - start : start - stop;
  const size = step > 0n ? step : -step;
  const length = distance <= 0n ? 0n : (distance + size - 1n) / size;
  if (length === 0n) return "r";
  return length === 1n ? `r${start}` : `r${start},${length},${step}`;
}
