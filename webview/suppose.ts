import type { GraphDag } from "../model/dag/graphJson.ts";
import type { BoxState } from "../model/layout/marks.ts";
import { whatIfFails } from "../model/run/whatIfFails.ts";

/** How all would end if a task failed: to be painted like a run, and in words. */
export interface Supposed {
  readonly states: ReadonlyMap<string, BoxState>;
  readonly words: string;
}

/** How a task would end, short enough for its box. */
const ends = {
  success: "Would still run",
  failed: "Would fail",
  upstream_failed: "Would not run",
  skipped: "Would be skipped",
} as const;

/** Supposes that a task fails. */
export function suppose(dag: GraphDag, taskId: string): Supposed {
  const states = new Map<string, BoxState>();
  for (const [id, state] of whatIfFails(dag, taskId))
    states.set(id, { state, detail: ends[state], isSupposed: true });
  const count = (state: string): number =>
    [...states].filter(([id, one]) => id !== taskId && one.state === state).length;
  const parts = [
    [count("upstream_failed"), "would not run"],
    [count("skipped"), "would be skipped"],
    [count("success"), "would still run"],
  ].flatMap(([number, words]) => (number ? [`${number} ${words}`] : []));
  const all = parts.length > 0 ? parts.join(", ") : "nothing depends on it";
  return { states, words: `If ${taskId} fails: ${all}` };
}
