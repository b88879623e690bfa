import type { Span } from "../../text/span.ts";
import { exceptionClass, exceptionOf } from "../builtins/exceptions.ts";
import type { ClassValue, UnknownValue, Value } from "../value.ts";
import { str } from "../values.ts";
import { statementSpan, type Run } from "./run.ts";
import { PythonError, TooLarge } from "./signals.ts";
import { budgets } from "../budgets.ts";

/** Raises a Python exception by class or builtin class name. */
export function raise(run: Run, of: string | ClassValue, message: string, span?: Span): never {
  const made = exceptionOf(typeof of === "string" ? exceptionClass(of) : of, [str(message)]);
  throw new PythonError(made, span ?? run.frame.at ?? statementSpan(run));
}

/** Raises KeyError for a key that is not there: `str(error)` is how the key is written. */
export function raiseKeyError(run: Run, key: Value, span?: Span): never {
  throw new PythonError(
    exceptionOf(exceptionClass("KeyError"), [key]),
    span ?? run.frame.at ?? statementSpan(run),
  );
}

/** An unknown that starts here. */
export function unknownHere(run: Run, reason: string, span?: Span): UnknownValue {
  return { kind: "unknown", reason, span: span ?? statementSpan(run) };
}

/** What stands for a value past a budget. */
export function tooLarge(run: Run, span?: Span): UnknownValue {
  const at = span ?? statementSpan(run);
  run.host.onTooLarge?.("too large to follow", at);
  return { kind: "unknown", reason: "too large to follow", span: at };
}

/** Uses up budget; past it, the statement is given up. */
export function spend(run: Run, steps: number): void {
  run.stepsLeft -= steps;
  if (run.stepsLeft < 0) throw new TooLarge("too large to follow", statementSpan(run));
}

/** A new list, unless it would be too long. */
export function makeList(run: Run, items: Value[], span?: Span): Value {
  if (items.length > budgets.items) return tooLarge(run, span);
  return { kind: "list", items, span, uncertain: undefined, branch: run.context.branch };
}
