import type { Span } from "../../../text/span.ts";
import { report, currentGroup, type Building } from "./building.ts";
import type { Choice } from "../../../python/native.ts";
import { excludeEachOther } from "./choices.ts";
import type { DagDraft, GroupDraft, TaskDraft } from "./draft.ts";
import { freeIdAmong, idInside, isVague } from "./groups.ts";
import { joinSetupScope } from "./setupScope.ts";
import { highestSuffix, takeId } from "./suffixes.ts";

/** Where a new task goes: `dag=` and `task_group=` as given, else the open `with` blocks. */
export interface Home {
  readonly dag: DagDraft | undefined;
  readonly group: GroupDraft | undefined;
}

/** The DAG and group that a task made now belongs to. */
export function homeFor(
  building: Building,
  given: { readonly dag: DagDraft | undefined; readonly group: GroupDraft | undefined },
): Home {
  const dag = given.dag ?? building.dags.at(-1);
  const group = given.group ?? (dag ? currentGroup(building, dag) : undefined);
  // The DAG of a group given as `task_group=` is not the DAG of the task.
  return { dag, group };
}

/**
 * The own id that a TaskFlow task gets: `f`, `f__1`, `f__2` (Airflow: get_unique_task_id). The prefix is used as a pattern
 * without escaping, so its dots match any character.
 */
export function uniqueTaskId(ownId: string, home: Home, choices: readonly Choice[] = []): string {
  const { dag, group } = home;
  if (!dag) return ownId;
  if (group && isVague(group)) return freeIdAmong(group, ownId);
  const full = idInside(group, ownId);
  const first = dag.tasks.get(full);
  // A task that is made only where this one is not does not take its id.
  if (!first || excludeEachOther(first.choices, choices)) return ownId;
  const highest = highestSuffix(dag.taskIds, full.replace(/__\d+$/, ""));
  return `${ownId.replace(/__\d+$/, "")}__${highest + 1}`;
}

/** What making a task counts for: a loop that makes tasks without end ends. */
export const stepsPerTask = 20;

/** A task that is in no DAG and no group yet. */
export function newTask(
  given: Omit<
    TaskDraft,
    "kind" | "id" | "dag" | "group" | "upstream" | "downstream" | "open" | "variable"
  >,
): TaskDraft {
  // Every field by name: a spread object is many times larger and slower.
  return {
    kind: "task",
    ownId: given.ownId,
    id: given.ownId,
    dag: undefined,
    group: undefined,
    upstream: new Map(),
    downstream: new Map(),
    open: false,
    certainty: given.certainty,
    choices: given.choices,
    why: given.why,
    mapped: given.mapped,
    setup: given.setup,
    teardown: given.teardown,
    triggerRule: given.triggerRule,
    operator: given.operator,
    operatorPath: given.operatorPath,
    sort: given.sort,
    args: given.args,
    span: given.span,
    calledAt: given.calledAt,
    idSpan: given.idSpan,
    variable: undefined,
    callable: given.callable,
    branchTargets: given.branchTargets,
    doc: given.doc,
  };
}

/** Puts a new task where it belongs, giving it its full id. */
export function placeTask(building: Building, task: TaskDraft, home: Home): void {
  if (home.group) {
    if (isVague(home.group)) task.certainty = "dynamic";
    task.id = idInside(home.group, task.ownId);
    joinGroup(task, home.group);
    checkLength(building, task);
  }
  joinSetupScope(building.setups, task);
  if (home.dag) joinDag(building, task, home.dag);
}

/** The prefix counts. */
function checkLength(building: Building, task: TaskDraft): void {
  const limit = 250;
  const { id, ownId, certainty } = task;
  if (id.length <= limit || ownId.length > limit || certainty === "dynamic") return;
  const facts = { what: "task_id", id, length: id.length, limit };
  report(building, "N2", task.idSpan ?? task.span, facts);
}

/** Adds a task to a DAG (`dag=`, `task.dag = …`, `dag.add_task`, or an edge to a task of it). */
export function joinDag(building: Building, task: TaskDraft, dag: DagDraft, span?: Span): void {
  if (task.dag === dag && dag.tasks.get(task.id) === task) return;
  if (task.dag && task.dag !== dag) {
    const facts = { taskId: task.id, from: task.dag.dagId, to: dag.dagId };
    report(building, "A15", span ?? task.span, facts, { dagId: task.dag.dagId });
    return;
  }
  task.dag = dag;
  if (!task.group) {
    const group = currentGroup(building, dag) ?? dag.root;
    joinGroup(task, group);
  }
  const first = dag.tasks.get(task.id);
  if (first && first !== task) {
    noteDouble(building, task, first, dag);
    dag.doubles.push(task);
    return;
  }
  if (!first && dag.usedIds.all.has(task.id)) noteClash(building, task, dag);
  dag.tasks.set(task.id, task);
  takeId(dag.taskIds, task.id);
  takeId(dag.usedIds, task.id);
}

function joinGroup(task: TaskDraft, group: GroupDraft): void {
  task.group = group;
  if (!group.children.has(task.id)) group.children.set(task.id, task);
}

/** Two tasks of one id. Of tasks that may not both be made nothing is said. */
function noteDouble(building: Building, task: TaskDraft, first: TaskDraft, dag: DagDraft): void {
  if (task.certainty === "dynamic" || first.certainty === "dynamic") return;
  // A loop comes by the same place again and again: it is said once.
  const last = dag.doubles.at(-1);
  if (last?.span.start === task.span.start && last.span.file === task.span.file) return;
  const related = [{ span: first.idSpan ?? first.span, role: "first" }];
  report(building, "N5", task.idSpan ?? task.span, { id: task.id }, { related, dagId: dag.dagId });
}

function noteClash(building: Building, task: TaskDraft, dag: DagDraft): void {
  if (task.certainty === "dynamic") return;
  report(building, "N6", task.idSpan ?? task.span, { id: task.id }, { dagId: dag.dagId });
}
