import type { TaskDescription } from "./description.ts";
import { reachable, type TaskLinks } from "./taskLinks.ts";

/**
 * For each plain or setup task, the setups further up whose scope it is in: all must have succeeded before its trigger rule
 * is looked at. A setup's scope ends at its teardowns; without a teardown it has no end
 * (Airflow: `get_upstreams_only_setups`). Tasks without any are absent.
 */
export function indirectSetups(
  tasks: readonly TaskDescription[],
  links: TaskLinks,
): ReadonlyMap<string, readonly string[]> {
  const result = new Map<string, string[]>();
  const byId = new Map(tasks.map((task) => [task.taskId, task]));
  for (const setup of tasks) {
    if (!setup.setup) continue;
    const direct = new Set(links.downstream.get(setup.taskId));
    const teardowns = [...direct].filter((id) => byId.get(id)?.teardown);
    const ending = reachable(teardowns, links.upstream);
    for (const id of reachable([setup.taskId], links.downstream)) {
      if (direct.has(id) || byId.get(id)?.teardown) continue;
      if (teardowns.length > 0 && !ending.has(id)) continue;
      const setups = result.get(id);
      if (setups) setups.push(setup.taskId);
      else result.set(id, [setup.taskId]);
    }
  }
  return result;
}

/**
 * For each teardown, the tasks further up that are below one of its setups: all must be done before it runs
 * (Airflow 3.3: ti_deps/deps/trigger_rule_dep.py, `_evaluate_teardown_scope`). Teardowns without any are absent.
 */
export function teardownScopes(
  tasks: readonly TaskDescription[],
  links: TaskLinks,
): ReadonlyMap<string, readonly string[]> {
  const byId = new Map(tasks.map((task) => [task.taskId, task]));
  const result = new Map<string, readonly string[]>();
  for (const teardown of tasks) {
    if (!teardown.teardown) continue;
    const direct = new Set(links.upstream.get(teardown.taskId));
    const setups = [...direct].filter((id) => byId.get(id)?.setup);
    if (setups.length === 0) continue;
    const below = reachable(setups, links.downstream);
    const above = reachable([teardown.taskId], links.upstream);
    const between = [...above].filter((id) => below.has(id) && !direct.has(id));
    if (between.length > 0) result.set(teardown.taskId, between);
  }
  return result;
}

/** A teardown whose failure does not fail the run. */
export function isIgnorable(task: TaskDescription): boolean {
  return task.teardown && !task.onFailureFailDagrun;
}
