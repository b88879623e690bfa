import * as vscode from "vscode";

import { HumanError } from "./humanError.ts";
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

/** Stops a command that runs something where nothing may run, and says why. */
export function requireRunnable(runs: Pick<Runs, "canRun">): void {
  const reason = whyNotRun(runs);
  if (reason === undefined) return;
  throw new HumanError(
    reason,
    runs.canRun ? { title: "Manage Trust", command: "workbench.trust.manage" } : undefined,
  );
}
