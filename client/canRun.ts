import * as vscode from "vscode";

import { HumanError } from "./humanError.ts";
import type { RunLauncher } from "./runs/runLauncher.ts";
import type { Runs } from "./runs/runs.ts";

/** Why nothing can be run here; undefined when it can. */
export function whyNotRun(runs: Pick<Runs, "canRun">): string | undefined {
  if (!runs.canRun) {
    return "Running a DAG needs a Python process, which a browser does not have. Open this folder in VS Code on a desktop or a remote machine to run it.";
  }
  if (!vscode.workspace.isTrusted) {
    return "Running a DAG executes its code, and this workspace is not trusted. Trust it first.";
  }
  return undefined;
}

/** Stops a command that runs something where nothing may run, and says why. Answers what runs it. */
export function requireRunnable(runs: Pick<Runs, "canRun" | "launcher">): RunLauncher {
  const reason = whyNotRun(runs);
  if (reason === undefined && runs.launcher) return runs.launcher;
  throw new HumanError(
    reason ?? "Nothing can be run here.",
    runs.canRun ? { title: "Manage Trust", command: "workbench.trust.manage" } : undefined,
  );
}
