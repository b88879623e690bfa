import type { NativeCall } from "../native.ts";
import type { UnknownValue, Value } from "../value.ts";

/** A module that may be any: what is found in it may do anything. */
export function someModule(call: NativeCall, name: Value): UnknownValue {
  const reason = name.kind === "unknown" ? name.reason : "which module is imported is not known";
  return { kind: "unknown", reason, span: call.span, path: "import_module()" };
}
