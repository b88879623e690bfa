import type { DagDescription, TaskDescription } from "./description.ts";
import type { Selection } from "./events.ts";
import { keptInstances, type Kept } from "./keptInstances.ts";
import { isDone, type RememberedRun, type RememberedTask } from "./remembered.ts";
import { skipKey } from "./skips.ts";
import { reachable, taskLinks } from "./taskLinks.ts";

/** What of a DAG runs, and what stands in for the rest. */
export interface Plan {
  readonly dag: DagDescription;
  readonly selection: Selection;
  /** Run, in the order of their making. */
  readonly tasks: readonly TaskDescription[];
  /** Do not run: upstreams of those that do, with the state and values they are taken to have. */
  readonly given: readonly GivenTask[];
  /** Instances of mapped tasks that run which are done already; absent: none. */
  readonly kept?: ReadonlyMap<string, Kept>;
}

/** A task that counts as done before the run begins. */
export interface GivenTask {
  readonly task: TaskDescription;
  readonly result: RememberedTask;
}

/** Why a selection cannot be run: one sentence for the user. */
export interface PlanProblem {
  readonly problem: string;
}

/**
 * Turns a DAG and a selection into a plan. Upstreams outside the selection take what a mock says of them, else what the remembered
 * run left, else plain success.
 */
export function makePlan(
  dag: DagDescription,
  selection: Selection,
  remembered: RememberedRun | undefined,
  mocked: ReadonlyMap<string, RememberedTask> = new Map(),
): Plan | PlanProblem {
  const chosen = chosenTasks(dag, selection, remembered);
  if ("problem" in chosen) return chosen;
  const tasks = dag.tasks.filter((task) => chosen.ids.has(task.taskId));
  const above = reachable(
    tasks.map((task) => task.taskId),
    taskLinks(dag.tasks).upstream,
  );
  const given = dag.tasks
    .filter((task) => above.has(task.taskId) && !chosen.ids.has(task.taskId))
    .map((task) => ({
      task,
      result: mocked.get(task.taskId) ?? resultFor(task, remembered, chosen.forced),
    }));
  if (selection.kind !== "failed" || !remembered) return { dag, selection, tasks, given };
  return { dag, selection, tasks, given, kept: keptInstances(dag, chosen.ids, remembered) };
}

interface Chosen {
  readonly ids: ReadonlySet<string>;
  /** Upstreams of tasks that the user named: whatever they did, they do not keep those from running. */
  readonly forced: ReadonlySet<string>;
}

function chosenTasks(
  dag: DagDescription,
  selection: Selection,
  remembered: RememberedRun | undefined,
): Chosen | PlanProblem {
  const all = new Set(dag.tasks.map((task) => task.taskId));
  if (selection.kind === "all") return { ids: all, forced: new Set() };
  const links = taskLinks(dag.tasks);
  if (selection.kind === "failed") {
    if (!remembered) return { problem: `No run "${selection.runId}" of this DAG is recorded.` };
    const failed = [...all].filter((id) => !isDone(remembered.tasks.get(id)));
    if (failed.length === 0) return { problem: `Nothing failed in run "${selection.runId}".` };
    return {
      ids: new Set([...failed, ...reachable(failed, links.downstream)]),
      forced: new Set(),
    };
  }
  const named = namedTasks(dag, selection.taskIds);
  if ("problem" in named) return named;
  const forced = new Set(named.ids.flatMap((id) => links.upstream.get(id) ?? []));
  const more =
    selection.kind === "tasks"
      ? []
      : reachable(named.ids, selection.kind === "from" ? links.downstream : links.upstream);
  return { ids: new Set([...named.ids, ...more]), forced };
}

/** Full ids of tasks, or of groups for all tasks in them. */
function namedTasks(
  dag: DagDescription,
  names: readonly string[],
): { readonly ids: readonly string[] } | PlanProblem {
  const ids: string[] = [];
  for (const name of names) {
    const found = dag.tasks.filter(
      (task) => task.taskId === name || isInside(dag, task.group, name),
    );
    if (found.length === 0) {
      const known = dag.tasks.map((task) => task.taskId).join(", ");
      return { problem: `DAG "${dag.dagId}" has no task or group "${name}". It has: ${known}.` };
    }
    ids.push(...found.map((task) => task.taskId));
  }
  return { ids };
}

function isInside(dag: DagDescription, group: string | null, name: string): boolean {
  for (let at = group, depth = 0; at !== null && depth < 100; depth++) {
    if (at === name) return true;
    at = dag.groups.find((one) => one.groupId === at)?.parent ?? null;
  }
  return false;
}

/** What was remembered of it; a failure counts as success, or nothing after it could be tried. */
function resultFor(
  task: TaskDescription,
  remembered: RememberedRun | undefined,
  forced: ReadonlySet<string>,
): RememberedTask {
  const before = remembered?.tasks.get(task.taskId);
  if (!before || before.instances.length === 0) {
    return { instances: [{ mapIndex: -1, state: "success", xcoms: new Map() }] };
  }
  if (!forced.has(task.taskId)) {
    return {
      instances: before.instances.map((one) => ({
        ...one,
        state: one.state === "skipped" ? "skipped" : "success",
      })),
    };
  }
  return {
    instances: before.instances.map((one) => ({
      ...one,
      state: "success",
      xcoms: new Map([...one.xcoms].filter(([key]) => key !== skipKey)),
    })),
  };
}
