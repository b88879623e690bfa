import type { GraphDag } from "../dag/graphJson.ts";
import { judgeTriggerRule } from "./triggerRules.ts";

/** How a task would end: as far as the structure tells, everything that may run succeeds. */
export type SupposedState = "success" | "failed" | "upstream_failed" | "skipped";

/**
 * How each task behind a failed one would end, by its trigger rule alone. Branches are taken to be followed all, and a task whose
 * rule is not known is left out with everything behind it that depends on it alone.
 */
export function whatIfFails(dag: GraphDag, failed: string): ReadonlyMap<string, SupposedState> {
  const upstream = new Map<string, Set<string>>();
  const downstream = new Map<string, Set<string>>();
  for (const { from, to } of dag.edges) {
    if (from === to) continue;
    add(upstream, to, from);
    add(downstream, from, to);
  }
  const tasks = new Map(dag.tasks.map((task) => [task.taskId, task]));
  const states = new Map<string, SupposedState>([[failed, "failed"]]);
  const affected = reachable(downstream, failed);
  const waiting = new Map<string, number>();
  for (const id of affected)
    waiting.set(id, [...(upstream.get(id) ?? [])].filter((up) => affected.has(up)).length);
  const ready = [...(downstream.get(failed) ?? [])].filter((id) => settle(id));
  while (ready.length > 0) {
    const id = ready.shift() ?? "";
    const task = tasks.get(id);
    if (!task || id === failed) continue;
    const state = task.triggerRule === null ? undefined : judge(id, task.triggerRule);
    if (state) states.set(id, state);
    for (const next of downstream.get(id) ?? []) if (settle(next)) ready.push(next);
  }
  return states;

  function settle(id: string): boolean {
    const left = (waiting.get(id) ?? 0) - 1;
    waiting.set(id, left);
    return left === 0;
  }

  function judge(id: string, rule: string): SupposedState | undefined {
    const before = [...(upstream.get(id) ?? [])];
    const count = (state: SupposedState, only?: (id: string) => boolean): number =>
      before.filter((up) => (states.get(up) ?? "success") === state && (only?.(up) ?? true)).length;
    const isSetup = (up: string): boolean => tasks.get(up)?.setup ?? false;
    const answer = judgeTriggerRule(
      rule,
      {
        total: before.length,
        success: count("success"),
        skipped: count("skipped"),
        failed: count("failed"),
        upstreamFailed: count("upstream_failed"),
        removed: 0,
        setups: before.filter(isSetup).length,
        setupsSucceeded: count("success", isSetup),
        setupsSkipped: count("skipped", isSetup),
      },
      -1,
    );
    switch (answer) {
      case "run":
        return "success";
      case "skipped":
      case "upstream_failed":
        return answer;
      case "wait":
      case "removed":
        return undefined;
    }
  }
}

function add(map: Map<string, Set<string>>, key: string, value: string): void {
  const set = map.get(key);
  if (set) set.add(value);
  else map.set(key, new Set([value]));
}

/** A task and everything behind it. */
function reachable(
  downstream: ReadonlyMap<string, ReadonlySet<string>>,
  from: string,
): Set<string> {
  const found = new Set([from]);
  for (const id of found) for (const next of downstream.get(id) ?? []) found.add(next);
  return found;
}
