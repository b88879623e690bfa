import type { App } from "../app.ts";
import { requireRunnable } from "../canRun.ts";
import { debugSelection } from "../runs/debugSelection.ts";
import { startRun } from "../runs/startRun.ts";
import { attach, taskDebugger } from "../taskDebugger.ts";
import { dagOf, taskOf } from "./target.ts";

/** Runs a task, lets the Python debugger attach to it, and stops at breakpoints in its code. What comes before runs as usual. */
export async function debugTask(app: App, given: unknown): Promise<void> {
  requireRunnable(app.runs);
  const found = await dagOf(app, given);
  const taskId = found && (await taskOf(app, found, given));
  if (!found || taskId === undefined) return;
  const { document, dagId, answer } = found;
  const { type, path } = await taskDebugger(app, document.uri);
  const [last] = app.runs.of(document.uri.fsPath, dagId);
  const attached = new Set<string>();
  let own: string | undefined;
  const listening = app.runs.onChanged((changes) => {
    for (const { runId } of changes) {
      for (const instance of app.runs.get(runId)?.tasks.get(taskId)?.instances.values() ?? []) {
        const waiting = instance.tries.at(-1)?.debugging;
        const key = `${waiting?.host ?? ""}:${waiting?.port ?? 0}`;
        if (!waiting || !app.runs.isLive(runId) || attached.has(key)) continue;
        attached.add(key);
        own = runId;
        const name = instance.mapIndex === null ? taskId : `${taskId} [${instance.mapIndex}]`;
        void attach(document, name, type, waiting).then((isAttached) => {
          // Nobody would ever wake the task.
          if (!isAttached) app.runs.cancel(runId);
        });
      }
    }
  });
  const ending = app.runs.onEnded(({ runId, dagId: ended }) => {
    if (own === undefined ? ended !== dagId : runId !== own) return;
    listening.dispose();
    ending.dispose();
  });
  await startRun(app, {
    document: document.uri,
    dagId,
    airflow: answer.airflow,
    selection: debugSelection(taskId, last),
    debug: { taskId, path },
  });
}
