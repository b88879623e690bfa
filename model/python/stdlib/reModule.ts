import { once } from "../once.ts";
import { arg, native, need, numeric, pure, textOf } from "../builtins/pure.ts";
import { exceptionClass } from "../builtins/exceptions.ts";
import { nativeClass, type NativeCall } from "../native.ts";
import type { InstanceValue, Payload, Value } from "../value.ts";
import { int, iterator, none, str, tuple } from "../values.ts";
import { translatePattern } from "./translatePattern.ts";

interface PatternPayload extends Payload {
  readonly type: "pattern";
  readonly source: string;
  readonly flags: string;
}

interface MatchPayload extends Payload {
  readonly type: "match";
  readonly match: RegExpExecArray;
}

/** Long texts and patterns could take a regular expression very long. */
const maxText = 20_000;

const flagBits: readonly (readonly [string, bigint, string])[] = [
  ["IGNORECASE", 2n, "i"],
  ["I", 2n, "i"],
  ["MULTILINE", 8n, "m"],
  ["M", 8n, "m"],
  ["DOTALL", 16n, "s"],
  ["S", 16n, "s"],
  ["VERBOSE", 64n, "x"],
  ["X", 64n, "x"],
  ["ASCII", 256n, ""],
  ["A", 256n, ""],
  ["UNICODE", 32n, ""],
  ["U", 32n, ""],
];

function flagsOf(value: Value | undefined): string {
  const bits = value?.kind === "int" ? value.value : 0n;
  return [
    ...new Set(flagBits.filter(([, bit]) => (bits & bit) !== 0n).map(([, , flag]) => flag)),
  ].join("");
}

/** The pattern an argument means, from text or compiled. */
function patternOf(call: NativeCall, value: Value, flags: Value | undefined): PatternPayload {
  if (value.kind === "instance" && value.payload?.type === "pattern")
    return value.payload as PatternPayload;
  return { type: "pattern", source: textOf(call, value), flags: flagsOf(flags) };
}

function compiled(call: NativeCall, pattern: PatternPayload, extra: string): RegExp | Value {
  const translated = translatePattern(pattern.source, pattern.flags.includes("x"));
  const flags = pattern.flags.replace("x", "");
  if (translated === undefined)
    return call.interpreter.unknown("this regular expression is not followed", call.span);
  try {
    return new RegExp(translated, `${flags}u${extra}`);
  } catch {
    // Not a pattern in JavaScript; whether it is one in Python is not known here.
    return call.interpreter.unknown("this regular expression is not followed", call.span);
  }
}

/** Pattern and text of a call: on the module the pattern comes first, on a compiled one it is `self`. */
function request(
  call: NativeCall,
  before: number,
  extra: string,
):
  | { readonly regex: RegExp; readonly text: string; readonly args: readonly (Value | undefined)[] }
  | Value {
  const own =
    call.self?.kind === "instance" && call.self.payload?.type === "pattern" ? call.self : undefined;
  const args = call.positional.map((given) => given.value);
  const patternValue = own ?? args.shift() ?? call.keywords.get("pattern")?.value ?? none;
  const textValue = args[before] ?? call.keywords.get("string")?.value ?? none;
  const flagsValue = own ? undefined : (call.keywords.get("flags")?.value ?? args[before + 1]);
  const regex = compiled(
    call,
    patternOf(call, patternValue, before === 0 ? flagsValue : call.keywords.get("flags")?.value),
    extra,
  );
  if (!(regex instanceof RegExp)) return regex;
  const text = textOf(call, textValue);
  if (text.length > maxText || (risky(regex.source) && text.length > 200))
    return call.interpreter.unknown("too large to follow", call.span);
  call.interpreter.spend(text.length >> 4);
  return { regex, text, args };
}

/** Repeated groups that themselves repeat can take a regular expression exponentially long. */
function risky(source: string): boolean {
  return /[+*}]\)[+*{]/.test(source) || source.length > 500;
}

function found(match: RegExpExecArray | null): Value {
  if (!match) return none;
  const made: InstanceValue = {
    kind: "instance",
    class: matchClass,
    attributes: new Map([["string", str(match.input)]]),
    payload: { type: "match", match } as MatchPayload,
  };
  return made;
}

function search(form: "search" | "match" | "fullmatch"): (call: NativeCall) => Value {
  return (call) => {
    const asked = request(call, 0, form === "search" ? "" : "y");
    if ("kind" in asked) return asked;
    const { regex, text } = asked;
    if (form !== "fullmatch") return found(regex.exec(text));
    return found(new RegExp(`(?:${regex.source})$`, regex.flags.replace("m", "")).exec(text));
  };
}

function groupText(match: RegExpExecArray, index: number): Value {
  const text = match[index];
  return text === undefined ? none : str(text);
}

function findall(call: NativeCall): Value {
  const asked = request(call, 0, "g");
  if ("kind" in asked) return asked;
  const all = [...asked.text.matchAll(asked.regex)].map((match): Value => {
    if (match.length === 1) return str(match[0]);
    if (match.length === 2) return str(match[1] ?? "");
    return tuple(match.slice(1).map((part: string | undefined) => str(part ?? "")));
  });
  return call.interpreter.list(all);
}

function finditer(call: NativeCall): Value {
  const asked = request(call, 0, "g");
  if ("kind" in asked) return asked;
  return iterator([...asked.text.matchAll(asked.regex)].map((match) => found(match)));
}

function sub(call: NativeCall): Value {
  const [text] = substituted(call);
  return text;
}

/** The text with what was put in, and how often that was. */
function substituted(call: NativeCall): readonly [Value, number] {
  const asked = request(call, 1, "g");
  if ("kind" in asked) return [asked, 0];
  const replacement = asked.args[0] ?? call.keywords.get("repl")?.value ?? none;
  const countValue = call.keywords.get("count")?.value ?? asked.args[2];
  const count = numeric(countValue) ?? 0;
  let result = "";
  let last = 0;
  let done = 0;
  for (const match of asked.text.matchAll(asked.regex)) {
    if (count > 0 && done >= count) break;
    done += 1;
    const text =
      replacement.kind === "str"
        ? str(expand(replacement.value, match))
        : call.interpreter.call(replacement, { positional: [found(match)] });
    if (text.kind !== "str")
      return [call.interpreter.unknown("what is put in is not known", call.span), 0];
    result += asked.text.slice(last, match.index) + text.value;
    last = match.index + match[0].length;
  }
  return [str(result + asked.text.slice(last)), done];
}

function expand(template: string, match: RegExpExecArray): string {
  return template.replace(
    /\\(?:(\d{1,2})|g<(\w+)>|(.))/g,
    (_whole, index?: string, name?: string, char?: string) => {
      if (index !== undefined) return match[Number(index)] ?? "";
      if (name !== undefined)
        return /^\d+$/.test(name) ? (match[Number(name)] ?? "") : (match.groups?.[name] ?? "");
      return char === "n" ? "\n" : char === "t" ? "\t" : (char ?? "");
    },
  );
}

function split(call: NativeCall): Value {
  const asked = request(call, 0, "g");
  if ("kind" in asked) return asked;
  const limit = numeric(call.keywords.get("maxsplit")?.value ?? asked.args[1]) ?? 0;
  const parts: Value[] = [];
  let last = 0;
  let done = 0;
  for (const match of asked.text.matchAll(asked.regex)) {
    if (limit > 0 && done >= limit) break;
    done += 1;
    parts.push(
      str(asked.text.slice(last, match.index)),
      ...match.slice(1).map((part) => str(part)),
    );
    last = match.index + match[0].length;
  }
  parts.push(str(asked.text.slice(last)));
  return call.interpreter.list(parts);
}

function matchOf(call: NativeCall): RegExpExecArray | undefined {
  const { self } = call;
  return self?.kind === "instance" && self.payload?.type === "match"
    ? (self.payload as MatchPayload).match
    : undefined;
}

function group(call: NativeCall): Value {
  const match = matchOf(call);
  if (!match) return none;
  const one = (value: Value): Value => {
    if (value.kind === "str") {
      if (!match.groups || !(value.value in match.groups))
        return call.interpreter.raise("IndexError", "no such group");
      const text = match.groups[value.value];
      return text === undefined ? none : str(text);
    }
    const index = numeric(value) ?? 0;
    return index >= match.length
      ? call.interpreter.raise("IndexError", "no such group")
      : groupText(match, index);
  };
  const args = call.positional.map((given) => given.value);
  const [first] = args;
  if (args.length > 1) return tuple(args.map(one));
  return one(first ?? int(0));
}

/** Where the match lies; of a group that is not the whole it is not told. */
function place(
  name: string,
  answer: (start: number, end: number) => Value,
): readonly [string, Value] {
  return pure(name, (call) => {
    const match = matchOf(call);
    const asked = arg(call, 0);
    if (!match || (asked && numeric(asked) !== 0))
      return call.interpreter.unknown("where a group lies is not followed", call.span);
    return answer(match.index, match.index + match[0].length);
  });
}

const matchClass = nativeClass({
  name: "Match",
  module: "re",
  attributes: [
    pure("group", group),
    pure("__getitem__", group),
    pure("groups", (call) => {
      const match = matchOf(call);
      const otherwise = arg(call, 0, "default") ?? none;
      return tuple(
        (match?.slice(1) ?? []).map((text) =>
          (text as string | undefined) === undefined ? otherwise : str(text),
        ),
      );
    }),
    pure("groupdict", (call) =>
      call.interpreter.dict(
        Object.entries(matchOf(call)?.groups ?? {}).map(
          ([name, text]) =>
            [
              name,
              (text as string | undefined) === undefined
                ? (arg(call, 0, "default") ?? none)
                : str(text),
            ] as const,
        ),
      ),
    ),
    place("start", (start) => int(start)),
    place("end", (_start, end) => int(end)),
    place("span", (start, end) => tuple([int(start), int(end)])),
  ],
});

const methods: readonly (readonly [string, Value])[] = [
  pure("search", search("search")),
  pure("match", search("match")),
  pure("fullmatch", search("fullmatch")),
  pure("findall", findall),
  pure("finditer", finditer),
  pure("sub", sub),
  pure("subn", (call) => {
    const [text, count] = substituted(call);
    return text.kind === "str" ? tuple([text, int(count)]) : text;
  }),
  pure("split", split),
];

const patternClass = nativeClass({ name: "Pattern", module: "re", attributes: methods });

/** `re`. */
export const reNames = once((): readonly (readonly [string, Value])[] => [
  ...methods,
  pure("compile", (call) => {
    if (need(call, 0).kind === "bytes")
      return call.interpreter.unknown("bytes are not searched", call.span);
    const payload = patternOf(call, need(call, 0), arg(call, 1, "flags"));
    return {
      kind: "instance",
      class: patternClass,
      attributes: new Map([["pattern", str(payload.source)]]),
      payload,
    };
  }),
  pure("escape", (call) =>
    str(textOf(call, need(call, 0)).replace(/[-\s#$&()*+.?[\\\]^{|}~]/g, "\\$&")),
  ),
  native("purge", () => none),
  ...flagBits.map(([name, bit]) => [name, int(bit)] as const),
  ["Pattern", patternClass],
  ["Match", matchClass],
  ["error", nativeClass({ name: "error", module: "re", bases: [exceptionClass("Exception")] })],
]);
