import type { GraphDag } from "../dag/graphJson.ts";
import { builtGraph } from "./builtGraph.ts";
import type { RunState } from "./state.ts";

/** In words how what Python built for a run differs from what was read from the text; undefined when both say the same. */
export function builtDifference(state: RunState, read: GraphDag): string | undefined {
  const compared = builtGraph(state, read);
  if (!compared) return undefined;
  const changes = [
    ...compared.tasks.map(({ taskId, change }) => ({ name: taskId, change })),
    ...compared.edges
      // An edge of a task that is new or gone is told by the task.
      .filter(({ from, to }) => [from, to].every((id) => isKept(compared, id)))
      .map(({ from, to, change }) => ({ name: `${from} → ${to}`, change })),
  ];
  const told = [
    listed(
      "has",
      changes.filter(({ change }) => change === "added"),
    ),
    listed(
      "has not",
      changes.filter(({ change }) => change === "removed"),
    ),
    listed(
      "has otherwise",
      changes.filter(({ change }) => change === "changed"),
    ),
  ].filter((text) => text !== undefined);
  const what = told.length === 0 ? "has other edges" : told.join("; ");
  return `Python built another graph than the text shows. Beside the text it ${what}.`;
}

function isKept({ tasks }: GraphDag, id: string): boolean {
  const change = tasks.find(({ taskId }) => taskId === id)?.change;
  return change === "same" || change === "changed";
}

function listed(verb: string, changes: readonly { readonly name: string }[]): string | undefined {
  if (changes.length === 0) return undefined;
  const names = changes.slice(0, mostNames).map(({ name }) => name);
  const more = changes.length - names.length;
  return `${verb} ${names.join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}

const mostNames = 8;
