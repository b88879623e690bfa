import { once } from "../once.ts";
import { parse, TomlDate } from "smol-toml";
import { exceptionClass } from "../builtins/exceptions.ts";
import { native, need, pure, textOf } from "../builtins/pure.ts";
import { nativeClass, type NativeCall } from "../native.ts";
import type { Value } from "../value.ts";
import { unknownFrom } from "../values.ts";
import { makeDatetime } from "./datetimeModule.ts";
import { fromData } from "./fromData.ts";
import { restOfFile } from "./openFile.ts";
import { parseIso } from "./strftime.ts";

const decodeError = nativeClass({
  name: "TOMLDecodeError",
  module: "tomllib",
  bases: [exceptionClass("ValueError")],
});

function loads(call: NativeCall, text: string): Value {
  try {
    return fromData(call, asMaps(parse(text, { integersAsBigInt: true })));
  } catch {
    // The package throws for a text that is no TOML.
    return call.interpreter.raise(decodeError, "the text is no TOML");
  }
}

function asMaps(data: unknown): unknown {
  if (data instanceof TomlDate) {
    const value = parseIso(data.toISOString());
    return value ? makeDatetime(value) : null;
  }
  if (Array.isArray(data)) return data.map(asMaps);
  if (typeof data !== "object" || data === null) return data;
  return new Map(Object.entries(data).map(([key, value]) => [key, asMaps(value)]));
}

/** `tomllib`, `tomli`, `toml`. */
export const tomllibNames = once((): readonly (readonly [string, Value])[] => [
  pure("loads", (call) => loads(call, textOf(call, need(call, 0)))),
  native("load", (call) => {
    const file = need(call, 0);
    if (file.kind === "unknown") return unknownFrom(file);
    const text = restOfFile(file);
    return text === undefined
      ? call.interpreter.unknown("what is read is not known", call.span)
      : loads(call, text);
  }),
  ["TOMLDecodeError", decodeError],
]);
