import type { Unknown } from "../dag/certainty.ts";
import type { Span } from "../text/span.ts";
import { docstringOf } from "./interpreter/docstring.ts";
import { uncaught } from "./interpreter/recovery.ts";
import { budgets } from "./budgets.ts";
import { builtinOf } from "./builtins/builtins.ts";
import { builtinClassOf } from "./builtins/types.ts";
import { getAttribute, setAttribute } from "./interpreter/attributes.ts";
import { call, callFunction } from "./interpreter/calls.ts";
import { equals } from "./interpreter/compare.ts";
import { evaluate } from "./interpreter/expressions.ts";
import { importModule } from "./interpreter/imports.ts";
import { interpreterOf } from "./interpreter/interpreterOf.ts";
import { getItem, setItem } from "./interpreter/items.ts";
import { iterate } from "./interpreter/iterate.ts";
import { binary, truth } from "./interpreter/operators.ts";
import { statementSpan, type ModuleCache, type Run, type RunFrame } from "./interpreter/run.ts";
import { moduleScope } from "./interpreter/scopes.ts";
import { PythonError, TooLarge } from "./interpreter/signals.ts";
import { runBlock } from "./interpreter/statements.ts";
import { reprOf, textOf } from "./interpreter/text.ts";
import type { Host } from "./native.ts";
import { standardModules } from "./stdlib/standardModules.ts";
import type { Module } from "./syntax.ts";
import type { InstanceValue, ModuleValue, Value } from "./value.ts";

/** What running a module's code does, as far as it can be known. */
export interface Evaluation {
  /** Its globals, with where each was bound last in `bindings`. */
  readonly module: ModuleValue;
  /** The exceptions that stop the module: the first really does; the others would, were it mended. */
  readonly exceptions: readonly UncaughtException[];
  /** Where something cannot be known, and why. */
  readonly unknowns: readonly Unknown[];
  /** A set of several values was walked whose order Python does not promise. */
  readonly walksSets: boolean;
  /** Where code asked for `globals()` first. */
  readonly globalsAt: Span | undefined;
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

/** Evaluates the code of a file as Python would run it. Never throws, always ends. */
export function evaluateModule(module: Module, host: Host, cache?: ModuleCache): Evaluation {
  const main: ModuleValue = {
    kind: "module",
    name: `unusual_prefix_${stemOf(module.file)}`,
    file: module.file,
    isPackage: module.file.endsWith("/__init__.py"),
    globals: new Map(),
    bindings: new Map(),
    uncertain: undefined,
  };
  const run = newRun(main, host, cache);
  run.sources.set(module.file, module.text);
  run.modulesByFile.set(module.file, main);
  main.globals.set("__doc__", docstringOf(module.body));
  try {
    run.runBlock(module.body, run.frame.scope);
  } catch (error) {
    noteFailure(run, error);
  }
  return {
    module: main,
    exceptions: run.exceptions,
    unknowns: run.unknowns,
    walksSets: run.walksSets,
    globalsAt: run.globalsAt,
    dependsOn: [...run.dependsOn],
  };
}

function stemOf(file: string): string {
  return file.slice(file.lastIndexOf("/") + 1).replace(/\.py$/, "");
}

function noteFailure(run: Run, error: unknown): void {
  if (error instanceof PythonError) {
    run.exceptions.push(uncaught(error));
    return;
  }
  // A RangeError is JavaScript's own stack. Anything else would be a fault of ours; the file must not suffer for it.
  const isSize = error instanceof TooLarge || error instanceof RangeError;
  const reason = isSize ? "too large to follow" : `not followed here: ${String(error)}`;
  const span = error instanceof TooLarge ? error.span : statementSpan(run);
  run.main.uncertain ??= { kind: "unknown", reason, span };
  run.unknowns.push({ reason, span });
}

function newRun(main: ModuleValue, host: Host, cache: ModuleCache | undefined): Run {
  const frame: RunFrame = {
    kind: "module",
    module: main,
    callee: undefined,
    callSpan: undefined,
    scope: moduleScope(main),
    statement: undefined,
    at: undefined,
    maybeReturns: [],
    recovers: true,
    onYield: undefined,
  };
  const standard = standardModules();
  // The parts below call each other through this object, so that their files need not import each other in circles.
  const made: Omit<Run, "interpreter"> = {
    host,
    cache,
    main,
    frames: [frame],
    frame,
    context: {
      certainty: "certain",
      unknown: undefined,
      loopVariables: [],
      choices: [],
      branch: 0,
    },
    lastBranch: 0,
    journals: [],
    stepsLeft: budgets.steps,
    nesting: 0,
    tooDeep: new Set(),
    modules: new Map(),
    modulesByFile: new Map(),
    sources: new Map(),
    packageFolders: new Map(),
    listings: new Map(),
    starImports: new Map(),
    givenUp: 0,
    walksSets: false,
    kept: undefined,
    making: undefined,
    subclasses: new Map(),
    perhapsMade: new Set(),
    classOfBody: new Map(),
    globalsAt: undefined,
    dependsOn: new Set(),
    unknowns: [],
    unknownPlaces: new Set(),
    unknownImports: 0,
    handling: [],
    catchers: 0,
    exceptions: [],
    evaluate: (expression, scope) => evaluate(run, expression, scope),
    runBlock: (body, scope) => runBlock(run, body, scope),
    call: (callee, args, site) => call(run, callee, args, site),
    callFunction: (callee, args, site, options) => callFunction(run, callee, args, site, options),
    attribute: (value, name) => getAttribute(run, value, name),
    setAttribute: (value, name, to) => setAttribute(run, value, name, to),
    binary: (operator, left, right, site) => binary(run, operator, left, right, site),
    equals: (left, right) => equals(run, left, right),
    truth: (value) => truth(run, value),
    iterate: (value) => iterate(run, value),
    text: (value) => textOf(run, value),
    repr: (value) => reprOf(run, value),
    item: (object, key, site) => getItem(run, object, key, site),
    setItem: (object, key, value, places) => setItem(run, object, key, value, places),
    classOf: (value: Value) => builtinClassOf(value),
    importModule: (name, at) => importModule(run, name, at),
    standardModule: (name) => standard(name),
    builtin: (name) => builtinOf(name),
  };
  // The interpreter holds the run and the run the interpreter. A getter would give each run a shape of its own, which costs more than all else here.
  const run = made as Run;
  return Object.assign(run, { interpreter: interpreterOf(run) });
}
