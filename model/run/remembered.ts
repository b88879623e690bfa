import type { RunEvent } from "./events.ts";
import { reduce, unopened } from "./state.ts";
import type { TaskState } from "./taskState.ts";
import { withMore } from "../withMore.ts";

/** What an earlier run left: states and values, by task. */
export interface RememberedRun {
  readonly runId: string;
  readonly dagId: string | null;
  readonly logicalDate: string | null;
  readonly tasks: ReadonlyMap<string, RememberedTask>;
}

/** What an earlier run left of one task. */
export interface RememberedTask {
  readonly instances: readonly RememberedInstance[];
  /** The run, where it is not the one that is remembered as a whole. */
  readonly from?: string;
}

/** One instance of it: −1 for an unmapped one. */
export interface RememberedInstance {
  readonly mapIndex: number;
  readonly state: TaskState;
  readonly xcoms: ReadonlyMap<string, StoredXCom>;
}

/** A value as JSON text, and how many elements it has for a task that is mapped over it. */
export interface StoredXCom {
  readonly text: string;
  readonly length: number | null;
}

/** Reads a recorded run back, as far as it goes. */
export function rememberRun(events: Iterable<RunEvent>): RememberedRun {
  let state = unopened;
  const lengths = new Map<string, number | null>();
  for (const event of events) {
    state = reduce(state, event);
    if (event.kind === "xcom") {
      lengths.set(xcomId(event.taskId, event.mapIndex ?? -1, event.key), event.length);
    }
  }
  const tasks = new Map<string, RememberedTask>();
  for (const [taskId, task] of state.tasks) {
    const instances = [...task.instances].map(([mapIndex, instance]) => ({
      mapIndex,
      state: instance.state,
      xcoms: new Map(
        [...instance.xcoms].flatMap(([key, value]) =>
          value.text === null
            ? []
            : [
                [
                  key,
                  { text: value.text, length: lengths.get(xcomId(taskId, mapIndex, key)) ?? null },
                ] as const,
              ],
        ),
      ),
    }));
    tasks.set(taskId, { instances });
  }
  return { runId: state.runId, dagId: state.dagId, logicalDate: state.logicalDate, tasks };
}

/**
 * What the runs of a DAG left, newest first: of each task what the newest run left in which it was done, so that runs of a part do
 * not make the rest forgotten. Reads no further than needed.
 */
export function rememberNewest(
  runs: Iterable<RememberedRun>,
  taskIds: readonly string[],
): RememberedRun | undefined {
  let newest: RememberedRun | undefined;
  const tasks = new Map<string, RememberedTask>();
  for (const run of runs) {
    newest ??= run;
    for (const id of taskIds) {
      const task = run.tasks.get(id);
      if (!task || isDone(tasks.get(id)) || (tasks.has(id) && !isDone(task))) continue;
      tasks.set(id, run === newest ? task : withMore(task, { from: run.runId }));
    }
    if (taskIds.every((id) => isDone(tasks.get(id)))) break;
  }
  return newest && { ...newest, tasks };
}

/** Whether all of a task succeeded or was skipped. */
export function isDone(task: RememberedTask | undefined): boolean {
  return (
    task !== undefined &&
    task.instances.length > 0 &&
    task.instances.every((one) => one.state === "success" || one.state === "skipped")
  );
}

function xcomId(taskId: string, mapIndex: number, key: string): string {
  return `${taskId}\n${mapIndex}\n${key}`;
}
