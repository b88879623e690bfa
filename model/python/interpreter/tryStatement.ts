import type { Handler, Statement, Try } from "../syntax.ts";
import type { InstanceValue, Scope, UnknownValue, Value } from "../value.ts";
import { exceptionClass, exceptionOf } from "../builtins/exceptions.ts";
import { deleteName, mergePaths, tryPath, within } from "./context.ts";
import { footingOf, spanOf, standOn, type Run } from "./run.ts";
import { assignName } from "./scopes.ts";
import { PythonError } from "./signals.ts";

/** Runs a block; the statement module passes its own in. */
type RunStatements<E> = (run: Run, body: readonly Statement[], scope: Scope) => E;

interface MaybeEnding {
  readonly kind: string;
}

/**
 * `try`: the body runs; a handler runs when the body surely raises what it catches. Where the body imports what cannot be
 * found here, a handler of ImportError may run as well: both ways are followed.
 */
export function runTry<E extends MaybeEnding | undefined>(
  run: Run,
  statement: Try,
  scope: Scope,
  runStatements: RunStatements<E>,
): E | undefined {
  let ending: E | undefined;
  let failure: unknown;
  let failed = false;
  const { catchers } = run;
  if (statement.handlers.length > 0) run.catchers += 1;
  try {
    ending = runGuarded(run, statement, scope, runStatements);
  } catch (error) {
    failure = error;
    failed = true;
  } finally {
    run.catchers = catchers;
  }
  if (statement.finalbody.length > 0) {
    const last = runStatements(run, statement.finalbody, scope);
    if (last && last.kind !== "maybe") return last;
  }
  if (failed) throw failure;
  return ending;
}

function runGuarded<E extends MaybeEnding | undefined>(
  run: Run,
  statement: Try,
  scope: Scope,
  runStatements: RunStatements<E>,
): E | undefined {
  const imports = run.unknownImports;
  const footing = footingOf(run);
  const catcher = statement.handlers.find((handler) => mayCatchImport(run, handler, scope));
  if (catcher && importsSomething(statement.body))
    return runImports(run, statement, scope, runStatements, catcher, imports);
  let ending: E | undefined;
  try {
    ending = runStatements(run, statement.body, scope);
  } catch (error) {
    if (!(error instanceof PythonError)) throw error;
    standOn(run, footing);
    return handle(run, statement, scope, runStatements, error);
  }
  // What `else` raises is not for the handlers beside it.
  return ending ?? runStatements(run, statement.orelse, scope);
}

function importsSomething(body: readonly Statement[]): boolean {
  return body.some((statement) => statement.kind === "Import" || statement.kind === "ImportFrom");
}

/** The body of a `try` around imports; if one cannot be followed, the handler is another way. */
function runImports<E extends MaybeEnding | undefined>(
  run: Run,
  statement: Try,
  scope: Scope,
  runStatements: RunStatements<E>,
  catcher: Handler,
  imports: number,
): E | undefined {
  const footing = footingOf(run);
  let body: ReturnType<typeof tryPath<E | undefined>>;
  try {
    body = tryPath(run, () => {
      const ending = runStatements(run, statement.body, scope);
      return ending ?? runStatements(run, statement.orelse, scope);
    });
  } catch (error) {
    if (!(error instanceof PythonError)) throw error;
    standOn(run, footing);
    // What the body did before it raised stands.
    return handle(run, statement, scope, runStatements, error);
  }
  const cause: UnknownValue | undefined =
    run.unknownImports > imports
      ? {
          kind: "unknown",
          reason: "whether the import works is known only where it runs",
          span: spanOf(run, statement),
        }
      : undefined;
  if (!cause) {
    mergePaths(run, [body.changes], noCause);
    return body.result;
  }
  const other = tryHandler(run, catcher, scope, runStatements, cause);
  mergePaths(run, other ? [body.changes, other.changes] : [body.changes], cause);
  return body.result;
}

const noCause: UnknownValue = { kind: "unknown", reason: "" };

function tryHandler<E>(
  run: Run,
  catcher: Handler,
  scope: Scope,
  runStatements: RunStatements<E>,
  cause: UnknownValue,
): ReturnType<typeof tryPath<E>> | undefined {
  const footing = footingOf(run);
  try {
    return tryPath(run, () =>
      within(run, "dynamic", cause, () => {
        if (catcher.name) {
          const made = exceptionOf(exceptionClass("ImportError"), []);
          assignName(run, scope, catcher.name.name, made, spanOf(run, catcher.name), "assign");
        }
        return runStatements(run, catcher.body, scope);
      }),
    );
  } catch (error) {
    if (!(error instanceof PythonError)) throw error;
    standOn(run, footing);
    return undefined;
  }
}

function mayCatchImport(run: Run, handler: Handler, scope: Scope): boolean {
  if (!handler.type) return true;
  const names = handler.type.kind === "TupleLiteral" ? handler.type.items : [handler.type];
  return names.some(
    (name) =>
      name.kind === "Name" &&
      /^(?:ImportError|ModuleNotFoundError|Exception|BaseException)$/.test(name.name) &&
      !scope.variables.has(name.name) &&
      run.frame.scope.kind !== "class",
  );
}

function handle<E extends MaybeEnding | undefined>(
  run: Run,
  statement: Try,
  scope: Scope,
  runStatements: RunStatements<E>,
  error: PythonError,
): E | undefined {
  for (const handler of statement.handlers) {
    const catches = handler.type
      ? matches(run, run.evaluate(handler.type, scope), error.value)
      : true;
    if (catches === false) continue;
    if (handler.name)
      assignName(run, scope, handler.name.name, error.value, spanOf(run, handler.name), "assign");
    run.handling.push(error.value);
    try {
      return catches === true
        ? runStatements(run, handler.body, scope)
        : within(run, "dynamic", catches, () => runStatements(run, handler.body, scope));
    } finally {
      run.handling.pop();
      if (handler.name) deleteName(run, scope.variables, handler.name.name);
    }
  }
  throw error;
}

/** Whether an exception is of a caught type; the unknown that decides when that is not known. */
function matches(run: Run, type: Value, value: InstanceValue): boolean | UnknownValue {
  if (type.kind === "tuple") {
    let open: boolean | UnknownValue = false;
    for (const item of type.items) {
      const one = matches(run, item, value);
      if (one === true) return true;
      if (one !== false) open = one;
    }
    return open;
  }
  if (type.kind === "unknown") return type;
  if (type.kind !== "class") return false;
  if (value.class.mro.includes(type)) return true;
  return value.class.uncertain ?? false;
}
