import { once } from "../once.ts";
import {
  parseAllDocuments,
  parseDocument,
  type CollectionTag,
  type ScalarTag,
  type Tags,
} from "yaml";
import { exceptionClass } from "../builtins/exceptions.ts";
import { native, unwrapped } from "../builtins/pure.ts";
import { nativeClass, type NativeCall } from "../native.ts";
import type { Value } from "../value.ts";
import { iterator, none, unknownFrom } from "../values.ts";
import { makeDatetime } from "./datetimeModule.ts";
import { fromData } from "./fromData.ts";
import { restOfFile } from "./openFile.ts";
import { parseIso } from "./strftime.ts";
import { withMore } from "../../withMore.ts";

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
  customTags: (tags: Tags): Tags => tags.map(asPyYaml),
} as const;

/** A tag with the texts that PyYAML takes it for. */
function asPyYaml(tag: Tags[number]): Tags[number] {
  return typeof tag === "object" && isScalar(tag) ? scalarAsPyYaml(tag) : tag;
}

function isScalar(tag: ScalarTag | CollectionTag): tag is ScalarTag {
  return tag.collection === undefined;
}

function scalarAsPyYaml(scalar: ScalarTag): ScalarTag {
  switch (scalar.tag) {
    case "tag:yaml.org,2002:bool":
      return withMore(scalar, {
        test: new RegExp((scalar.test?.source ?? "").replace(/\b([YN])\|[yn]\|/, "")),
      });
    case "tag:yaml.org,2002:float":
      // A number with an exponent has a point and a sign: `1e3` is a text.
      return scalar.format === "EXP"
        ? withMore(scalar, { test: /^[-+]?(?:\d[\d_]*)?\.[\d_]*[eE][-+]\d+$/ })
        : scalar;
    case "tag:yaml.org,2002:timestamp":
      return { ...scalar, resolve: timestamp };
    default:
      return scalar;
  }
}

/** A `date` or `datetime` of Python. */
function timestamp(text: string): Value {
  const value = parseIso(text.replace(/^([\d-]+)t/, "$1T"));
  if (!value) return { kind: "unknown", reason: `the date "${text}" is not followed` };
  return makeDatetime(value);
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
