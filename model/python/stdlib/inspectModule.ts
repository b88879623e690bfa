import { once } from "../once.ts";
import { arg, native, need } from "../builtins/pure.ts";
import { missingMethods } from "../interpreter/classes.ts";
import { runOf } from "../interpreter/run.ts";
import { nativeClass, type NativeCall } from "../native.ts";
import type { UnknownValue, Value } from "../value.ts";
import { bool, none, str, tuple, unknownFrom } from "../values.ts";
import { makeNamedTuple } from "./collectionsModule.ts";
import { namesIn, workspacePath } from "./workspacePath.ts";

type Names = readonly (readonly [string, Value])[];

/** A question about one value that is answered by what kind it is. */
function question(name: string, ask: (value: Value) => boolean): readonly [string, Value] {
  return native(name, (call) => {
    const value = need(call, 0);
    return value.kind === "unknown" ? unknownFrom(value) : bool(ask(value));
  });
}

/** `getmembers(module, predicate)`: what the predicate holds for, by name. */
function members(call: NativeCall): Value {
  const { interpreter } = call;
  const object = need(call, 0, "object");
  const predicate = arg(call, 1, "predicate");
  const dir = runOf(call).builtin("dir");
  const unfollowed = (): Value =>
    interpreter.unknown("the members of an object are known only when it runs", call.span);
  if (object.kind === "unknown") return unknownFrom(object);
  // Every module has texts and None under names of Python's own.
  const answers = (value: Value): boolean | undefined =>
    predicate && interpreter.truth(interpreter.call(predicate, { positional: [value] }));
  if (object.kind !== "module" || !dir || !predicate || predicate.kind === "none")
    return unfollowed();
  if ([str(""), none].some((value) => answers(value) !== false)) return unfollowed();
  const names = interpreter.iterate(interpreter.call(dir, { positional: [object] }));
  const found: Value[] = [];
  let uncertain: UnknownValue | undefined = names.uncertain;
  for (const name of names.items) {
    const value = name.kind === "str" ? interpreter.attribute(object, name.value) : undefined;
    if (!value) continue;
    const holds = answers(value);
    if (holds === true) found.push(tuple([name, value]));
    else if (holds === undefined)
      uncertain ??=
        value.kind === "unknown" ? value : interpreter.unknown("a predicate is not known");
  }
  const list = interpreter.list(found, call.span);
  if (list.kind === "list") list.uncertain ??= uncertain;
  return list;
}

/** `getfullargspec(function)`: the names that it takes; its defaults are not told. */
function fullArgSpec(call: NativeCall): Value {
  const callee = need(call, 0, "func");
  if (callee.kind === "unknown") return unknownFrom(callee);
  const unfollowed = call.interpreter.unknown("what a function takes is not followed", call.span);
  if (callee.kind !== "function") return unfollowed;
  const { parameters } = callee.node;
  const named = (forms: readonly string[]): Value[] =>
    parameters.filter(({ form }) => forms.includes(form)).map(({ name }) => str(name.name));
  const { interpreter } = call;
  const fields = new Map<string, Value>([
    ["args", interpreter.list(named(["positionalOnly", "plain"]), call.span)],
    ["varargs", named(["star"])[0] ?? none],
    ["varkw", named(["doubleStar"])[0] ?? none],
    ["defaults", unfollowed],
    ["kwonlyargs", interpreter.list(named(["keywordOnly"]), call.span)],
    ["kwonlydefaults", unfollowed],
    ["annotations", unfollowed],
  ]);
  const spec = makeNamedTuple(call, "FullArgSpec", [...fields.keys()], new Map());
  return interpreter.call(spec, { positional: [...fields.values()] });
}

const emptyClass = nativeClass({ name: "_empty", module: "inspect" });
const kinds: readonly (readonly [string, string])[] = [
  ["positionalOnly", "POSITIONAL_ONLY"],
  ["plain", "POSITIONAL_OR_KEYWORD"],
  ["star", "VAR_POSITIONAL"],
  ["keywordOnly", "KEYWORD_ONLY"],
  ["doubleStar", "VAR_KEYWORD"],
];
const kindClass = nativeClass({ name: "_ParameterKind", module: "inspect" });
const kindValues = new Map(
  kinds.map(([form, name]): [string, Value] => [
    form,
    {
      kind: "instance",
      class: kindClass,
      attributes: new Map([["name", str(name)]]),
      payload: undefined,
    },
  ]),
);
const parameterClass = nativeClass({
  name: "Parameter",
  module: "inspect",
  attributes: [
    ["empty", emptyClass],
    ...kinds.map(([form, name]) => [name, kindValues.get(form) ?? none] as const),
  ],
});
const signatureClass = nativeClass({
  name: "Signature",
  module: "inspect",
  attributes: [["empty", emptyClass]],
});

/** `signature(function).parameters`: the names that it takes, in order, with their kinds and defaults. */
function signature(call: NativeCall): Value {
  const given = need(call, 0, "obj");
  const callee = given.kind === "method" ? given.callee : given;
  if (callee.kind === "unknown") return unknownFrom(callee);
  if (callee.kind !== "function" || callee.attributes.has("__wrapped__"))
    return call.interpreter.unknown("what a function takes is not followed", call.span);
  const { interpreter } = call;
  const shown = callee.node.parameters.slice(given.kind === "method" ? 1 : 0);
  const parameters = shown.map(({ name, form, annotation, default: written }) => {
    const held = written && callee.defaults.get(name.name);
    const attributes = new Map<string, Value>([
      ["name", str(name.name)],
      ["kind", kindValues.get(form) ?? none],
      ["default", written ? (held ?? interpreter.unknown("a default is not known")) : emptyClass],
      [
        "annotation",
        annotation ? interpreter.unknown("an annotation is not followed") : emptyClass,
      ],
    ]);
    const value: Value = {
      kind: "instance",
      class: parameterClass,
      attributes,
      payload: undefined,
    };
    return [name.name, value] as const;
  });
  const attributes = new Map<string, Value>([
    ["parameters", interpreter.dict(parameters)],
    ["return_annotation", interpreter.unknown("an annotation is not followed")],
  ]);
  return { kind: "instance", class: signatureClass, attributes, payload: undefined };
}

/** `inspect`, as far as it looks at classes, functions and modules. */
export const inspectNames = once((): Names => [
  question("isclass", ({ kind }) => kind === "class"),
  question("isfunction", ({ kind }) => kind === "function"),
  question("ismethod", (value) => value.kind === "method" && value.callee.kind === "function"),
  question("ismodule", ({ kind }) => kind === "module"),
  question("isabstract", (value) => value.kind === "class" && missingMethods(value).length > 0),
  native("getmembers", members),
  native("getfullargspec", fullArgSpec),
  native("signature", signature),
  ["Parameter", parameterClass],
  ["Signature", signatureClass],
]);

interface Found {
  readonly name: string;
  readonly isPackage: boolean;
  readonly folder: string;
}

/** The modules in folders of the workspace, as Python finds them: by name, a package before a module of its name. */
function modulesIn(call: NativeCall, folder: string, prefix: string, deep: number): Found[] {
  const entries = namesIn(call, folder);
  const found = new Map<string, Found>();
  for (const file of [...(entries?.keys() ?? [])].sort()) {
    const below = folder === "" ? file : `${folder}/${file}`;
    const isPackage =
      entries?.get(file) === "folder" && namesIn(call, below)?.has("__init__.py") === true;
    const name = isPackage ? file : /^(\w+)\.py$/.exec(file)?.[1];
    if (name === undefined || name === "__init__" || found.has(name)) continue;
    found.set(name, { name: prefix + name, isPackage, folder: below });
  }
  return [...found.values()].flatMap((one) =>
    one.isPackage && deep > 0
      ? [one, ...modulesIn(call, one.folder, `${one.name}.`, deep - 1)]
      : [one],
  );
}

function listModules(deep: number): (call: NativeCall) => Value {
  return (call) => {
    const { interpreter } = call;
    const paths = arg(call, 0, "path");
    const prefix = arg(call, 1, "prefix") ?? str("");
    if (!paths || paths.kind === "none" || prefix.kind !== "str")
      return interpreter.unknown("which modules there are is known only when it runs", call.span);
    if (paths.kind === "str")
      return interpreter.raise("ValueError", "path must be None or list of paths to look for");
    const { items, uncertain } = interpreter.iterate(paths);
    const info = makeNamedTuple(call, "ModuleInfo", ["module_finder", "name", "ispkg"], new Map());
    const finder = interpreter.unknown("the finder of a module is not followed");
    const rows: Value[] = [];
    for (const path of items) {
      const place = workspacePath(call, path);
      if (typeof place !== "string") return place;
      if (!namesIn(call, place))
        return interpreter.unknown(`folder ${place} is not in this workspace`, call.span);
      for (const { name, isPackage } of modulesIn(call, place, prefix.value, deep))
        rows.push(interpreter.call(info, { positional: [finder, str(name), bool(isPackage)] }));
    }
    const list = interpreter.list(rows, call.span);
    if (list.kind === "list") list.uncertain ??= uncertain;
    return list;
  };
}

/** `pkgutil`: the modules of a package or folder. */
export const pkgutilNames = once((): Names => [
  native("iter_modules", listModules(0)),
  native("walk_packages", listModules(10)),
]);
