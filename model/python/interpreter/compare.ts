import { charsOf } from "../builtins/chars.ts";
import { unwrapped, typeName } from "../builtins/pure.ts";
import { hashKey, holdsUnknown } from "../hashing.ts";
import type { ComparisonOperator } from "../syntax.ts";
import type { DictValue, InstanceValue, SetValue, UnknownValue, Value } from "../value.ts";
import { bool, unknownFrom } from "../values.ts";
import { mergeValues } from "./context.ts";
import { floatOf, isNumber } from "./arithmetic.ts";
import { raise } from "./raise.ts";
import type { Run, Site } from "./run.ts";

/** `==`; undefined when it cannot be known. */
export function equals(run: Run, left: Value, right: Value, depth = 0): boolean | undefined {
  if (left.kind === "unknown" || right.kind === "unknown") return undefined;
  if (left === right) return left.kind === "float" ? !Number.isNaN(left.value) : true;
  const own = customEquals(run, left, right) ?? customEquals(run, right, left);
  if (own !== undefined) return own === "unknown" ? undefined : own;
  return equalPlain(run, unwrapped(left), unwrapped(right), depth);
}

function customEquals(run: Run, left: Value, right: Value): boolean | "unknown" | undefined {
  if (left.kind !== "instance") return undefined;
  const result = callSpecial(run, left, "__eq__", right);
  if (!result || result.kind === "notImplemented") return undefined;
  return run.truth(result) ?? "unknown";
}

/** Calls a special method of an instance, if its class has one. */
export function callSpecial(
  run: Run,
  self: InstanceValue,
  name: string,
  other: Value,
  site?: Site,
): Value | undefined {
  for (const ancestor of self.class.mro) {
    const found = ancestor.attributes.get(name);
    if (!found || (found.kind !== "function" && found.kind !== "nativeFunction")) continue;
    return run.call(
      { kind: "method", self, callee: found },
      {
        positional: [{ value: other, span: site?.argSpan, keywordSpan: undefined }],
        keywords: new Map(),
        uncertain: undefined,
      },
      site ?? { span: { file: "", start: 0, end: 0 }, node: undefined, selfSpan: undefined },
    );
  }
  return undefined;
}

function equalPlain(run: Run, left: Value, right: Value, depth: number): boolean | undefined {
  if (isNumber(left) && isNumber(right)) {
    if (left.kind === "float" || right.kind === "float") return floatOf(left) === floatOf(right);
    return BigInt(left.value) === BigInt(right.value);
  }
  if (depth > 50) return undefined;
  switch (left.kind) {
    case "str":
      return right.kind === "str" && left.value === right.value;
    case "bytes":
      return right.kind === "bytes" && left.value === right.value;
    case "list":
    case "tuple":
      if (right.kind !== left.kind) return false;
      if (left.uncertain || right.uncertain) return undefined;
      return equalItems(run, left.items, right.items, depth);
    case "dict":
      return right.kind === "dict" ? equalDicts(run, left, right, depth) : false;
    case "set":
      if (right.kind !== "set") return false;
      if (left.uncertain || right.uncertain) return undefined;
      return left.items.size === right.items.size && isSubset(left, right);
    case "range":
    case "method": {
      const key = hashKey(left);
      return key !== undefined && key === hashKey(right);
    }
    case "instance": {
      const key = hashKey(left);
      return right.kind === "instance" && key === hashKey(right);
    }
    case "none":
    case "ellipsis":
    case "notImplemented":
      return left.kind === right.kind;
    default:
      return left === right;
  }
}

function equalItems(
  run: Run,
  left: readonly Value[],
  right: readonly Value[],
  depth: number,
): boolean | undefined {
  if (left.length !== right.length) return false;
  let known = true;
  for (const [index, item] of left.entries()) {
    const other = right[index];
    const same = other && equals(run, item, other, depth + 1);
    if (same === false) return false;
    if (same === undefined) known = false;
  }
  return known ? true : undefined;
}

function equalDicts(
  run: Run,
  left: DictValue,
  right: DictValue,
  depth: number,
): boolean | undefined {
  if (left.uncertain || right.uncertain) return undefined;
  if (left.entries.size !== right.entries.size) return false;
  let known = true;
  for (const [key, entry] of left.entries) {
    const other = right.entries.get(key);
    if (!other) return false;
    const same = equals(run, entry.value, other.value, depth + 1);
    if (same === false) return false;
    if (same === undefined) known = false;
  }
  return known ? true : undefined;
}

/** What a condition takes a value for. */
function assumed(value: Value): Value {
  return value.kind === "unknown" ? (value.assumed ?? value) : value;
}

function isSubset(left: SetValue, right: SetValue): boolean {
  for (const key of left.items.keys()) if (!right.items.has(key)) return false;
  return true;
}

/** One comparison; an unknown when it cannot be decided. */
export function compare(
  run: Run,
  operator: ComparisonOperator,
  leftValue: Value,
  rightValue: Value,
  site: Site,
): Value {
  const isOrder = /[<>]/.test(operator);
  const left = isOrder ? leftValue : assumed(leftValue);
  const right = isOrder ? rightValue : assumed(rightValue);
  const each = compareAlternatives(run, operator, left, right, site);
  if (each) return each;
  switch (operator) {
    case "is":
    case "is not": {
      const same = identical(left, right);
      return same === undefined ? undecided(left, right) : bool(same === (operator === "is"));
    }
    case "in":
    case "not in": {
      const inside = contains(run, right, left, site);
      return inside === undefined ? undecided(left, right) : bool(inside === (operator === "in"));
    }
    case "==":
    case "!=": {
      if (operator === "!=" && left.kind === "instance") {
        const own = callSpecial(run, left, "__ne__", right, site);
        if (own && own.kind !== "notImplemented") return own;
      }
      const same = equals(run, left, right);
      return same === undefined ? undecided(left, right) : bool(same === (operator === "=="));
    }
    case "<":
    case ">":
    case "<=":
    case ">=":
      return ordered(run, operator, left, right, site);
  }
}

/** Where one side has a few possible values, the answers to all of them. */
function compareAlternatives(
  run: Run,
  operator: ComparisonOperator,
  left: Value,
  right: Value,
  site: Site,
): Value | undefined {
  const unknown = left.kind === "unknown" ? left : right;
  if (unknown.kind !== "unknown" || !unknown.alternatives || left === right) return undefined;
  if (unknown.alternatives.some((option) => option.kind === "unknown")) return undefined;
  const answers = unknown.alternatives.map((option) =>
    unknown === left
      ? compare(run, operator, option, right, site)
      : compare(run, operator, left, option, site),
  );
  return mergeValues(answers, unknown);
}

function undecided(left: Value, right: Value): UnknownValue {
  if (left.kind === "unknown") return unknownFrom(left);
  if (right.kind === "unknown") return unknownFrom(right);
  for (const value of [right, left])
    if ("uncertain" in value && value.uncertain) return unknownFrom(value.uncertain);
  return { kind: "unknown", reason: "what is compared is not known" };
}

function identical(left: Value, right: Value): boolean | undefined {
  if (left.kind === "unknown" || right.kind === "unknown") {
    if (left === right) return true;
    // What alternatives there are may settle a comparison with None.
    const [unknown, other] = left.kind === "unknown" ? [left, right] : [right, left];
    if (unknown.kind !== "unknown" || !unknown.alternatives || other.kind !== "none")
      return undefined;
    const nones = unknown.alternatives.filter((option) => option.kind === "none").length;
    if (unknown.alternatives.some((option) => option.kind === "unknown")) return undefined;
    return nones === 0 ? false : nones === unknown.alternatives.length ? true : undefined;
  }
  if (left === right) return true;
  if (left.kind !== right.kind) return false;
  switch (left.kind) {
    case "none":
    case "ellipsis":
    case "notImplemented":
      return true;
    case "bool":
      return right.kind === "bool" && left.value === right.value;
    case "int":
      return right.kind === "int" && left.value === right.value;
    case "str":
      return right.kind === "str" && left.value === right.value;
    default:
      return false;
  }
}

/** `item in collection`; undefined when it cannot be known. */
export function contains(
  run: Run,
  collection: Value,
  item: Value,
  site: Site,
): boolean | undefined {
  if (collection.kind === "unknown") return undefined;
  if (collection.kind === "instance") {
    const own = callSpecial(run, collection, "__contains__", item, site);
    if (own) return run.truth(own);
  }
  const plain = unwrapped(collection);
  if (plain.kind === "str") {
    const part = unwrapped(item);
    if (part.kind === "unknown") return undefined;
    if (part.kind === "str") return plain.value.includes(part.value);
    return raise(
      run,
      "TypeError",
      `'in <string>' requires string as left operand, not ${typeName(item)}`,
      site.span,
    );
  }
  if (plain.kind === "dict" || (plain.kind === "set" && item.kind !== "unknown"))
    return containsKey(run, plain, item);
  const { items, uncertain } = run.iterate(plain);
  let known = uncertain === undefined;
  for (const other of items) {
    const same = other === item ? true : run.equals(other, item);
    if (same === true) return true;
    if (same === undefined) known = false;
  }
  return known ? false : undefined;
}

function containsKey(run: Run, plain: DictValue | SetValue, item: Value): boolean | undefined {
  if (holdsUnknown(item)) return undefined;
  const key = hashKey(item);
  if (key === undefined) return raise(run, "TypeError", `unhashable type: '${typeName(item)}'`);
  const has = plain.kind === "dict" ? plain.entries.has(key) : plain.items.has(key);
  if (has) return plain.uncertain ? undefined : true;
  return plain.uncertain ? undefined : false;
}

type OrderOperator = "<" | ">" | "<=" | ">=";

const specialOf = { "<": "__lt__", ">": "__gt__", "<=": "__le__", ">=": "__ge__" } as const;
const mirrored = { "<": ">", ">": "<", "<=": ">=", ">=": "<=" } as const;

function ordered(run: Run, operator: OrderOperator, left: Value, right: Value, site: Site): Value {
  if (left.kind === "instance") {
    const own = callSpecial(run, left, specialOf[operator], right, site);
    if (own && own.kind !== "notImplemented") return own;
  }
  if (right.kind === "instance") {
    const own = callSpecial(run, right, specialOf[mirrored[operator]], left, site);
    if (own && own.kind !== "notImplemented") return own;
  }
  const a = unwrapped(left);
  const b = unwrapped(right);
  if (a.kind === "unknown" || b.kind === "unknown") return undecided(a, b);
  if (a.kind === "set" && b.kind === "set") {
    if (a.uncertain || b.uncertain) return undecided(a, b);
    const [small, large] = operator.startsWith("<") ? [a, b] : [b, a];
    const strict = operator.length === 1;
    return bool(isSubset(small, large) && (!strict || small.items.size < large.items.size));
  }
  const order = orderOf(run, a, b);
  if (order === "unknown") return undecided(a, b);
  if (order === undefined)
    return raise(
      run,
      "TypeError",
      `'${operator}' not supported between instances of '${typeName(left)}' and '${typeName(right)}'`,
      site.span,
    );
  if (Number.isNaN(order)) return bool(false);
  switch (operator) {
    case "<":
      return bool(order < 0);
    case ">":
      return bool(order > 0);
    case "<=":
      return bool(order <= 0);
    case ">=":
      return bool(order >= 0);
  }
}

/** Negative, 0 or positive; undefined for values without an order. */
export function orderOf(run: Run, a: Value, b: Value): number | "unknown" | undefined {
  if (a.kind === "unknown" || b.kind === "unknown") return "unknown";
  if (isNumber(a) && isNumber(b)) {
    if (a.kind === "float" || b.kind === "float") return floatOf(a) - floatOf(b);
    const [x, y] = [BigInt(a.value), BigInt(b.value)];
    return x < y ? -1 : x > y ? 1 : 0;
  }
  if ((a.kind === "str" && b.kind === "str") || (a.kind === "bytes" && b.kind === "bytes"))
    return compareText(a.value, b.value);
  if ((a.kind === "list" && b.kind === "list") || (a.kind === "tuple" && b.kind === "tuple")) {
    for (const [index, item] of a.items.entries()) {
      const other = b.items[index];
      if (!other) return 1;
      const same = run.equals(item, other);
      if (same === undefined) return "unknown";
      if (!same) return lessThan(run, item, other);
    }
    return a.items.length - b.items.length;
  }
  return undefined;
}

function lessThan(run: Run, a: Value, b: Value): number | "unknown" | undefined {
  if (a.kind !== "instance" && b.kind !== "instance") return orderOf(run, a, b);
  const site: Site = { span: { file: "", start: 0, end: 0 }, node: undefined, selfSpan: undefined };
  const truth = run.truth(ordered(run, "<", a, b, site));
  return truth === undefined ? "unknown" : truth ? -1 : 1;
}

/** Python orders text by code points, JavaScript by code units. */
function compareText(a: string, b: string): number {
  if (a === b) return 0;
  const left = charsOf(a);
  const right = charsOf(b);
  for (let at = 0; at < left.length && at < right.length; at++) {
    const difference = (left[at]?.codePointAt(0) ?? 0) - (right[at]?.codePointAt(0) ?? 0);
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}

/** Sorts stably as `sorted` does; undefined when the order cannot be known. */
export function sortValues(run: Run, values: readonly Value[], site: Site): Value[] | undefined {
  const keyed = values.map((value, index) => ({ value, index }));
  const undecided: unknown[] = [];
  const isLess = (a: Value, b: Value): boolean => {
    const less = run.truth(ordered(run, "<", a, b, site));
    if (less === undefined) undecided.push(a);
    return less === true;
  };
  keyed.sort((a, b) => {
    if (undecided.length > 0) return a.index - b.index;
    if (isLess(a.value, b.value)) return -1;
    return isLess(b.value, a.value) ? 1 : a.index - b.index;
  });
  return undecided.length === 0 ? keyed.map(({ value }) => value) : undefined;
}
