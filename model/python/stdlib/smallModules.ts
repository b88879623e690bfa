import { once } from "../once.ts";
import { copyOfDict } from "../builtins/dictMethods.ts";
import { arg, native, need, numberOf, numeric, pure, textOf, unwrapped } from "../builtins/pure.ts";
import { someModule } from "../builtins/someModule.ts";
import { changeInPlace } from "../interpreter/changeInPlace.ts";
import { compare } from "../interpreter/compare.ts";
import { formatText } from "../interpreter/formatMethod.ts";
import { runOf, siteHere, type Run } from "../interpreter/run.ts";
import { Parts } from "../interpreter/text.ts";
import { nativeClass, type NativeCall } from "../native.ts";
import type { InstanceValue, Value } from "../value.ts";
import { bool, float, int, none, str, tuple } from "../values.ts";

type Names = readonly (readonly [string, Value])[];

// Modules with a handful of names each.

/** An object whose every attribute can be called and does nothing: a logger. */
const quietClass = nativeClass({
  name: "Logger",
  module: "logging",
  attributes: [
    native("__getattr__", () => quietCall),
    native("__call__", () => none),
    native("__iter__", (call) => call.interpreter.unknown("sys.path is known only when it runs")),
    ["level", int(20)],
    ["handlers", tuple([])],
  ],
});

const quietCall = native("quiet", () => none)[1];

const logger: InstanceValue = {
  kind: "instance",
  class: quietClass,
  attributes: new Map(),
  payload: undefined,
};

/** `logging`, `structlog`, `loguru`. */
export const loggingNames = once((): Names => [
  native("getLogger", () => logger),
  native("get_logger", () => logger),
  ["logger", logger],
  ...[
    "debug",
    "info",
    "warning",
    "warn",
    "error",
    "critical",
    "exception",
    "log",
    "basicConfig",
    "disable",
    "addLevelName",
    "setLevel",
    "captureWarnings",
  ].map((name) => native(name, () => none)),
  ...(
    [
      ["DEBUG", 10],
      ["INFO", 20],
      ["WARNING", 30],
      ["WARN", 30],
      ["ERROR", 40],
      ["CRITICAL", 50],
      ["NOTSET", 0],
    ] as const
  ).map(([name, level]) => [name, int(level)] as const),
  ...[
    "Logger",
    "Handler",
    "Formatter",
    "StreamHandler",
    "FileHandler",
    "LoggerAdapter",
    "Filter",
    "LogRecord",
    "NullHandler",
  ].map(
    (name) =>
      [
        name,
        nativeClass({
          name,
          module: "logging",
          attributes: [native("__init__", () => none), native("__getattr__", () => quietCall)],
        }),
      ] as const,
  ),
]);

/** `warnings`. */
export const warningsNames = once((): Names => [
  native("warn", () => none),
  native("filterwarnings", () => none),
  native("simplefilter", () => none),
  [
    "catch_warnings",
    nativeClass({
      name: "catch_warnings",
      module: "warnings",
      attributes: [
        native("__init__", () => none),
        native("__enter__", () => none),
        native("__exit__", () => none),
      ],
    }),
  ],
]);

/** `__future__`. */
export const futureNames = once((): Names =>
  [
    "annotations",
    "division",
    "print_function",
    "absolute_import",
    "unicode_literals",
    "generator_stop",
  ].map((name) => [name, none] as const),
);

/** `copy`. */
export const copyNames = once((): Names => [
  native("copy", (call) => copyOf(runOf(call), need(call, 0, "x"), 1)),
  native("deepcopy", (call) => copyOf(runOf(call), need(call, 0, "x"), 50)),
]);

/** A copy down to a depth; what the host made stays the host's one object. */
function copyOf(run: Run, value: Value, depth: number, known = new Map<Value, Value>()): Value {
  const before = known.get(value);
  if (before) return before;
  if (depth === 0) return value;
  const { branch } = run.context;
  const inner = (item: Value): Value => copyOf(run, item, depth - 1, known);
  switch (value.kind) {
    case "list":
      return { ...value, items: value.items.map(inner), branch };
    case "tuple":
      return { ...value, items: value.items.map(inner) };
    case "set":
      return { ...value, items: new Map(value.items), branch };
    case "dict": {
      const entries = new Map(
        [...value.entries].map(([key, entry]) => [key, { ...entry, value: inner(entry.value) }]),
      );
      return copyOfDict(value, entries, run);
    }
    case "instance": {
      if (value.payload && value.payload.type !== "wrapped") return value;
      if (value.class.node === undefined) return value;
      const made: InstanceValue = { ...value, attributes: new Map() };
      known.set(value, made);
      for (const [name, item] of value.attributes) made.attributes.set(name, inner(item));
      return made;
    }
    default:
      return value;
  }
}

const number =
  (compute: (...values: number[]) => number, whole = false) =>
  (call: NativeCall): Value => {
    const result = compute(
      ...call.positional.map((given) => numeric(unwrapped(given.value)) ?? NaN),
    );
    if (Number.isNaN(result)) return call.interpreter.raise("ValueError", "math domain error");
    return whole ? int(BigInt(result)) : float(result);
  };

/** `math`. */
export const mathNames = once((): Names => [
  pure("ceil", number(Math.ceil, true)),
  pure("floor", number(Math.floor, true)),
  pure("trunc", number(Math.trunc, true)),
  pure("sqrt", number(Math.sqrt)),
  pure(
    "pow",
    number((a, b = 1) => a ** b),
  ),
  pure("fabs", number(Math.abs)),
  pure("exp", number(Math.exp)),
  pure(
    "log",
    number((value, base = Math.E) => Math.log(value) / (base === Math.E ? 1 : Math.log(base))),
  ),
  pure("log2", number(Math.log2)),
  pure("log10", number(Math.log10)),
  pure("sin", number(Math.sin)),
  pure("cos", number(Math.cos)),
  pure(
    "gcd",
    number((...values) => values.reduce(gcd, 0), true),
  ),
  pure("isnan", (call) => ({ kind: "bool", value: Number.isNaN(numeric(need(call, 0)) ?? 0) })),
  pure(
    "isqrt",
    number((value) => Math.floor(Math.sqrt(value)), true),
  ),
  pure("factorial", (call) => {
    const count = numeric(need(call, 0)) ?? 0;
    if (count > 1000) return call.interpreter.unknown("too large to follow", call.span);
    let total = 1n;
    for (let at = 2n; at <= BigInt(count); at++) total *= at;
    return int(total);
  }),
  native("prod", (call) => {
    const run = runOf(call);
    const { items } = run.iterate(need(call, 0));
    return items.reduce<Value>(
      (total, item) => run.binary("*", total, item, siteHere(run)),
      call.keywords.get("start")?.value ?? int(1),
    );
  }),
  pure(
    "lcm",
    number(
      (...values) =>
        values.reduce((a, b) => (a === 0 || b === 0 ? 0 : Math.abs(a * b) / gcd(a, b)), 1),
      true,
    ),
  ),
  pure("hypot", number(Math.hypot)),
  pure(
    "fmod",
    number((a, b = NaN) => a % b),
  ),
  pure(
    "copysign",
    number((a, b = 0) => (b < 0 || Object.is(b, -0) ? -Math.abs(a) : Math.abs(a))),
  ),
  pure(
    "degrees",
    number((angle) => (angle * 180) / Math.PI),
  ),
  pure(
    "radians",
    number((angle) => (angle * Math.PI) / 180),
  ),
  pure("comb", (call) => int(choices(call, true))),
  pure("perm", (call) => int(choices(call, false))),
  pure("isclose", (call) => {
    const [a, b] = [numeric(need(call, 0)) ?? NaN, numeric(need(call, 1)) ?? NaN];
    const relative = numeric(call.keywords.get("rel_tol")?.value) ?? 1e-9;
    const absolute = numeric(call.keywords.get("abs_tol")?.value) ?? 0;
    const most = Math.max(relative * Math.max(Math.abs(a), Math.abs(b)), absolute);
    return bool(a === b || Math.abs(a - b) <= most);
  }),
  pure("isfinite", (call) => bool(Number.isFinite(numeric(need(call, 0)) ?? NaN))),
  pure("isinf", (call) => bool(Math.abs(numeric(need(call, 0)) ?? 0) === Infinity)),
  ["tau", float(2 * Math.PI)],
  ["pi", float(Math.PI)],
  ["e", float(Math.E)],
  ["inf", float(Infinity)],
  ["nan", float(NaN)],
]);

/** In how many ways some of many can be taken, in any order or in each. */
function choices(call: NativeCall, anyOrder: boolean): bigint {
  const many = BigInt(numberOf(call, need(call, 0)));
  const given = arg(call, 1);
  const some = given ? BigInt(numberOf(call, given)) : many;
  if (some > many || some > 1000n) return 0n;
  let result = 1n;
  for (let at = 0n; at < some; at++) {
    result *= many - at;
    if (anyOrder) result /= at + 1n;
  }
  return result;
}

function gcd(a: number, b: number): number {
  return b === 0 ? Math.abs(a) : gcd(b, a % b);
}

const lower = "abcdefghijklmnopqrstuvwxyz";

/** `string.Template`. */
const templateClass = nativeClass({
  name: "Template",
  module: "string",
  attributes: [
    native("__init__", (call) => {
      if (call.self?.kind === "instance")
        call.self.attributes.set("template", need(call, 0, "template"));
      return none;
    }),
    ...["substitute", "safe_substitute"].map((name) => native(name, (call) => substitute(call))),
  ],
});

function substitute(call: NativeCall): Value {
  const template =
    call.self?.kind === "instance" ? call.self.attributes.get("template") : undefined;
  if (template?.kind !== "str")
    return call.interpreter.unknown("the template is not known", call.span);
  const mapping = call.positional[0]?.value;
  const parts = new Parts(runOf(call));
  let last = 0;
  for (const match of template.value.matchAll(/\$(?:(\$)|(\w+)|\{(\w+)\})/g)) {
    parts.literal(template.value.slice(last, match.index));
    last = match.index + match[0].length;
    const name = match[2] ?? match[3];
    if (name === undefined) parts.literal("$");
    else {
      const given =
        call.keywords.get(name)?.value ??
        (mapping?.kind === "dict" ? mapping.entries.get(`s${name}`)?.value : undefined);
      if (given) parts.value(call.interpreter.text(given), name);
      else parts.literal(match[0]);
    }
  }
  parts.literal(template.value.slice(last));
  return parts.result();
}

/** `string`. */
export const stringNames = once((): Names => [
  ["ascii_lowercase", str(lower)],
  ["ascii_uppercase", str(lower.toUpperCase())],
  ["ascii_letters", str(lower + lower.toUpperCase())],
  ["digits", str("0123456789")],
  ["hexdigits", str("0123456789abcdefABCDEF")],
  ["octdigits", str("01234567")],
  ["punctuation", str("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")],
  ["whitespace", str(" \t\n\r\v\f")],
  ["Template", templateClass],
  [
    "Formatter",
    nativeClass({
      name: "Formatter",
      module: "string",
      attributes: [native("format", (call) => formatText({ ...call, self: undefined }))],
    }),
  ],
  pure("capwords", (call) => {
    const sep = arg(call, 1, "sep");
    const text = textOf(call, need(call, 0, "s"));
    const words =
      sep?.kind === "str" && sep.value !== ""
        ? text.split(sep.value)
        : text.split(/\s+/).filter((word) => word !== "");
    const joint = sep?.kind === "str" ? sep.value : " ";
    return str(
      words.map((word) => word.charAt(0).toUpperCase() + word.slice(1).toLowerCase()).join(joint),
    );
  }),
]);

function dedent(text: string): string {
  const lines = text.replace(/^[ \t]+$/gm, "").split("\n");
  const margins = lines
    .filter((line) => line.trim() !== "")
    .map((line) => /^[ \t]*/.exec(line)?.[0] ?? "");
  const [first = ""] = margins;
  let margin = first;
  for (const one of margins) while (!one.startsWith(margin)) margin = margin.slice(0, -1);
  return lines
    .map((line) => (line.startsWith(margin) ? line.slice(margin.length) : line))
    .join("\n");
}

/** The lines of a text; those that have to be parted within a word are not followed. */
function wrapped(call: NativeCall, otherwise: number): readonly string[] | Value {
  const given = arg(call, 1, "width");
  const width = given ? numberOf(call, given) : otherwise;
  const others = [...call.keywords.keys()].filter((name) => name !== "width" && name !== "text");
  const words = textOf(call, need(call, 0, "text"))
    .trim()
    .split(/\s+/);
  const text = textOf(call, need(call, 0, "text"));
  const isPlain = /^\S*(?: \S+)*$/.test(text) || /^\S+(?:\s\S+)*$/.test(text);
  if (
    others.length > 0 ||
    !isPlain ||
    words.some((word) => word.length > width || word.includes("-"))
  )
    return call.interpreter.unknown("how this text is wrapped is not followed", call.span);
  if (text === "") return [];
  const lines: string[] = [];
  for (const word of words) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

/** What fits of a text, with a mark where something is left out. */
function shorten(call: NativeCall): Value {
  const width = numberOf(call, need(call, 1, "width"));
  const given = call.keywords.get("placeholder")?.value;
  const placeholder = given ? textOf(call, given) : " [...]";
  const text = textOf(call, need(call, 0, "text"))
    .trim()
    .split(/\s+/)
    .join(" ");
  if (text.length <= width) return str(text);
  if ([...call.keywords.keys()].some((name) => !/^(?:text|width|placeholder)$/.test(name)))
    return call.interpreter.unknown("how this text is shortened is not followed", call.span);
  if (text.includes("-"))
    return call.interpreter.unknown("how this text is shortened is not followed", call.span);
  let kept = "";
  for (const word of text.split(" ")) {
    const longer = kept === "" ? word : `${kept} ${word}`;
    if (longer.length + placeholder.length > width) break;
    kept = longer;
  }
  return str(kept === "" ? placeholder.trimStart() : kept + placeholder);
}

/** `textwrap`. */
export const textwrapNames = once((): Names => [
  pure("dedent", (call) => str(dedent(textOf(call, need(call, 0, "text"))))),
  pure("indent", (call) => {
    const prefix = textOf(call, need(call, 1, "prefix"));
    return str(textOf(call, need(call, 0, "text")).replace(/^(?=.*\S)/gm, prefix));
  }),
  pure("wrap", (call) => {
    const lines = wrapped(call, 70);
    return Array.isArray(lines)
      ? call.interpreter.list(lines.map((line: string) => str(line)))
      : (lines as Value);
  }),
  pure("fill", (call) => {
    const lines = wrapped(call, 70);
    return Array.isArray(lines) ? str(lines.join("\n")) : (lines as Value);
  }),
  pure("shorten", shorten),
]);

type Operator = "+" | "-" | "*" | "/" | "//" | "%" | "**" | "&" | "|" | "^" | "@" | ">>" | "<<";

function inPlace(symbol: Operator): (call: NativeCall) => Value {
  return (call) => {
    const run = runOf(call);
    return changeInPlace(run, symbol, need(call, 0), need(call, 1), siteHere(run));
  };
}

function operator(symbol: Operator): (call: NativeCall) => Value {
  return (call) => runOf(call).binary(symbol, need(call, 0), need(call, 1), siteHere(runOf(call)));
}

function getter(
  name: string,
  get: (call: NativeCall, from: Value, key: Value) => Value,
): readonly [string, Value] {
  return native(name, (call) => {
    const keys = call.positional.map((given) => given.value);
    return native(name, (inner) => {
      const all = keys.map((key) => get(inner, need(inner, 0), key));
      const [first] = all;
      return all.length === 1 && first ? first : tuple(all);
    })[1];
  });
}

/** `operator`. */
export const operatorNames = once((): Names => [
  native("add", operator("+")),
  native("sub", operator("-")),
  native("mul", operator("*")),
  native("truediv", operator("/")),
  native("floordiv", operator("//")),
  native("mod", operator("%")),
  native("pow", operator("**")),
  native("and_", operator("&")),
  native("or_", operator("|")),
  native("rshift", operator(">>")),
  native("lshift", operator("<<")),
  native("concat", operator("+")),
  native("iadd", inPlace("+")),
  native("iconcat", inPlace("+")),
  native("ior", inPlace("|")),
  native("irshift", inPlace(">>")),
  native("ilshift", inPlace("<<")),
  getter("itemgetter", (call, from, key) => call.interpreter.item(from, key)),
  getter("attrgetter", (call, from, key) => {
    let value = from;
    for (const name of textOf(call, key).split("."))
      value =
        call.interpreter.attribute(value, name) ??
        call.interpreter.raise("AttributeError", `no attribute '${name}'`);
    return value;
  }),
  native("methodcaller", (call) => {
    const name = textOf(call, need(call, 0));
    return native(name, (inner) => {
      const method = call.interpreter.attribute(need(inner, 0), name);
      if (!method) return call.interpreter.raise("AttributeError", `no attribute '${name}'`);
      return inner.interpreter.call(method, {
        positional: call.positional.slice(1),
        keywords: call.keywords,
      });
    })[1];
  }),
  native("getitem", (call) => call.interpreter.item(need(call, 0), need(call, 1))),
  native("xor", operator("^")),
  native("matmul", operator("@")),
  ...(
    [
      ["eq", "=="],
      ["ne", "!="],
      ["lt", "<"],
      ["le", "<="],
      ["gt", ">"],
      ["ge", ">="],
      ["is_", "is"],
      ["is_not", "is not"],
    ] as const
  ).map(([name, symbol]) =>
    native(name, (call) => {
      const run = runOf(call);
      return compare(run, symbol, need(call, 0), need(call, 1), siteHere(run));
    }),
  ),
  native("contains", (call) => {
    const run = runOf(call);
    return compare(run, "in", need(call, 1), need(call, 0), siteHere(run));
  }),
  native("truth", (call) => truthOf(call, true)),
  native("not_", (call) => truthOf(call, false)),
  native("neg", (call) => runOf(call).binary("-", int(0), need(call, 0), siteHere(runOf(call)))),
]);

function truthOf(call: NativeCall, wanted: boolean): Value {
  const value = need(call, 0);
  const truth = call.interpreter.truth(value);
  if (truth !== undefined) return bool(truth === wanted);
  return value.kind === "unknown" ? value : call.interpreter.unknown("a condition is not known");
}

const namespaceClass = nativeClass({
  name: "SimpleNamespace",
  module: "types",
  attributes: [
    native("__init__", (call) => {
      if (call.self?.kind === "instance")
        for (const [name, given] of call.keywords) call.self.attributes.set(name, given.value);
      return none;
    }),
  ],
});

/** `types`. */
export const typesNames = once((): Names => [
  ["SimpleNamespace", namespaceClass],
  native("MappingProxyType", (call) => need(call, 0)),
  ...[
    "FunctionType",
    "MethodType",
    "ModuleType",
    "LambdaType",
    "GeneratorType",
    "TracebackType",
    "CodeType",
    "BuiltinFunctionType",
    "GenericAlias",
    "UnionType",
    "NoneType",
  ].map(
    (name) =>
      [name, nativeClass({ name, module: "types", payload: { type: "abstract" } })] as const,
  ),
]);

/** `importlib`. */
export const importlibNames = once((): Names => [
  native("import_module", (call) => {
    const name = need(call, 0, "name");
    const relativeTo = arg(call, 1, "package");
    if (name.kind !== "str") return someModule(call, name);
    const base = relativeTo?.kind === "str" && name.value.startsWith(".") ? relativeTo.value : "";
    return call.interpreter.importModule(base + name.value);
  }),
  native("reload", (call) => need(call, 0)),
]);

/** `sys.modules`: code finds itself in it by `__name__`. */
const modulesClass = nativeClass({
  name: "modules",
  module: "sys",
  attributes: [
    native("__getitem__", (call) => moduleNamed(call, need(call, 0))),
    native("get", (call) => moduleNamed(call, need(call, 0))),
    native("__contains__", (call) =>
      call.interpreter.unknown("which modules are loaded is not known"),
    ),
    native("__setitem__", () => none),
    native("pop", () => none),
  ],
});

function moduleNamed(call: NativeCall, name: Value): Value {
  const run = runOf(call);
  const wanted = name.kind === "str" ? name.value : "";
  if (wanted === run.main.name) return run.main;
  return (
    run.modules.get(wanted) ??
    call.interpreter.unknown("which modules are loaded is not known", call.span)
  );
}

const loadedModules: InstanceValue = {
  kind: "instance",
  class: modulesClass,
  attributes: new Map(),
  payload: undefined,
};

/** `sys`. */
export const sysNames = once((): Names => [
  ["version_info", tuple([int(3), int(12), int(0), str("final"), int(0)])],
  ["platform", str("linux")],
  ["maxsize", int(9223372036854775807n)],
  ["byteorder", str("little")],
  ["modules", loadedModules],
  ...["argv", "executable", "version", "prefix", "stdout", "stderr", "stdin"].map(
    (name) =>
      [name, { kind: "unknown", reason: `sys.${name} is known only when it runs` }] as const,
  ),
  native("exit", (call) => call.interpreter.raise("SystemExit", "")),
  native("getrecursionlimit", () => int(1000)),
  native("setrecursionlimit", () => none),
  native("exc_info", () => tuple([none, none, none])),
]);

/** `base64`, as far as texts go. */
export const base64Names = once((): Names => [
  pure("b64encode", (call) => {
    const value = need(call, 0);
    return value.kind === "bytes" ? { kind: "bytes", value: btoa(value.value) } : none;
  }),
  pure("urlsafe_b64encode", (call) => {
    const value = need(call, 0);
    if (value.kind !== "bytes") return none;
    const text = btoa(value.value).replaceAll("+", "-").replaceAll("/", "_");
    return { kind: "bytes", value: text };
  }),
  pure("b64decode", (call) => decoded(call, (text) => text)),
  pure("urlsafe_b64decode", (call) =>
    decoded(call, (text) => text.replaceAll("-", "+").replaceAll("_", "/")),
  ),
]);

function decoded(call: NativeCall, plain: (text: string) => string): Value {
  const value = need(call, 0);
  const text = plain(value.kind === "bytes" ? value.value : textOf(call, value));
  return /^[A-Za-z0-9+/]*={0,2}$/.test(text) && text.length % 4 === 0
    ? { kind: "bytes", value: atob(text) }
    : call.interpreter.unknown("what is decoded is not known", call.span);
}

/** `numbers`. */
export const numbersNames = once((): Names =>
  ["Number", "Complex", "Real", "Rational", "Integral"].map(
    (name) =>
      [name, nativeClass({ name, module: "numbers", payload: { type: "abstract" } })] as const,
  ),
);
