import { once } from "../once.ts";
import { parseAllDocuments, parseDocument, type ScalarTag, type Tags } from "yaml";
import { exceptionClass } from "../builtins/exceptions.ts";
import { native, unwrapped } from "../builtins/pure.ts";
import { nativeClass, type NativeCall } from "../native.ts";
import type { Value } from "../value.ts";
import { iterator, none, unknownFrom } from "../values.ts";
import { fromData } from "./fromData.ts";
import { restOfFile } from "./openFile.ts";

const yamlError = nativeClass({
  name: "YAMLError",
  module: "yaml",
  bases: [exceptionClass("Exception")],
});

/** YAML as PyYAML reads it: version 1.1, so that `yes` and `on` are booleans; but `y` and `n` are texts. */
const options = {
  version: "1.1",
  intAsBigInt: true,
  merge: true,
  logLevel: "silent",
  customTags: (tags: Tags): Tags => tags.map((tag) => (isBoolean(tag) ? withoutLetters(tag) : tag)),
} as const;

function isBoolean(tag: Tags[number]): tag is ScalarTag {
  return typeof tag === "object" && tag.tag === "tag:yaml.org,2002:bool";
}

function withoutLetters(tag: ScalarTag): ScalarTag {
  if (!tag.test) return tag;
  const test = new RegExp(tag.test.source.replace(/\b([YN])\|[yn]\|/, ""));
  return { ...tag, test };
}

function textOf(call: NativeCall): string | Value {
  const source = unwrapped(call.positional[0]?.value ?? call.keywords.get("stream")?.value ?? none);
  if (source.kind === "unknown") return unknownFrom(source);
  if (source.kind === "str" || source.kind === "bytes") return source.value;
  return restOfFile(source) ?? call.interpreter.unknown("what is read is not known", call.span);
}

function load(call: NativeCall): Value {
  const text = textOf(call);
  if (typeof text !== "string") return text;
  const document = parseDocument(text, options);
  const [wrong] = document.errors;
  if (wrong) return call.interpreter.raise(yamlError, wrong.message.split("\n")[0] ?? "");
  return fromData(call, dataOf(document));
}

function dataOf(document: {
  toJS(options: { mapAsMap: boolean; maxAliasCount: number }): unknown;
}): unknown {
  try {
    return document.toJS({ mapAsMap: true, maxAliasCount: 1000 });
  } catch {
    // The package throws on endless aliases.
    return null;
  }
}

function loadAll(call: NativeCall): Value {
  const text = textOf(call);
  if (typeof text !== "string") return text;
  const documents = parseAllDocuments(text, options);
  if (!Array.isArray(documents)) return iterator([]);
  return iterator(documents.map((document) => fromData(call, dataOf(document))));
}

/** `yaml`. */
export const yamlNames = once((): readonly (readonly [string, Value])[] => [
  native("safe_load", load),
  native("load", load),
  native("full_load", load),
  native("unsafe_load", load),
  native("safe_load_all", loadAll),
  native("load_all", loadAll),
  native("dump", (call) => call.interpreter.unknown("the YAML text is not known", call.span)),
  native("safe_dump", (call) => call.interpreter.unknown("the YAML text is not known", call.span)),
  native("add_constructor", () => none),
  ["YAMLError", yamlError],
  ...[
    "Loader",
    "SafeLoader",
    "FullLoader",
    "UnsafeLoader",
    "CLoader",
    "CSafeLoader",
    "Dumper",
    "SafeDumper",
  ].map(
    (name) =>
      [
        name,
        nativeClass({ name, module: "yaml", attributes: [native("add_constructor", () => none)] }),
      ] as const,
  ),
]);
