import { arg, native, need, textOf, unknownArgument } from "../builtins/pure.ts";
import { someModule } from "../builtins/someModule.ts";
import { importFile } from "../interpreter/imports.ts";
import { runOf } from "../interpreter/run.ts";
import { nativeClass, type NativeCall } from "../native.ts";
import { once } from "../once.ts";
import type { ClassValue, Payload, Value } from "../value.ts";
import { none, unknownFrom } from "../values.ts";
import { kindAt, workspacePath } from "./workspacePath.ts";
import { withMore } from "../../withMore.ts";

// Modules that are loaded by where they lie, as factories do with files that a configuration names.

interface SpecPayload extends Payload {
  readonly type: "moduleSpec";
  readonly name: string;
  readonly file: string;
}

const loaderClass: ClassValue = nativeClass({
  name: "SourceFileLoader",
  module: "importlib.machinery",
  attributes: [
    native("__new__", (call) => fromFile(call, loaderClass)),
    native("load_module", (call) => moduleOf(call, call.self)),
    // The module has run when its spec was made one.
    native("exec_module", () => none),
  ],
});

const specClass: ClassValue = nativeClass({ name: "ModuleSpec", module: "importlib.machinery" });

/** A spec or a loader of the file at a path of the workspace. */
function fromFile(call: NativeCall, of: ClassValue): Value {
  const open = unknownArgument(call);
  if (open) return someModule(call, open);
  const name = textOf(call, need(call, 0, "name"));
  const place = workspacePath(call, arg(call, 1, "location") ?? need(call, 1, "path"));
  if (typeof place !== "string") return someModule(call, place);
  if (kindAt(call, place) !== "file") {
    const reason = `${place} is not in this workspace`;
    return someModule(call, call.interpreter.unknown(reason, call.span));
  }
  const payload: SpecPayload = { type: "moduleSpec", name, file: place };
  return { kind: "instance", class: of, attributes: new Map(), payload };
}

function specFromFile(call: NativeCall): Value {
  const spec = fromFile(call, specClass);
  if (spec.kind === "instance") spec.attributes.set("loader", { ...spec, class: loaderClass });
  return spec;
}

function moduleOf(call: NativeCall, spec: Value | undefined): Value {
  if (spec?.kind === "unknown") return withMore(unknownFrom(spec), { path: spec.path });
  const payload = spec?.kind === "instance" ? spec.payload : undefined;
  if (payload?.type !== "moduleSpec") return someModule(call, none);
  // The type tells which payload it is.
  const { name, file } = payload as SpecPayload;
  return importFile(runOf(call), name, file) ?? someModule(call, none);
}

/** `importlib.util`. */
export const importlibUtilNames = once((): readonly (readonly [string, Value])[] => [
  native("spec_from_file_location", specFromFile),
  native("module_from_spec", (call) => moduleOf(call, need(call, 0, "spec"))),
]);

/** `importlib.machinery`. */
export const importlibMachineryNames = once((): readonly (readonly [string, Value])[] => [
  ["SourceFileLoader", loaderClass],
  ["ModuleSpec", specClass],
]);
