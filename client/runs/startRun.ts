import * as vscode from "vscode";

import { durationText } from "../../model/run/durationText.ts";
import type { RunState } from "../../model/run/state.ts";
import { isFinal } from "../../model/run/taskState.ts";
import type { App } from "../app.ts";
import { requireRunnable } from "../canRun.ts";
import { doNext } from "../doNext.ts";
import { HumanError } from "../humanError.ts";
import { loadingError } from "./loadingError.ts";
import type { RunOrder } from "./runLauncher.ts";
import { runOrder, type RunWish } from "./runOrder.ts";

/** Starts what is wished for and shows it in the Runs view. Answers once it is under way, not when it has ended. */
export async function startRun(app: App, wish: RunWish): Promise<void> {
  requireRunnable(app.runs);
  const order = await runOrder(wish, app.interpreters);
  void vscode.commands.executeCommand("dagsight.runs.focus", { preserveFocus: true });
  void runAndTell(app, order).catch((error: unknown) => tellFault(app, error));
}

/** What kept a run from beginning. */
async function tellFault(app: App, error: unknown): Promise<void> {
  app.log.error(String(error));
  if (error instanceof HumanError) await askNext(error.message, error.action && [error.action]);
  else await vscode.window.showErrorMessage("The run could not begin. The log says why.");
}

/** Says what went wrong, and does what is chosen next. */
async function askNext(text: string, actions: readonly vscode.Command[] = []): Promise<void> {
  const titles = actions.map(({ title }) => title);
  await doNext(await vscode.window.showErrorMessage(text, ...titles), actions);
}

/** Runs an order, shows how far it is, and says how it ended. */
export async function runAndTell(app: App, order: RunOrder): Promise<RunState> {
  let runId: string | undefined;
  const ended = app.runs.start(order, (id) => {
    runId = id;
  });
  showProgress(app, order.dagId ?? "DAG", () => runId, ended);
  const state = await ended;
  void tellEnd(app, state, order.dagId ?? "The DAG");
  return state;
}

/** Before this a run says in the status bar only that it is under way. */
const quietMs = 3000;

/** In the status bar at once; as a notification that can cancel once it takes a while, unless messages are silenced. */
function showProgress(
  app: App,
  name: string,
  runId: () => string | undefined,
  ended: Promise<RunState>,
): void {
  let isOver = false;
  const over = ended.then(
    () => void (isOver = true),
    () => void (isOver = true),
  );
  const show = (location: vscode.ProgressLocation): void => {
    void vscode.window.withProgress(
      { location, title: `Running ${name}`, cancellable: true },
      async (progress, token) => {
        token.onCancellationRequested(() => app.runs.cancel(runId() ?? ""));
        let done = 0;
        const tell = (): void => {
          const state = app.runs.get(runId() ?? "");
          if (!state || state.tasks.size === 0) return;
          const tasks = [...state.tasks.values()];
          const now = tasks.filter((task) => isFinal(task.state)).length;
          const increment = ((now - done) * 100) / tasks.length;
          done = now;
          progress.report({ message: `${now} of ${tasks.length} tasks`, increment });
        };
        const listening = app.runs.onChanged(tell);
        tell();
        await over;
        listening.dispose();
      },
    );
  };
  show(vscode.ProgressLocation.Window);
  setTimeout(() => {
    if (!isOver && notifications() !== "none") show(vscode.ProgressLocation.Notification);
  }, quietMs);
}

function notifications(): "all" | "failures" | "none" {
  return vscode.workspace
    .getConfiguration("dagsight.run")
    .get<"all" | "failures" | "none">("notify", "failures");
}

/** The first few, and how many more there are. */
function someOf(names: readonly string[]): string {
  const shown = names.slice(0, 5).join(", ");
  return names.length > 5 ? `${shown} and ${names.length - 5} more` : shown;
}

/** Says how a run ended, unless the settings silence it. */
async function tellEnd(app: App, state: RunState, dagId: string): Promise<void> {
  const wanted = notifications();
  if (wanted === "none" || (wanted === "failures" && state.result !== "failed")) return;
  const name = state.dagId ?? dagId;
  const duration = durationText((state.endedAt ?? state.startedAt) - state.startedAt);
  if (state.result === "failed") {
    const { text, actions } = failure(state, name, duration);
    await askNext(text, actions);
    return;
  }
  void vscode.window.showInformationMessage(
    `${name}: ${state.result ?? "ended"} after ${duration}.`,
  );
  app.log.info(`${state.runId}: ${state.result ?? "ended"}`);
}

/** What is said of a run that failed, and what can be done next. */
function failure(
  { runId, tasks, errors, refused, reason }: RunState,
  name: string,
  duration: string,
): { readonly text: string; readonly actions: readonly vscode.Command[] } {
  const failed = [...tasks.values()].filter((task) => task.state === "failed");
  const [first] = failed;
  if (first) {
    const row = { kind: "task", runId, taskId: first.task.taskId };
    return {
      text: `${name} failed after ${duration}: ${someOf(failed.map(({ task }) => task.taskId))}`,
      actions: [
        { title: "Show Log", command: "dagsight.showTaskLog", arguments: [row] },
        {
          title: "Rerun Failed",
          command: "dagsight.rerunFailed",
          arguments: [{ kind: "run", runId }],
        },
      ],
    };
  }
  const error = loadingError(errors);
  if (error) {
    return {
      text: `${name} could not be loaded: ${error.words}`,
      actions: error.goThere ? [error.goThere] : [],
    };
  }
  return {
    text: `${name} failed after ${duration}: ${reason ?? "it could not be loaded"}`,
    actions:
      refused === "python"
        ? [{ title: "Choose Python Interpreter…", command: "dagsight.chooseInterpreter" }]
        : [],
  };
}
