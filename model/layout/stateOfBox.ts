import type { BoxState } from "./marks.ts";
import type { ViewBox } from "./view.ts";

/** The worst comes first: it is what a closed group, or a fold, shows of what is in it. */
const order = [
  "failed",
  "upstream_failed",
  "cancelled",
  "running",
  "restarting",
  "up_for_retry",
  "up_for_reschedule",
  "deferred",
  "queued",
  "scheduled",
  "success",
  "skipped",
  "removed",
];

/**
 * How a box stands in a run: its own state, or of many the one that matters most, with how many have it where that is bad, else
 * how many are done. What is there no more stands in no run.
 */
export function stateOfBox(
  viewBox: ViewBox,
  states: ReadonlyMap<string, BoxState>,
): BoxState | undefined {
  if (states.size === 0) return undefined;
  if (viewBox.kind === "task")
    return viewBox.change === "removed" ? undefined : states.get(viewBox.id);
  let worst: string | undefined;
  let done = 0;
  let alike = 0;
  let prevented = 0;
  let isSupposed = false;
  for (const id of viewBox.tasks) {
    const known = states.get(id);
    if (known === undefined) continue;
    const { state } = known;
    if (known.isSupposed) isSupposed = true;
    if (state !== "success") prevented++;
    if (order.indexOf(state) >= order.indexOf("success") || isBad(state)) done++;
    if (worst === undefined || order.indexOf(state) < order.indexOf(worst)) {
      worst = state;
      alike = 0;
    }
    if (state === worst) alike++;
  }
  if (worst === undefined) return undefined;
  if (isSupposed)
    return {
      state: worst,
      detail: prevented === 0 ? "Would still run" : `${prevented} would not run`,
      isSupposed,
    };
  const total = viewBox.tasks.length;
  const unfinished = done < total && (worst === "success" || worst === "skipped");
  const told = isBad(worst)
    ? [alike, worst === "upstream_failed" ? "not run" : worst]
    : [done, "done"];
  return { state: unfinished ? "running" : worst, detail: told.join(` of ${total} `) };
}

function isBad(state: string): boolean {
  return order.indexOf(state) < 3;
}
