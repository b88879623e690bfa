import { once } from "../once.ts";
import { arg, native, need } from "../builtins/pure.ts";
import { budgets } from "../budgets.ts";
import { nativeClass, type NativeCall } from "../native.ts";
import type { InstanceValue, Payload, Value } from "../value.ts";
import { int, none, str, unknownFrom } from "../values.ts";
import { runOf } from "../interpreter/run.ts";
import { workspacePath } from "./workspacePath.ts";

/** A file of the workspace that is open for reading. */
interface FilePayload extends Payload {
  readonly type: "file";
  readonly text: string;
  position: number;
  readonly binary: boolean;
}

/** `open(path)`: the file's text if the workspace has it; else, and for writing, unknown. */
export function openFile(call: NativeCall): Value {
  const path = call.self ?? need(call, 0, "file");
  const mode = call.self ? arg(call, 0, "mode") : arg(call, 1, "mode");
  return openPath(call, path, mode?.kind === "str" ? mode.value : "r");
}

/** Opens what a text or a path object names. */
export function openPath(call: NativeCall, path: Value, mode: string): Value {
  if (path.kind === "unknown") return unknownFrom(path);
  if (/[wax+]/.test(mode)) return call.interpreter.unknown("files are not written", call.span);
  const isBinary = mode.includes("b");
  const text = readText(call, path, isBinary);
  if (typeof text !== "string") return text;
  return fileOver(call, text, isBinary);
}

function fileOver(call: NativeCall, text: string, binary: boolean): InstanceValue {
  const payload: FilePayload = { type: "file", text, position: 0, binary };
  return { kind: "instance", class: fileClass, attributes: new Map(), payload, span: call.span };
}

/** `io`: a text that is read as a file. One that is written to is not followed. */
export const ioNames = once((): readonly (readonly [string, Value])[] => [
  ["open", native("open", openFile)[1]],
  ...["StringIO", "BytesIO"].map((name) =>
    native(name, (call) => {
      const given = call.positional[0]?.value;
      if (given?.kind === "str" || given?.kind === "bytes")
        return fileOver(call, given.value, given.kind === "bytes");
      return given?.kind === "unknown"
        ? unknownFrom(given)
        : call.interpreter.unknown(`what is written to a ${name} is not followed`, call.span);
    }),
  ),
]);

/** The text of a file of the workspace, as Python reads it; an unknown with the reason when it cannot be read. */
export function readText(call: NativeCall, path: Value, isBinary = false): string | Value {
  const place = workspacePath(call, path);
  if (typeof place !== "string") return place;
  const run = runOf(call);
  run.dependsOn.add(place);
  const text = run.host.files.readText(place);
  if (text === undefined)
    return call.interpreter.unknown(`file ${place} is not in this workspace`, call.span);
  if (text.length > budgets.fileCharacters)
    return call.interpreter.unknown("too large to follow", call.span);
  call.interpreter.spend(text.length >> 6);
  if (isBinary) return text;
  const plain = text.includes("\r") ? text.replace(/\r\n?/g, "\n") : text;
  const encoding = call.keywords.get("encoding")?.value;
  const skipsMark = encoding?.kind === "str" && /^utf[-_]?8[-_]sig$/i.test(encoding.value);
  return skipsMark ? plain.replace(/^\uFEFF/, "") : plain;
}

function fileOf(call: NativeCall): FilePayload | undefined {
  const { self } = call;
  return self?.kind === "instance" && self.payload?.type === "file"
    ? (self.payload as FilePayload)
    : undefined;
}

/** All that was not read yet. */
export function restOfFile(value: Value): string | undefined {
  if (value.kind !== "instance" || value.payload?.type !== "file") return undefined;
  const file = value.payload as FilePayload;
  const rest = file.text.slice(file.position);
  file.position = file.text.length;
  return rest;
}

/** The lines of a text, each with its line end. */
export function linesOf(text: string): string[] {
  return (text.match(/[^\n]*\n|[^\n]+$/g) ?? []).slice(0, budgets.items);
}

function lines(call: NativeCall): Value {
  const rest = restOfFile(call.self ?? none) ?? "";
  return call.interpreter.list(linesOf(rest).map((line) => str(line)));
}

/** The next line with its end; empty at the end of the file. */
function nextLine(call: NativeCall): string {
  const file = fileOf(call);
  if (!file) return "";
  const [line = ""] = linesOf(file.text.slice(file.position, file.position + 100_000));
  file.position += line.length;
  return line;
}

function bytesOf(text: string): Value {
  let value = "";
  for (const byte of new TextEncoder().encode(text)) value += String.fromCharCode(byte);
  return { kind: "bytes", value };
}

const fileClass = nativeClass({
  name: "TextIOWrapper",
  module: "_io",
  attributes: [
    native("read", (call) => {
      const text = restOfFile(call.self ?? none) ?? "";
      return fileOf(call)?.binary === true ? bytesOf(text) : str(text);
    }),
    native("readlines", lines),
    native("readline", (call) => str(nextLine(call))),
    native("__iter__", lines),
    native("__next__", (call) => {
      const line = nextLine(call);
      return line === "" ? call.interpreter.raise("StopIteration", "") : str(line);
    }),
    native("__enter__", (call) => call.self ?? none),
    native("__exit__", () => none),
    native("close", () => none),
    native("seek", (call) => {
      const file = fileOf(call);
      if (file) file.position = 0;
      return int(0);
    }),
  ],
});
