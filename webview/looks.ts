import type { BoxState } from "../model/layout/marks.ts";
import { stateOfBox } from "../model/layout/stateOfBox.ts";
import type { ViewBox } from "../model/layout/view.ts";
import type { PanelProblem } from "../protocol/graphPanel.ts";

/** What is painted over the structure: it changes without any layout. */
export interface Looks {
  /** By task id: of the painted run, or of the question "what if this fails?". */
  readonly states: ReadonlyMap<string, BoxState>;
  /** By task or group id. */
  readonly problems: ReadonlyMap<string, PanelProblem>;
  /** Edges to be lit as a cycle, as `from\nto`. */
  readonly cycle: ReadonlySet<string>;
  /** Ids that the search found; undefined while nothing is searched. */
  readonly hits: ReadonlySet<string> | undefined;
  /** Where the text cursor is. */
  readonly cursor: string | undefined;
  /** Edges of what the pointer or the keyboard is on. */
  readonly lit: ReadonlySet<number>;
}

export const plainLooks: Looks = {
  states: new Map(),
  problems: new Map(),
  cycle: new Set(),
  hits: undefined,
  cursor: undefined,
  lit: new Set(),
};

/** How one box looks. */
export interface BoxLook {
  readonly state: BoxState | undefined;
  readonly problem: PanelProblem | undefined;
  readonly isHit: boolean;
  readonly isDim: boolean;
  readonly isCursor: boolean;
}

/** How a box looks; a closed group or fold looks like what matters most of what is in it. */
export function lookOf(box: ViewBox, looks: Looks): BoxLook {
  const { hits, problems, cursor } = looks;
  // Nearly all boxes are tasks, and thousands are asked for in one frame.
  if (box.kind === "task") {
    const { id } = box;
    const isFound = hits?.has(id) === true;
    return {
      state: stateOfBox(box, looks.states),
      problem: problems.get(id),
      isHit: isFound,
      isDim: hits !== undefined && !isFound,
      isCursor: cursor === id,
    };
  }
  const isOpen = box.kind === "group" && box.open;
  const shown = isOpen ? [box.id] : [box.id, ...box.tasks];
  const isHit = hits !== undefined && shown.some((id) => hits.has(id));
  return {
    state: stateOfBox(box, looks.states),
    problem: problems.size > 0 ? worst(shown, problems) : undefined,
    isHit,
    isDim: hits !== undefined && !isHit && !isOpen,
    isCursor: cursor !== undefined && shown.includes(cursor),
  };
}

/** The worst first. */
export const severities = ["error", "warning", "info", "hint"] as const;

function worst(
  ids: readonly string[],
  problems: ReadonlyMap<string, PanelProblem>,
): PanelProblem | undefined {
  let found: PanelProblem | undefined;
  for (const id of ids) {
    const problem = problems.get(id);
    if (!problem) continue;
    if (!found || severities.indexOf(problem.severity) < severities.indexOf(found.severity))
      found = problem;
  }
  return found;
}
