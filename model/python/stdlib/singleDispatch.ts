import { arg, native, need } from "../builtins/pure.ts";
import { runOf } from "../interpreter/run.ts";
import type { NativeCall } from "../native.ts";
import type { ClassValue, Value } from "../value.ts";
import { none, unknownFrom } from "../values.ts";
import { withMore } from "../../withMore.ts";

/** What a function is for each class, the last registered last. */
type Registry = Map<ClassValue | "object", Value>;

/**
 * `singledispatch(f)`: which function is called depends on the class of the first argument. `singledispatchmethod(f)` is the
 * same on a class, where `self` comes before it.
 */
export function singleDispatch(call: NativeCall): Value {
  const registry: Registry = new Map([["object", need(call, 0)]]);
  const [, made] = native("singledispatch", (inner) => dispatch(registry, inner));
  made.attributes?.set("register", native("register", (inner) => register(registry, inner))[1]);
  made.attributes?.set(
    "dispatch",
    native("dispatch", (inner) => chosen(registry, need(inner, 0), inner) ?? none)[1],
  );
  return made;
}

/** `@f.register`, by the annotation of the first argument; `@f.register(C)`; `f.register(C, g)`. */
function register(registry: Registry, call: NativeCall): Value {
  const first = need(call, 0);
  const callee = arg(call, 1);
  if (first.kind === "class" && callee) return add(registry, first, callee);
  if (first.kind === "class")
    return native("register", (inner) => add(registry, first, need(inner, 0)))[1];
  const of = annotated(call, first);
  if (of?.kind === "class") return add(registry, of, first);
  if (of?.kind === "tuple") {
    for (const one of of.items) if (one.kind === "class") add(registry, one, first);
    return first;
  }
  return unknownFrom(call.interpreter.unknown("what a function is registered for is not known"));
}

function add(registry: Registry, of: ClassValue, callee: Value): Value {
  registry.delete(of);
  registry.set(of.name === "object" && of.module === "builtins" ? "object" : of, callee);
  return callee;
}

/** What is written after the `:` of the first argument that is no `self`. */
function annotated(call: NativeCall, callee: Value): Value | undefined {
  const target = callee.kind === "wrapped" ? callee.callee : callee;
  if (target.kind !== "function") return undefined;
  const node = target.node.parameters.find(({ annotation }) => annotation)?.annotation;
  return node && runOf(call).evaluate(node, target.scope);
}

function dispatch(registry: Registry, call: NativeCall): Value {
  const [first] = call.positional;
  const { self, keywords, uncertain, span, node, selfSpan } = call;
  const positional = self
    ? [{ value: self, span: selfSpan, keywordSpan: undefined }, ...call.positional]
    : call.positional;
  const given = { positional, keywords, uncertain };
  const site = { span, node, selfSpan };
  const run = runOf(call);
  const value = first?.value;
  if (!value || value.kind === "unknown") {
    const alternatives = [...registry.values()];
    const reason = "which registered function is called is not known";
    return run.call(
      withMore(call.interpreter.unknown(reason, span), { alternatives }),
      given,
      site,
    );
  }
  const callee = chosen(registry, run.classOf(value), call, value);
  return callee ? run.call(callee, given, site) : none;
}

/** The function for a class: that of the nearest class in its line, else of an abstract one that its values belong to. */
function chosen(registry: Registry, of: Value, call: NativeCall, value?: Value): Value | undefined {
  if (of.kind !== "class") return registry.get("object");
  for (const ancestor of of.mro) {
    const found = registry.get(ancestor);
    if (found) return found;
  }
  for (const [known, callee] of registry)
    if (known !== "object" && value && call.interpreter.isInstance(value, known) === true)
      return callee;
  return registry.get("object");
}
