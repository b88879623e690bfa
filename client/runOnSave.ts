import * as vscode from "vscode";

import type { Selection } from "../model/run/events.ts";
import type { RunState } from "../model/run/state.ts";
import type { GraphAnswer } from "../protocol/languageServer.ts";
import type { App } from "./app.ts";
import { whyNotRun } from "./canRun.ts";
import { DisposableStore } from "./disposableStore.ts";
import { HumanError } from "./humanError.ts";
import { runOrder } from "./runs/runOrder.ts";
import { runAndTell } from "./runs/startRun.ts";

/** Runs the DAGs of a file again when it is saved, if the settings want it: what failed or was edited, or all of it. */
export class RunOnSave implements vscode.Disposable {
  readonly #store = new DisposableStore();
  readonly #app: App;
  /** The text that each file had when its DAGs last ran. */
  readonly #texts = new Map<string, string>();
  /** Files saved while a run of theirs was under way. */
  readonly #again = new Map<string, vscode.TextDocument>();

  constructor(app: App) {
    this.#app = app;
    this.#store.add(
      vscode.workspace.onDidSaveTextDocument((document) => void this.#saved(document)),
    );
    this.#store.add(app.runs.onStarted((file) => this.#remember(file)));
    this.#store.add(
      app.runs.onEnded(({ file }) => {
        const document = this.#again.get(file);
        this.#again.delete(file);
        if (document) void this.#saved(document);
      }),
    );
  }

  dispose(): void {
    this.#store.dispose();
  }

  async #saved(document: vscode.TextDocument): Promise<void> {
    const wanted = vscode.workspace
      .getConfiguration("dagsight.run", document.uri)
      .get<"off" | "changed" | "all">("onSave", "off");
    const { runs, server, log } = this.#app;
    if (wanted === "off" || document.languageId !== "python" || whyNotRun(runs) !== undefined)
      return;
    const file = document.uri.fsPath;
    if (runs.all.some((run) => run.file === file && runs.isLive(run.runId))) {
      this.#again.set(file, document);
      return;
    }
    const answer = await server.graph(document);
    // What cannot be read would fail at once; the next save will do.
    if (answer?.broken !== null) return;
    try {
      for (const { dagId } of answer.dags) await this.#run(document, answer, dagId, wanted);
    } catch (error) {
      log.error(`run on save: ${String(error)}`);
      if (error instanceof HumanError) void vscode.window.showWarningMessage(error.message);
    }
  }

  async #run(
    document: vscode.TextDocument,
    { airflow }: GraphAnswer,
    dagId: string,
    wanted: "changed" | "all",
  ): Promise<void> {
    // What was never run is not begun by a save: who runs a DAG the first time means to.
    const [last] = this.#app.runs.of(document.uri.fsPath, dagId);
    if (!last) return;
    const selection =
      wanted === "all" ? ({ kind: "all" } as const) : await this.#selection(document, last, dagId);
    if (!selection) return;
    const wish = { document: document.uri, dagId, airflow, selection };
    await runAndTell(this.#app, await runOrder(wish, this.#app.interpreters));
  }

  /** What failed last time and what was edited since, with all that comes after; undefined when there is none of it. */
  async #selection(
    document: vscode.TextDocument,
    last: RunState,
    dagId: string,
  ): Promise<Selection | undefined> {
    const before = this.#texts.get(document.uri.fsPath);
    const edited =
      before === undefined
        ? undefined
        : await this.#app.server.changedTasks(document.uri, dagId, before);
    if (!edited || last.tasks.size === 0) return { kind: "all" };
    const isRight = last.result === "success";
    if (edited.length === 0) return isRight ? undefined : { kind: "failed", runId: last.runId };
    const failed = [...last.tasks.values()]
      .filter(({ state }) => !["success", "skipped", "removed"].includes(state))
      .map(({ task }) => task.taskId);
    return { kind: "from", taskIds: [...new Set([...failed, ...edited])] };
  }

  #remember(file: string): void {
    const open = vscode.workspace.textDocuments.find(({ uri }) => uri.fsPath === file);
    if (open) this.#texts.set(file, open.getText());
  }
}
