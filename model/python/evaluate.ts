import type { Span } from "../text/span.ts";
import type { Unknown } from "../dag/certainty.ts";
import type { Host } from "./native.ts";
import type { Module } from "./syntax.ts";
import type { InstanceValue, ModuleValue } from "./value.ts";

/** What running a module's code does, as far as it can be known. */
export interface Evaluation {
  /** Its globals, with where each was bound last in `bindings`. */
  readonly module: ModuleValue;
  /** The exception that stops the module, if one does; what came before stands. */
  readonly exceptions: readonly UncaughtException[];
  /** Where something cannot be known, and why. */
  readonly unknowns: readonly Unknown[];
  /** Other files and folders that it read or looked for. */
  readonly dependsOn: readonly string[];
}

/** A Python exception that nothing caught. */
export interface UncaughtException {
  readonly className: string;
  readonly message: string;
  readonly span: Span;
  readonly value: InstanceValue;
}

/** Parsed files kept by the caller between evaluations; it must forget a file whose text changed. */
export interface ModuleCache {
  get(file: string): Module | undefined;
  set(file: string, module: Module): void;
}

/** Evaluates the code of a file as Python would run it. Never throws, always ends. */
export function evaluateModule(module: Module, _host: Host, _cache?: ModuleCache): Evaluation {
  const value: ModuleValue = {
    kind: "module",
    name: "__main__",
    file: module.file,
    isPackage: false,
    globals: new Map(),
    bindings: new Map(),
    uncertain: undefined,
  };
  return { module: value, exceptions: [], unknowns: [], dependsOn: [] };
}
