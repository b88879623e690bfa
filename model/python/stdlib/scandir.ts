import { native } from "../builtins/pure.ts";
import { makeList } from "../interpreter/raise.ts";
import { runOf } from "../interpreter/run.ts";
import { nativeClass, type NativeCall } from "../native.ts";
import type { ClassValue, Payload, Value } from "../value.ts";
import { bool, none, str } from "../values.ts";
import { namesIn, pathText, workspacePath } from "./workspacePath.ts";

/** What `os.scandir` gives: the entries of a folder of the workspace, to loop over or to open with `with`. */
export function scandir(call: NativeCall): Value {
  const given = call.positional[0]?.value ?? str(".");
  const place = workspacePath(call, given);
  if (typeof place !== "string") return place;
  const names = namesIn(call, place);
  if (!names)
    return call.interpreter.unknown(`folder ${place} is not in this workspace`, call.span);
  const base = pathText(given) ?? ".";
  const entries = [...names].map(([name, kind]) => entry(base, name, kind));
  const payload: EntriesPayload = { type: "scandir", entries };
  return { kind: "instance", class: entriesClass, attributes: new Map(), payload };
}

interface EntriesPayload extends Payload {
  readonly type: "scandir";
  readonly entries: readonly Value[];
}

const self = (call: NativeCall): Value => call.self ?? none;

const entriesClass: ClassValue = nativeClass({
  name: "ScandirIterator",
  module: "posix",
  attributes: [
    native("__iter__", (call) => {
      const payload = call.self?.kind === "instance" ? call.self.payload : undefined;
      // Only `scandir` makes instances of this class.
      return makeList(runOf(call), [...((payload as EntriesPayload | undefined)?.entries ?? [])]);
    }),
    native("__enter__", self),
    native("__exit__", () => none),
    native("close", () => none),
  ],
});

const entryClass: ClassValue = nativeClass({
  name: "DirEntry",
  module: "posix",
  attributes: [
    native("is_file", (call) => ofKind(call, "file")),
    native("is_dir", (call) => ofKind(call, "folder")),
    native("is_symlink", () => bool(false)),
    native("stat", (call) =>
      call.interpreter.unknown("what a disk says of a file is known only when it runs", call.span),
    ),
    native("__fspath__", (call) => call.interpreter.attribute(self(call), "path") ?? none),
  ],
});

function entry(base: string, name: string, kind: "file" | "folder"): Value {
  const path = base === "" ? name : `${base.replace(/\/$/, "")}/${name}`;
  const attributes = new Map<string, Value>([
    ["name", str(name)],
    ["path", str(path)],
  ]);
  // Taken for a path wherever a path may be given.
  const payload: EntryPayload = { type: "path", text: path, entry: kind };
  return { kind: "instance", class: entryClass, attributes, payload };
}

interface EntryPayload extends Payload {
  readonly type: "path";
  readonly text: string;
  readonly entry: "file" | "folder";
}

function ofKind(call: NativeCall, kind: "file" | "folder"): Value {
  const payload = call.self?.kind === "instance" ? call.self.payload : undefined;
  return bool(payload !== undefined && "entry" in payload && payload.entry === kind);
}
