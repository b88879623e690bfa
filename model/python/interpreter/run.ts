import type { Certainty, Unknown } from "../../dag/certainty.ts";
import type { Span } from "../../text/span.ts";
import type { Arguments, Binding, Choice, Frame, Host, Interpreter, Iteration } from "../native.ts";
import type { BinaryOperator, Expression, Module, Placed, Statement } from "../syntax.ts";
import type {
  ClassValue,
  FunctionValue,
  InstanceValue,
  ModuleValue,
  Scope,
  UnknownValue,
  Value,
} from "../value.ts";
import type { UncaughtException } from "../evaluate.ts";
import type { Completion } from "./signals.ts";

/** One entry of the call stack, with what only the evaluator needs. */
export interface RunFrame extends Frame {
  statement: Statement | undefined;
  /** The call or attribute of the statement that runs now, for what natives raise. */
  at: Span | undefined;
  /** What the function gave back on paths that may not be taken. */
  readonly maybeReturns: Value[];
  /** Why the first of these may not be taken. */
  undecided?: UnknownValue | undefined;
  /** An exception in its body is noted and the next statement runs, unless code may catch it. */
  readonly recovers?: boolean | undefined;
  /** What the function was called with, unless it is a generator. */
  readonly given?: Arguments | undefined;
  /** Called for each `yield`; answers what `yield` evaluates to. */
  readonly onYield: ((value: Value, span: Span) => Value) | undefined;
}

/** How surely the code that runs now runs. */
export interface RunContext {
  readonly certainty: Certainty;
  readonly unknown: UnknownValue | undefined;
  readonly loopVariables: readonly string[];
  readonly choices: readonly Choice[];
  /** Number of the undecided branch; 0 outside of any. */
  readonly branch: number;
}

/** Names changed since a branch began, each with what it was before. */
export type Journal = Map<Map<string, Value>, Map<string, Value | undefined>>;

/** Where a call is written. */
export interface Site {
  readonly span: Span;
  readonly node: Expression | undefined;
  readonly selfSpan: Span | undefined;
  /** The other operand of an operator. */
  readonly argSpan?: Span | undefined;
}

/** Parsed files kept by the caller between evaluations; it must forget a file whose text changed. */
export interface ModuleCache {
  get(file: string): Module | undefined;
  set(file: string, module: Module): void;
}

/**
 * One evaluation: its state, and the parts of the evaluator that call each other in circles (imports between files must not
 * form any). `evaluate.ts` ties them together.
 */
export interface Run {
  readonly host: Host;
  readonly cache: ModuleCache | undefined;
  readonly main: ModuleValue;
  readonly frames: RunFrame[];
  /** The innermost frame. */
  frame: RunFrame;
  context: RunContext;
  lastBranch: number;
  readonly journals: Journal[];
  stepsLeft: number;
  nesting: number;
  /** Functions that called themselves deeper than is followed. */
  readonly tooDeep: Set<object>;
  /** `sys.modules`. */
  readonly modules: Map<string, ModuleValue>;
  /** Workspace modules by file. */
  readonly modulesByFile: Map<string, ModuleValue>;
  /** The text of each file that was parsed. */
  readonly sources: Map<string, string>;
  /** Folders of each package that was found. */
  readonly packageFolders: Map<string, readonly string[]>;
  readonly listings: Map<string, ReadonlyMap<string, "file" | "folder"> | undefined>;
  /** For each module the native ones whose names it may all use bare. */
  readonly starImports: Map<ModuleValue, readonly ModuleValue[]>;
  /** Statements of the main module that were too large. */
  givenUp: number;
  /** A set was walked whose order Python does not promise. */
  walksSets: boolean;
  /** The call whose value an assignment keeps. */
  kept: Expression | undefined;
  /** The class whose metaclass runs now. */
  making: ClassValue | undefined;
  /** The classes that were made of each class so far, and those among them that only perhaps were. */
  readonly subclasses: Map<ClassValue, ClassValue[]>;
  readonly perhapsMade: Set<ClassValue>;
  /** The classes by the scopes of their bodies, for `super()` in methods that are decorated. */
  readonly classOfBody: Map<Scope, ClassValue>;
  /** Where `globals()` of the main module was asked for first. */
  globalsAt: Span | undefined;
  readonly dependsOn: Set<string>;
  readonly unknowns: Unknown[];
  readonly unknownPlaces: Set<string>;
  /** Unknown imports met so far: a `try` that catches ImportError counts them. */
  unknownImports: number;
  readonly handling: InstanceValue[];
  /** Open `try` statements that may catch an exception. */
  catchers: number;
  /** Exceptions that nothing catches, in order. */
  readonly exceptions: UncaughtException[];
  readonly interpreter: Interpreter;

  readonly evaluate: (expression: Expression, scope: Scope) => Value;
  readonly runBlock: (body: readonly Statement[], scope: Scope) => Completion | undefined;
  readonly call: (callee: Value, args: Arguments, site: Site) => Value;
  readonly callFunction: (
    callee: FunctionValue,
    args: Arguments,
    site: Site,
    options?: FunctionCallOptions,
  ) => Value;
  readonly attribute: (value: Value, name: string) => Value | undefined;
  readonly setAttribute: (value: Value, name: string, to: Value) => void;
  readonly binary: (operator: BinaryOperator, left: Value, right: Value, site: Site) => Value;
  readonly equals: (left: Value, right: Value) => boolean | undefined;
  readonly truth: (value: Value) => boolean | undefined;
  readonly iterate: (value: Value) => Iteration;
  readonly text: (value: Value) => Value;
  readonly repr: (value: Value) => Value;
  readonly item: (object: Value, key: Value, site: Site) => Value;
  readonly setItem: (object: Value, key: Value, value: Value, places?: ItemPlaces) => void;
  readonly classOf: (value: Value) => ClassValue;
  readonly importModule: (name: string, at: Span) => Value;
  readonly standardModule: (name: string) => ModuleValue | undefined;
  readonly builtin: (name: string) => Value | undefined;
}

/** Where key and value of a dict item are written. */
export interface ItemPlaces {
  readonly keySpan: Span | undefined;
  readonly valueSpan: Span | undefined;
}

export interface FunctionCallOptions {
  readonly recover?: boolean | undefined;
  readonly sameCertainty?: boolean | undefined;
  readonly onYield?: ((value: Value, span: Span) => Value) | undefined;
  readonly given?: Arguments | undefined;
}

/** A node's stretch, in the file that runs now. */
export function spanOf(run: Run, node: Placed): Span {
  return { file: run.frame.module.file ?? "", start: node.start, end: node.end };
}

/** A call that is written at a node. */
export function siteOf(run: Run, node: Expression, selfNode?: Placed): Site {
  return { span: spanOf(run, node), node, selfSpan: selfNode && spanOf(run, selfNode) };
}

/** Where to go on from after an exception. */
export interface Footing {
  readonly frame: RunFrame;
  readonly depth: number;
}

/** Remembered before something is tried. */
export function footingOf(run: Run): Footing {
  return { frame: run.frame, depth: run.frames.length };
}

/** Leaves the calls that an exception came out of. */
export function standOn(run: Run, { frame, depth }: Footing): void {
  run.frames.length = depth;
  run.frame = frame;
}

/** Where Python is now, for what it does by itself. */
export function siteHere(run: Run): Site {
  return { span: statementSpan(run), node: undefined, selfSpan: undefined };
}

/** The statement that runs now. */
export function statementSpan(run: Run): Span {
  for (let at = run.frames.length - 1; at >= 0; at--) {
    const frame = run.frames[at];
    if (frame?.statement && frame.module.file !== undefined)
      return {
        file: frame.module.file,
        start: frame.statement.start,
        end: frame.statement.end,
      };
  }
  return { file: run.main.file ?? "", start: 0, end: 0 };
}

/** Tells the host about a name. */
export function bound(run: Run, binding: Binding): void {
  run.host.onBind?.(binding);
}

/** The interpreter as the evaluator's own natives see it. */
export interface RunInterpreter extends Interpreter {
  readonly run: Run;
}

/** The evaluation that a native call belongs to. */
export function runOf(call: { readonly interpreter: Interpreter }): Run {
  // `evaluate.ts` makes no other interpreter.
  return (call.interpreter as RunInterpreter).run;
}
