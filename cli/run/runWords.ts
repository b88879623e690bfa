import { relative } from "node:path";

import { durationText } from "../../model/run/durationText.ts";
import type { RunState } from "../../model/run/state.ts";

/** How a run ended, in one line. */
export function headline(state: RunState): string {
  const { summary } = state;
  const counts = Object.entries(state.counts)
    .filter(([, count]) => count > 0)
    .map(([word, count]) => `${count} ${word}`)
    .join(", ");
  const simulated =
    summary && summary.simulated > 0 ? `, of which ${summary.simulated} only pretended` : "";
  const took = durationText((state.endedAt ?? state.startedAt) - state.startedAt);
  const name = state.dagId ?? "Run";
  const result = state.result ?? "running";
  const why = state.reason === null || result === "success" ? "" : ` ${state.reason}`;
  return `${name}: ${result} in ${took}${counts === "" ? "" : ` (${counts}${simulated})`}.${why}`;
}

/** What went wrong, with the way to the source and to the log. */
export function troubles(state: RunState, cwd: string): readonly string[] {
  const lines: string[] = [];
  for (const error of state.errors) lines.push("", error.traceback.trimEnd());
  for (const task of state.tasks.values()) {
    for (const instance of task.instances.values()) {
      const last = instance.tries.at(-1);
      if (instance.state !== "failed" || !last) continue;
      const name =
        instance.mapIndex === null ? instance.taskId : `${instance.taskId}[${instance.mapIndex}]`;
      const { error } = last;
      const place =
        error?.file != null && error.line !== null
          ? ` (${relative(cwd, error.file)}:${error.line})`
          : "";
      lines.push(`✗ ${name}: ${error ? `${error.type}: ${error.message}` : "failed"}${place}`);
      if (last.log !== null) lines.push(`  log: ${relative(cwd, last.log)}`);
    }
  }
  return lines.length > 0 ? ["", ...lines, ""] : [""];
}
