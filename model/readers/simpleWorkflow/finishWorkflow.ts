import type { Argument, CallableInfo, Dag, Dependency, Task } from "../../dag/dag.ts";
import type { Fault } from "../../dag/fault.ts";
import type { Value } from "../../python/value.ts";
import type {
  DependencyDraft,
  SimpleTaskDraft,
  WorkflowDraft,
  WorkflowSession,
} from "./workflowSession.ts";
import { withMore } from "../../withMore.ts";

/** The workflow as it stands when the module has run. */
export function finishWorkflow(draft: WorkflowDraft): Dag {
  const tasks = new Map([...draft.tasks].map(([id, task]) => [id, finishTask(task)]));
  const edges = finishEdges(draft);
  const parts = [...tasks.values(), ...edges, draft].map(({ certainty }) => certainty);
  const dynamic = [...draft.tasks.values()].filter(({ certainty }) => certainty === "dynamic");
  return {
    dagId: draft.name,
    format: "simpleWorkflow",
    span: draft.span,
    idSpan: draft.idSpan,
    bodySpan: draft.span,
    variable: draft.variable,
    certainty: parts.includes("dynamic")
      ? "dynamic"
      : parts.includes("inferred")
        ? "inferred"
        : "certain",
    unknown: dynamic.map(({ span, taskId }) => ({
      span,
      reason: `the task ${taskId} is known when Python runs`,
    })),
    timing: {
      schedule: { kind: "none", certainty: "certain", span: undefined },
      startDate: null,
      endDate: null,
      catchup: null,
      timezone: "UTC",
    },
    tasks,
    groups: new Map(),
    edges,
    args: new Map(),
    tags: [],
    description: undefined,
  };
}

/** What the workflow would do silently wrong: drop a dependency, or wait for ever. */
export function noteFaults(session: WorkflowSession, draft: WorkflowDraft): void {
  const dagId = draft.name;
  const isOpen = [...draft.tasks.values()].some(({ certainty }) => certainty === "dynamic");
  const waiting = session.tasks.filter(({ added }) => !added);
  const known = [...draft.tasks.keys()];
  const say = (fault: Omit<Fault, "related" | "dagId">, related: Fault["related"] = []): void => {
    session.faults.push(withMore(fault, { related, dagId }));
  };
  for (const dependency of isOpen ? [] : draft.dependencies) {
    if (dependency.certainty === "dynamic") continue;
    const { up, down, upSpan, downSpan, span, dropped } = dependency;
    const notAdded = (id: string): Fault["related"] =>
      waiting
        .filter(({ taskId }) => taskId === id)
        .map((task) => ({ span: task.idSpan ?? task.span, role: "not added" }));
    if (dropped) {
      const late = draft.tasks.has(down);
      const facts = { id: down, known, late };
      say(
        { condition: "simple-unknown-downstream", span: downSpan ?? span, facts },
        notAdded(down),
      );
    }
    if (!draft.tasks.has(up)) {
      const facts = { id: up, known };
      say({ condition: "simple-unknown-upstream", span: upSpan ?? span, facts }, notAdded(up));
    }
  }
  // A task that no workflow got belongs to the only workflow of the file, if there is one.
  if (session.workflows.length !== 1) return;
  for (const task of waiting) {
    if (task.certainty === "dynamic" || task.span.file !== session.file) continue;
    const facts = { id: task.taskId };
    say({ condition: "simple-task-not-added", span: task.idSpan ?? task.span, facts });
  }
}

function finishEdges(draft: WorkflowDraft): Dependency[] {
  const found = new Map<string, Dependency>();
  for (const dependency of draft.dependencies) {
    const { up, down, dropped } = dependency;
    const key = `${up}\n${down}`;
    if (dropped || !draft.tasks.has(up) || found.has(key)) continue;
    found.set(key, finishEdge(dependency));
  }
  return [...found.values()];
}

function finishEdge(dependency: DependencyDraft): Dependency {
  const { up, down, upSpan, downSpan, span, statementSpan, certainty } = dependency;
  return {
    from: up,
    to: down,
    label: null,
    certainty,
    span,
    via: "id",
    fromSpan: upSpan,
    toSpan: downSpan,
    statementSpan,
  };
}

function finishTask(task: SimpleTaskDraft): Task {
  const { taskId, span, idSpan, variable, certainty, given } = task;
  const args = new Map<string, Argument>();
  for (const [name, { value, span: at, keywordSpan }] of given) {
    args.set(name, { name, value, span: at ?? span, keywordSpan, origin: "call" });
  }
  return {
    taskId,
    operator: "Task",
    operatorPath: undefined,
    kind: "operator",
    group: null,
    span,
    idSpan,
    variable,
    certainty,
    mapped: false,
    setup: false,
    teardown: false,
    triggerRule: "all_success",
    args,
    callable: callableOf(given.get("func")?.value),
    branchTargets: undefined,
    doc: undefined,
  };
}

function callableOf(value: Value | undefined): CallableInfo | undefined {
  if (value?.kind !== "function") return undefined;
  const { node, module, name } = value;
  const file = module.file ?? "";
  const nameSpan =
    node.kind === "FunctionDef" ? { file, start: node.name.start, end: node.name.end } : undefined;
  return { name, span: { file, start: node.start, end: node.end }, nameSpan };
}
