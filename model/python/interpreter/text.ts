import { exceptionClass } from "../builtins/exceptions.ts";
import { formatFloat, formatInteger, formatText } from "../builtins/formatSpec.ts";
import { bytesText, floatText, quotedText } from "../builtins/numberText.ts";
import { unwrapped, typeName } from "../builtins/pure.ts";
import { budgets } from "../budgets.ts";
import type { DictValue, InstanceValue, Value } from "../value.ts";
import { inferredFrom, str, unknownFrom } from "../values.ts";
import { raise, tooLarge } from "./raise.ts";
import { siteHere, type Run } from "./run.ts";

const maxNesting = 30;

/** `str(value)`: a string, or an unknown with its pattern. */
export function textOf(run: Run, value: Value): Value {
  if (value.kind === "str") return value;
  if (value.kind === "unknown") return unknownFrom(value, value.pattern ?? "{…}");
  if (value.kind === "instance") {
    const own = specialText(run, value, "__str__");
    if (own) return own;
  }
  return reprOf(run, value);
}

/** `repr(value)`. */
export function reprOf(run: Run, value: Value): Value {
  if (value.kind === "unknown") return unknownFrom(value, value.pattern ?? "{…}");
  const parts = new Parts(run);
  parts.add(value, 0);
  return parts.result(value);
}

function specialText(run: Run, value: InstanceValue, name: string): Value | undefined {
  for (const ancestor of value.class.mro) {
    const found = ancestor.attributes.get(name);
    if (found)
      return run.call(
        { kind: "method", self: value, callee: found as never },
        { positional: [], keywords: new Map(), uncertain: undefined },
        siteHere(run),
      );
    if (name === "__str__" && ancestor.attributes.has("__repr__"))
      return specialText(run, value, "__repr__");
  }
  if (value.payload?.type === "wrapped" && name === "__str__") return run.text(unwrapped(value));
  if (name === "__str__" && value.class.mro.includes(exceptionClass("BaseException")))
    return exceptionText(run, value);
  if (value.class.uncertain) return unknownFrom(value.class.uncertain, `{${value.class.name}}`);
  return undefined;
}

function exceptionText(run: Run, value: InstanceValue): Value {
  const args = value.attributes.get("args");
  if (args?.kind !== "tuple" || args.items.length === 0) return str("");
  const [only] = args.items;
  if (args.items.length > 1 || !only) return reprOf(run, args);
  const isKey = value.class.mro.includes(exceptionClass("KeyError"));
  return isKey ? reprOf(run, only) : textOf(run, only);
}

/** A text put together from known and unknown pieces. */
export class Parts {
  private known = "";
  private pattern: string | undefined;
  private cause: (Value & { readonly kind: "unknown" }) | undefined;
  private inferred: Value | undefined;
  private readonly run: Run;

  constructor(run: Run) {
    this.run = run;
  }

  /** Adds text as it is. */
  literal(text: string): void {
    this.known += text;
    if (this.pattern !== undefined) this.pattern += text.replace(/[{}]/g, "$&");
  }

  /** Adds a string, or an unknown; `name` stands for one without a pattern. */
  value(value: Value, name = "…"): void {
    if (value.inferred !== undefined) this.inferred ??= value;
    if (value.kind === "str") {
      this.literal(value.value);
      return;
    }
    if (value.kind !== "unknown") {
      this.literal(typeName(value));
      return;
    }
    this.pattern ??= this.known;
    this.cause ??= value;
    const piece =
      value.pattern === undefined || value.pattern === "{…}" ? `{${name}}` : value.pattern;
    this.pattern += piece;
  }

  /** Adds `repr(value)`. */
  add(value: Value, depth: number): void {
    if (value.inferred !== undefined) this.inferred ??= value;
    if (depth > maxNesting || this.known.length > budgets.characters) {
      this.literal("...");
      return;
    }
    switch (value.kind) {
      case "none": {
        this.literal("None");
        return;
      }
      case "bool": {
        this.literal(value.value ? "True" : "False");
        return;
      }
      case "int": {
        this.literal(String(value.value));
        return;
      }
      case "float": {
        this.literal(floatText(value.value));
        return;
      }
      case "str": {
        this.literal(quotedText(value.value));
        return;
      }
      case "bytes": {
        this.literal(bytesText(value.value));
        return;
      }
      case "ellipsis": {
        this.literal("Ellipsis");
        return;
      }
      case "notImplemented": {
        this.literal("NotImplemented");
        return;
      }
      case "list":
        if (value.uncertain) {
          this.value(unknownFrom(value.uncertain, "{[…]}"));
          return;
        }
        {
          this.sequence("[", value.items, "]", depth);
          return;
        }
      case "tuple": {
        this.sequence("(", value.items, value.items.length === 1 ? ",)" : ")", depth);
        return;
      }
      case "set": {
        this.set(value, depth);
        return;
      }
      case "dict": {
        this.dict(value, depth);
        return;
      }
      case "range": {
        const step = value.step === 1n ? "" : `, ${value.step}`;
        this.literal(`range(${value.start}, ${value.stop}${step})`);
        return;
      }
      case "class": {
        this.literal(
          value.mro.some(({ payload }) => payload?.type === "enum")
            ? `<enum '${value.name}'>`
            : `<class '${value.module === "builtins" ? "" : `${value.module}.`}${value.name}'>`,
        );
        return;
      }
      case "module": {
        this.literal(`<module '${value.name}'>`);
        return;
      }
      case "unknown": {
        this.value(value);
        return;
      }
      case "instance": {
        this.instance(value, depth);
        return;
      }
      case "function":
      case "nativeFunction":
      case "method":
      case "slice":
      case "iterator":
      case "property":
      case "wrapped":
      case "super": {
        // The address in Python's text is different each time.
        this.value(
          { kind: "unknown", reason: "the text holds an address in memory" },
          typeName(value),
        );
        return;
      }
    }
  }

  private instance(value: InstanceValue, depth: number): void {
    const own = specialText(this.run, value, "__repr__");
    if (own) {
      this.value(own, value.class.name);
      return;
    }
    if (value.payload?.type === "wrapped") {
      this.add(unwrapped(value), depth + 1);
      return;
    }
    if (value.class.mro.includes(exceptionClass("BaseException"))) {
      const args = value.attributes.get("args");
      this.literal(value.class.name);
      const items = args?.kind === "tuple" ? args.items : [];
      this.sequence("(", items, ")", depth);
      return;
    }
    this.value(
      { kind: "unknown", reason: "the text holds an address in memory" },
      value.class.name,
    );
  }

  private sequence(open: string, items: readonly Value[], close: string, depth: number): void {
    this.literal(open);
    for (const [index, item] of items.entries()) {
      if (index > 0) this.literal(", ");
      this.add(item, depth + 1);
    }
    this.literal(close);
  }

  private set(value: Value & { readonly kind: "set" }, depth: number): void {
    const items = [...value.items.values()];
    // The order of a set of strings changes from one Python process to the next.
    if (value.uncertain || items.length > 1) {
      const cause = value.uncertain ?? {
        kind: "unknown",
        reason: "the order of a set is not known",
      };
      this.value(unknownFrom(cause, "{set}"));
      return;
    }
    if (items.length === 0) {
      this.literal(value.frozen ? "frozenset()" : "set()");
      return;
    }
    this.sequence(value.frozen ? "frozenset({" : "{", items, value.frozen ? "})" : "}", depth);
  }

  private dict(value: DictValue, depth: number): void {
    if (value.uncertain) {
      this.value(unknownFrom(value.uncertain, "{dict}"));
      return;
    }
    this.literal("{");
    let first = true;
    for (const entry of value.entries.values()) {
      if (!first) this.literal(", ");
      first = false;
      this.add(entry.key, depth + 1);
      this.literal(": ");
      this.add(entry.value, depth + 1);
    }
    this.literal("}");
  }

  /** The whole text, or an unknown with its pattern. */
  result(source?: Value): Value {
    if (this.known.length > budgets.characters) return tooLarge(this.run);
    if (this.cause) return unknownFrom(this.cause, this.pattern);
    return inferredFrom(str(this.known), this.inferred ?? source);
  }
}

/** `format(value, spec)`, as f-strings and `str.format` do. */
export function formatValue(run: Run, value: Value, spec: string): Value {
  if (value.kind === "unknown") return unknownFrom(value, value.pattern ?? "{…}");
  if (value.kind === "instance") {
    const method = run.attribute(value.class, "__format__");
    const callee =
      method?.kind === "function" || method?.kind === "nativeFunction" ? method : undefined;
    if (callee)
      return run.call(
        { kind: "method", self: value, callee },
        {
          positional: [{ value: str(spec), span: undefined, keywordSpan: undefined }],
          keywords: new Map(),
          uncertain: undefined,
        },
        siteHere(run),
      );
  }
  if (spec === "") return textOf(run, value);
  const plain = unwrapped(value);
  const text = formatPlain(plain, spec);
  if (text !== undefined) return inferredFrom(str(text), value);
  if (plain.kind === "instance") {
    const shown = textOf(run, value);
    if (shown.kind === "unknown") return shown;
  }
  return raise(
    run,
    "ValueError",
    `Invalid format specifier '${spec}' for object of type '${typeName(plain)}'`,
  );
}

function formatPlain(value: Value, spec: string): string | undefined {
  switch (value.kind) {
    case "str":
      return formatText(value.value, spec);
    case "int":
      return formatInteger(value.value, spec);
    case "bool":
      return formatInteger(value.value ? 1n : 0n, spec);
    case "float":
      return formatFloat(value.value, spec);
    default:
      return undefined;
  }
}
