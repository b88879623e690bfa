import { watch } from "node:fs";
import { dirname } from "node:path";

import type { RunState } from "../../model/run/state.ts";
import type { Runner, RunOptions } from "../../runner/runner.ts";
import { runOnce, viewFor } from "./runOnce.ts";
import type { Terminal } from "../command.ts";
import { onInterrupt } from "./onInterrupt.ts";

/** Runs, then runs again after each change below the file's folder: what failed, or all of it after a success. Ctrl-C ends it. */
export async function watchAndRun(
  runner: Runner,
  options: RunOptions,
  terminal: Terminal,
): Promise<number> {
  let last: RunState | undefined;
  const changes = changesBelow(dirname(options.file));
  try {
    for (;;) {
      const again: RunOptions =
        last?.result === "failed" && last.tasks.size > 0
          ? { ...options, selection: { kind: "failed", runId: last.runId } }
          : options;
      last = await runOnce(runner, again, viewFor("text", terminal));
      if (last.result === "cancelled") return 1;
      terminal.out("Waiting for a change. Ctrl-C ends.\n");
      if (!(await changes.next())) return last.result === "success" ? 0 : 1;
    }
  } finally {
    changes.end();
  }
}

/** Tells of changes to Python files, one at a time, a moment after the last of a burst. */
function changesBelow(folder: string): { next(): Promise<boolean>; end(): void } {
  let wake: (changed: boolean) => void = () => undefined;
  let timer: NodeJS.Timeout | undefined;
  const watcher = watch(folder, { recursive: true }, (_, name) => {
    if (name?.endsWith(".py") !== true) return;
    clearTimeout(timer);
    timer = setTimeout(() => {
      wake(true);
    }, 150);
  });
  const forget = onInterrupt(() => {
    wake(false);
  });
  return {
    next: () => new Promise((done) => (wake = done)),
    end: () => {
      clearTimeout(timer);
      watcher.close();
      forget();
    },
  };
}
