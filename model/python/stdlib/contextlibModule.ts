import { once } from "../once.ts";
import { native, need } from "../builtins/pure.ts";
import type { ContextManagerPayload } from "../interpreter/withStatement.ts";
import { nativeClass, type NativeCall } from "../native.ts";
import type { FunctionValue, Value } from "../value.ts";
import { bool, none } from "../values.ts";

const managerClass = nativeClass({
  name: "_GeneratorContextManager",
  module: "contextlib",
  attributes: [
    native("__call__", (call) =>
      call.interpreter.unknown("a context manager that decorates is not followed", call.span),
    ),
  ],
});

/** `class Section(ContextDecorator)`: what it decorates runs inside of it. */
function decorated(call: NativeCall): Value {
  const [manager, callee] = [call.self ?? none, need(call, 0)];
  return native("inner", (inner) => {
    const [enter, leave] = ["__enter__", "__exit__"].map((name) =>
      inner.interpreter.attribute(manager, name),
    );
    if (enter) inner.interpreter.call(enter, {});
    const result = inner.interpreter.call(callee, {
      positional: inner.positional.map(({ value }) => value),
      keywords: new Map([...inner.keywords].map(([name, { value }]) => [name, value] as const)),
    });
    if (leave) inner.interpreter.call(leave, { positional: [none, none, none] });
    return result;
  })[1];
}

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
          unwind(call);
          const raised = call.positional[1]?.value;
          return bool(swallow && raised !== undefined && raised.kind !== "none");
        }),
        native("enter_context", (call) => {
          const manager = need(call, 0);
          const method = call.interpreter.attribute(manager, "__enter__");
          if (!method || method.kind === "unknown")
            return call.interpreter.unknown("a context manager is not followed", call.span);
          entered(call).push(manager);
          return call.interpreter.call(method, {});
        }),
        native("callback", (call) => {
          const [callee, ...positional] = call.positional.map(({ value }) => value);
          const { keywords } = call;
          if (callee)
            entered(call).push(
              native("callback", (inner) =>
                inner.interpreter.call(callee, { positional, keywords }),
              )[1],
            );
          return callee ?? none;
        }),
        native("push", (call) => {
          entered(call).push(need(call, 0));
          return need(call, 0);
        }),
        native("pop_all", (call) =>
          call.interpreter.unknown("ExitStack.pop_all() is not followed", call.span),
        ),
        native("close", (call) => {
          unwind(call);
          return none;
        }),
      ],
    }),
  ];
}

/** What an ExitStack has entered, outermost first. */
function entered(call: NativeCall): Value[] {
  const self = call.self?.kind === "instance" ? call.self : undefined;
  const known = self?.attributes.get("_entered");
  if (known?.kind === "list") return known.items;
  const made = call.interpreter.list([]);
  self?.attributes.set("_entered", made);
  return made.kind === "list" ? made.items : [];
}

/** Leaves what was entered, innermost first. */
function unwind(call: NativeCall): void {
  const all = entered(call);
  for (let manager = all.pop(); manager; manager = all.pop()) {
    if (manager.kind === "nativeFunction") {
      call.interpreter.call(manager, {});
      continue;
    }
    const leave = call.interpreter.attribute(manager, "__exit__");
    if (leave) call.interpreter.call(leave, { positional: [none, none, none] });
  }
}

function held(call: NativeCall): Value {
  return (call.self?.kind === "instance" ? call.self.attributes.get("_held") : undefined) ?? none;
}

/** `contextlib`. */
export const contextlibNames = once((): readonly (readonly [string, Value])[] => [
  native("contextmanager", contextManager),
  native("asynccontextmanager", contextManager),
  block("suppress", held, true),
  block("nullcontext", held, false),
  block("closing", held, false),
  block("redirect_stdout", held, false),
  block("redirect_stderr", held, false),
  block("ExitStack", (call) => call.self ?? none, false),
  [
    "ContextDecorator",
    nativeClass({
      name: "ContextDecorator",
      module: "contextlib",
      attributes: [native("__call__", decorated)],
    }),
  ],
  ["AbstractContextManager", nativeClass({ name: "AbstractContextManager", module: "contextlib" })],
]);
