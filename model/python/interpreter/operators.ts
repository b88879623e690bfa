import { typeName, unwrapped } from "../builtins/pure.ts";
import { budgets } from "../budgets.ts";
import type { Arguments } from "../native.ts";
import { hashKey } from "../hashing.ts";
import type { BinaryOperator } from "../syntax.ts";
import type {
  DictEntry,
  DictValue,
  InstanceValue,
  SetValue,
  UnknownValue,
  Value,
} from "../value.ts";
import { bool, float, inferredFrom, int, str, tuple, unknownFrom } from "../values.ts";
import { arithmetic, isNumber } from "./arithmetic.ts";
import { mergeValues, withEach } from "./context.ts";
import { percentFormat } from "./percentFormat.ts";
import { makeList, raise, spend, tooLarge } from "./raise.ts";
import type { Run, Site } from "./run.ts";
import { Parts } from "./text.ts";
import { withMore } from "../../withMore.ts";

/** What the left operand is asked for, and the right one. */
const methods: Readonly<Record<BinaryOperator, readonly [string, string]>> = {
  "+": ["__add__", "__radd__"],
  "-": ["__sub__", "__rsub__"],
  "*": ["__mul__", "__rmul__"],
  "/": ["__truediv__", "__rtruediv__"],
  "//": ["__floordiv__", "__rfloordiv__"],
  "%": ["__mod__", "__rmod__"],
  "@": ["__matmul__", "__rmatmul__"],
  "**": ["__pow__", "__rpow__"],
  "<<": ["__lshift__", "__rlshift__"],
  ">>": ["__rshift__", "__rrshift__"],
  "&": ["__and__", "__rand__"],
  "|": ["__or__", "__ror__"],
  "^": ["__xor__", "__rxor__"],
};

/** `left operator right`. */
export function binary(
  run: Run,
  operator: BinaryOperator,
  left: Value,
  right: Value,
  site: Site,
): Value {
  const own = customBinary(run, operator, left, right, site);
  if (own) return own;
  const a = unwrapped(left);
  const b = unwrapped(right);
  if (operator === "%" && a.kind === "str") return percentFormat(run, a.value, b);
  if (a.kind === "unknown" || b.kind === "unknown") return unknownResult(run, operator, a, b, site);
  const result = plainBinary(run, operator, a, b);
  if (result) return inferredFrom(result, left, right);
  const unsure = [left, right].find(
    (value): value is InstanceValue =>
      value.kind === "instance" && value.class.uncertain !== undefined,
  );
  if (unsure?.class.uncertain) return unknownFrom(unsure.class.uncertain);
  return raise(
    run,
    "TypeError",
    `unsupported operand type(s) for ${operator}: '${typeName(left)}' and '${typeName(right)}'`,
    site.span,
  );
}

/** Asks the operands' own classes, the right one first if its class is derived from the left one's and answers otherwise. */
function customBinary(
  run: Run,
  operator: BinaryOperator,
  left: Value,
  right: Value,
  site: Site,
): Value | undefined {
  if (left.kind !== "instance" && right.kind !== "instance") return undefined;
  const forwardName = methods[operator][0];
  const backwardName = methods[operator][1];
  const node = site.node?.kind === "BinaryOperation" ? site.node : undefined;
  const file = site.span.file;
  const leftSpan = node && { file, start: node.left.start, end: node.left.end };
  const rightSpan = node && { file, start: node.right.start, end: node.right.end };
  const { span } = site;
  const toLeft = { span, node: site.node, selfSpan: leftSpan, argSpan: rightSpan };
  const rightFirst =
    left.kind === "instance" &&
    right.kind === "instance" &&
    left.class !== right.class &&
    right.class.mro.includes(left.class) &&
    methodOf(right.class, backwardName) !== methodOf(left.class, backwardName);
  if (!rightFirst) {
    const answer = askOperand(run, left, forwardName, right, toLeft);
    if (answer) return answer;
  }
  const toRight = { span, node: site.node, selfSpan: rightSpan, argSpan: leftSpan };
  if (!rightFirst) return askOperand(run, right, backwardName, left, toRight);
  const answer = askOperand(run, right, backwardName, left, toRight);
  return answer ?? askOperand(run, left, forwardName, right, toLeft);
}

function methodOf(of: InstanceValue["class"], name: string): Value | undefined {
  for (const ancestor of of.mro) {
    const found = ancestor.attributes.get(name);
    if (found) return found;
  }
  return undefined;
}

const noKeywords: Arguments["keywords"] = new Map();

function askOperand(
  run: Run,
  self: Value,
  name: string,
  other: Value,
  site: Site,
): Value | undefined {
  if (self.kind !== "instance") return undefined;
  const { mro } = self.class;
  for (let at = 0, ancestor = mro[0]; ancestor; ancestor = mro[++at]) {
    const found = ancestor.attributes.get(name);
    if (found?.kind !== "function" && found?.kind !== "nativeFunction") continue;
    const result = run.call(
      { kind: "method", self, callee: found },
      {
        positional: [{ value: other, span: site.argSpan, keywordSpan: undefined }],
        keywords: noKeywords,
        uncertain: undefined,
      },
      site,
    );
    return result.kind === "notImplemented" ? undefined : result;
  }
  return undefined;
}

/** With an unknown side: each alternative is tried, text keeps its pattern, all else is unknown. */
function unknownResult(
  run: Run,
  operator: BinaryOperator,
  left: Value,
  right: Value,
  site: Site,
): Value {
  const [unknown] = [left, right].filter(
    (value): value is UnknownValue => value.kind === "unknown",
  );
  if (!unknown) return left;
  const options = unknown.alternatives;
  if (
    options &&
    options.length <= budgets.alternatives &&
    options.every((o) => o.kind !== "unknown")
  ) {
    const results = withEach(run, options, unknown, (option) =>
      unknown === left
        ? run.binary(operator, option, right, site)
        : run.binary(operator, left, option, site),
    );
    return mergeValues(results, unknown) ?? unknownFrom(unknown);
  }
  if (
    operator === "+" &&
    (isTextual(left) || isTextual(right)) &&
    isTextOrUnknown(left) &&
    isTextOrUnknown(right)
  ) {
    const parts = new Parts(run);
    parts.value(left);
    parts.value(right);
    return parts.result();
  }
  if (operator === "/" && unknown.pattern !== undefined && right.kind === "str")
    return unknownFrom(unknown, `${unknown.pattern}/${right.value}`);
  return unknownFrom(unknown);
}

function isTextual(value: Value): boolean {
  return value.kind === "str" || (value.kind === "unknown" && value.pattern !== undefined);
}

function isTextOrUnknown(value: Value): boolean {
  return value.kind === "str" || value.kind === "unknown";
}

function plainBinary(run: Run, operator: BinaryOperator, a: Value, b: Value): Value | undefined {
  if (isNumber(a) && isNumber(b)) return arithmetic(run, operator, a, b);
  if (a.kind === "dict" && b.kind === "dict" && a.missing && b.missing)
    return combineCounts(run, operator, a, b);
  switch (operator) {
    case "+":
      return concatenate(run, a, b);
    case "*":
      return isNumber(b) ? repeat(run, a, b) : isNumber(a) ? repeat(run, b, a) : undefined;
    case "|":
      if (a.kind === "dict" && b.kind === "dict") return mergeDicts(run, a, b);
      if (isTypeLike(a) && isTypeLike(b)) return a;
      if (a.kind === "set" || b.kind === "set") {
        const [left, right] = [setOfItems(run, a) ?? a, setOfItems(run, b) ?? b];
        return left.kind === "set" && right.kind === "set"
          ? combine(run, operator, left, right)
          : undefined;
      }
      return undefined;
    case "&":
    case "^":
    case "-": {
      const [left, right] = [setOfItems(run, a) ?? a, setOfItems(run, b) ?? b];
      return left.kind === "set" && right.kind === "set"
        ? combine(run, operator, left, right)
        : undefined;
    }
    case "/":
    case "//":
    case "%":
    case "@":
    case "**":
    case "<<":
    case ">>":
      return undefined;
  }
}

/** `dict.items()` is a list of pairs here, and takes part as a set; of other lists Python refuses that. */
function setOfItems(run: Run, value: Value): Value | undefined {
  if (value.kind !== "list" || !value.items.every(isPair)) return undefined;
  const items = new Map<string, Value>();
  for (const item of value.items) {
    const key = hashKey(item);
    if (key === undefined) return undefined;
    items.set(key, item);
  }
  const { uncertain } = value;
  return { kind: "set", items, frozen: false, uncertain, branch: run.context.branch };
}

function isPair(value: Value): boolean {
  return value.kind === "tuple" && value.items.length === 2;
}

/** `int | None` is a type. */
function isTypeLike(value: Value): boolean {
  return value.kind === "class" || value.kind === "none";
}

function concatenate(run: Run, a: Value, b: Value): Value | undefined {
  if (a.kind === "str" && b.kind === "str") {
    if (a.value.length + b.value.length > budgets.characters) return tooLarge(run);
    return str(a.value + b.value);
  }
  if (a.kind === "bytes" && b.kind === "bytes") return { kind: "bytes", value: a.value + b.value };
  if (a.kind === "list" && b.kind === "list") {
    spend(run, (a.items.length + b.items.length) >> 3);
    const made = makeList(run, [...a.items, ...b.items]);
    if (made.kind === "list") made.uncertain = a.uncertain ?? b.uncertain;
    return made;
  }
  if (a.kind === "tuple" && b.kind === "tuple") {
    if (a.items.length + b.items.length > budgets.items) return tooLarge(run);
    return withMore(tuple([...a.items, ...b.items]), { uncertain: a.uncertain ?? b.uncertain });
  }
  return undefined;
}

function repeat(run: Run, value: Value, times: Value): Value | undefined {
  const count =
    times.kind === "int" ? Number(times.value) : times.kind === "bool" ? Number(times.value) : -1;
  if (times.kind === "float") return undefined;
  const rounds = Math.max(0, count);
  if (value.kind === "str" || value.kind === "bytes") {
    if (rounds * value.value.length > budgets.characters) return tooLarge(run);
    return { kind: value.kind, value: value.value.repeat(rounds) };
  }
  if (value.kind !== "list" && value.kind !== "tuple") return undefined;
  if (rounds * value.items.length > budgets.items) return tooLarge(run);
  const items: Value[] = [];
  for (let round = 0; round < rounds; round++) items.push(...value.items);
  spend(run, items.length >> 3);
  const { uncertain } = value;
  if (value.kind === "tuple") return withMore(tuple(items), { uncertain });
  const made = makeList(run, items);
  if (made.kind === "list") made.uncertain ??= uncertain;
  return made;
}

/** `+`, `-`, `|` and `&` of two `Counter`s: what is left of each count, if anything is. */
function combineCounts(
  run: Run,
  operator: BinaryOperator,
  a: DictValue,
  b: DictValue,
): Value | undefined {
  const count = (dict: DictValue, key: string): bigint | undefined => {
    const value = dict.entries.get(key)?.value ?? dict.missing;
    return value?.kind === "int" ? value.value : undefined;
  };
  const entries = new Map<string, DictEntry>();
  let uncertain = a.uncertain ?? b.uncertain;
  for (const [key, entry] of new Map([...a.entries, ...b.entries])) {
    const [x, y] = [count(a, key), count(b, key)];
    if (x === undefined || y === undefined) {
      uncertain ??= { kind: "unknown", reason: "a count is not known" };
      continue;
    }
    const total = counts[operator]?.(x, y);
    if (total === undefined) return undefined;
    if (total > 0n) entries.set(key, { ...entry, value: int(total) });
  }
  return { kind: "dict", entries, uncertain, branch: run.context.branch, missing: a.missing };
}

const counts: Partial<Record<BinaryOperator, (x: bigint, y: bigint) => bigint>> = {
  "+": (x, y) => x + y,
  "-": (x, y) => x - y,
  "|": (x, y) => (x > y ? x : y),
  "&": (x, y) => (x < y ? x : y),
};

function mergeDicts(run: Run, a: Value & { kind: "dict" }, b: Value & { kind: "dict" }): Value {
  const entries = new Map<string, DictEntry>(a.entries);
  for (const [hash, entry] of b.entries) {
    const first = entries.get(hash);
    entries.set(hash, first ? { ...entry, key: first.key } : entry);
  }
  return {
    kind: "dict",
    entries,
    uncertain: a.uncertain ?? b.uncertain,
    branch: run.context.branch,
  };
}

function combine(run: Run, operator: "|" | "&" | "^" | "-", a: SetValue, b: SetValue): Value {
  const items = new Map<string, Value>();
  const keep = (key: string, value: Value, wanted: boolean): void => {
    if (wanted) items.set(key, value);
  };
  for (const [key, value] of a.items)
    keep(key, value, operator === "|" || b.items.has(key) === (operator === "&"));
  if (operator === "|" || operator === "^")
    for (const [key, value] of b.items) keep(key, value, !a.items.has(key));
  return {
    kind: "set",
    items,
    frozen: a.frozen,
    uncertain: a.uncertain ?? b.uncertain,
    branch: run.context.branch,
  };
}

/** `-x`, `+x`, `~x`. */
export function unary(run: Run, operator: "-" | "+" | "~", operand: Value, site: Site): Value {
  if (operand.kind === "unknown") return unknownFrom(operand);
  if (operand.kind === "instance") {
    const name = operator === "-" ? "__neg__" : operator === "+" ? "__pos__" : "__invert__";
    const found = run.attribute(operand, name);
    if (found)
      return run.call(found, { positional: [], keywords: new Map(), uncertain: undefined }, site);
  }
  const value = unwrapped(operand);
  if (value.kind === "float" && operator !== "~")
    return float(operator === "-" ? -value.value : value.value);
  if (value.kind === "int" || value.kind === "bool") {
    const plain = BigInt(value.value);
    return inferredFrom(int(operator === "-" ? -plain : operator === "+" ? plain : ~plain), value);
  }
  return raise(
    run,
    "TypeError",
    `bad operand type for unary ${operator}: '${typeName(operand)}'`,
    site.span,
  );
}

/** Truth as Python sees it; undefined when it cannot be known. */
export function truth(run: Run, value: Value): boolean | undefined {
  switch (value.kind) {
    case "none":
      return false;
    case "bool":
      return value.value;
    case "int":
      return value.value !== 0n;
    case "float":
      return value.value !== 0;
    case "str":
    case "bytes":
      return value.value !== "";
    case "list":
    case "tuple":
      return value.uncertain ? undefined : value.items.length > 0;
    case "dict":
      return value.uncertain ? undefined : value.entries.size > 0;
    case "set":
      return value.uncertain ? undefined : value.items.size > 0;
    case "range":
      return value.step > 0n ? value.start < value.stop : value.start > value.stop;
    case "instance":
      return instanceTruth(run, value);
    case "unknown":
      return unknownTruth(run, value);
    case "ellipsis":
    case "notImplemented":
    case "slice":
    case "iterator":
    case "function":
    case "nativeFunction":
    case "method":
    case "class":
    case "property":
    case "wrapped":
    case "module":
    case "super":
      return true;
  }
}

function unknownTruth(run: Run, value: UnknownValue): boolean | undefined {
  if (value.assumed) return truth(run, value.assumed);
  if (!value.alternatives) {
    // A text with some known part is not empty.
    const known = value.pattern?.replace(/\{[^{}]*\}/g, "");
    return known !== undefined && known !== "" ? true : undefined;
  }
  const truths = value.alternatives.map((option) => truth(run, option));
  return truths.every((one) => one === truths[0]) ? truths[0] : undefined;
}

function instanceTruth(run: Run, value: InstanceValue): boolean | undefined {
  for (const name of ["__bool__", "__len__"])
    for (const ancestor of value.class.mro) {
      const found = ancestor.attributes.get(name);
      if (found?.kind !== "function" && found?.kind !== "nativeFunction") continue;
      const result = run.call(
        { kind: "method", self: value, callee: found },
        { positional: [], keywords: new Map(), uncertain: undefined },
        { span: { file: "", start: 0, end: 0 }, node: undefined, selfSpan: undefined },
      );
      return truth(run, result);
    }
  const plain = unwrapped(value);
  if (plain !== value) return truth(run, plain);
  return value.class.uncertain ? undefined : true;
}

/** What finds a value in a dict or set; raises TypeError for an unhashable one. */
export function keyOf(run: Run, value: Value): string {
  return hashKey(value) ?? raise(run, "TypeError", `unhashable type: '${typeName(value)}'`);
}

/** `bool(value)`. */
export function toBool(run: Run, value: Value): Value {
  const known = truth(run, value);
  if (known !== undefined) return inferredFrom(bool(known), value);
  return value.kind === "unknown"
    ? unknownFrom(value)
    : { kind: "unknown", reason: "its truth is not known" };
}
