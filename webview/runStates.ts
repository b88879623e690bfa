import type { BoxState } from "../model/layout/marks.ts";
import { durationText } from "../model/run/durationText.ts";
import type { PanelRun, PanelTaskInstance } from "../protocol/graphPanel.ts";

/** The instances of a run by task; the first of each is the task's own, or the summary of a mapped one. */
export type Instances = Map<string, PanelTaskInstance[]>;

/** Sorts the instances of a run by task. */
export function instancesOf(run: PanelRun | null): Instances {
  const found: Instances = new Map();
  for (const instance of run?.instances ?? []) putInstance(found, instance);
  return found;
}

/** Takes in what changed of one instance. */
export function putInstance(instances: Instances, changed: PanelTaskInstance): void {
  const list = instances.get(changed.taskId) ?? [];
  const at = list.findIndex(({ mapIndex }) => isSame(mapIndex, changed.mapIndex));
  if (at >= 0) list[at] = changed;
  else {
    list.push(changed);
    list.sort((a, b) => (a.mapIndex ?? -1) - (b.mapIndex ?? -1));
  }
  instances.set(changed.taskId, list);
}

function isSame(a: number | null, b: number | null): boolean {
  return (a ?? -1) === (b ?? -1);
}

/** What each task's box shows of a run. Given what it showed before, only those that changed or whose time goes on are looked at. */
export function boxStates(
  instances: Instances,
  now: number,
  before?: {
    readonly states: ReadonlyMap<string, BoxState>;
    readonly changed: ReadonlySet<string>;
  },
): Map<string, BoxState> {
  const states = new Map<string, BoxState>();
  for (const [taskId, list] of instances) {
    const [own] = list;
    if (own?.state == null) continue;
    const isOver = own.state !== "running" && before?.changed.has(taskId) === false;
    const known = isOver ? before.states.get(taskId) : undefined;
    states.set(taskId, known ?? { state: own.state, detail: detail(own, list, now) });
  }
  return states;
}

/** Whether any duration is still growing. */
export function isTicking(instances: Instances): boolean {
  for (const list of instances.values())
    if (list.some(({ state, endedAt }) => state === "running" && endedAt === null)) return true;
  return false;
}

/** A state as a person reads it. */
export function stateInWords(state: string): string {
  const words = state.replaceAll("_", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function detail(own: PanelTaskInstance, list: readonly PanelTaskInstance[], now: number): string {
  const words = own.state === null ? "" : stateInWords(own.state);
  const mapped = list.filter(({ mapIndex }) => mapIndex !== null && mapIndex >= 0);
  if (mapped.length > 0) {
    // Of what failed it is told how many did, of the rest how many are done.
    const told = mapped.filter(({ state, endedAt }) =>
      own.state === "failed" ? state === "failed" : endedAt !== null,
    );
    return `${words} · ${told.length} of ${mapped.length}`;
  }
  const parts = [own.simulated ? `${words} (simulated)` : words];
  const isTimed = !["skipped", "upstream_failed", "up_for_retry"].includes(own.state ?? "");
  if (own.startedAt !== null && isTimed)
    parts.push(durationText((own.endedAt ?? now) - own.startedAt));
  if (own.tries > 1 || own.state === "up_for_retry") parts.push(`try ${own.tries}`);
  return parts.join(" · ");
}
