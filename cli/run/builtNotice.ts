import { builtDifference } from "../../model/run/builtDifference.ts";
import type { RunOptions } from "../../runner/runner.ts";
import type { Terminal } from "../command.ts";
import { nodeFiles } from "../nodeFiles.ts";
import { pathBelow } from "../pathBelow.ts";
import { readGraphs } from "../readGraphs.ts";
import { readSettings } from "../settings.ts";
import type { RunView } from "./runView.ts";

/** A view that also says, before the first task starts, how the graph that Python built differs from the text. */
export function withBuiltNotice(view: RunView, options: RunOptions, terminal: Terminal): RunView {
  let read: ReturnType<typeof readGraphs> | undefined;
  // Python needs longer to start than this takes.
  const timer = setTimeout(() => (read = readText(options, terminal)), 0);
  return {
    hear: (event, state) => {
      view.hear(event, state);
      if (event.kind !== "planned") return;
      clearTimeout(timer);
      const dag = (read ?? readText(options, terminal)).find(({ dagId }) => dagId === state.dagId);
      const text = dag && builtDifference(state, dag);
      if (text !== undefined) view.hear({ kind: "notice", at: event.at, text }, state);
    },
    end: (state) => {
      clearTimeout(timer);
      view.end(state);
    },
  };
}

function readText(options: RunOptions, terminal: Terminal): ReturnType<typeof readGraphs> {
  const files = nodeFiles(terminal.cwd);
  const settings = readSettings(files, options.airflow, undefined);
  return readGraphs(files, [pathBelow(options.file, terminal.cwd)], settings);
}
