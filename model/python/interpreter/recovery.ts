import type { UncaughtException } from "../evaluate.ts";
import type { Placed } from "../syntax.ts";
import type { UnknownValue } from "../value.ts";
import { exceptionMessage } from "../builtins/exceptions.ts";
import { spanOf, standOn, type Footing, type Run } from "./run.ts";
import { PythonError } from "./signals.ts";

/** More are no help to anybody. */
const limit = 20;

/**
 * What stands for a value when an exception would stop the module: it is noted, and the evaluation goes on, as a reader who
 * looks at a half-written file does. Undefined where code may catch it, or may not run at all: the exception goes on.
 */
export function recover(
  run: Run,
  error: unknown,
  footing: Footing,
  place: Placed,
): UnknownValue | undefined {
  if (!(error instanceof PythonError)) return undefined;
  if (footing.frame.recovers !== true || run.catchers > 0 || run.exceptions.length >= limit) {
    return undefined;
  }
  if (run.context.certainty === "dynamic") return undefined;
  standOn(run, footing);
  run.exceptions.push(uncaught(error));
  const { className, message } = uncaught(error);
  return {
    kind: "unknown",
    reason: `Python stops here: ${className}: ${message}`,
    span: spanOf(run, place),
  };
}

/** An exception as the evaluation tells it. */
export function uncaught({ value, span }: PythonError): UncaughtException {
  return { className: value.class.name, message: exceptionMessage(value), span, value };
}
