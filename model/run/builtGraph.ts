import { compareGraphs } from "../dag/compareGraphs.ts";
import type { GraphDag, GraphTask } from "../dag/graphJson.ts";
import type { PlannedTask } from "./events.ts";
import type { RunState } from "./state.ts";

/**
 * The graph that Python built for a run, beside the one that was read from the text: with what the text does not show marked
 * as added, and what Python did not make as removed. Undefined when both say the same, or the run is only of a part.
 */
export function builtGraph(state: RunState, read: GraphDag): GraphDag | undefined {
  if (!state.isWhole || state.tasks.size === 0 || state.dagId !== read.dagId) return undefined;
  const compared = compareGraphs(read, graphOf(state, read));
  const isSame = [...compared.tasks, ...compared.edges].every(({ change }) => change === "same");
  return isSame ? undefined : compared;
}

/** What is known of a task or an edge from the text is kept: the run knows only the structure. */
function graphOf(state: RunState, read: GraphDag): GraphDag {
  const tasks = new Map(read.tasks.map((task) => [task.taskId, task]));
  const edges = new Map(read.edges.map((edge) => [`${edge.from}\n${edge.to}`, edge]));
  const groups = new Map(read.groups.map((group) => [group.groupId, group]));
  const built = Array.from(state.tasks.values(), ({ task }) => task);
  return {
    ...read,
    tasks: built.map((task) => taskOf(task, tasks.get(task.taskId), read)),
    edges: built.flatMap(({ taskId, upstream }) =>
      [...new Set(upstream)].map(
        (from) =>
          edges.get(`${from}\n${taskId}`) ??
          ({ from, to: taskId, label: null, certainty: "certain" } as const),
      ),
    ),
    groups: Array.from(
      state.groups.values(),
      ({ groupId, parent, mapped }) =>
        groups.get(groupId) ??
        ({ groupId, parent, mapped, range: read.range, certainty: "certain" } as const),
    ),
  };
}

function taskOf(task: PlannedTask, known: GraphTask | undefined, { range }: GraphDag): GraphTask {
  const { taskId, operator, group, mapped, setup, teardown } = task;
  if (known) return { ...known, group, mapped, setup, teardown };
  return {
    taskId,
    operator,
    group,
    mapped,
    setup,
    teardown,
    range: rangeOf(task) ?? range,
    certainty: "certain",
    triggerRule: null,
  };
}

function rangeOf({ source }: PlannedTask): GraphTask["range"] | undefined {
  if (!source) return undefined;
  const at = { line: source.line - 1, character: 0 };
  return { start: at, end: at };
}
