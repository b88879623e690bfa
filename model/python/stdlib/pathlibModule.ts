import { once } from "../once.ts";
import { arg, native, need, pure, textOf } from "../builtins/pure.ts";
import { makeList } from "../interpreter/raise.ts";
import { absolutePath, normalPath } from "../interpreter/places.ts";
import { runOf } from "../interpreter/run.ts";
import { nativeClass, type NativeCall } from "../native.ts";
import type { ClassValue, InstanceValue, Payload, Value } from "../value.ts";
import { bool, none, str, tuple } from "../values.ts";
import { globPaths, nameMatcher } from "./globPaths.ts";
import { openPath, readText } from "./openFile.ts";
import { basename, dirname, listFolder, splitext } from "./osModule.ts";
import { kindAt, pathText, workspacePath } from "./workspacePath.ts";

/** What a `Path` is: its text. */
interface PathPayload extends Payload {
  readonly type: "path";
  readonly text: string;
  /** Equal paths are equal keys. */
  readonly key: string;
}

/** A path object. */
export function makePath(text: string, of: ClassValue = pathClass): InstanceValue {
  const plain = clean(text);
  const payload: PathPayload = { type: "path", text: plain, key: plain };
  return { kind: "instance", class: of, attributes: new Map(), payload };
}

/** Without doubled slashes, `.` parts and a slash at the end; `..` stays. */
function clean(text: string): string {
  const absolute = text.startsWith("/");
  const parts = text.split("/").filter((part) => part !== "" && part !== ".");
  return absolute ? `/${parts.join("/")}` : parts.join("/") || ".";
}

function own(call: NativeCall): string {
  return pathText(call.self ?? call.positional[0]?.value ?? none) ?? ".";
}

function other(call: NativeCall, index = 0): string {
  const value = need(call, index);
  return pathText(value) ?? textOf(call, value);
}

function join(base: string, part: string): string {
  return part.startsWith("/") || base === "" ? part : `${base}/${part}`;
}

function property(
  name: string,
  get: (text: string, call: NativeCall) => Value,
): readonly [string, Value] {
  return [
    name,
    {
      kind: "property",
      getter: native(name, (call) => get(own(call), call))[1],
      setter: undefined,
    },
  ];
}

function parentText(text: string): string {
  const parent = dirname(text);
  return parent === "" ? (text.startsWith("/") ? "/" : ".") : parent;
}

function isPlaceKnown(call: NativeCall): boolean {
  return runOf(call).host.files.place !== undefined;
}

/** Where the workspace root lies on the disk is not known: it is `/`. */
const aboveRoot: Value = {
  kind: "unknown",
  reason: "the folder above the workspace is known only when it runs",
};

function parents(text: string): Value[] {
  const all: Value[] = [];
  for (let at = text; all.length < 100;) {
    const next = parentText(at);
    if (next === at) break;
    all.push(makePath(next));
    at = next;
  }
  return all;
}

function absolute(call: NativeCall): Value {
  const text = own(call);
  if (text.startsWith("/")) return makePath(normalPath(text));
  const place = workspacePath(call, str(text));
  return makePath(absolutePath(runOf(call), typeof place === "string" ? place : text));
}

function exists(kinds: readonly string[]): (call: NativeCall) => Value {
  return (call) => {
    const place = workspacePath(call, str(own(call)));
    if (typeof place !== "string") return place;
    const kind = kindAt(call, place);
    if (kind !== undefined) return bool(kinds.includes(kind));
    return call.interpreter.unknown(`${place} is not in this workspace`, call.span);
  };
}

function glob(call: NativeCall, recursive: boolean): Value {
  const pattern = `${own(call)}/${recursive ? "**/" : ""}${textOf(call, need(call, 0))}`;
  const found = globPaths(call, pattern.startsWith("./") ? pattern.slice(2) : pattern);
  if (!Array.isArray(found)) return found as Value;
  return makeList(
    runOf(call),
    found.map((one: string) => makePath(one)),
  );
}

function iterdir(call: NativeCall): Value {
  const names = listFolder(call, str(own(call)));
  if (!Array.isArray(names)) return names as Value;
  return makeList(
    runOf(call),
    names.map((name: string) => makePath(join(own(call), name))),
  );
}

function relativeTo(call: NativeCall): Value {
  const base = clean(other(call));
  const text = own(call);
  if (text === base) return makePath(".");
  const head = base === "/" ? "/" : `${base}/`;
  if (text.startsWith(head)) return makePath(text.slice(head.length));
  if (base === ".") return makePath(text);
  return call.interpreter.raise("ValueError", `'${text}' is not in the subpath of '${base}'`);
}

function order(call: NativeCall): Value {
  return bool(own(call) < other(call));
}

export const pathClass: ClassValue = nativeClass({
  name: "PosixPath",
  module: "pathlib",
  attributes: [
    pure("__new__", (call) => {
      const parts = call.positional.map((_, index) => other(call, index));
      return makePath(parts.reduce(join, parts.length === 0 ? "." : "") || ".");
    }),
    property("name", (text, call) =>
      text === "/" && !isPlaceKnown(call) ? aboveRoot : str(text === "." ? "" : basename(text)),
    ),
    property("stem", (text) => str(splitext(basename(text))[0])),
    property("suffix", (text) => str(splitext(basename(text))[1])),
    property("suffixes", (text, call) => {
      const all = basename(text).replace(/^\.+/, "").split(".").slice(1);
      return call.interpreter.list(all.map((one) => str(`.${one}`)));
    }),
    property("parent", (text, call) =>
      text === "/" && !isPlaceKnown(call) ? aboveRoot : makePath(parentText(text)),
    ),
    property("parents", (text, call) =>
      tuple([...parents(text), ...Array<Value>(isPlaceKnown(call) ? 0 : 8).fill(aboveRoot)]),
    ),
    property("parts", (text) =>
      tuple(
        [
          ...(text.startsWith("/") ? ["/"] : []),
          ...text.split("/").filter((part) => part !== ""),
        ].map((part) => str(part)),
      ),
    ),
    property("anchor", (text) => str(text.startsWith("/") ? "/" : "")),
    property("root", (text) => str(text.startsWith("/") ? "/" : "")),
    pure("__truediv__", (call) => makePath(join(own(call), other(call)))),
    pure("__rtruediv__", (call) => makePath(join(other(call), own(call)))),
    pure("joinpath", (call) =>
      makePath(
        call.positional.reduce((text, _, index) => join(text, other(call, index)), own(call)),
      ),
    ),
    pure("__str__", (call) => str(own(call))),
    pure("__repr__", (call) => str(`PosixPath('${own(call)}')`)),
    pure("__fspath__", (call) => str(own(call))),
    pure("as_posix", (call) => str(own(call))),
    pure("__eq__", (call) => {
      const value = need(call, 0);
      return value.kind === "instance" ? bool(pathText(value) === own(call)) : bool(false);
    }),
    pure("__lt__", order),
    pure("resolve", absolute),
    pure("absolute", absolute),
    pure("expanduser", (call) =>
      own(call).startsWith("~")
        ? call.interpreter.unknown("the home folder is known only when it runs", call.span)
        : (call.self ?? none),
    ),
    pure("with_suffix", (call) =>
      makePath(splitext(own(call))[0] + textOf(call, need(call, 0, "suffix"))),
    ),
    pure("with_name", (call) =>
      makePath(join(parentText(own(call)), textOf(call, need(call, 0, "name")))),
    ),
    pure("with_stem", (call) =>
      makePath(join(parentText(own(call)), textOf(call, need(call, 0)) + splitext(own(call))[1])),
    ),
    pure("relative_to", relativeTo),
    pure("is_absolute", (call) => bool(own(call).startsWith("/"))),
    pure("match", (call) => {
      const pattern = textOf(call, need(call, 0)).split("/").reverse();
      const parts = own(call).split("/").reverse();
      return bool(pattern.every((one, index) => nameMatcher(one).test(parts[index] ?? "")));
    }),
    pure("exists", exists(["file", "folder"])),
    pure("is_file", exists(["file"])),
    pure("is_dir", exists(["folder"])),
    pure("glob", (call) => glob(call, false)),
    pure("rglob", (call) => glob(call, true)),
    pure("iterdir", iterdir),
    pure("read_text", (call) => {
      const text = readText(call, str(own(call)));
      return typeof text === "string" ? str(text) : text;
    }),
    pure("read_bytes", (call) =>
      call.interpreter.unknown("bytes of files are not read", call.span),
    ),
    pure("open", (call) => {
      const mode = arg(call, 0, "mode");
      return openPath(call, str(own(call)), mode?.kind === "str" ? mode.value : "r");
    }),
    native("mkdir", () => none),
    native("touch", () => none),
    native("write_text", () => none),
    native("unlink", () => none),
    native("cwd", (call) =>
      call.interpreter.unknown("the current folder is known only when it runs", call.span),
    ),
    native("home", (call) =>
      call.interpreter.unknown("the home folder is known only when it runs", call.span),
    ),
  ],
});

/** `pathlib`. */
export const pathlibNames = once((): readonly (readonly [string, Value])[] => [
  ["Path", pathClass],
  ["PurePath", pathClass],
  ["PosixPath", pathClass],
  ["PurePosixPath", pathClass],
]);
