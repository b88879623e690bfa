import type { RunState } from "../../model/run/state.ts";
import type { Runner, RunHandle, RunOptions } from "../../runner/runner.ts";
import type { Terminal } from "../command.ts";
import { jsonEvents } from "./jsonEvents.ts";
import { liveTree } from "./liveTree.ts";
import { onInterrupt } from "./onInterrupt.ts";
import { plainLines } from "./plainLines.ts";
import type { RunView } from "./runView.ts";

/** Runs once, shows it, and lets Ctrl-C cancel it. */
export async function runOnce(
  runner: Runner,
  options: RunOptions,
  view: RunView,
): Promise<RunState> {
  const handle: RunHandle = runner.startRun(options, view.hear);
  const forget = onInterrupt(() => {
    handle.cancel("Cancelled by the user.");
  });
  try {
    const state = await handle.done;
    view.end(state);
    return state;
  } finally {
    forget();
  }
}

/** How a run is shown: events as JSON, a tree that is drawn again and again, or lines. */
export function viewFor(format: "text" | "json", terminal: Terminal): RunView {
  if (format === "json") return jsonEvents(terminal);
  return terminal.isInteractive ? liveTree(terminal) : plainLines(terminal);
}
