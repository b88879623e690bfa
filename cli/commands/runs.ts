import { durationText } from "../../model/run/durationText.ts";
import type { RunState } from "../../model/run/state.ts";
import { Runner } from "../../runner/runner.ts";
import type { Command } from "../command.ts";
import { parseOptions } from "../options.ts";
import { formatOf, runsFolderOf } from "../run/runArguments.ts";

/** Lists the recorded runs of this folder, newest first. */
export const runs: Command = {
  name: "runs",
  summary: "List the recorded runs",
  usage: "dagsight runs [--dag ID] [--format text|json] [--runs-folder PATH]",
  run: (args, terminal) =>
    new Promise((done) => {
      const { values } = parseOptions(args, {
        dag: { type: "string" },
        format: { type: "string", default: "text" },
        "runs-folder": { type: "string" },
      });
      const found = new Runner()
        .history(runsFolderOf(values["runs-folder"], terminal.cwd))
        .filter((state) => values.dag === undefined || state.dagId === values.dag);
      if (formatOf(values.format) === "json")
        terminal.out(`${JSON.stringify({ runs: found.map(asJson) }, undefined, 2)}\n`);
      else if (found.length === 0) terminal.out("No run is recorded here.\n");
      else for (const state of found) terminal.out(`${asLine(state)}\n`);
      done(0);
    }),
};

function asJson(state: RunState): object {
  return {
    runId: state.runId,
    dagId: state.dagId,
    file: state.file,
    state: state.result ?? "running",
    startedAt: new Date(state.startedAt).toISOString(),
    durationMs: state.endedAt === undefined ? null : state.endedAt - state.startedAt,
    counts: Object.fromEntries(Object.entries(state.counts).filter(([, count]) => count > 0)),
    reason: state.reason,
    folder: state.folder,
  };
}

function asLine(state: RunState): string {
  const took =
    state.endedAt === undefined ? "" : `  ${durationText(state.endedAt - state.startedAt)}`;
  const counts = Object.entries(state.counts)
    .filter(([, count]) => count > 0)
    .map(([word, count]) => `${count} ${word}`)
    .join(", ");
  return `${state.runId}  ${state.dagId ?? "(not loaded)"}  ${state.result ?? "running"}${took}${counts === "" ? "" : `  ${counts}`}`;
}
