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
  const given = call.keywords.get("delimiter")?.value;
  const separator = given ? textOf(call, given) : ",";
  const text = restOfFile(source);
  if (text !== undefined) return { rows: parse(text, separator), uncertain: undefined };
  const { items, uncertain } = call.interpreter.iterate(source);
  const lines = items.map((item) => (item.kind === "str" ? item.value.replace(/\r?\n$/, "") : ""));
  return { rows: parse(lines.join("\n"), separator), uncertain };
}

function parse(text: string, separator: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let field = "";
  let quoted = false;
  const endField = (): void => {
    row.push(field);
    field = "";
  };
  const endRow = (): void => {
    if (row.length > 0 || field !== "") {
      endField();
      rows.push(row);
    }
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
    } else if (char === '"' && field === "") quoted = true;
    else if (char === separator) endField();
    else if (char === "\n" || char === "\r") {
      if (char === "\r" && text.charAt(at + 1) === "\n") at += 1;
      endRow();
    } else field += char;
  }
  endRow();
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
  const { rows, uncertain } = rowsOf(call);
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
