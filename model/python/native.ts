import type { Certainty } from "../dag/certainty.ts";
import type { Span } from "../text/span.ts";
import type { Files } from "../workspace/files.ts";
import type { Expression, FunctionDef, Statement } from "./syntax.ts";
import type {
  ClassValue,
  FunctionValue,
  ModuleValue,
  NativeFunctionValue,
  Payload,
  Scope,
  UnknownValue,
  Value,
} from "./value.ts";

/**
 * Who uses the evaluator: what Python modules it brings, and what it wants to hear. Every function is optional but `files`
 * and `importRoots`. Nothing here may keep state between two evaluations unless the host wants it so: make one per file.
 */
export interface Host {
  readonly files: Files;
  /** Folders below the workspace root in which absolute imports are looked up, in order; `""` is the root. */
  readonly importRoots: readonly string[];
  /** Sets have no order: evaluations that walk them in several ways show what depends on it. */
  readonly setOrder?: "forwards" | "backwards" | "rotated";
  /**
   * The native module of a dotted name. Asked before workspace files and the standard library for every absolute import, for
   * each parent too; `guarded` inside of a `try` that may catch its failure. `"absent"` raises ModuleNotFoundError; undefined leaves it to the workspace, else it is unknown.
   */
  importModule?(name: string, guarded: boolean): ModuleValue | "absent" | undefined;
  /** `name = value`, `self.name = value` (name `self.name`), `with … as name`, `for name in …`, `def`, `class`, import. */
  onBind?(binding: Binding): void;
  /**
   * The stand-in for an absolute import that neither `importModule`, the workspace nor the standard library knows, asked for
   * each parent too. Undefined: an unknown with the dotted path.
   */
  missingModule?(name: string): ModuleValue | undefined;
  /** Whether a package is installed where the file runs, so that a folder of that name in the workspace is not it. */
  isInstalled?(name: string): boolean;
  /**
   * Something unknown was called; `args` were handed to it, and it may do anything. A value returned here is the call's
   * result; else that is unknown.
   */
  onUnknownCall?(callee: UnknownValue, call: NativeCall): Value | undefined;
  /** A condition that cannot be known decides whether a stretch of code runs; both ways are followed. */
  onUnknownCondition?(unknown: UnknownValue, span: Span): void;
  /** A budget was used up: the rest of what `span` does is not followed. */
  onTooLarge?(reason: string, span: Span): void;
  /** The value of an expression statement: `a >> b`, `make_dag()`. */
  onExpression?(value: Value, span: Span): void;
}

/** A value getting a name. */
export interface Binding {
  readonly name: string;
  /** The name's own place. */
  readonly span: Span;
  readonly value: Value;
  readonly form: "assign" | "with" | "for" | "def" | "class" | "import" | "attribute" | "walrus";
  readonly scope: Scope;
}

/** One argument as it arrives, with where it is written. */
export interface GivenArgument {
  readonly value: Value;
  /** The value's text in the call; of a `**dict` entry or a default, where the value is written. */
  readonly span: Span | undefined;
  /** `name=value` where it is written so. */
  readonly keywordSpan: Span | undefined;
}

/** What a function is called with. */
export interface Arguments {
  readonly positional: readonly GivenArgument[];
  readonly keywords: ReadonlyMap<string, GivenArgument>;
  /** Set when `*args` or `**kwargs` of the call are unknown: there may be more. */
  readonly uncertain: UnknownValue | undefined;
}

/** One call of a native function, or one use of an operator that a native class answers. */
export interface NativeCall extends Arguments {
  readonly interpreter: Interpreter;
  /** The instance or class it was looked up on; undefined for plain functions. */
  readonly self: Value | undefined;
  /** The whole `f(…)`, `a >> b`, `a[b]`, or the decorator's expression. */
  readonly span: Span;
  /** What is written there; undefined when Python itself calls (`__exit__`, a decorator's application). */
  readonly node: Expression | undefined;
  /** The left operand or the object before the dot, where it is written. */
  readonly selfSpan: Span | undefined;
}

/** One entry of the call stack. */
export interface Frame {
  readonly kind: "module" | "function" | "class" | "native";
  readonly module: ModuleValue;
  /** The function that runs. */
  readonly callee: FunctionValue | NativeFunctionValue | undefined;
  /** The call that led here. */
  readonly callSpan: Span | undefined;
  readonly scope: Scope;
  /** What runs now. */
  statement: Statement | undefined;
}

/** How surely the code that runs now really runs, once. */
export interface Context {
  /** `inferred` in followed loops, helpers and imports; `dynamic` under what cannot be known. */
  readonly certainty: Certainty;
  /** Why it is dynamic. */
  readonly unknown: UnknownValue | undefined;
  /** The loop variables that are unknown, innermost last: names for patterns. */
  readonly loopVariables: readonly string[];
  /** The ways that were taken to here where what decides is not known, outermost first. */
  readonly choices: readonly Choice[];
}

/** One of several ways of which exactly one is taken. */
export interface Choice {
  readonly decision: Decision;
  readonly index: number;
}

/** A condition that is not known. */
export interface Decision {
  /** The ways that there are, without those that end the program; undefined where it may be that none is taken. */
  readonly ways: Set<number> | undefined;
}

/** What a native function may ask of the evaluation that called it. */
export interface Interpreter {
  readonly host: Host;
  /** The file that was evaluated first. */
  readonly main: ModuleValue;
  /** Outermost first. */
  readonly frames: readonly Frame[];
  context(): Context;
  /** The statement that runs now. */
  statementSpan(): Span;
  /** Other files and folders read or looked for so far. */
  readonly dependsOn: ReadonlySet<string>;

  /** Calls anything. `sameCertainty`: the body counts as literally there (a decorator that runs its function once). */
  call(callee: Value, args: CallInput, options?: CallOptions): Value;
  /** Runs something in a context that is at most this certain. */
  within<T>(certainty: Certainty, unknown: UnknownValue | undefined, run: () => T): T;
  /** As `value.name` does, with properties and `__getattr__`; undefined where Python raises AttributeError. */
  attribute(value: Value, name: string): Value | undefined;
  setAttribute(value: Value, name: string, to: Value): void;
  /** As `isinstance`; undefined when it cannot be known. */
  isInstance(value: Value, of: ClassValue): boolean | undefined;
  /** The class of any value. */
  classOf(value: Value): ClassValue;
  /** Truth as Python sees it; undefined when it cannot be known. */
  truth(value: Value): boolean | undefined;
  /** Equality as Python sees it; undefined when it cannot be known. */
  equals(left: Value, right: Value): boolean | undefined;
  /** `str(value)`: a string, or an unknown with a pattern. */
  text(value: Value): Value;
  /** `repr(value)`. */
  repr(value: Value): Value;
  /** What iterating gives. Raises TypeError for what Python cannot iterate. */
  iterate(value: Value): Iteration;
  /** `object[key]`. */
  item(object: Value, key: Value): Value;
  /** Raises a Python exception by class name; code under evaluation may catch it. */
  raise(className: string | ClassValue, message: string, span?: Span): never;
  /** Whether code under evaluation stands by to catch what is raised now. */
  mayBeCaught(): boolean;
  /** An unknown that starts here. */
  unknown(reason: string, span?: Span): UnknownValue;
  /** A list, dict or set made now. */
  list(items: readonly Value[], span?: Span): Value;
  dict(entries: Iterable<readonly [string, Value]>, span?: Span): Value;
  /** Imports as `import name` does; an unknown when it cannot be followed. */
  importModule(name: string): Value;
  /** Uses up budget for work that grows with the input. */
  spend(steps: number): void;
  /** The span of a node of the file that runs now. */
  spanOf(node: { readonly start: number; readonly end: number }): Span;
  /** The possible strings of each `return` of a function, read from its text: what a branching callable may answer. */
  returnedStrings(callee: Value): readonly ReturnedString[] | undefined;
}

/** Arguments for `Interpreter.call`: values alone are fine. */
export interface CallInput {
  readonly positional?: readonly (Value | GivenArgument)[];
  readonly keywords?: ReadonlyMap<string, Value | GivenArgument>;
  readonly uncertain?: UnknownValue | undefined;
}

export interface CallOptions {
  readonly sameCertainty?: boolean;
  /** An exception in the body is noted and its next statement runs: the body is as good as the module's own code. */
  readonly recover?: boolean;
  /** Where the call is written, when not where Python is now. */
  readonly span?: Span;
}

/** What an iteration gives, in order. */
export interface Iteration {
  readonly items: readonly Value[];
  /** Set when there may be more or fewer: why. */
  readonly uncertain: UnknownValue | undefined;
  /** It is only that more follow. */
  readonly endless?: boolean | undefined;
}

/** A string literal that a function may return. */
export interface ReturnedString {
  readonly value: string;
  /** Inside the quotes. */
  readonly span: Span;
}

/** The `def` of a function value; undefined for a lambda or anything else. */
export function definitionOf(value: Value): FunctionDef | undefined {
  if (value.kind === "method") return definitionOf(value.callee);
  return value.kind === "function" && value.node.kind === "FunctionDef" ? value.node : undefined;
}

/** A native function, for modules and classes of a host. */
export function nativeFunction(
  name: string,
  call: (call: NativeCall) => Value,
  payload?: Payload,
): NativeFunctionValue {
  return { kind: "nativeFunction", name, call, attributes: new Map(), payload };
}

/** How a native class is described. Workspace classes may inherit from it. */
export interface NativeClassInput {
  readonly name: string;
  readonly module: string;
  readonly bases?: readonly ClassValue[];
  /** Class attributes; functions among them are methods, by Python's names (`__init__`, `__rshift__`, `__getattr__`, …). */
  readonly attributes?: Iterable<readonly [string, Value]>;
  readonly payload?: Payload;
  /** Makes class attributes that are not listed, when they are asked for. */
  readonly classAttribute?: (name: string) => Value | undefined;
  /**
   * Stands for the metaclass's `__call__`, inherited by workspace classes too: `call.self` is the class that was called, and
   * `make` does what Python does by itself: the instance, then its `__init__`, with the arguments it is given.
   */
  readonly construct?: Construct;
}

/** See `NativeClassInput.construct`. */
export type Construct = (call: NativeCall, make: (args: CallInput) => Value) => Value;

/** A native class. Instances are `InstanceValue`s; keep what belongs to them in `payload`. */
export function nativeClass(input: NativeClassInput): ClassValue {
  const mro: ClassValue[] = [];
  const made: ClassValue = {
    kind: "class",
    name: input.name,
    module: input.module,
    node: undefined,
    file: undefined,
    bases: input.bases ?? [],
    mro,
    attributes: new Map(input.attributes),
    bindings: new Map(),
    uncertain: undefined,
    payload: input.payload,
    construct: input.construct,
    classAttribute: input.classAttribute,
  };
  mro.push(made);
  for (const base of input.bases ?? [])
    for (const ancestor of base.mro) if (!mro.includes(ancestor)) mro.push(ancestor);
  return made;
}

/** `Base.__init__(self, …)`, as a class with several bases calls it: what comes first is the object. */
export function withSelfFirst(call: NativeCall): NativeCall {
  const self = call.positional[0]?.value;
  return call.self === undefined && self?.kind === "instance"
    ? { ...call, self, positional: call.positional.slice(1) }
    : call;
}

/** A native module; `attribute` makes names when they are first asked for. */
export function nativeModule(
  name: string,
  globals: Iterable<readonly [string, Value]>,
  attribute?: (name: string) => Value | undefined,
): ModuleValue {
  return {
    kind: "module",
    name,
    file: undefined,
    isPackage: true,
    globals: new Map(globals),
    bindings: new Map(),
    attribute,
    uncertain: undefined,
  };
}
