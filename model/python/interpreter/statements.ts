// One switch over all statements, and the control flow that belongs to it.
import { budgets } from "../budgets.ts";
import type { Choice } from "../native.ts";
import type {
  Assign,
  Assert,
  AugmentedAssign,
  Delete,
  Expression,
  For,
  FunctionDef,
  If,
  Raise,
  Statement,
  While,
} from "../syntax.ts";
import type {
  FunctionValue,
  InstanceValue,
  IteratorValue,
  ListValue,
  Scope,
  UnknownValue,
  Value,
} from "../value.ts";
import { inferredFrom, none, settled, str, unknownFrom } from "../values.ts";
import { exceptionOf } from "../builtins/exceptions.ts";
import { assignTo } from "./assign.ts";
import { changeInPlace } from "./changeInPlace.ts";
import { deleteAttribute } from "./attributes.ts";
import { defineClass } from "./classes.ts";
import {
  deleteName,
  inside,
  mergePaths,
  mergeValues,
  onEachWay,
  setName,
  tryPath,
  within,
} from "./context.ts";
import { causeOf, defaultsOf } from "./expressions.ts";
import { runImport, runImportFrom } from "./imports.ts";
import { decorateWith } from "./decorate.ts";
import { driveEach, isDrivable, type Drivable } from "./drive.ts";
import { deleteItem } from "./items.ts";
import { runMatch } from "./matchStatement.ts";
import { narrowed, type Given } from "./narrow.ts";
import { truth } from "./operators.ts";
import { raise, tooLarge } from "./raise.ts";
import { recover } from "./recovery.ts";
import { footingOf, siteHere, spanOf, standOn, type Run } from "./run.ts";
import { assignName, lookUp, scopeOf, namesBoundBy } from "./scopes.ts";
import { PythonError, TooLarge, type Completion } from "./signals.ts";
import { runTry } from "./tryStatement.ts";
import { runWith } from "./withStatement.ts";
import { withMore } from "../../withMore.ts";

/** A way out of a block that is taken only perhaps: what follows runs only if it is not. */
interface Maybe {
  readonly kind: "maybe";
  readonly exits: readonly ("return" | "break" | "continue")[];
  readonly unknown: UnknownValue;
  /** What follows is the other of two ways. */
  readonly choice?: Choice | undefined;
}

type Ending = Completion | Maybe | undefined;

/** Runs statements in order. A `Maybe` of the whole block is kept for whoever runs the rest. */
export function runBlock(
  run: Run,
  body: readonly Statement[],
  scope: Scope,
): Completion | undefined {
  const ending = runStatements(run, body, scope);
  return ending?.kind === "maybe" ? undefined : ending;
}

function runStatements(run: Run, body: readonly Statement[], scope: Scope): Ending {
  const before = run.context;
  let maybe: Maybe | undefined;
  try {
    for (let at = 0, statement = body[0]; statement; statement = body[++at]) {
      const ending = maybe?.exits.includes("return")
        ? afterMaybeReturn(run, statement, scope)
        : runStatement(run, statement, scope);
      if (!ending) continue;
      if (ending.kind !== "maybe") return endWith(ending, maybe);
      // Nobody may come here any more.
      run.context = inside(run, "dynamic", ending.unknown, undefined, ending.choice);
      maybe = maybe ? { ...maybe, exits: [...new Set([...maybe.exits, ...ending.exits])] } : ending;
    }
    return maybe;
  } finally {
    run.context = before;
  }
}

/** A return that is taken only perhaps, and what decides that. */
function maybeReturn({ frame }: Run, value: Value, cause: UnknownValue | undefined): void {
  frame.maybeReturns.push(value);
  frame.undecided ??= cause;
}

/** What follows a return that is taken only perhaps: if it cannot end well, the return is taken. */
function afterMaybeReturn(run: Run, statement: Statement, scope: Scope): Ending {
  const footing = footingOf(run);
  try {
    return runStatement(run, statement, scope);
  } catch (error) {
    if (!(error instanceof PythonError)) throw error;
    standOn(run, footing);
    const value = run.frame.maybeReturns.pop();
    if (!value) throw error;
    return { kind: "return", value };
  }
}

/** A sure end of a block that may have been left before. */
function endWith(ending: Completion, maybe: Maybe | undefined): Ending {
  if (!maybe || ending.kind === "return") return ending;
  const exits = [...new Set([...maybe.exits, ending.kind])];
  return exits.length === 1 ? ending : { ...maybe, exits };
}

function runStatement(run: Run, statement: Statement, scope: Scope): Ending {
  if (--run.stepsLeft < 0) throw new TooLarge("too large to follow", spanOf(run, statement));
  if (run.nesting > budgets.nesting) {
    tooLarge(run, spanOf(run, statement));
    return undefined;
  }
  run.frame.statement = statement;
  run.nesting += 2;
  try {
    if (run.frame.recovers !== true) return execute(run, statement, scope);
    return guarded(run, statement, scope);
  } finally {
    run.nesting -= 2;
  }
}

/** In the main module, a statement that raises or is too large is given up and the next one tried. */
function guarded(run: Run, statement: Statement, scope: Scope): Ending {
  const footing = footingOf(run);
  try {
    return execute(run, statement, scope);
  } catch (error) {
    const recovered = recover(run, error, footing, statement);
    if (recovered) {
      forgetTargets(run, statement, scope, recovered);
      return undefined;
    }
    if (!(error instanceof TooLarge) || run.frames.length > 1) throw error;
    run.stepsLeft = budgets.stepsAfterwards;
    run.givenUp += 1;
    const unknown = tooLarge(run, spanOf(run, statement));
    run.unknowns.push({ reason: unknown.reason, span: unknown.span ?? spanOf(run, statement) });
    forget(run, statement, scope, unknown);
    if (run.givenUp > 20) throw error;
    return undefined;
  }
}

/** The names that a statement would bind are not known now, and others may be missing. */
function forget(run: Run, statement: Statement, scope: Scope, unknown: UnknownValue): void {
  forgetTargets(run, statement, scope, unknown);
  scope.module.uncertain ??= unknown;
}

/** What the statement assigns is not known; what else it would have bound is there, so that nothing follows from its absence. */
function forgetTargets(run: Run, statement: Statement, scope: Scope, unknown: UnknownValue): void {
  const isAssignment =
    statement.kind === "Assign" ||
    statement.kind === "AugmentedAssign" ||
    statement.kind === "AnnotatedAssign";
  if (statement.kind === "Delete") return;
  for (const name of namesBoundBy(statement))
    if (isAssignment || !scope.variables.has(name)) setName(run, scope.variables, name, unknown);
}

function execute(run: Run, statement: Statement, scope: Scope): Ending {
  switch (statement.kind) {
    case "ExpressionStatement": {
      const value = run.evaluate(statement.value, scope);
      run.host.onExpression?.(value, spanOf(run, statement));
      return undefined;
    }
    case "Assign": {
      assign(run, statement, scope);
      return undefined;
    }
    case "AnnotatedAssign":
      if (scope.kind === "class" && statement.target.kind === "Name")
        noteAnnotation(run, statement.target.name, statement.annotation, scope);
      if (statement.value)
        assignTo(run, statement.target, run.evaluate(statement.value, scope), scope, "assign");
      return undefined;
    case "AugmentedAssign": {
      augmented(run, statement, scope);
      return undefined;
    }
    case "Return":
      return {
        kind: "return",
        value: statement.value ? run.evaluate(statement.value, scope) : none,
      };
    case "Raise":
      return runRaise(run, statement, scope);
    case "Delete": {
      runDelete(run, statement, scope);
      return undefined;
    }
    case "Pass":
      return undefined;
    case "Break":
      return { kind: "break" };
    case "Continue":
      return { kind: "continue" };
    case "Import":
      runImport(run, statement, scope);
      return undefined;
    case "ImportFrom":
      runImportFrom(run, statement, scope);
      return undefined;
    case "Global":
    case "Nonlocal":
      return undefined;
    case "Assert": {
      runAssert(run, statement, scope);
      return undefined;
    }
    case "If":
      return runIf(run, statement, scope);
    case "While":
      return runWhile(run, statement, scope);
    case "For":
      return runFor(run, statement, scope);
    case "Try":
      return runTry(run, statement, scope, runStatements);
    case "With":
      return runWith(run, statement, scope, runStatements);
    case "FunctionDef":
      defineFunction(run, statement, scope);
      return undefined;
    case "ClassDef":
      defineClass(run, statement, scope);
      return undefined;
    case "Match":
      return runMatch(run, statement, scope, runStatements, joinPaths);
    case "TypeAlias":
      assignName(
        run,
        scope,
        statement.name.name,
        { kind: "unknown", reason: "a type alias" },
        spanOf(run, statement.name),
        "assign",
      );
      return undefined;
    case "ErrorStatement":
      return undefined;
  }
}

/** Annotations of a class body, for dataclasses and the like; the text says what they mean. */
function noteAnnotation(run: Run, name: string, annotation: Expression, scope: Scope): void {
  const known = scope.variables.get("__annotations__");
  const value = annotationValue(run, annotation, scope);
  if (known?.kind === "dict")
    known.entries.set(`s${name}`, {
      key: str(name),
      value,
      keySpan: undefined,
      valueSpan: undefined,
    });
  else scope.variables.set("__annotations__", run.interpreter.dict([[name, value]]));
}

function annotationValue(run: Run, annotation: Expression, scope: Scope): Value {
  if (
    annotation.kind !== "Name" &&
    annotation.kind !== "Subscript" &&
    annotation.kind !== "Attribute"
  )
    return annotation.kind === "StringLiteral" ? str(annotation.value) : none;
  try {
    return run.evaluate(annotation, scope);
  } catch (error) {
    // With `from __future__ import annotations` names in annotations may come later.
    if (error instanceof PythonError) return none;
    throw error;
  }
}

function assign(run: Run, statement: Assign, scope: Scope): undefined {
  if (statement.value.kind === "Call") run.kept = statement.value;
  const value = run.evaluate(statement.value, scope);
  const { targets } = statement;
  for (let at = 0, target = targets[0]; target; target = targets[++at])
    assignTo(run, target, value, scope, "assign");
  return undefined;
}

function augmented(run: Run, statement: AugmentedAssign, scope: Scope): undefined {
  const { target, operator } = statement;
  const old =
    target.kind === "Name"
      ? lookUp(run, target.name, augmentedScope(scope, target.name), target)
      : run.evaluate(target, scope);
  const right = run.evaluate(statement.value, scope);
  const site = withMore(siteHere(run), {
    selfSpan: spanOf(run, target),
    argSpan: spanOf(run, statement.value),
  });
  assignTo(run, target, changeInPlace(run, operator, old, right, site), scope, "assign");
  return undefined;
}

function augmentedScope(scope: Scope, name: string): Scope {
  return scopeOf(scope, name) === scope ? scope : scope;
}

function runRaise(run: Run, statement: Raise, scope: Scope): never {
  const span = spanOf(run, statement);
  if (!statement.exception) {
    const current = run.handling[run.handling.length - 1];
    if (current) throw new PythonError(current, span);
    return raise(run, "RuntimeError", "No active exception to reraise", span);
  }
  const value = run.evaluate(statement.exception, scope);
  if (value.kind === "instance") throw new PythonError(value, span);
  if (value.kind === "class") {
    const made = run.call(
      value,
      { positional: [], keywords: new Map(), uncertain: undefined },
      siteHere(run),
    );
    if (made.kind === "instance") throw new PythonError(made, span);
  }
  if (value.kind === "unknown") throw new PythonError(unknownException(run, value), span);
  return raise(run, "TypeError", "exceptions must derive from BaseException", span);
}

function unknownException(run: Run, value: UnknownValue): InstanceValue {
  const of = run.builtin("Exception");
  const made = of?.kind === "class" ? exceptionOf(of, [unknownFrom(value)]) : undefined;
  return made ?? raise(run, "Exception", value.reason);
}

function runDelete(run: Run, statement: Delete, scope: Scope): undefined {
  for (const target of statement.targets) {
    if (target.kind === "Name") {
      const { variables } = scopeOf(scope, target.name);
      if (!variables.has(target.name) && !scope.module.uncertain)
        raise(run, "NameError", `name '${target.name}' is not defined`, spanOf(run, target));
      deleteName(run, variables, target.name);
    } else if (target.kind === "Subscript")
      deleteItem(run, run.evaluate(target.object, scope), run.evaluate(target.index, scope));
    else if (target.kind === "Attribute")
      deleteAttribute(run, run.evaluate(target.object, scope), target.name.name);
  }
  return undefined;
}

function runAssert(run: Run, statement: Assert, scope: Scope): undefined {
  const test = run.evaluate(statement.test, scope);
  if (truth(run, test) !== false || test.inferred !== undefined) return undefined;
  const message = statement.message && run.evaluate(statement.message, scope);
  const text = message && run.text(message);
  return raise(
    run,
    "AssertionError",
    text?.kind === "str" ? text.value : "",
    spanOf(run, statement),
  );
}

/** Whether a block ends the program. */
function stops(body: readonly Statement[]): boolean {
  const last = body.at(-1);
  if (last?.kind !== "ExpressionStatement") return last?.kind === "Raise";
  const call = last.value.kind === "Call" ? last.value.callee : undefined;
  if (call?.kind === "Name") return call.name === "exit" || call.name === "quit";
  return call?.kind === "Attribute" && /^_?exit$/.test(call.name.name);
}

function runIf(run: Run, statement: If, scope: Scope, from = 0): Ending {
  const branch = statement.branches[from];
  if (!branch) return runStatements(run, statement.orelse, scope);
  const test = run.evaluate(branch.test, scope);
  const known = truth(run, test);
  const within_ = <T>(action: () => T): T =>
    test.inferred === undefined ? action() : within(run, "inferred", undefined, action);
  // A guard that would stop the file says nothing about it: what was inferred is the loading process's business.
  const guarded =
    test.inferred !== undefined &&
    stops(known ? branch.body : from + 1 === statement.branches.length ? statement.orelse : []);
  if (known !== undefined) {
    const ending =
      known !== guarded
        ? within_(() => runStatements(run, branch.body, scope))
        : within_(() => runIf(run, statement, scope, from + 1));
    if (test.inferred !== undefined && !guarded) markAssigned(run, statement, scope, test);
    return ending;
  }
  const cause = causeOf(run, test, branch.test);
  run.host.onUnknownCondition?.(cause, spanOf(run, branch));
  const given = (holds: boolean): readonly Given[] => [{ test: branch.test, holds }];
  const body = (): Ending => runStatements(run, branch.body, scope);
  const others = (): Ending => runIf(run, statement, scope, from + 1);
  return joinPaths(run, cause, [
    () => narrowed(run, given(true), scope, body, true),
    () => narrowed(run, given(false), scope, others, true),
  ]);
}

/** What a name is after a condition that was inferred is inferred too, where one of the ways sets it. */
function markAssigned(run: Run, statement: If, scope: Scope, test: Value): void {
  const bodies = [...statement.branches.map(({ body }) => body), statement.orelse];
  for (const target of bodies.flat().flatMap((inner) => assignedNames(inner))) {
    const { variables } = scopeOf(scope, target);
    const value = variables.get(target);
    if (value && isPlain(value)) setName(run, variables, target, inferredFrom(value, test));
  }
}

function assignedNames(statement: Statement): string[] {
  if (statement.kind !== "Assign") return [];
  return statement.targets.flatMap((target) => (target.kind === "Name" ? [target.name] : []));
}

/** Values that are copied without anybody noticing. */
function isPlain(value: Value): boolean {
  return /^(?:none|bool|int|float|str|bytes)$/.test(value.kind);
}

/** Runs paths of which one will be taken, and lets the names be what any of them made them. */
export function joinPaths(run: Run, cause: UnknownValue, paths: readonly (() => Ending)[]): Ending {
  const decision = { ways: new Set(paths.keys()) };
  const ways = paths.map((path) => () => tryPath(run, path));
  const alive = onEachWay(run, cause, ways, decision);
  if (alive.length === 0) return undefined;
  const endings = alive.map((path) => path.result);
  // A path that returns leaves nothing behind for the code that follows.
  const going = alive.filter((path) => path.result?.kind !== "return");
  mergePaths(
    run,
    (going.length > 0 ? going : alive).map((path) => path.changes),
    cause,
  );
  const joined = joinEndings(run, endings, cause);
  if (joined?.kind !== "maybe" || paths.length !== 2 || alive.length !== 2) return joined;
  const index = endings.findIndex((ending) => ending === undefined);
  const isOther = index >= 0 && endings[1 - index]?.kind !== "maybe";
  return isOther ? withMore(joined, { choice: { decision, index } }) : joined;
}

function joinEndings(run: Run, endings: readonly Ending[], cause: UnknownValue): Ending {
  const [first] = endings;
  if (endings.every((ending) => ending === undefined)) return undefined;
  if (endings.every((ending) => ending?.kind === "return")) {
    const values = endings.map((ending) => ending.value);
    return { kind: "return", value: mergeValues(values, cause) ?? none };
  }
  if (endings.every((ending) => ending?.kind === "break")) return first;
  if (endings.every((ending) => ending?.kind === "continue")) return first;
  const exits = new Set<Maybe["exits"][number]>();
  for (const ending of endings) {
    if (ending?.kind === "return") maybeReturn(run, ending.value, cause);
    if (ending?.kind === "maybe") for (const exit of ending.exits) exits.add(exit);
    else if (ending) exits.add(ending.kind);
  }
  return { kind: "maybe", exits: [...exits], unknown: cause };
}

function runWhile(run: Run, statement: While, scope: Scope): Ending {
  const left: Maybe[] = [];
  const isEndless =
    statement.test.kind === "BooleanLiteral" || statement.test.kind === "IntegerLiteral";
  const most = isEndless ? budgets.endlessRounds : budgets.rounds;
  for (let round = 0; ; round++) {
    const test = run.evaluate(statement.test, scope);
    const known = truth(run, test);
    if (known === false) break;
    if (round >= most) {
      tooLarge(run, spanOf(run, statement));
      return openLoop(run, statement, scope, causeOf(run, test, statement.test), undefined);
    }
    if (known === undefined || run.context.branch !== 0)
      if (known === undefined || round > 100)
        return openLoop(run, statement, scope, causeOf(run, test, statement.test), () =>
          runStatements(run, statement.body, scope),
        );
    const ending = within(run, "inferred", undefined, () =>
      runStatements(run, statement.body, scope),
    );
    if (ending?.kind === "break") return afterLoop(left);
    if (ending?.kind === "return") return ending;
    if (ending?.kind === "maybe") {
      left.push(ending);
      if (ending.exits.includes("break") || ending.exits.includes("return"))
        return openLoop(run, statement, scope, ending.unknown, () =>
          runStatements(run, statement.body, scope),
        );
    }
  }
  const after = runStatements(run, statement.orelse, scope);
  return after ?? afterLoop(left);
}

function afterLoop(left: readonly Maybe[]): Ending {
  return left.find((maybe) => maybe.exits.includes("return"));
}

/** A loop of which it is not known how often it runs: its body once, perhaps. */
function openLoop(
  run: Run,
  statement: While | For,
  scope: Scope,
  cause: UnknownValue,
  body: (() => Ending) | undefined,
  variable?: string,
): Ending {
  run.host.onUnknownCondition?.(cause, spanOf(run, statement));
  let ending: Ending;
  if (body) {
    const path = tryLoopBody(run, cause, body, variable);
    if (path) {
      mergePaths(run, [path.changes, new Map()], cause, "loop");
      ending = path.result;
    }
  }
  const returns =
    ending?.kind === "return" || (ending?.kind === "maybe" && ending.exits.includes("return"));
  if (ending?.kind === "return") maybeReturn(run, ending.value, cause);
  const after = within(run, "dynamic", cause, () => runStatements(run, statement.orelse, scope));
  if (returns) return { kind: "maybe", exits: ["return"], unknown: cause };
  return after?.kind === "return"
    ? { kind: "maybe", exits: ["return"], unknown: cause }
    : undefined;
}

function tryLoopBody(
  run: Run,
  cause: UnknownValue,
  body: () => Ending,
  variable: string | undefined,
): ReturnType<typeof tryPath<Ending>> | undefined {
  const footing = footingOf(run);
  try {
    return tryPath(run, () => within(run, "dynamic", cause, body, variable));
  } catch (error) {
    if (!(error instanceof PythonError)) throw error;
    // The loop may not run at all.
    standOn(run, footing);
    return undefined;
  }
}

function runFor(run: Run, statement: For, scope: Scope): Ending {
  const iterable = run.evaluate(statement.iterable, scope);
  if (isDrivable(iterable)) return forDriven(run, statement, scope, iterable);
  const changing = isChanging(iterable) ? iterable : undefined;
  const { items, uncertain } = changing
    ? { items: [], uncertain: undefined }
    : run.iterate(iterable);
  if (uncertain) return forUnknown(run, statement, scope, items, uncertain);
  const rounds = roundsOf(run, statement, scope);
  const before = run.context;
  run.context = inside(run, "inferred", undefined);
  try {
    const left = changing ? eachOf(changing, rounds) : eachIn(items, rounds);
    if (left) return left.value;
  } finally {
    run.context = before;
  }
  if (changing?.uncertain) return forUnknown(run, statement, scope, [], changing.uncertain);
  return afterRounds(run, statement, scope, rounds.maybe());
}

/** What the body may change while it is walked: a list that it appends to, an iterator that it asks for more. */
function isChanging(value: Value): value is ListValue | IteratorValue {
  if (value.kind === "list") return !value.uncertain;
  return value.kind === "iterator" && !settled(value).uncertain;
}

function eachOf(
  walked: ListValue | IteratorValue,
  rounds: Rounds,
): { readonly value: Ending } | undefined {
  for (let at = 0; ; at++) {
    const item = walked.items[walked.kind === "list" ? at : walked.position++];
    if (item === undefined) return undefined;
    const left = rounds.next(item);
    if (left) return left;
  }
}

function eachIn(items: readonly Value[], rounds: Rounds): { readonly value: Ending } | undefined {
  for (const item of items) {
    const left = rounds.next(item);
    if (left) return left;
  }
  return undefined;
}

/** A loop over a generator: each round runs where the generator gives its item. */
function forDriven(run: Run, statement: For, scope: Scope, generator: Drivable): Ending {
  const rounds = roundsOf(run, statement, scope);
  const left = driveEach(run, generator, (item) =>
    within(run, "inferred", undefined, () => rounds.next(item)),
  );
  return left ? left.value : afterRounds(run, statement, scope, rounds.maybe());
}

interface Rounds {
  /** Runs the body for an item; what it answers ends the loop. */
  next(item: Value): { readonly value: Ending } | undefined;
  /** How the loop may have been left before its end. */
  maybe(): Maybe | undefined;
}

function roundsOf(run: Run, statement: For, scope: Scope): Rounds {
  let maybe: Maybe | undefined;
  let count = 0;
  const { branch } = run.context;
  const body = (item: Value, perhaps: boolean): { readonly value: Ending } | undefined => {
    assignTo(run, statement.target, item, scope, "for");
    const ending = runStatements(run, statement.body, scope);
    if (ending?.kind === "break" && !perhaps) return { value: maybeAfter(maybe) };
    if (ending?.kind === "return" && !perhaps) return { value: ending };
    if (ending?.kind === "return") maybeReturn(run, ending.value, run.context.unknown);
    const open = ending?.kind === "maybe" ? ending : perhaps ? perhapsLeft(run, ending) : undefined;
    if (open?.exits.includes("break") !== true && open?.exits.includes("return") !== true)
      return undefined;
    maybe = maybe ?? open;
    return undefined;
  };
  return {
    next: (item) => {
      if (count >= budgets.rounds) {
        tooLarge(run, spanOf(run, statement));
        return { value: maybeAfter(maybe) };
      }
      count += 1;
      // A generator may give an item only perhaps.
      const perhaps = run.context.branch !== branch;
      if (!maybe) return body(item, perhaps);
      return within(run, "dynamic", maybe.unknown, () => body(item, perhaps));
    },
    maybe: () => maybe,
  };
}

/** A way out of a round that itself runs only perhaps. */
function perhapsLeft(run: Run, ending: Completion | undefined): Maybe | undefined {
  if (!ending) return undefined;
  const unknown = run.context.unknown ?? { kind: "unknown", reason: "a round may not run" };
  return { kind: "maybe", exits: [ending.kind], unknown };
}

function afterRounds(run: Run, statement: For, scope: Scope, maybe: Maybe | undefined): Ending {
  const after = runStatements(run, statement.orelse, scope);
  return after ?? maybeAfter(maybe);
}

/** After a loop that may have been left by `return`, nothing is certain; after `break`, all is. */
function maybeAfter(maybe: Maybe | undefined): Ending {
  return maybe?.exits.includes("return") === true ? { ...maybe, exits: ["return"] } : undefined;
}

function forUnknown(
  run: Run,
  statement: For,
  scope: Scope,
  items: readonly Value[],
  uncertain: UnknownValue,
): Ending {
  const { target } = statement;
  const variable = target.kind === "Name" ? target.name : undefined;
  const cause = uncertain.span
    ? uncertain
    : withMore(uncertain, { span: spanOf(run, statement.iterable) });
  const rounds = items.length > 0 ? items : [unknownFrom(cause)];
  const body = (): Ending => {
    let last: Ending;
    for (const item of rounds) {
      assignTo(run, target, item, scope, "for");
      last = runStatements(run, statement.body, scope);
      if (last?.kind === "break" || last?.kind === "return") break;
    }
    return last;
  };
  return openLoop(run, statement, scope, cause, body, variable);
}

/** A `def`: the function, then each decorator from the innermost out. */
export function defineFunction(run: Run, node: FunctionDef, scope: Scope): void {
  const decorators = node.decorators.map((decorator) => run.evaluate(decorator, scope));
  const made: FunctionValue = {
    kind: "function",
    name: node.name.name,
    node,
    module: scope.module,
    scope,
    defaults: defaultsOf(run, node.parameters, scope),
    attributes: new Map(),
    owner: undefined,
    span: spanOf(run, node),
  };
  const value = decorateWith(run, node.decorators, decorators, made);
  assignName(run, scope, node.name.name, value, spanOf(run, node.name), "def");
}
