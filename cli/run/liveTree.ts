import type { RunState } from "../../model/run/state.ts";
import { durationText } from "../../model/run/durationText.ts";
import { printTree } from "../../model/run/printTree.ts";
import type { TaskState } from "../../model/run/taskState.ts";
import type { Terminal } from "../command.ts";
import { endText } from "./plainLines.ts";
import type { RunView } from "./runView.ts";

/** A run as a tree that is drawn again in place, at most ten times a second. */
export function liveTree(terminal: Terminal): RunView {
  const paint = terminal.env["NO_COLOR"] ? (text: string) => text : coloured;
  let drawn = 0;
  let latest: RunState | undefined;
  const draw = (): void => {
    if (!latest) return;
    const rows = Math.max(5, (process.stdout.rows || 24) - 3);
    const width = process.stdout.columns || 80;
    const lines = [statusLine(latest), ...printTree(latest, { now: Date.now(), rows, paint })].map(
      (line) => cut(line, width),
    );
    terminal.out(`${clear(drawn)}${lines.join("\n")}\n`);
    drawn = lines.length;
  };
  const timer = setInterval(draw, 100);
  return {
    hear: (event, state) => {
      latest = state;
      if (event.kind !== "notice" && event.kind !== "simulated") return;
      const text =
        event.kind === "notice" ? event.text : `${event.taskId} is simulated: ${event.reason}`;
      terminal.out(`${clear(drawn)}${text}\n`);
      drawn = 0;
    },
    end: (state) => {
      clearInterval(timer);
      terminal.out(clear(drawn));
      if (state.refused !== "wish") terminal.out(`${endText(state, terminal.cwd, paint)}\n`);
    },
  };
}

function statusLine(state: RunState): string {
  const took = durationText(Date.now() - state.startedAt);
  if (state.phase === "opening") return `Loading ${state.file}  ${took}`;
  const word = state.phase === "cancelling" ? "Cancelling" : "Running";
  return `${word} ${state.dagId ?? ""}  ${state.runId}  ${took}`;
}

/** Goes back over what was drawn and wipes it. */
function clear(lines: number): string {
  return lines === 0 ? "" : `\u001b[${lines}A\u001b[J`;
}

/** Lines longer than the window would wrap and break the count. */
function cut(line: string, width: number): string {
  // Colours take no room; they are short and end on the same line.
  const colours = line.match(/\u001b\[\d+m/g)?.join("").length ?? 0;
  return line.length - colours < width ? line : `${line.slice(0, width - 2 + colours)}\u001b[0m…`;
}

function coloured(text: string, state: TaskState): string {
  const colour = colours[state];
  return colour === undefined ? text : `\u001b[${colour}m${text}\u001b[0m`;
}

const colours: Readonly<Partial<Record<TaskState, number>>> = {
  success: 32,
  failed: 31,
  upstream_failed: 33,
  skipped: 90,
  running: 36,
  up_for_retry: 33,
  cancelled: 35,
};
