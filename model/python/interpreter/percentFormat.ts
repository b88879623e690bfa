import { asciiOf } from "../builtins/numberText.ts";
import { formatFloat, formatInteger } from "../builtins/formatSpec.ts";
import { unwrapped, typeName } from "../builtins/pure.ts";
import { entryOf } from "../hashing.ts";
import type { Value } from "../value.ts";
import { str } from "../values.ts";
import { raise, raiseKeyError } from "./raise.ts";
import type { Run } from "./run.ts";
import { Parts } from "./text.ts";
import { withMore } from "../../withMore.ts";

const directive = /%(?:\(([^)]*)\))?([-#0 +]*)(\*|\d+)?(?:\.(\*|\d+))?[hlL]?([diouxXeEfFgGcrsa%])/g;

/** `text % values`. */
export function percentFormat(run: Run, text: string, values: Value): Value {
  const args = values.kind === "tuple" ? values.items : [values];
  const parts = new Parts(run);
  let next = 0;
  let last = 0;
  const take = (): Value => {
    const value = args[next];
    next += 1;
    return value ?? raise(run, "TypeError", "not enough arguments for format string");
  };
  for (const match of text.matchAll(directive)) {
    const [whole, key, flags = "", width, precision, type = "s"] = match;
    parts.literal(text.slice(last, match.index));
    last = match.index + whole.length;
    if (type === "%") {
      parts.literal("%");
      continue;
    }
    const size = width === "*" ? integerText(take()) : (width ?? "");
    const digits = precision === "*" ? integerText(take()) : precision;
    const value = key === undefined ? take() : keyed(run, values, key);
    addDirective(run, parts, value, { flags, size, digits, type, name: key });
  }
  const rest = text.slice(last);
  if (/%(?!%)/.test(rest)) raise(run, "ValueError", "incomplete format");
  parts.literal(rest);
  const mapping = values.kind === "dict" || values.kind === "instance";
  if (next < args.length && !mapping && (values.kind === "tuple" || next === 0))
    if (values.kind !== "list" && values.kind !== "unknown")
      raise(run, "TypeError", "not all arguments converted during string formatting");
  return parts.result();
}

function integerText(value: Value): string {
  return value.kind === "int" ? String(value.value) : "";
}

function keyed(run: Run, values: Value, key: string): Value {
  if (values.kind === "unknown") return withMore(values, { pattern: `{${key}}` });
  if (values.kind !== "dict") return raise(run, "TypeError", "format requires a mapping");
  const found = entryOf(values, str(key))?.value;
  if (found) return found;
  if (values.uncertain) return withMore(values.uncertain, { pattern: `{${key}}` });
  return raiseKeyError(run, str(key));
}

interface Directive {
  readonly flags: string;
  readonly size: string;
  readonly digits: string | undefined;
  readonly type: string;
  readonly name: string | undefined;
}

function addDirective(run: Run, parts: Parts, value: Value, how: Directive): undefined {
  if (value.kind === "unknown") {
    parts.value(value, how.name);
    return;
  }
  const left = how.flags.includes("-");
  const pad = (text: string): string => {
    const width = Math.min(10_000, Number(how.size || 0));
    return left ? text.padEnd(width) : text.padStart(width);
  };
  if ("rsa".includes(how.type)) {
    const plain = how.type === "s" ? run.text(value) : run.repr(value);
    const shown = how.type === "a" ? asciiOf(plain) : plain;
    if (shown.kind !== "str") {
      parts.value(shown);
      return;
    }
    parts.literal(
      pad(how.digits === undefined ? shown.value : shown.value.slice(0, Number(how.digits))),
    );
    return;
  }
  parts.literal(pad(numberText(run, unwrapped(value), how, left)));
}

function numberText(run: Run, value: Value, how: Directive, left: boolean): string {
  const { flags, digits, type } = how;
  const sign = flags.includes("+") ? "+" : flags.includes(" ") ? " " : "";
  const zero = flags.includes("0") && !left ? `0${how.size}` : "";
  const integral = "diouxXc".includes(type);
  if (type === "c" && value.kind === "str") return value.value;
  if (value.kind !== "int" && value.kind !== "float" && value.kind !== "bool")
    return raise(
      run,
      "TypeError",
      `%${type} format: a real number is required, not ${typeName(value)}`,
    );
  const plain = value.kind === "bool" ? (value.value ? 1n : 0n) : value.value;
  const alternate = flags.includes("#") ? "#" : "";
  const text = integral
    ? formatInteger(
        typeof plain === "bigint" ? plain : BigInt(Math.trunc(plain)),
        `${sign}${alternate}${digits === undefined ? zero : `0${Number(digits) + (sign === "" && Number(plain) >= 0 ? 0 : 1)}`}${type === "i" || type === "u" ? "d" : type}`,
      )
    : formatFloat(
        Number(plain),
        `${sign}${zero}${digits === undefined ? "" : `.${digits}`}${type}`,
      );
  return text ?? "";
}
