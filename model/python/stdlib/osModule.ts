import { once } from "../once.ts";
import { arg, native, need, pure, textOf } from "../builtins/pure.ts";
import { makeList } from "../interpreter/raise.ts";
import { absolutePath, normalPath } from "../interpreter/places.ts";
import { runOf } from "../interpreter/run.ts";
import { nativeClass, nativeModule, type NativeCall } from "../native.ts";
import type { InstanceValue, Value } from "../value.ts";
import { bool, none, str, tuple, unknownFrom } from "../values.ts";
import { globPaths } from "./globPaths.ts";
import { scandir } from "./scandir.ts";
import { unfollowed } from "./unfollowed.ts";
import { kindAt, namesIn, pathText, workspacePath } from "./workspacePath.ts";
import { withMore } from "../../withMore.ts";

/** A path argument as text; an unknown stays unknown. */
function path(call: NativeCall, index = 0): string {
  const value = need(call, index);
  return pathText(value) ?? textOf(call, value);
}

/** The environment is that of the process that loads the file: what is written as default is what we can say. */
export function environment(
  call: NativeCall,
  name: Value,
  otherwise: Value | undefined,
  mayBeUnset = false,
): Value {
  const shown = name.kind === "str" ? name.value : "…";
  const reason = `environment variable ${shown}`;
  if (otherwise && otherwise.kind !== "none")
    return otherwise.kind === "unknown"
      ? otherwise
      : withMore(otherwise, { inferred: `default of ${reason}` });
  return {
    kind: "unknown",
    reason: `${reason} is known only when it runs`,
    span: call.span,
    pattern: `{${shown}}`,
    ...(mayBeUnset && { assumed: none, inferred: `${reason} is not set` }),
  };
}

function getenv(call: NativeCall): Value {
  return environment(call, need(call, 0, "key"), arg(call, 1, "default"), true);
}

const environClass = nativeClass({
  name: "_Environ",
  module: "os",
  attributes: [
    native("get", getenv),
    native("__getitem__", (call) => environment(call, need(call, 0), undefined)),
    native("setdefault", getenv),
    native("pop", getenv),
    native("__setitem__", () => none),
    native("update", () => none),
    native("__contains__", (call) => environment(call, need(call, 0), undefined)),
    native("__iter__", (call) =>
      call.interpreter.unknown("the environment is known only when it runs", call.span),
    ),
    ...["items", "keys", "values", "copy"].map((name) =>
      native(name, (call) =>
        call.interpreter.unknown("the environment is known only when it runs", call.span),
      ),
    ),
  ],
});

const environ: InstanceValue = {
  kind: "instance",
  class: environClass,
  attributes: new Map(),
  payload: { type: "environ" },
};

/** Directory part, as `os.path.dirname` gives it. */
export function dirname(text: string): string {
  const slash = text.lastIndexOf("/");
  if (slash < 0) return "";
  const head = text.slice(0, slash + 1);
  return /^\/+$/.test(head) ? head : head.replace(/\/+$/, "");
}

export function basename(text: string): string {
  return text.slice(text.lastIndexOf("/") + 1);
}

/** Root and extension, as `os.path.splitext` gives them. */
export function splitext(text: string): readonly [string, string] {
  const base = basename(text);
  const dot = base.replace(/^\.+/, (dots) => "_".repeat(dots.length)).lastIndexOf(".");
  if (dot < 0) return [text, ""];
  const at = text.length - base.length + dot;
  return [text.slice(0, at), text.slice(at)];
}

function join(parts: readonly string[]): string {
  let text = "";
  for (const part of parts)
    if (part.startsWith("/") || text === "") text = part;
    else text += text.endsWith("/") ? part : `/${part}`;
  return text;
}

function absolute(call: NativeCall, text: string): string {
  if (text.startsWith("/")) return normalPath(text);
  const place = workspacePath(call, str(text));
  return absolutePath(runOf(call), typeof place === "string" ? place : text);
}

function joinValues(call: NativeCall): Value {
  const unknown = call.positional.find((given) => given.value.kind === "unknown")?.value;
  if (unknown?.kind === "unknown") {
    const parts = call.positional.map(({ value }) =>
      value.kind === "unknown" ? (value.pattern ?? "{…}") : (pathText(value) ?? "{…}"),
    );
    return unknownFrom(unknown, join(parts));
  }
  return str(join(call.positional.map((_, index) => path(call, index))));
}

/** Whether a path is there; outside the workspace nobody can say. */
function exists(kinds: readonly string[]): (call: NativeCall) => Value {
  return (call) => {
    const place = workspacePath(call, need(call, 0));
    if (typeof place !== "string") return place;
    const kind = kindAt(call, place);
    if (kind !== undefined) return bool(kinds.includes(kind));
    return call.interpreter.unknown(`${place} is not in this workspace`, call.span);
  };
}

/** The names in a folder of the workspace; unknown for any other. */
export function listFolder(call: NativeCall, value: Value): readonly string[] | Value {
  const place = workspacePath(call, value);
  if (typeof place !== "string") return place;
  const names = namesIn(call, place);
  return names
    ? [...names.keys()]
    : call.interpreter.unknown(`folder ${place} is not in this workspace`, call.span);
}

function listdir(call: NativeCall): Value {
  const names = listFolder(call, call.positional[0]?.value ?? str("."));
  if (!Array.isArray(names)) return names as Value;
  return makeList(
    runOf(call),
    names.map((name: string) => str(name)),
  );
}

function walk(call: NativeCall): Value {
  const top = need(call, 0);
  const place = workspacePath(call, top);
  if (typeof place !== "string") return place;
  const rows: Value[] = [];
  const visit = (folder: string, shown: string): void => {
    const entries = namesIn(call, folder);
    if (!entries || rows.length > 1000) return;
    const names = (kind: string): string[] =>
      [...entries].filter(([, is]) => is === kind).map(([name]) => name);
    const list = (all: readonly string[]): Value =>
      call.interpreter.list(all.map((name) => str(name)));
    rows.push(tuple([str(shown), list(names("folder")), list(names("file"))]));
    for (const name of names("folder"))
      visit(folder === "" ? name : `${folder}/${name}`, `${shown}/${name}`);
  };
  visit(place, pathText(top) ?? absolutePath(runOf(call), place));
  if (rows.length === 0)
    return call.interpreter.unknown(`folder ${place} is not in this workspace`, call.span);
  return call.interpreter.list(rows);
}

function unknown(name: string): readonly [string, Value] {
  return native(name, (call) =>
    call.interpreter.unknown(`os.${name}() is known only when it runs`, call.span),
  );
}

/** The workspace root, where it is not known in which folder it lies. */
function isRoot(call: NativeCall, text: string): boolean {
  return text === "/" && runOf(call).host.files.place === undefined;
}

function aboveRoot(call: NativeCall): Value {
  return call.interpreter.unknown("the folder above the workspace is known only when it runs");
}

/** `os.path`. */
export const osPathNames = once((): readonly (readonly [string, Value])[] => [
  native("join", joinValues),
  pure("dirname", (call) => {
    const text = path(call);
    return isRoot(call, text) ? aboveRoot(call) : str(dirname(text));
  }),
  pure("basename", (call) => {
    const text = path(call);
    return isRoot(call, text) ? aboveRoot(call) : str(basename(text));
  }),
  pure("split", (call) => tuple([str(dirname(path(call))), str(basename(path(call)))])),
  pure("splitext", (call) => tuple(splitext(path(call)).map((part) => str(part)))),
  pure("abspath", (call) => str(absolute(call, path(call)))),
  pure("realpath", (call) => str(absolute(call, path(call)))),
  pure("normpath", (call) => str(normalPath(path(call)))),
  pure("expanduser", (call) => {
    const text = path(call);
    return text.startsWith("~")
      ? call.interpreter.unknown("the home folder is known only when it runs", call.span)
      : str(text);
  }),
  pure("expandvars", (call) => {
    const text = path(call);
    return /\$(?:\w|\{)/.test(text)
      ? call.interpreter.unknown("the environment is known only when it runs", call.span)
      : str(text);
  }),
  pure("isabs", (call) => bool(path(call).startsWith("/"))),
  pure("relpath", (call) => {
    const from = absolute(call, call.positional[1] ? path(call, 1) : ".").split("/");
    const to = absolute(call, path(call)).split("/");
    let shared = 0;
    while (shared < from.length && from[shared] === to[shared]) shared++;
    return str(
      [
        ...from
          .slice(shared)
          .filter((part) => part !== "")
          .map(() => ".."),
        ...to.slice(shared),
      ].join("/") || ".",
    );
  }),
  pure("exists", exists(["file", "folder"])),
  pure("isfile", exists(["file"])),
  pure("isdir", exists(["folder"])),
  ["sep", str("/")],
  ["pathsep", str(":")],
]);

/** `os`. */
export const osNames = once((): readonly (readonly [string, Value])[] => [
  ["path", nativeModule("posixpath", osPathNames(), unfollowed("os.path"))],
  ["environ", environ],
  native("getenv", getenv),
  pure("listdir", listdir),
  pure("walk", walk),
  pure("scandir", scandir),
  pure("fspath", (call) => str(path(call))),
  ["sep", str("/")],
  ["linesep", str("\n")],
  ["name", str("posix")],
  ["pathsep", str(":")],
  native("makedirs", () => none),
  native("mkdir", () => none),
  native("chdir", () => none),
  native("putenv", () => none),
  unknown("getcwd"),
  unknown("getpid"),
  unknown("cpu_count"),
  unknown("getlogin"),
  unknown("uname"),
  unknown("system"),
  unknown("popen"),
  unknown("urandom"),
  unknown("stat"),
  unknown("remove"),
  ["PathLike", nativeClass({ name: "PathLike", module: "os" })],
]);

/** `glob`. */
export const globNames = once((): readonly (readonly [string, Value])[] =>
  ["glob", "iglob"].map((name) =>
    pure(name, (call) => {
      const pattern = path(call);
      const from = call.keywords.get("root_dir")?.value;
      const base = from && from.kind !== "none" ? pathText(from) : undefined;
      const found = globPaths(call, base === undefined ? pattern : `${base}/${pattern}`);
      if (!Array.isArray(found)) return found as Value;
      const shown = found.map((one: string) =>
        str(base === undefined ? one : one.slice(base.length + 1)),
      );
      return makeList(runOf(call), shown);
    }),
  ),
);
