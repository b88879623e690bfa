import { native, need } from "../builtins/pure.ts";
import type { ContextManagerPayload } from "../interpreter/withStatement.ts";
import { nativeClass, type NativeCall } from "../native.ts";
import type { FunctionValue, Value } from "../value.ts";
import { bool, none } from "../values.ts";

const managerClass = nativeClass({ name: "_GeneratorContextManager", module: "contextlib" });

/** `@contextmanager`: calling the function gives something that `with` runs around its block. */
function contextManager(call: NativeCall): Value {
  const decorated = need(call, 0);
  if (decorated.kind !== "function") return decorated;
  return managed(decorated);
}

function managed(callee: FunctionValue): Value {
  return native(callee.name, (call) => {
    const self = call.self && { value: call.self, span: call.selfSpan, keywordSpan: undefined };
    const payload: ContextManagerPayload = {
      type: "contextManager",
      callee,
      args: {
        positional: self ? [self, ...call.positional] : call.positional,
        keywords: call.keywords,
        uncertain: call.uncertain,
      },
      site: { span: call.span, node: call.node, selfSpan: call.selfSpan },
    };
    return {
      kind: "instance",
      class: managerClass,
      attributes: new Map(),
      payload,
      span: call.span,
    };
  })[1];
}

function block(
  name: string,
  enter: (call: NativeCall) => Value,
  swallow: boolean,
): readonly [string, Value] {
  return [
    name,
    nativeClass({
      name,
      module: "contextlib",
      attributes: [
        native("__init__", (call) => {
          if (call.self?.kind === "instance")
            call.self.attributes.set("_held", call.positional[0]?.value ?? none);
          return none;
        }),
        native("__enter__", enter),
        native("__exit__", (call) => {
          const raised = call.positional[1]?.value;
          return bool(swallow && raised !== undefined && raised.kind !== "none");
        }),
        native("enter_context", (call) => {
          const manager = need(call, 0);
          const method = call.interpreter.attribute(manager, "__enter__");
          return method
            ? call.interpreter.call(method, {})
            : call.interpreter.unknown("a context manager is not followed", call.span);
        }),
        native("callback", () => none),
        native("push", () => none),
        native("close", () => none),
      ],
    }),
  ];
}

function held(call: NativeCall): Value {
  return (call.self?.kind === "instance" ? call.self.attributes.get("_held") : undefined) ?? none;
}

/** `contextlib`. */
export const contextlibNames: readonly (readonly [string, Value])[] = [
  native("contextmanager", contextManager),
  native("asynccontextmanager", contextManager),
  block("suppress", held, true),
  block("nullcontext", held, false),
  block("closing", held, false),
  block("redirect_stdout", held, false),
  block("redirect_stderr", held, false),
  block("ExitStack", (call) => call.self ?? none, false),
  ["ContextDecorator", nativeClass({ name: "ContextDecorator", module: "contextlib" })],
  ["AbstractContextManager", nativeClass({ name: "AbstractContextManager", module: "contextlib" })],
];
