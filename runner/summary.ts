import type { InstanceRun, RunState, TaskRun } from "../model/run/state.ts";
import { plainValue } from "../model/run/plainValue.ts";
import type { RunSummary, TaskSummary } from "../model/run/summary.ts";
import type { RunResult } from "../model/run/taskState.ts";

/** The summary of a run that has ended, out of its state. */
export function summaryOf(
  state: RunState,
  end: {
    readonly result: RunResult;
    readonly reason: string | null;
    readonly at: number;
    readonly unanswered: ReadonlyMap<string, number>;
    readonly isPretended: (taskId: string, mapIndex: number) => boolean;
  },
): RunSummary {
  const tasks = [...state.tasks.values()]
    .filter(({ task }) => !task.remembered)
    .flatMap((task) =>
      [...task.instances].map(([mapIndex, instance]) =>
        taskSummary(task, instance, end.isPretended(task.task.taskId, mapIndex)),
      ),
    );
  return {
    runId: state.runId,
    dagId: state.dagId,
    state: end.result,
    engine: engineName(state),
    durationMs: end.at - state.startedAt,
    tasks,
    simulated: tasks.filter((task) => task.simulated).length,
    reason: end.reason,
    unanswered: Object.fromEntries(end.unanswered),
  };
}

/** `airflow X.Y.Z` or `lite`. */
function engineName(state: RunState): string {
  return state.engine?.engine === "airflow" ? `airflow ${state.engine.airflow}` : "lite";
}

function taskSummary(task: TaskRun, instance: InstanceRun, pretended: boolean): TaskSummary {
  const last = instance.tries.at(-1);
  return {
    taskId: instance.taskId,
    mapIndex: instance.mapIndex,
    state: instance.state,
    tries: instance.tries.length,
    ...returned(instance),
    durationMs: instance.tries.reduce(
      (sum, one) => sum + Math.max(0, (one.endedAt ?? one.startedAt) - one.startedAt),
      0,
    ),
    log: last?.log ?? null,
    ...(task.task.simulated || task.simulated !== null || pretended ? { simulated: true } : {}),
  };
}

function returned(instance: InstanceRun): { readonly returnValue?: unknown } {
  const text = instance.xcoms.get("return_value")?.text;
  if (text === undefined || text === null) return {};
  try {
    return { returnValue: plainValue(JSON.parse(text)) };
  } catch {
    // A custom XCom backend may write anything.
    return { returnValue: text };
  }
}
