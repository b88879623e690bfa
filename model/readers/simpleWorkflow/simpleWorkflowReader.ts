import { evaluateModule } from "../../python/evaluate.ts";
import { nativeModule, type Binding, type Host } from "../../python/native.ts";
import type { ReadInput, Reader, Reading } from "../reader.ts";
import { finishWorkflow, noteFaults } from "./finishWorkflow.ts";
import { newWorkflowSession, type WorkflowSession } from "./workflowSession.ts";
import { taskClass, watchTask, watchWorkflow, workflowClass } from "./workflowClasses.ts";

/**
 * The simple workflow of a course: a `SimpleWorkflow(name)` to which `Task(task_id, func, retries=3)` objects are added and
 * dependencies are set by ids. Its classes may be in the file, in another file of the workspace, or not there at all.
 */
export const simpleWorkflowReader: Reader = {
  format: "simpleWorkflow",
  mayDefine: (file, text) =>
    file.endsWith(".py") &&
    /\bSimpleWorkflow\b/.test(text) &&
    !/^\s*(from|import)\s+airflow\b/m.test(text),
  read,
};

function read(input: ReadInput): Reading {
  const session = newWorkflowSession(input.file);
  const evaluation = evaluateModule(input.module, hostFor(session, input));
  const workflows = session.workflows.filter((draft) => draft.span.file === input.file);
  for (const { className, message, span } of evaluation.exceptions) {
    const facts = { class: className, message };
    session.faults.push({ condition: "python-error", span, facts, related: [], dagId: undefined });
  }
  for (const draft of workflows) noteFaults(session, draft);
  return {
    format: "simpleWorkflow",
    dags: workflows.map(finishWorkflow),
    faults: session.faults,
    unknown: evaluation.unknowns,
    dependsOn: evaluation.dependsOn,
  };
}

function hostFor(session: WorkflowSession, input: ReadInput): Host {
  return {
    files: input.files,
    importRoots: input.importRoots,
    missingModule: (name) =>
      nativeModule(name, [], (attribute) => {
        if (attribute === "SimpleWorkflow") return workflowClass(session);
        return attribute === "Task" ? taskClass(session) : undefined;
      }),
    onBind: (binding) => bind(session, binding),
  };
}

/** Watches the workspace's own classes, and learns what workflows and tasks are called. */
function bind(session: WorkflowSession, { form, name, span, value }: Binding): void {
  if (value.kind === "class" && (form === "class" || form === "import")) {
    if (value.name === "SimpleWorkflow") watchWorkflow(session, value);
    if (value.name === "Task") watchTask(session, value);
  }
  if (form !== "assign" && form !== "walrus") return;
  const workflow = session.workflowOf.get(value);
  if (workflow) workflow.variable ??= name;
  const task = session.taskOf.get(value);
  if (task) task.variable ??= { name, span };
}
