import { nativeFunction } from "../../python/native.ts";
import type { Value } from "../../python/value.ts";
import { stringOf } from "./session.ts";

/** `import_string("package.module.Name")`, with which factories find the operators that a configuration names. */
export function importString(): Value {
  return nativeFunction("import_string", (call) => {
    const given = (call.positional[0] ?? call.keywords.get("dotted_path"))?.value;
    const name = given && stringOf(given);
    if (name === undefined) {
      const reason = given?.kind === "unknown" ? given.reason : "what is imported is not known";
      // It may be anything, an operator too.
      return { kind: "unknown", reason, span: call.span, path: "import_string()" };
    }
    const at = name.lastIndexOf(".");
    if (at < 0)
      return call.interpreter.raise("ImportError", `${name} doesn't look like a module path`);
    const [path, member] = [name.slice(0, at), name.slice(at + 1)];
    const module = call.interpreter.importModule(path);
    if (module.kind === "unknown")
      return { kind: "unknown", reason: module.reason, span: call.span, path: name };
    return (
      call.interpreter.attribute(module, member) ??
      call.interpreter.raise(
        "ImportError",
        `Module "${path}" does not define a "${member}" attribute/class`,
      )
    );
  });
}
