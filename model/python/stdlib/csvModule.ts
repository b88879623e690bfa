import { once } from "../once.ts";
import { native, need, textOf } from "../builtins/pure.ts";
import { nativeClass, type NativeCall } from "../native.ts";
import type { UnknownValue, Value } from "../value.ts";
import { iterator, none, str, unknownFrom } from "../values.ts";
import { restOfFile } from "./openFile.ts";

/** The rows of what is read; quotes may hold separators and line ends. */
function rowsOf(call: NativeCall): { rows: string[][]; uncertain: UnknownValue | undefined } {
  const source = need(call, 0);
  if (source.kind === "unknown") return { rows: [], uncertain: unknownFrom(source) };
  const other = [...call.keywords.keys()].find((name) => !followed.has(name));
  if (other !== undefined)
    return { rows: [], uncertain: call.interpreter.unknown(`csv with ${other} is not followed`) };
  const given = call.keywords.get("delimiter")?.value;
  const dialect = {
    separator: given ? textOf(call, given) : ",",
    skipsSpace: truthOf(call, "skipinitialspace"),
  };
  const text = restOfFile(source);
  if (text !== undefined) return { rows: parse(text, dialect), uncertain: undefined };
  const { items, uncertain } = call.interpreter.iterate(source);
  const lines = items.map((item) => (item.kind === "str" ? item.value.replace(/\r?\n$/, "") : ""));
  return { rows: parse(lines.join("\n"), dialect), uncertain };
}

const followed: ReadonlySet<string> = new Set([
  "f",
  "csvfile",
  "fieldnames",
  "delimiter",
  "skipinitialspace",
  "lineterminator",
]);

function truthOf(call: NativeCall, name: string): boolean {
  const given = call.keywords.get(name)?.value;
  return given !== undefined && call.interpreter.truth(given) === true;
}

interface Dialect {
  readonly separator: string;
  readonly skipsSpace: boolean;
}

/** A line with nothing on it is a row without fields. */
function parse(text: string, { separator, skipsSpace }: Dialect): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let field = "";
  let quoted = false;
  let hasField = false;
  const endField = (): void => {
    row.push(field);
    field = "";
    hasField = false;
  };
  const endRow = (): void => {
    if (row.length > 0 || hasField) endField();
    rows.push(row);
    row = [];
  };
  for (let at = 0; at < text.length; at++) {
    const char = text.charAt(at);
    if (quoted) {
      if (char !== '"') field += char;
      else if (text.charAt(at + 1) === '"') {
        field += '"';
        at += 1;
      } else quoted = false;
    } else if (char === '"' && !hasField) quoted = hasField = true;
    else if (char === separator) endField();
    else if (char === "\n" || char === "\r") {
      if (char === "\r" && text.charAt(at + 1) === "\n") at += 1;
      endRow();
    } else if (char !== " " || !skipsSpace || hasField) {
      field += char;
      hasField = true;
    }
  }
  if (row.length > 0 || hasField) endRow();
  return rows;
}

function reader(call: NativeCall): Value {
  const { rows, uncertain } = rowsOf(call);
  return iterator(
    rows.map((row) => call.interpreter.list(row.map((field) => str(field)))),
    uncertain,
  );
}

function dictReader(call: NativeCall): Value {
  const { rows: lines, uncertain } = rowsOf(call);
  const rows = lines.filter((line) => line.length > 0);
  const given = call.positional[1]?.value ?? call.keywords.get("fieldnames")?.value;
  const named = given && given.kind !== "none";
  const names = named
    ? call.interpreter.iterate(given).items.map((item) => (item.kind === "str" ? item.value : ""))
    : (rows[0] ?? []);
  const data = named ? rows : rows.slice(1);
  return iterator(
    data.map((row) =>
      call.interpreter.dict(
        names.map((name, index) => {
          const field = row[index];
          return [name, field === undefined ? none : str(field)] as const;
        }),
      ),
    ),
    uncertain,
  );
}

/** `csv`. */
export const csvNames = once((): readonly (readonly [string, Value])[] => [
  native("reader", reader),
  native("DictReader", dictReader),
  native("writer", (call) => call.interpreter.unknown("files are not written", call.span)),
  native("DictWriter", (call) => call.interpreter.unknown("files are not written", call.span)),
  ["Error", nativeClass({ name: "Error", module: "csv" })],
]);
