import type { Progress } from "./progress.ts";
import type { TaskInstance } from "./taskNode.ts";

/** What Airflow 2 is told of the other task instances: id, map index, state. Unexpanded ones without a state are left out. */
export function syncStates(
  progress: Progress,
  except: TaskInstance,
): readonly (readonly [string, number, string | null])[] {
  const states: (readonly [string, number, string | null])[] = [];
  for (const node of progress.nodes.values()) {
    for (const one of node.instances) {
      if (one === except || (one.state === "none" && one.mapIndex < 0)) continue;
      states.push([node.task.taskId, one.mapIndex, one.state === "none" ? null : one.state]);
    }
  }
  return states;
}
