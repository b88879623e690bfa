import { exceptionClass } from "../../python/builtins/exceptions.ts";
import { nativeClass, type NativeCall } from "../../python/native.ts";
import type { Session } from "./session.ts";
import { classFor } from "./classFor.ts";

/**
 * Raises an exception of Airflow's own where the file stands by to catch it. Elsewhere the fault is reported, and the rest of
 * the file is read all the same.
 */
export function raiseIfCaught(
  session: Session,
  { interpreter, span }: Pick<NativeCall, "interpreter" | "span">,
  name: "DuplicateTaskIdFound" | "TaskNotFound" | "AirflowException" | "ValueError",
  message: string,
): void {
  if (!interpreter.mayBeCaught() || interpreter.context().certainty === "dynamic") return;
  if (name === "ValueError") interpreter.raise(name, message, span);
  const of = classFor(session, name, () =>
    nativeClass({ name, module: "airflow.exceptions", bases: [exceptionClass("Exception")] }),
  );
  interpreter.raise(of, message, span);
}
