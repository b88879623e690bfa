import type { PanelProblem } from "../protocol/graphPanel.ts";
import { severities, type Looks } from "./looks.ts";

/** How problems look: the worst of each box on it, and the edges of a cycle lit. */
export function problemLooks(problems: readonly PanelProblem[]): Pick<Looks, "problems" | "cycle"> {
  const byId = new Map<string, PanelProblem>();
  const cycle = new Set<string>();
  for (const problem of problems) {
    for (const id of problem.ids) {
      const known = byId.get(id);
      if (!known || rankOf(problem) < rankOf(known)) byId.set(id, problem);
    }
    for (const { from, to } of problem.edges) cycle.add(`${from}\n${to}`);
  }
  return { problems: byId, cycle };
}

function rankOf({ severity }: PanelProblem): number {
  return severities.indexOf(severity);
}
