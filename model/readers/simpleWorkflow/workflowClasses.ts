import {
  nativeClass,
  nativeFunction,
  type GivenArgument,
  type NativeCall,
} from "../../python/native.ts";
import type { ClassValue, Value } from "../../python/value.ts";
import type { Span } from "../../text/span.ts";
import type { Certainty } from "../../dag/certainty.ts";
import type { SimpleTaskDraft, WorkflowDraft, WorkflowSession } from "./workflowSession.ts";

const none: Value = { kind: "none" };

/** Makes a workspace's own `SimpleWorkflow` tell what is done with it. Its loop is never run here. */
export function watchWorkflow(session: WorkflowSession, of: ClassValue): void {
  if (session.watched.has(of) || !of.attributes.has("set_dependency")) return;
  session.watched.add(of);
  for (const [name, value] of workflowMethods(session)) of.attributes.set(name, value);
}

/** Makes a workspace's own `Task` tell when one is made. */
export function watchTask(session: WorkflowSession, of: ClassValue): void {
  const own = of.attributes.get("__init__");
  if (session.watched.has(of) || !own) return;
  session.watched.add(of);
  const initialise = nativeFunction("__init__", (call) => {
    makeTask(session, call);
    const { positional, keywords, self = none } = call;
    return call.interpreter.call(own, { positional: [self, ...positional], keywords });
  });
  of.attributes.set("__init__", initialise);
}

/** The class where the workspace does not have it. */
export function workflowClass(session: WorkflowSession): ClassValue {
  return nativeClass({
    name: "SimpleWorkflow",
    module: "simple_workflow",
    attributes: workflowMethods(session),
  });
}

/** The same of `Task`. */
export function taskClass(session: WorkflowSession): ClassValue {
  const initialise = nativeFunction("__init__", (call) => {
    makeTask(session, call);
    return none;
  });
  return nativeClass({
    name: "Task",
    module: "simple_workflow",
    attributes: [["__init__", initialise]],
  });
}

function workflowMethods(session: WorkflowSession): (readonly [string, Value])[] {
  const method = (name: string, run: (call: NativeCall) => void): readonly [string, Value] => [
    name,
    nativeFunction(name, (call) => {
      run(call);
      return none;
    }),
  ];
  return [
    method("__init__", (call) => makeWorkflow(session, call)),
    method("add_task", (call) => addTask(session, call)),
    method("set_dependency", (call) => setDependency(session, call)),
    method("run", () => undefined),
  ];
}

function makeWorkflow(session: WorkflowSession, call: NativeCall): void {
  const id = readId(call.positional[0] ?? call.keywords.get("name"), "name");
  const draft: WorkflowDraft = {
    name: id.text,
    certainty: weakest(certaintyOf(call), id.certainty),
    span: call.span,
    idSpan: id.span,
    variable: undefined,
    tasks: new Map(),
    dependencies: [],
  };
  session.workflows.push(draft);
  if (call.self) session.workflowOf.set(call.self, draft);
}

function makeTask(session: WorkflowSession, call: NativeCall): void {
  const names = ["task_id", "func", "retries"];
  const given = new Map<string, GivenArgument>(call.keywords);
  call.positional.forEach((argument, at) => {
    const name = names[at];
    if (name !== undefined) given.set(name, argument);
  });
  const id = readId(given.get("task_id"), "task_id");
  const draft: SimpleTaskDraft = {
    taskId: id.text,
    certainty: weakest(certaintyOf(call), id.certainty),
    span: call.span,
    idSpan: id.span,
    given,
    variable: undefined,
    added: false,
  };
  session.tasks.push(draft);
  if (call.self) session.taskOf.set(call.self, draft);
}

function addTask(session: WorkflowSession, call: NativeCall): void {
  const workflow = call.self && session.workflowOf.get(call.self);
  const given = call.positional[0] ?? call.keywords.get("task");
  const task = given && session.taskOf.get(given.value);
  if (!workflow || !task) return;
  task.added = true;
  const first = workflow.tasks.get(task.taskId);
  if (first && first !== task && task.certainty !== "dynamic") {
    session.faults.push({
      condition: "simple-duplicate-task",
      span: task.idSpan ?? task.span,
      facts: { id: task.taskId },
      related: [{ span: first.idSpan ?? first.span, role: "first" }],
      dagId: workflow.name,
    });
  }
  workflow.tasks.set(task.taskId, task);
}

/** An unknown downstream id is dropped without a word; an unknown upstream id is kept. */
function setDependency(session: WorkflowSession, call: NativeCall): void {
  const workflow = call.self && session.workflowOf.get(call.self);
  const up = call.positional[0] ?? call.keywords.get("upstream_id");
  const down = call.positional[1] ?? call.keywords.get("downstream_id");
  if (!workflow || !up || !down) return;
  const [upId, downId] = [readId(up, "upstream_id"), readId(down, "downstream_id")];
  workflow.dependencies.push({
    up: upId.text,
    down: downId.text,
    upSpan: up.span,
    downSpan: down.span,
    span: call.span,
    statementSpan: call.interpreter.statementSpan(),
    certainty: weakest(certaintyOf(call), upId.certainty, downId.certainty),
    dropped: !workflow.tasks.has(downId.text),
  });
}

interface ReadText {
  readonly text: string;
  readonly span: Span | undefined;
  readonly certainty: Certainty;
}

function readId(given: GivenArgument | undefined, name: string): ReadText {
  const value = given?.value;
  if (value?.kind === "str") {
    return {
      text: value.value,
      span: value.span,
      certainty: value.inferred ? "inferred" : "certain",
    };
  }
  const pattern = value?.kind === "unknown" ? value.pattern : undefined;
  return { text: pattern ?? `{${name}}`, span: undefined, certainty: "dynamic" };
}

function certaintyOf(call: NativeCall): Certainty {
  return call.interpreter.context().certainty;
}

function weakest(...all: readonly Certainty[]): Certainty {
  if (all.includes("dynamic")) return "dynamic";
  return all.includes("inferred") ? "inferred" : "certain";
}
