import { once } from "../once.ts";
import { native, need, pure, textOf } from "../builtins/pure.ts";
import { exceptionClass } from "../builtins/exceptions.ts";
import { nativeClass, type NativeCall } from "../native.ts";
import type { Value } from "../value.ts";
import { none, str, unknownFrom } from "../values.ts";
import { fromData, notJson } from "./fromData.ts";
import { toJson } from "./jsonText.ts";
import { restOfFile } from "./openFile.ts";

const decodeError = nativeClass({
  name: "JSONDecodeError",
  module: "json",
  bases: [exceptionClass("ValueError")],
});

function loads(call: NativeCall, text: string): Value {
  try {
    return fromData(call, new JsonReader(text).read());
  } catch (error) {
    // What the reader throws is its own, or the JavaScript stack's on absurd nesting.
    const message = error instanceof SyntaxError ? error.message : "too deeply nested";
    return call.interpreter.raise(decodeError, message);
  }
}

/** JSON as Python reads it: integers stay integers, keys keep their order. */
class JsonReader {
  private at = 0;
  private depth = 0;
  private readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  read(): unknown {
    const value = this.value();
    this.space();
    if (this.at < this.text.length) this.fail("Extra data");
    return value;
  }

  private fail(what: string): never {
    throw new SyntaxError(`${what}: char ${this.at}`);
  }

  private space(): void {
    while (/[ \t\n\r]/.test(this.text.charAt(this.at))) this.at += 1;
  }

  private value(): unknown {
    this.space();
    const char = this.text.charAt(this.at);
    if (char === "{") return this.object();
    if (char === "[") return this.array();
    if (char === '"') return this.string();
    for (const [word, value] of words)
      if (this.text.startsWith(word, this.at)) {
        this.at += word.length;
        return value;
      }
    return this.number();
  }

  private number(): unknown {
    numberText.lastIndex = this.at;
    const text = numberText.exec(this.text)?.[0];
    if (text === undefined) return this.fail("Expecting value");
    this.at += text.length;
    return /^-?\d+$/.test(text) ? BigInt(text) : Number(text);
  }

  private string(): string {
    stringText.lastIndex = this.at;
    const text = stringText.exec(this.text)?.[0];
    if (text === undefined) return this.fail("Unterminated string starting at");
    this.at += text.length;
    return JSON.parse(text) as string;
  }

  private array(): unknown[] {
    const items: unknown[] = [];
    this.enter();
    if (!this.skip("]"))
      do items.push(this.value());
      while (this.more("]"));
    this.depth -= 1;
    return items;
  }

  private object(): Map<unknown, unknown> {
    const entries = new Map<unknown, unknown>();
    this.enter();
    if (!this.skip("}"))
      do {
        this.space();
        const key =
          this.text.charAt(this.at) === '"'
            ? this.string()
            : this.fail("Expecting property name enclosed in double quotes");
        if (!this.skip(":")) this.fail("Expecting ':' delimiter");
        entries.set(key, this.value());
      } while (this.more("}"));
    this.depth -= 1;
    return entries;
  }

  private enter(): void {
    this.at += 1;
    this.depth += 1;
    if (this.depth > 500) this.fail("too deeply nested");
  }

  private skip(char: string): boolean {
    this.space();
    if (this.text.charAt(this.at) !== char) return false;
    this.at += 1;
    return true;
  }

  private more(close: string): boolean {
    if (this.skip(",")) return true;
    if (this.skip(close)) return false;
    return this.fail("Expecting ',' delimiter");
  }
}

const words: readonly (readonly [string, unknown])[] = [
  ["true", true],
  ["false", false],
  ["null", null],
  ["NaN", NaN],
  ["Infinity", Infinity],
  ["-Infinity", -Infinity],
];
const numberText = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const stringText = /"(?:[^"\\\x00-\x1f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;

const followedOptions: ReadonlySet<string> = new Set([
  "obj",
  "indent",
  "sort_keys",
  "default",
  "cls",
  "ensure_ascii",
]);

function dumps(call: NativeCall): Value {
  // What `cls` makes of other values is not followed, and of plain data it makes nothing.
  for (const [name, { value }] of call.keywords)
    if (!followedOptions.has(name) && !isCompact(name, value))
      return call.interpreter.unknown(`json.dumps(${name}=…) is not followed`, call.span);
  const option = (name: string): Value | undefined => call.keywords.get(name)?.value;
  const [sort, ascii, fallback] = [option("sort_keys"), option("ensure_ascii"), option("default")];
  const text = toJson(need(call, 0, "obj"), {
    indent: indentOf(option("indent")),
    sort: sort?.kind === "bool" && sort.value,
    compact: call.keywords.has("separators"),
    ascii: !(ascii?.kind === "bool" && !ascii.value),
    otherwise:
      fallback && fallback.kind !== "none" && !call.keywords.has("cls")
        ? (value) => call.interpreter.call(fallback, { positional: [value] })
        : undefined,
  });
  const wrong = text !== undefined || helped(call) ? undefined : notJson(need(call, 0, "obj"));
  if (wrong !== undefined)
    return call.interpreter.raise("TypeError", `Object of type ${wrong} is not JSON serializable`);
  return text === undefined
    ? call.interpreter.unknown("the JSON text is not known", call.span)
    : str(text);
}

/** `indent=2` and `indent="\t"`. */
function indentOf(value: Value | undefined): string | undefined {
  if (value?.kind === "str") return value.value;
  return value?.kind === "int"
    ? " ".repeat(Math.max(0, Math.min(100, Number(value.value))))
    : undefined;
}

/** Something else gives values a form that have none. */
function helped(call: NativeCall): boolean {
  const { keywords, uncertain } = call;
  return uncertain !== undefined || keywords.has("default") || keywords.has("cls");
}

/** `separators=(",", ":")`. */
function isCompact(name: string, value: Value): boolean {
  const parts = name === "separators" && value.kind === "tuple" ? value.items : [];
  return parts.map((part) => (part.kind === "str" ? part.value : "?")).join("") === ",:";
}

/** `json`. */
export const jsonNames = once((): readonly (readonly [string, Value])[] => [
  pure("loads", (call) => loads(call, textOf(call, need(call, 0, "s")))),
  native("load", (call) => {
    const file = need(call, 0);
    if (file.kind === "unknown") return unknownFrom(file);
    // `loads` is what takes a text.
    if (file.kind === "str")
      return call.interpreter.raise("AttributeError", "'str' object has no attribute 'read'");
    const text = restOfFile(file);
    return text === undefined
      ? call.interpreter.unknown("what is read is not known", call.span)
      : loads(call, text);
  }),
  native("dumps", dumps),
  native("dump", () => none),
  ["JSONDecodeError", decodeError],
  ["JSONEncoder", nativeClass({ name: "JSONEncoder", module: "json" })],
]);
