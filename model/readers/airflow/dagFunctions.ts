import {
  nativeClass,
  nativeFunction,
  type GivenArgument,
  type NativeCall,
} from "../../python/native.ts";
import type { ClassValue, Value } from "../../python/value.ts";
import type { CallableInfo } from "../../dag/dag.ts";
import type { Span } from "../../text/span.ts";
import { classFor } from "./classFor.ts";
import { closeDag, dagIdOf, dagValue, makeDag, openDag, positional } from "./dagClass.ts";
import { callableOf } from "./operatorTask.ts";
import { method } from "./relations.ts";
import {
  certaintyOf,
  instanceOf,
  payloadOf,
  stringOf,
  type GivenMap,
  type Session,
} from "./session.ts";
import { bindProblem, parametersOf } from "./signature.ts";
import { report } from "./structure/building.ts";
import type { ReadId } from "./taskIds.ts";

/** `@dag`, `@dag(…)`, `@dag("id")`. The decorated function is a factory: a DAG exists only when it is called. */
export function dagDecorator(session: Session): Value {
  return nativeFunction("dag", (call) => {
    const first = call.positional[0] ?? call.keywords.get("dag_id_or_func");
    if (first && !isId(first.value)) {
      // Airflow 2 takes the function for the id, and waits for the function.
      const awaitsFunction = session.airflow === 2;
      return dagFunction(session, first.value, new Map(), awaitsFunction);
    }
    const given = new Map(call.keywords);
    if (first && !given.has("dag_id") && stringOf(first.value)?.trim() !== "") {
      given.set("dag_id", first);
    }
    // In Airflow 2 the others have their places too.
    if (session.airflow === 2) {
      call.positional.forEach((argument, at) => {
        const name = positional[at];
        if (at > 0 && name && !given.has(name)) given.set(name, argument);
      });
    }
    return nativeFunction("dag", (inner) => {
      const callee = inner.positional[0]?.value;
      return callee
        ? dagFunction(session, callee, given)
        : inner.interpreter.unknown("@dag without a function");
    });
  });
}

function isId(value: Value): boolean {
  return value.kind === "str" || value.kind === "none" || value.kind === "unknown";
}

function dagFunction(
  session: Session,
  callee: Value,
  given: GivenMap,
  awaitsFunction = false,
): Value {
  const payload = {
    type: "airflow.dagFunction" as const,
    function: callee,
    given,
    awaitsFunction,
  };
  const made = instanceOf(dagFunctionClass(session), payload, callee.span);
  const callable = callableOf(callee);
  if (callable) {
    const span = callable.nameSpan ?? callable.span;
    session.uncalled.set(made, { name: callable.name, span });
  }
  return made;
}

function dagFunctionClass(session: Session): ClassValue {
  return classFor(session, "DagFactory", () =>
    nativeClass({
      name: "function",
      module: "airflow.sdk",
      attributes: [
        method("__call__", (call) => callDag(session, call)),
        method("__getattr__", (call) => {
          const name = stringOf(call.positional[0]?.value) ?? "";
          const payload = payloadOf(call.self, "airflow.dagFunction");
          if (payload && name === "__wrapped__") return payload.function;
          if (payload && name === "__name__") {
            return { kind: "str", value: callableOf(payload.function)?.name ?? "" };
          }
          return call.interpreter.raise(
            "AttributeError",
            `'function' object has no attribute '${name}'`,
          );
        }),
      ],
    }),
  );
}

/** The call of a `@dag` function: the DAG comes to be, and the body runs inside it. */
function callDag(session: Session, call: NativeCall): Value {
  const payload = payloadOf(call.self, "airflow.dagFunction");
  if (!payload) return call.interpreter.unknown("call of no @dag function", call.span);
  const { function: callee, given } = payload;
  if (call.self) session.uncalled.delete(call.self);
  if (payload.awaitsFunction && call.positional.length === 0 && !call.uncertain) {
    return call.interpreter.raise(
      "TypeError",
      "dag.<locals>.wrapper() missing 1 required positional argument: 'f'",
    );
  }
  checkArguments(session, call, callee);
  const callable = callableOf(callee);
  const draft = makeDag(session, call, given, idOf(session, call, callee, given), {
    span: callable && headOf(callable),
    calledAt: callable?.span.file === session.file ? undefined : call.span,
  });
  const made = dagValue(session, draft);
  const body = callable?.span ?? call.span;
  openDag(session, draft, body);
  const depth = session.building.groups.splice(0);
  try {
    const args = parameterStubs(session, call, callee);
    call.interpreter.call(callee, args, {
      sameCertainty: certaintyOf(call) === "certain",
      recover: true,
    });
  } finally {
    session.building.groups.splice(0, session.building.groups.length, ...depth);
    closeDag(session, draft);
  }
  return made;
}

/** From the first decorator to the name. */
function headOf({ span, nameSpan }: CallableInfo): Span {
  return nameSpan ? { ...span, end: nameSpan.end } : span;
}

function idOf(session: Session, call: NativeCall, callee: Value, given: GivenMap): ReadId {
  const id = given.get("dag_id");
  if (id && id.value.kind !== "none") return dagIdOf(session, id, call);
  const callable = callableOf(callee);
  return callable && !callable.name.includes("{")
    ? { id: callable.name, span: callable.nameSpan, certainty: "certain" }
    : { id: callable?.name ?? "{dag_id}", span: undefined, certainty: "dynamic" };
}

/** Inside the body every parameter is a DagParam: an object, whatever was passed. */
function parameterStubs(
  session: Session,
  call: NativeCall,
  callee: Value,
): { readonly keywords: ReadonlyMap<string, Value>; readonly positional: readonly Value[] } {
  const ofClass = classFor(session, "DagParam", () =>
    nativeClass({ name: "DagParam", module: "airflow.sdk" }),
  );
  const stub = (given?: GivenArgument): Value => ({
    kind: "instance",
    class: ofClass,
    attributes: new Map(),
    payload: undefined,
    span: given?.span,
  });
  const keywords = new Map<string, Value>();
  const places: Value[] = [];
  for (const { name, form } of parametersOf(callee) ?? []) {
    if (form === "star" || form === "doubleStar") continue;
    if (form === "positionalOnly") places.push(stub());
    else keywords.set(name.name, stub(call.keywords.get(name.name)));
  }
  return { keywords, positional: places };
}

function checkArguments(session: Session, call: NativeCall, callee: Value): void {
  const parameters = parametersOf(callee);
  if (!parameters || call.uncertain) return;
  const keywords = new Set(call.keywords.keys());
  const problem = bindProblem(parameters, { positional: call.positional.length, keywords });
  if (!problem) return;
  const name = problem.kind === "tooMany" ? null : problem.name;
  const facts = { function: callableOf(callee)?.name ?? null, problem: problem.kind, name };
  report(session.building, "dag-call", call.span, facts);
}
