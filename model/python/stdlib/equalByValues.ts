import { need } from "../builtins/pure.ts";
import type { NativeCall } from "../native.ts";
import type { InstanceValue, Value } from "../value.ts";
import { bool } from "../values.ts";

/** `__eq__` of objects that are the same when their values, as one tuple, are: only those of one class can be. */
export function equalByValues(call: NativeCall, valuesOf: (of: InstanceValue) => Value): Value {
  const other = need(call, 0);
  if (
    other.kind !== "instance" ||
    call.self?.kind !== "instance" ||
    other.class !== call.self.class
  )
    return { kind: "notImplemented" };
  const same = call.interpreter.equals(valuesOf(call.self), valuesOf(other));
  return same === undefined ? call.interpreter.unknown("fields are not known") : bool(same);
}
