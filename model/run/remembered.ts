import type { RunEvent } from "./events.ts";
import { reduce, unopened } from "./state.ts";
import type { TaskState } from "./taskState.ts";

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

function xcomId(taskId: string, mapIndex: number, key: string): string {
  return `${taskId}\n${mapIndex}\n${key}`;
}
