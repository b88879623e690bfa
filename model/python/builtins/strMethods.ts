import { charsOf, lengthOf } from "./chars.ts";
import { budgets } from "../budgets.ts";
import { formatText } from "../interpreter/formatMethod.ts";
import { makeList, tooLarge } from "../interpreter/raise.ts";
import { runOf } from "../interpreter/run.ts";
import { Parts } from "../interpreter/text.ts";
import type { NativeCall } from "../native.ts";
import type { NativeFunctionValue, Value } from "../value.ts";
import { bool, int, none, str, tuple, unknownFrom } from "../values.ts";
import { arg, native, need, numberOf, pure, textOf, unwrapped } from "./pure.ts";

/** The string that a method was called on. */
function own(call: NativeCall): string {
  return textOf(call, call.self ?? need(call, 0));
}

function on(
  name: string,
  method: (text: string, call: NativeCall) => Value | string | boolean | number,
): readonly [string, NativeFunctionValue] {
  return pure(name, (call) => {
    // `str.upper("a")` has the text as its first argument.
    const bound = call.self ? call : { ...call, positional: call.positional.slice(1) };
    const result = method(own(call), bound);
    if (typeof result === "string")
      return result.length > budgets.characters ? tooLarge(runOf(call)) : str(result);
    if (typeof result === "boolean") return bool(result);
    if (typeof result === "number") return int(result);
    return result;
  });
}

function texts(call: NativeCall, parts: readonly string[]): Value {
  return makeList(
    runOf(call),
    parts.map((part) => str(part)),
  );
}

const spaces = /[\s\x1c-\x1f\x85]/;

function strip(text: string, chars: string | undefined, left: boolean, right: boolean): string {
  const set = chars === undefined ? undefined : new Set(chars);
  const drop = (char: string): boolean => (set ? set.has(char) : spaces.test(char));
  let start = 0;
  let end = text.length;
  if (left) while (start < end && drop(text.charAt(start))) start++;
  if (right) while (end > start && drop(text.charAt(end - 1))) end--;
  return text.slice(start, end);
}

function optional(call: NativeCall, index: number, name?: string): string | undefined {
  const value = arg(call, index, name);
  return value === undefined || value.kind === "none" ? undefined : textOf(call, value);
}

function limit(call: NativeCall, index: number, name: string): number {
  const value = arg(call, index, name);
  return value === undefined || value.kind === "none" ? -1 : numberOf(call, value);
}

function split(text: string, separator: string | undefined, max: number): string[] {
  const parts: string[] = [];
  let rest = text;
  if (separator === undefined) {
    rest = strip(rest, undefined, true, max < 0);
    while (rest !== "" && (max < 0 || parts.length < max)) {
      const at = rest.search(spaces);
      if (at < 0) break;
      parts.push(rest.slice(0, at));
      rest = strip(rest.slice(at), undefined, true, false);
    }
    if (rest !== "") parts.push(rest);
    return parts;
  }
  if (max < 0) return rest.split(separator);
  while (parts.length < max) {
    const at = rest.indexOf(separator);
    if (at < 0) break;
    parts.push(rest.slice(0, at));
    rest = rest.slice(at + separator.length);
  }
  return [...parts, rest];
}

function splitRight(text: string, separator: string | undefined, max: number): string[] {
  if (max < 0) return split(text, separator, -1);
  const parts: string[] = [];
  let rest = separator === undefined ? strip(text, undefined, false, true) : text;
  while (parts.length < max) {
    const at = separator === undefined ? rest.search(/\s\S*$/) : rest.lastIndexOf(separator);
    if (at < 0) break;
    parts.unshift(rest.slice(at + (separator?.length ?? 1)));
    rest = rest.slice(0, at);
    if (separator === undefined) rest = strip(rest, undefined, false, true);
  }
  if (separator === undefined) rest = strip(rest, undefined, true, true);
  return rest === "" && separator === undefined ? parts : [rest, ...parts];
}

function lines(text: string, keep: boolean): string[] {
  const parts =
    text.match(
      /[^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]*(?:\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]|$)/g,
    ) ?? [];
  const all = parts.filter((part) => part !== "");
  return keep
    ? all
    : all.map((part) =>
        part.replace(/(?:\r\n|[^])$/, (end) =>
          /[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]/.test(end) ? "" : end,
        ),
      );
}

function titleCase(text: string): string {
  return text
    .toLowerCase()
    .replace(/\p{L}+/gu, (word) => word.charAt(0).toUpperCase() + word.slice(1));
}

function swapCase(text: string): string {
  return charsOf(text)
    .map((char) => (char === char.toUpperCase() ? char.toLowerCase() : char.toUpperCase()))
    .join("");
}

function capitalize(text: string): string {
  const [first = "", ...rest] = text;
  return first.toUpperCase() + rest.join("").toLowerCase();
}

function isCased(text: string, upper: boolean): boolean {
  const same = upper ? text.toUpperCase() : text.toLowerCase();
  const other = upper ? text.toLowerCase() : text.toUpperCase();
  return text === same && text !== other;
}

function matchesPart(call: NativeCall, test: (part: string) => boolean): boolean {
  const parts = unwrapped(need(call, 0));
  if (parts.kind === "tuple") return parts.items.some((part) => test(textOf(call, part)));
  return test(textOf(call, parts));
}

/** The part of the text that start and end arguments select, and where it begins. */
function window(text: string, call: NativeCall): { part: string; from: number } {
  const bound = (index: number, otherwise: number): number => {
    const value = call.positional[index]?.value;
    if (!value || value.kind === "none") return otherwise;
    const at = numberOf(call, value);
    return Math.max(0, Math.min(text.length, at < 0 ? at + text.length : at));
  };
  const from = bound(1, 0);
  return { part: text.slice(from, bound(2, text.length)), from };
}

function find(text: string, call: NativeCall, last: boolean): number {
  const wanted = textOf(call, need(call, 0));
  const { part, from } = window(text, call);
  const at = last ? part.lastIndexOf(wanted) : part.indexOf(wanted);
  return at < 0 ? -1 : at + from;
}

function mustFind(text: string, call: NativeCall, last: boolean): number {
  const at = find(text, call, last);
  return at < 0 ? call.interpreter.raise("ValueError", "substring not found") : at;
}

function count(text: string, wanted: string): number {
  if (wanted === "") return lengthOf(text) + 1;
  return text.split(wanted).length - 1;
}

function replace(text: string, call: NativeCall): string {
  const from = textOf(call, need(call, 0, "old"));
  const to = textOf(call, need(call, 1, "new"));
  const max = limit(call, 2, "count");
  if (from === "") {
    const spots = [...charsOf(text), ""].slice(0, max < 0 ? undefined : max);
    return spots.map((char) => to + char).join("") + charsOf(text).slice(spots.length).join("");
  }
  if (max < 0) return text.split(from).join(to);
  return split(text, from, max).join(to);
}

function pad(text: string, call: NativeCall, form: "left" | "right" | "both"): string {
  const width = Math.min(budgets.characters, numberOf(call, need(call, 0)));
  const fill = optional(call, 1) ?? " ";
  const missing = width - text.length;
  if (missing <= 0) return text;
  if (form === "left") return text + fill.repeat(missing);
  if (form === "right") return fill.repeat(missing) + text;
  const left = Math.floor(missing / 2) + (missing & width & 1);
  return fill.repeat(left) + text + fill.repeat(missing - left);
}

function expandTabs(text: string, size: number): string {
  let column = 0;
  let result = "";
  for (const char of text) {
    const width = char === "\t" ? (size === 0 ? 0 : size - (column % size)) : 1;
    result += char === "\t" ? " ".repeat(width) : char;
    column = char === "\n" || char === "\r" ? 0 : column + width;
  }
  return result;
}

function zfill(text: string, call: NativeCall): string {
  const width = Math.min(budgets.characters, numberOf(call, need(call, 0)));
  const sign = /^[+-]/.test(text) ? text.charAt(0) : "";
  const digits = text.slice(sign.length);
  return sign + digits.padStart(width - sign.length, "0");
}

function join(call: NativeCall): Value {
  const run = runOf(call);
  const separator = call.self ?? need(call, 0);
  const { items, uncertain } = run.iterate(call.self ? need(call, 0) : need(call, 1));
  const parts = new Parts(run);
  for (const [index, item] of items.entries()) {
    if (index > 0) parts.value(separator);
    const plain = unwrapped(item);
    if (plain.kind !== "str" && plain.kind !== "unknown")
      return call.interpreter.raise(
        "TypeError",
        `sequence item ${index}: expected str instance, ${plain.kind} found`,
      );
    parts.value(plain);
  }
  const text = parts.result();
  return uncertain
    ? unknownFrom(uncertain, text.kind === "str" && text.value !== "" ? `${text.value}{…}` : "{…}")
    : text;
}

/** `encode(encoding, errors)`: what an encoding cannot hold is left out, replaced, or an error. */
function encodeAs(text: string, call: NativeCall): Value {
  const encoding = wordAt(call, 0, "encoding") ?? "utf-8";
  const errors = wordAt(call, 1, "errors") ?? "strict";
  const last = /^(?:us-?)?ascii$/i.test(encoding) ? 0x7f : 0xff;
  if (last === 0xff && !/^(?:latin-?1|iso-?8859-?1)$/i.test(encoding)) return encode(text);
  let value = "";
  for (const char of charsOf(text)) {
    if ((char.codePointAt(0) ?? 0) <= last) value += char;
    else if (errors === "replace") value += "?";
    else if (errors !== "ignore")
      return call.interpreter.raise("UnicodeEncodeError", `'${encoding}' codec can't encode it`);
  }
  return { kind: "bytes", value };
}

function wordAt(call: NativeCall, index: number, name: string): string | undefined {
  const given = call.positional[index]?.value ?? call.keywords.get(name)?.value;
  return given?.kind === "str" ? given.value : undefined;
}

function encode(text: string): Value {
  const bytes = new TextEncoder().encode(text);
  let value = "";
  for (const byte of bytes) value += String.fromCharCode(byte);
  return { kind: "bytes", value };
}

function translate(text: string, table: Value): string {
  if (table.kind !== "dict") return text;
  return charsOf(text)
    .map((char) => {
      const to = table.entries.get(`n${char.codePointAt(0) ?? 0}`)?.value;
      if (!to) return char;
      if (to.kind === "none") return "";
      return to.kind === "int"
        ? String.fromCodePoint(Number(to.value))
        : to.kind === "str"
          ? to.value
          : char;
    })
    .join("");
}

function maketrans(call: NativeCall): Value {
  const [first, second, third] = call.positional.map((given) => given.value);
  const entries: [Value, Value][] = [];
  if (first?.kind === "dict")
    for (const entry of first.entries.values())
      entries.push([
        entry.key.kind === "str" ? int(entry.key.value.codePointAt(0) ?? 0) : entry.key,
        entry.value,
      ]);
  if (first?.kind === "str" && second?.kind === "str") {
    const to = charsOf(second.value);
    for (const [index, char] of charsOf(first.value).entries())
      entries.push([int(char.codePointAt(0) ?? 0), int(to[index]?.codePointAt(0) ?? 0)]);
  }
  if (third?.kind === "str")
    for (const char of third.value) entries.push([int(char.codePointAt(0) ?? 0), none]);
  const made = call.interpreter.dict([]);
  const run = runOf(call);
  for (const [key, value] of entries) run.setItem(made, key, value);
  return made;
}

/** Methods of `str`. */
export const strMethods: readonly (readonly [string, NativeFunctionValue])[] = [
  on("upper", (text) => text.toUpperCase()),
  on("lower", (text) => text.toLowerCase()),
  on("casefold", (text) => text.toLowerCase().replaceAll("ß", "ss")),
  on("title", titleCase),
  on("capitalize", capitalize),
  on("swapcase", swapCase),
  on("strip", (text, call) => strip(text, optional(call, 0), true, true)),
  on("lstrip", (text, call) => strip(text, optional(call, 0), true, false)),
  on("rstrip", (text, call) => strip(text, optional(call, 0), false, true)),
  on("split", (text, call) => {
    const separator = optional(call, 0, "sep");
    if (separator === "") return call.interpreter.raise("ValueError", "empty separator");
    return texts(call, split(text, separator, limit(call, 1, "maxsplit")));
  }),
  on("rsplit", (text, call) =>
    texts(call, splitRight(text, optional(call, 0, "sep"), limit(call, 1, "maxsplit"))),
  ),
  on("splitlines", (text, call) => {
    const keep = arg(call, 0, "keepends");
    return texts(call, lines(text, keep?.kind === "bool" && keep.value));
  }),
  on("partition", (text, call) => {
    const separator = textOf(call, need(call, 0));
    const at = text.indexOf(separator);
    const parts =
      at < 0 ? [text, "", ""] : [text.slice(0, at), separator, text.slice(at + separator.length)];
    return tuple(parts.map((part) => str(part)));
  }),
  on("rpartition", (text, call) => {
    const separator = textOf(call, need(call, 0));
    const at = text.lastIndexOf(separator);
    const parts =
      at < 0 ? ["", "", text] : [text.slice(0, at), separator, text.slice(at + separator.length)];
    return tuple(parts.map((part) => str(part)));
  }),
  native("join", join),
  native("format", (call) => formatText(call)),
  native("format_map", (call) => formatText(call, need(call, call.self ? 0 : 1, "mapping"))),
  on("replace", replace),
  on("startswith", (text, call) =>
    matchesPart(call, (part) => window(text, call).part.startsWith(part)),
  ),
  on("endswith", (text, call) =>
    matchesPart(call, (part) => window(text, call).part.endsWith(part)),
  ),
  on("removeprefix", (text, call) => {
    const prefix = textOf(call, need(call, 0));
    return text.startsWith(prefix) ? text.slice(prefix.length) : text;
  }),
  on("removesuffix", (text, call) => {
    const suffix = textOf(call, need(call, 0));
    return suffix !== "" && text.endsWith(suffix) ? text.slice(0, -suffix.length) : text;
  }),
  on("find", (text, call) => find(text, call, false)),
  on("rfind", (text, call) => find(text, call, true)),
  on("index", (text, call) => mustFind(text, call, false)),
  on("rindex", (text, call) => mustFind(text, call, true)),
  on("count", (text, call) => count(window(text, call).part, textOf(call, need(call, 0)))),
  on("ljust", (text, call) => pad(text, call, "left")),
  on("rjust", (text, call) => pad(text, call, "right")),
  on("center", (text, call) => pad(text, call, "both")),
  on("zfill", zfill),
  on("expandtabs", (text, call) => {
    const size = limit(call, 0, "tabsize");
    return expandTabs(text, Math.min(100, size < 0 ? 8 : size));
  }),
  on("encode", encodeAs),
  on("translate", (text, call) => translate(text, need(call, 0))),
  pure("maketrans", maketrans),
  on("isdigit", (text) => /^\p{Nd}+$/u.test(text)),
  on("isdecimal", (text) => /^\p{Nd}+$/u.test(text)),
  on("isnumeric", (text) => /^\p{N}+$/u.test(text)),
  on("isalpha", (text) => /^\p{L}+$/u.test(text)),
  on("isalnum", (text) => /^[\p{L}\p{N}]+$/u.test(text)),
  on("isspace", (text) => /^\s+$/.test(text)),
  on("isupper", (text) => isCased(text, true)),
  on("islower", (text) => isCased(text, false)),
  on("istitle", (text) => /\p{L}/u.test(text) && titleCase(text) === text),
  on("isidentifier", (text) => /^[\p{ID_Start}_][\p{ID_Continue}]*$/u.test(text)),

  on("isascii", (text) => /^[\x00-\x7f]*$/.test(text)),
  on("isprintable", (text) => !/\p{C}/u.test(text)),
  on("__len__", (text) => lengthOf(text)),
  on("__contains__", (text, call) => text.includes(textOf(call, need(call, 0)))),
  on("__eq__", (text, call) => text === textOf(call, need(call, 0))),
];
