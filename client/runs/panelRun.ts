import type { InstanceRun, RunState, TaskRun } from "../../model/run/state.ts";
import type { TaskState } from "../../model/run/taskState.ts";
import type {
  EarlierEnd,
  PanelRun,
  PanelTaskInstance,
  RunChoice,
  RunState as PanelRunState,
  TaskState as PanelTaskState,
} from "../../protocol/graphPanel.ts";

/** A run as the graph panel paints it. */
export function panelRun(state: RunState): PanelRun {
  return {
    runId: state.runId,
    state: panelRunState(state),
    startedAt: state.startedAt,
    endedAt: state.endedAt ?? null,
    engine: state.engine?.engine === "airflow" ? `airflow ${state.engine.airflow}` : "lite",
    instances: panelInstances(state, state.tasks.keys()),
  };
}

/** The instances of some tasks; a mapped task also has one for all of its own. */
export function panelInstances(state: RunState, taskIds: Iterable<string>): PanelTaskInstance[] {
  return [...taskIds].flatMap((taskId) => {
    const run = state.tasks.get(taskId);
    if (!run) return [];
    const instances = Array.from(run.instances.values(), (each) => instanceOf(run, each));
    return run.instances.has(-1) ? instances : [summaryOf(run), ...instances];
  });
}

/** A line of the run picker. */
export function runChoice(state: RunState): RunChoice {
  return { runId: state.runId, state: panelRunState(state), startedAt: state.startedAt };
}

/** How a task ended in these runs, newest first, as far as it began in them. */
export function earlierEnds(runs: readonly RunState[], taskId: string): EarlierEnd[] {
  return runs
    .flatMap((run) => {
      const task = run.tasks.get(taskId);
      const state = task && panelState(task.state);
      if (!state || task.startedAt === undefined || task.endedAt === undefined) return [];
      return [{ state, milliseconds: task.endedAt - task.startedAt }];
    })
    .slice(0, 5);
}

/** Where a run stands, in the panel's words. */
export function panelRunState(state: RunState): PanelRunState {
  if (state.result) return state.result;
  return state.phase === "opening" ? "queued" : "running";
}

function summaryOf(run: TaskRun): PanelTaskInstance {
  return {
    taskId: run.task.taskId,
    mapIndex: null,
    state: panelState(run.state),
    tries: 0,
    maxTries: run.task.retries + 1,
    startedAt: run.startedAt ?? null,
    endedAt: run.endedAt ?? null,
    simulated: run.simulated !== null,
  };
}

function instanceOf(run: TaskRun, instance: InstanceRun): PanelTaskInstance {
  return {
    taskId: instance.taskId,
    mapIndex: instance.mapIndex,
    state: panelState(instance.state),
    tries: instance.tries.length,
    maxTries: run.task.retries + 1,
    startedAt: instance.startedAt ?? null,
    endedAt: instance.endedAt ?? null,
    simulated: run.simulated !== null,
  };
}

function panelState(state: TaskState): PanelTaskState | null {
  return state === "none" ? null : state;
}
