import { relative } from "node:path";

import { eventText } from "../../model/run/eventText.ts";
import { printTree } from "../../model/run/printTree.ts";
import type { RunState } from "../../model/run/state.ts";
import type { Terminal } from "../command.ts";
import type { RunView } from "./runView.ts";
import { headline, troubles } from "./runWords.ts";

/** A run where nothing can be drawn again: one line for each thing worth telling, then the tree. */
export function plainLines(terminal: Terminal): RunView {
  return {
    hear: (event, state) => {
      const line = eventText(event, state);
      if (line !== undefined) terminal.out(`${line}\n`);
    },
    end: (state) => {
      if (state.refused !== "wish") terminal.out(`\n${endText(state, terminal.cwd)}\n`);
    },
  };
}

/** The tree, what went wrong, and the result. */
export function endText(
  state: RunState,
  cwd: string,
  paint: Parameters<typeof printTree>[1]["paint"] = (text) => text,
): string {
  const tree = printTree(state, { now: state.endedAt ?? 0, paint });
  const place =
    state.folder === null ? [] : [`Logs: ${relative(cwd, state.folder) || state.folder}`];
  return [...tree, ...troubles(state, cwd), headline(state), ...place].join("\n");
}
