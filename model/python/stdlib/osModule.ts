import { notes } from "../../memo.ts";
import { once } from "../once.ts";
import { charsOf } from "../builtins/chars.ts";
import { fill } from "../builtins/dictMethods.ts";
import { arg, native, need, pure, textOf } from "../builtins/pure.ts";
import { entryOf } from "../hashing.ts";
import { deleteItem, setDictItem } from "../interpreter/items.ts";
import { makeList } from "../interpreter/raise.ts";
import { absolutePath, normalPath } from "../interpreter/places.ts";
import { runOf, type Run } from "../interpreter/run.ts";
import { nativeClass, nativeModule, type NativeCall } from "../native.ts";
import type { DictValue, InstanceValue, Value } from "../value.ts";
import { bool, none, str, tuple, unknownFrom } from "../values.ts";
import { globPaths } from "./globPaths.ts";
import { scandir } from "./scandir.ts";
import { unfollowed } from "./unfollowed.ts";
import { kindAt, namesIn, pathText, workspacePath } from "./workspacePath.ts";
import { withMore } from "../../withMore.ts";

/** A path argument as text; an unknown stays unknown. */
function path(call: NativeCall, index = 0): string {
  const named = call.keywords.get("p") ?? call.keywords.get("path");
  const value = arg(call, index) ?? named?.value ?? need(call, index);
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
  const written = setByCode.get(runOf(call));
  const known = written && name.kind === "str" ? entryOf(written, name)?.value : undefined;
  if (known) return known;
  if (written?.uncertain) return unknownFrom(written.uncertain, `{${shown}}`);
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

/** The variables that the code has set itself. */
const setByCode = notes<Run, DictValue>();

function variables(call: NativeCall): DictValue {
  const run = runOf(call);
  const made: DictValue = setByCode.get(run) ?? {
    kind: "dict",
    entries: new Map(),
    uncertain: undefined,
    branch: 0,
  };
  setByCode.set(run, made);
  return made;
}

function setVariable(call: NativeCall): Value {
  setDictItem(runOf(call), variables(call), need(call, 0), need(call, 1));
  return none;
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
    native("setdefault", (call) => {
      const value = getenv(call);
      setDictItem(runOf(call), variables(call), need(call, 0), value);
      return value;
    }),
    native("pop", (call) => {
      const value = getenv(call);
      const written = variables(call);
      if (entryOf(written, need(call, 0))) deleteItem(runOf(call), written, need(call, 0));
      return value;
    }),
    native("__setitem__", setVariable),
    native("__delitem__", (call) => {
      const written = variables(call);
      if (entryOf(written, need(call, 0))) deleteItem(runOf(call), written, need(call, 0));
      return none;
    }),
    native("update", (call) => {
      const [run, written] = [runOf(call), variables(call)];
      const source = call.positional[0]?.value;
      if (source)
        written.uncertain ??= fill(run, source, ({ key, value }) => {
          setDictItem(run, written, key, value);
        });
      for (const [name, { value }] of call.keywords) setDictItem(run, written, str(name), value);
      return none;
    }),
    native("__contains__", (call) =>
      entryOf(variables(call), need(call, 0))
        ? bool(true)
        : environment(call, need(call, 0), undefined),
    ),
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

/** What `relpath` starts from. */
function base(call: NativeCall): string {
  const start = arg(call, 1, "start");
  return start && start.kind !== "none" ? (pathText(start) ?? textOf(call, start)) : ".";
}

/** What all lists begin with. */
function shared(lists: readonly (readonly string[])[]): readonly string[] {
  const [first = [], ...others] = lists;
  const end = first.findIndex((part, at) => others.some((other) => other[at] !== part));
  return end < 0 ? first : first.slice(0, end);
}

/** `os.path`. */
export const osPathNames = once((): readonly (readonly [string, Value])[] => [
  native("join", joinValues),
  pure("splitdrive", (call) => tuple([str(""), str(path(call))])),
  pure("commonprefix", (call) => {
    const texts = call.interpreter.iterate(need(call, 0)).items.map((item) => textOf(call, item));
    return str(shared(texts.map(charsOf)).join(""));
  }),
  pure("commonpath", (call) => {
    const { items } = call.interpreter.iterate(need(call, 0));
    const texts = items.map((item) => pathText(item) ?? textOf(call, item));
    const rooted = texts.filter((text) => text.startsWith("/")).length;
    if (texts.length === 0 || (rooted > 0 && rooted < texts.length))
      return call.interpreter.raise("ValueError", "Can't mix absolute and relative paths");
    const parts = texts.map((text) =>
      text.split("/").filter((part) => part !== "" && part !== "."),
    );
    return str((rooted > 0 ? "/" : "") + shared(parts).join("/"));
  }),
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
    const from = absolute(call, base(call)).split("/");
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
  ...pathSigns(),
]);

/** What paths are made of where Airflow runs, which `os` and `os.path` both have. */
function pathSigns(): readonly (readonly [string, Value])[] {
  return [
    ["sep", str("/")],
    ["altsep", none],
    ["extsep", str(".")],
    ["pathsep", str(":")],
    ["curdir", str(".")],
    ["pardir", str("..")],
    ["devnull", str("/dev/null")],
  ];
}

/** `os`. */
export const osNames = once((): readonly (readonly [string, Value])[] => [
  ["path", nativeModule("posixpath", osPathNames(), unfollowed("os.path"))],
  ["environ", environ],
  native("getenv", getenv),
  pure("listdir", listdir),
  pure("walk", walk),
  pure("scandir", scandir),
  pure("fspath", (call) => str(path(call))),
  ...pathSigns(),
  ["linesep", str("\n")],
  ["name", str("posix")],
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
