import type { Argument } from "../../dag/dag.ts";
import {
  nativeClass,
  nativeFunction,
  type GivenArgument,
  type NativeCall,
} from "../../python/native.ts";
import type { ClassValue, UnknownValue, Value } from "../../python/value.ts";
import type { Span } from "../../text/span.ts";
import { branchTargetsOfFunction } from "./branching.ts";
import { classFor } from "./classFor.ts";
import { checkDecoratorArguments } from "./decoratorArguments.ts";
import { checkExpandKwargs, checkExpansion } from "./expansion.ts";
import { callableOf, docOf, homeOfCall, mergedDefaults } from "./operatorTask.ts";
import { refuseInMappedGroup } from "./operatorMapping.ts";
import { linkData } from "./references.ts";
import { method } from "./relations.ts";
import {
  argumentOf,
  certaintyOf,
  choicesOf,
  instanceOf,
  leastCertain,
  payloadOf,
  siteOf,
  stringOf,
  type GivenMap,
  type Session,
  type TaskFunctionPayload,
} from "./session.ts";
import {
  bindProblem,
  contextKeys,
  functionBehind,
  nameOfFunction,
  nodeOfFunction,
  parametersOf,
} from "./signature.ts";
import { report } from "./structure/building.ts";
import { openWays } from "./structure/choices.ts";
import { newTask, placeTask, stepsPerTask, uniqueTaskId, type Home } from "./structure/tasks.ts";
import { checkTaskId } from "./taskIds.ts";
import { triggerRuleOf } from "./triggerRules.ts";
import { outputOf } from "./xcomClass.ts";
import { withMore } from "../../withMore.ts";

/** The collection behind `task` and `dag.task`: `@task`, `@task(…)`, `@task.bash`, `@task.branch(…)`, … */
export function taskDecorators(session: Session, dag?: GivenArgument): Value {
  const ofClass = classFor(session, "TaskDecoratorCollection", () =>
    nativeClass({
      name: "TaskDecoratorCollection",
      module: "airflow.sdk",
      attributes: [
        method("__call__", (call) => decorate(session, call, "@task", dagOf(call))),
        method("__getattr__", (call) => variant(session, call)),
      ],
    }),
  );
  const attributes = new Map(dag ? [["dag", dag.value]] : []);
  return { kind: "instance", class: ofClass, attributes, payload: undefined };
}

/** A task decorator by its name, as `from airflow.providers… import x_task` gives it. */
export function taskDecorator(session: Session, decorator: string): Value {
  return nativeFunction(decorator, (call) => decorate(session, call, decorator, undefined));
}

/** `setup` and `teardown`: on a plain function as `@task`, on a decorated one a mark. */
export function setupDecorator(session: Session, form: "setup" | "teardown"): Value {
  return nativeFunction(form, (call) => {
    const given = call.positional[0];
    for (const [name, { keywordSpan, span }] of call.keywords) {
      const known = form === "teardown" ? ["on_failure_fail_dagrun"] : [];
      if (known.includes(name)) continue;
      const facts = { name, operator: `@${form}`, known };
      report(session.building, "A3", keywordSpan ?? span ?? call.span, facts);
    }
    if (given) return markFunction(session, call, given, form);
    return nativeFunction(form, (inner) => {
      const decorated = inner.positional[0];
      if (!decorated) return call.interpreter.unknown(`@${form} without a function`, call.span);
      return markFunction(session, inner, decorated, form);
    });
  });
}

function variant(session: Session, call: NativeCall): Value {
  const name = stringOf(call.positional[0]?.value) ?? "";
  const dag = dagOf(call);
  if (name === "run_if" || name === "skip_if") {
    return nativeFunction(name, (options) =>
      nativeFunction(name, (inner) => {
        const decorated = inner.positional[0];
        if (decorated && !payloadOf(decorated.value, "airflow.taskFunction")) {
          report(session.building, "A35", options.span, { decorator: name });
        }
        return decorated?.value ?? inner.interpreter.unknown(`@task.${name} without a function`);
      }),
    );
  }
  const decorator = name === "python" ? "@task" : `@task.${name}`;
  return nativeFunction(name, (inner) => decorate(session, inner, decorator, dag));
}

function dagOf(call: NativeCall): GivenArgument | undefined {
  const value = call.self?.kind === "instance" ? call.self.attributes.get("dag") : undefined;
  return value && { value, span: undefined, keywordSpan: undefined };
}

/** Both forms of a decorator: with the function, or with options and the function after. */
function decorate(
  session: Session,
  call: NativeCall,
  decorator: string,
  dag: GivenArgument | undefined,
): Value {
  const first = call.positional[0] ?? call.keywords.get("python_callable");
  const options = new Map(call.keywords);
  options.delete("python_callable");
  if (dag && !options.has("dag")) options.set("dag", dag);
  const wrap = (callee: Value): Value =>
    wrapFunction(session, call, { function: callee, decorator, given: options });
  if (first && isCallable(first.value)) return wrap(first.value);
  // The function may be among the arguments that are not known.
  if (!first && call.uncertain) {
    const { reason } = call.uncertain;
    return { kind: "unknown", reason, span: call.span, path: `${decorator}()` };
  }
  // This one takes its Python first.
  if (first?.value.kind === "str" && decorator === "@task.external_python")
    options.set("python", first);
  else if (first) {
    report(session.building, "decorator-positional", first.span ?? call.span, { decorator });
  }
  return nativeFunction(decorator, (inner) => {
    const callee = inner.positional[0]?.value;
    return callee ? wrap(callee) : inner.interpreter.unknown(`${decorator} without a function`);
  });
}

function isCallable(value: Value): boolean {
  return !["str", "int", "float", "bool", "none", "list", "dict", "tuple"].includes(value.kind);
}

function wrapFunction(
  session: Session,
  call: NativeCall,
  made: Pick<TaskFunctionPayload, "function" | "decorator" | "given">,
): Value {
  const [first] = parametersOf(made.function) ?? [];
  if (first?.name.name === "self") {
    report(session.building, "A34", call.span, { decorator: made.decorator });
    return call.interpreter.unknown(`${made.decorator} does not work on methods`, call.span);
  }
  return taskFunction(session, {
    type: "airflow.taskFunction",
    ...made,
    partial: new Map(),
    setup: false,
    teardown: false,
    uncertain: call.uncertain,
    span: call.span,
  });
}

/** A `@task` function that no code of the workspace decorates. */
export function taskFunctionValue(session: Session, callee: Value, given: GivenMap): Value {
  return taskFunction(session, {
    type: "airflow.taskFunction",
    function: callee,
    decorator: "@task",
    given,
    partial: new Map(),
    setup: false,
    teardown: false,
    uncertain: undefined,
    span: callee.span ?? { file: session.file, start: 0, end: 0 },
  });
}

function taskFunction(session: Session, payload: TaskFunctionPayload): Value {
  return instanceOf(taskFunctionClass(session), payload, payload.function.span);
}

function markFunction(
  session: Session,
  call: NativeCall,
  given: GivenArgument,
  form: "setup" | "teardown",
): Value {
  if (payloadOf(given.value, "airflow.groupFunction")) {
    report(session.building, "T7", call.span, { form });
    return given.value;
  }
  const known = payloadOf(given.value, "airflow.taskFunction");
  if (known) return taskFunction(session, { ...known, [form]: true });
  const made = { function: given.value, decorator: "@task", given: new Map() };
  const wrapped = payloadOf(wrapFunction(session, call, made), "airflow.taskFunction");
  return wrapped ? taskFunction(session, { ...wrapped, [form]: true }) : given.value;
}

function taskFunctionClass(session: Session): ClassValue {
  return classFor(session, "_TaskDecorator", () =>
    nativeClass({
      name: "_TaskDecorator",
      module: "airflow.sdk",
      attributes: [
        method("__call__", (call) => callTask(session, call)),
        method("override", (call) => override(session, call)),
        method("partial", (call) => partial(session, call)),
        method("expand", (call) => expand(session, call)),
        method("expand_kwargs", (call) => expandKwargs(session, call)),
        method("__getattr__", functionAttribute),
      ],
    }),
  );
}

function functionAttribute(call: NativeCall): Value {
  const name = stringOf(call.positional[0]?.value) ?? "";
  const payload = payloadOf(call.self, "airflow.taskFunction");
  if (payload && (name === "function" || name === "__wrapped__")) return payload.function;
  if (payload && name === "__name__") return { kind: "str", value: functionName(payload) };
  return call.interpreter.raise(
    "AttributeError",
    `'_TaskDecorator' object has no attribute '${name}'`,
  );
}

function override(session: Session, call: NativeCall): Value {
  const payload = payloadOf(call.self, "airflow.taskFunction");
  if (!payload) return call.interpreter.unknown("override of no task function", call.span);
  const given = new Map([...payload.given, ...call.keywords]);
  const uncertain = call.uncertain ?? payload.uncertain;
  return taskFunction(session, { ...payload, given, uncertain });
}

function partial(session: Session, call: NativeCall): Value {
  const payload = payloadOf(call.self, "airflow.taskFunction");
  if (!payload) return call.interpreter.unknown("partial of no task function", call.span);
  if (call.positional.length > 0) {
    const message = `_TaskDecorator.partial() takes 1 positional argument but ${call.positional.length + 1} were given`;
    return call.interpreter.raise("TypeError", message);
  }
  for (const [name, given] of call.keywords) {
    const span = given.keywordSpan ?? given.span ?? call.span;
    if (payload.partial.has(name)) report(session.building, "M5", span, { name });
    if (contextKeys.has(name)) report(session.building, "M8", span, { name, call: "partial" });
    checkNames(session, payload, name, given, call);
  }
  const all = new Map([...payload.partial, ...call.keywords]);
  const made = taskFunction(session, { ...payload, partial: all });
  if (call.self) session.unmapped.delete(call.self);
  session.unmapped.set(made, { taskId: functionName(payload), span: call.span });
  return made;
}

/** A name that the function has no parameter for. */
function checkNames(
  session: Session,
  payload: TaskFunctionPayload,
  name: string,
  given: GivenArgument,
  call: NativeCall,
): void {
  const parameters = parametersOf(payload.function);
  if (!parameters) return;
  const problem = bindProblem(
    parameters,
    { positional: 0, keywords: new Set([name]) },
    { partial: true },
  );
  if (problem?.kind !== "unexpected") return;
  const span = given.keywordSpan ?? given.span ?? call.span;
  report(session.building, "M2", span, { name, function: functionName(payload) });
}

/** The call of a task function: a task comes to be, and its output is the value. */
function callTask(session: Session, call: NativeCall): Value {
  const payload = payloadOf(call.self, "airflow.taskFunction");
  if (!payload) return call.interpreter.unknown("call of no task function", call.span);
  if (payload.partial.size > 0) report(session.building, "M19", call.span, {});
  else checkCall(session, call, payload);
  return makeTask(session, call, payload, { mapped: false, data: dataOf(call) });
}

function expand(session: Session, call: NativeCall): Value {
  const payload = payloadOf(call.self, "airflow.taskFunction");
  if (!payload) return call.interpreter.unknown("expansion of no task function", call.span);
  const { partial: constant, given: options } = payload;
  checkExpansion(session, call, { partial: constant, isTaskFlow: true, options });
  for (const [name, given] of call.keywords) checkNames(session, payload, name, given, call);
  checkWhole(session, call, payload);
  if (call.self) session.unmapped.delete(call.self);
  return makeTask(session, call, payload, { mapped: true, data: dataOf(call) });
}

/** A parameter that neither partial() nor expand() fills. */
function checkWhole(session: Session, call: NativeCall, payload: TaskFunctionPayload): void {
  const parameters = parametersOf(payload.function);
  if (!parameters || call.uncertain || payload.uncertain) return;
  const home = homeOfCall(session, payload.given);
  const defaults = mergedDefaults(home, payload.given.get("default_args")?.value, call.span);
  const keywords = new Set([...payload.partial.keys(), ...call.keywords.keys()]);
  const problem = bindProblem(parameters, { positional: 0, keywords });
  if (problem?.kind !== "missing" || defaults.has(problem.name)) return;
  const facts = { name: problem.name, function: functionName(payload), late: true };
  report(session.building, "M20", call.span, facts);
}

function expandKwargs(session: Session, call: NativeCall): Value {
  const payload = payloadOf(call.self, "airflow.taskFunction");
  if (!payload) return call.interpreter.unknown("expansion of no task function", call.span);
  const given = call.positional[0] ?? call.keywords.get("kwargs");
  if (!given && !call.uncertain) {
    const message =
      "_TaskDecorator.expand_kwargs() missing 1 required positional argument: 'kwargs'";
    return call.interpreter.raise("TypeError", message);
  }
  checkExpandKwargs(session, call, given);
  if (call.self) session.unmapped.delete(call.self);
  return makeTask(session, call, payload, { mapped: true, data: given ? [given] : [] });
}

function dataOf(call: NativeCall): GivenArgument[] {
  return [...call.positional, ...call.keywords.values()];
}

interface Making {
  readonly mapped: boolean;
  readonly data: readonly GivenArgument[];
}

function makeTask(
  session: Session,
  call: NativeCall,
  payload: TaskFunctionPayload,
  { mapped, data }: Making,
): Value {
  const { given } = payload;
  call.interpreter.spend(stepsPerTask);
  const home = homeOfCall(session, given);
  const own = ownIdOf(session, call, payload);
  const defaults = mergedDefaults(home, given.get("default_args")?.value, call.span);
  const args = new Map<string, Argument>(defaults);
  for (const [name, argument] of given) {
    args.set(name, argumentOf(name, argument, "call", call.span));
  }
  const rule = { home, uncertain: payload.uncertain, span: call.span, taskId: own.id };
  if (payload.teardown) checkTeardown(session, call, payload, own.id);
  const draft = newTask({
    ownId: own.certainty === "dynamic" ? own.id : uniqueTaskId(own.id, home, choicesOf(call)),
    certainty: leastCertain(certaintyOf(call), own.certainty),
    choices: own.certainty === "dynamic" ? openWays : choicesOf(call),
    why: own.why ?? call.interpreter.context().unknown?.reason,
    mapped,
    setup: payload.setup,
    teardown: payload.teardown,
    triggerRule: payload.teardown ? "all_done_setup_success" : triggerRuleOf(session, args, rule),
    operator: payload.decorator,
    operatorPath: undefined,
    sort: "taskflow",
    args,
    span: call.span,
    calledAt: siteOf(session, call),
    idSpan: own.span,
    callable: callableOf(payload.function),
    branchTargets: branchTargetsOfFunction(call, payload.decorator, payload.function),
    doc: docOf(args) ?? docstringOf(payload.function),
  });
  placeTask(session.building, draft, home);
  const { decorator } = payload;
  const [taskId, dagId] = [draft.id, draft.dag?.dagId];
  checkDecoratorArguments(session, {
    decorator,
    args,
    taskId,
    dagId,
    mapped,
    // What is missing is missing where the function is decorated.
    span: payload.span,
    uncertain: payload.uncertain,
  });
  if (mapped) refuseInMappedGroup(session, call, draft);
  const options = [...given.entries()].filter(([name]) => !plainOptions.has(name));
  for (const argument of [...payload.partial.values(), ...data]) {
    linkData(session, call, draft, argument.value, { span: argument.span });
  }
  for (const [, argument] of options) {
    linkData(session, call, draft, argument.value, { span: argument.span });
  }
  linkDefaults(session, call, payload, { home, defaults, draft, data });
  return outputOf(session, draft);
}

/** A teardown's trigger rule is Airflow's own; the first call writes it down as if it had been given. */
function checkTeardown(
  session: Session,
  call: NativeCall,
  payload: TaskFunctionPayload,
  taskId: string,
): void {
  const given = payload.given.get("trigger_rule");
  const again = call.self !== undefined && session.calledTeardowns.has(call.self);
  if (call.self) session.calledTeardowns.add(call.self);
  if (given || again) {
    report(session.building, "T3", given?.keywordSpan ?? call.span, { taskId, again });
  }
}

/** Options of the decorator in which data makes no edge. */
const plainOptions = new Set(["dag", "task_group", "default_args", "task_id", "inlets", "outlets"]);

/** Parameters that are not passed take their value from `default_args`, data too. */
function linkDefaults(
  session: Session,
  call: NativeCall,
  payload: TaskFunctionPayload,
  of: {
    readonly home: Home;
    readonly defaults: ReadonlyMap<string, Argument>;
    readonly draft: Parameters<typeof linkData>[2];
    readonly data: readonly GivenArgument[];
  },
): void {
  for (const { name } of parametersOf(payload.function) ?? []) {
    const fallback = of.defaults.get(name.name);
    if (!fallback || call.keywords.has(name.name)) continue;
    linkData(session, call, of.draft, fallback.value, { span: fallback.span });
  }
}

function ownIdOf(
  session: Session,
  call: NativeCall,
  payload: TaskFunctionPayload,
): ReturnType<typeof checkTaskId> {
  const given = payload.given.get("task_id");
  if (given) return checkTaskId(session, given, call, payload.decorator, payload.uncertain);
  if (payload.uncertain) {
    return { id: `{${functionName(payload)}}`, span: undefined, certainty: "dynamic" };
  }
  const node = nodeOfFunction(payload.function);
  const span = callableOf(payload.function)?.nameSpan;
  const name = functionName(payload);
  if (node && !name.includes("{")) return { id: name, span, certainty: "certain" };
  return name.includes("{")
    ? { id: name, span: undefined, certainty: "dynamic" }
    : { id: name, span: undefined, certainty: "certain" };
}

function functionName(payload: TaskFunctionPayload): string {
  const callee = payload.function;
  const name = nameOfFunction(callee);
  if (name !== undefined) return name;
  const inner = functionBehind(callee.kind === "method" ? callee.callee : callee);
  if (inner.kind === "unknown") return inner.path?.split(".").at(-1) ?? "{function}";
  return inner.kind === "nativeFunction" || inner.kind === "class" ? inner.name : "{function}";
}

/** The call must fit the function's signature already when the file is loaded. */
function checkCall(session: Session, call: NativeCall, payload: TaskFunctionPayload): void {
  const parameters = parametersOf(payload.function);
  const uncertain: UnknownValue | undefined = call.uncertain;
  if (!parameters || uncertain) return;
  const faulty = parameters.find(
    ({ name, default: fallback }) =>
      contextKeys.has(name.name) && fallback && fallback.kind !== "NoneLiteral",
  );
  if (faulty) {
    const file = callableOf(payload.function)?.span.file;
    const { default: fallback } = faulty;
    const span = file !== undefined && fallback && withMore(fallback, { file });
    report(session.building, "A32", span ? spanAt(span) : call.span, {
      name: faulty.name.name,
      function: functionName(payload),
    });
  }
  const home = homeOfCall(session, payload.given);
  const defaults = mergedDefaults(home, payload.given.get("default_args")?.value, call.span);
  const filled = parameters
    .filter(({ name }) => defaults.has(name.name))
    .map(({ name }) => name.name);
  const keywords = new Set([...call.keywords.keys(), ...payload.partial.keys()]);
  const problem = bindProblem(parameters, { positional: call.positional.length, keywords });
  if (!problem || (problem.kind === "missing" && filled.includes(problem.name))) return;
  const name = problem.kind === "tooMany" ? null : problem.name;
  const facts = { function: functionName(payload), problem: problem.kind, name };
  const at = problem.kind === "unexpected" ? call.keywords.get(problem.name) : undefined;
  report(session.building, "A33", at?.keywordSpan ?? at?.span ?? call.span, facts);
}

function spanAt({ file, start, end }: Span): Span {
  return { file, start, end };
}

/** The docstring of a function. */
export function docstringOf(callee: Value): string | undefined {
  const node = nodeOfFunction(callee);
  const [first] = node?.kind === "FunctionDef" ? node.body : [];
  return first?.kind === "ExpressionStatement" && first.value.kind === "StringLiteral"
    ? first.value.value
    : undefined;
}
