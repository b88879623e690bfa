import * as vscode from "vscode";

import { eventText } from "../../model/run/eventText.ts";
import { durationText } from "../../model/run/durationText.ts";
import { printTree, stateSigns } from "../../model/run/printTree.ts";
import type { RunState } from "../../model/run/state.ts";
import type { App } from "../app.ts";
import { whyNotRun } from "../canRun.ts";
import { DisposableStore } from "../disposableStore.ts";
import { HumanError } from "../humanError.ts";
import { runOrder } from "./runOrder.ts";
import { runTaskWish, type RunTaskWish } from "./taskSelection.ts";

const type = "dagsight";

/** Tasks of type `dagsight`: each DAG of the workspace can be run by *Run Task*, from tasks.json and its keybindings. */
export class RunTasks implements vscode.Disposable, vscode.TaskProvider {
  readonly #store = new DisposableStore();
  readonly #app: App;

  constructor(app: App) {
    this.#app = app;
    this.#store.add(vscode.tasks.registerTaskProvider(type, this));
  }

  async provideTasks(): Promise<vscode.Task[]> {
    if (whyNotRun(this.#app.runs) !== undefined) return [];
    const dags = await this.#app.server.workspaceDags();
    return dags.map(({ dagId, file, uri }) => {
      const folder = vscode.workspace.getWorkspaceFolder(vscode.Uri.parse(uri));
      const task = this.#task({ type, dag: dagId, file }, folder ?? vscode.TaskScope.Workspace);
      task.detail = `Runs the DAG of ${file} on this machine`;
      return task;
    });
  }

  resolveTask(task: vscode.Task): vscode.Task {
    const { definition, scope } = task;
    const folder =
      scope === undefined || scope === vscode.TaskScope.Global ? vscode.TaskScope.Workspace : scope;
    return this.#task(definition, folder, task.name);
  }

  dispose(): void {
    this.#store.dispose();
  }

  #task(
    definition: vscode.TaskDefinition,
    scope: vscode.WorkspaceFolder | vscode.TaskScope.Workspace,
    name = `run ${String(definition["dag"])}`,
  ): vscode.Task {
    const folder = typeof scope === "object" ? scope : undefined;
    const execution = new vscode.CustomExecution((resolved) =>
      Promise.resolve(new RunTerminal(this.#app, resolved, folder)),
    );
    const task = new vscode.Task(definition, scope, name, "dagsight", execution);
    task.group = vscode.TaskGroup.Test;
    task.presentationOptions = { clear: true };
    return task;
  }
}

/** The terminal of one run: what happens in it, line by line, then its tree. Closing it cancels the run. */
class RunTerminal implements vscode.Pseudoterminal {
  readonly #written = new vscode.EventEmitter<string>();
  readonly #closed = new vscode.EventEmitter<number>();
  readonly #app: App;
  readonly #definition: vscode.TaskDefinition;
  readonly #folder: vscode.WorkspaceFolder | undefined;
  #runId: string | undefined;
  #isClosed = false;
  readonly onDidWrite = this.#written.event;
  readonly onDidClose = this.#closed.event;

  constructor(
    app: App,
    definition: vscode.TaskDefinition,
    folder: vscode.WorkspaceFolder | undefined,
  ) {
    this.#app = app;
    this.#definition = definition;
    this.#folder = folder;
  }

  open(): void {
    void this.#run().then((code) => this.#closed.fire(code));
  }

  close(): void {
    this.#isClosed = true;
    this.#app.runs.cancel(this.#runId ?? "");
  }

  handleInput(data: string): void {
    if (data === "\u0003") this.#app.runs.cancel(this.#runId ?? "");
  }

  async #run(): Promise<number> {
    try {
      const wish = runTaskWish(this.#definition);
      if (typeof wish === "string") throw new HumanError(wish);
      const reason = whyNotRun(this.#app.runs);
      if (reason !== undefined) throw new HumanError(reason);
      const state = await this.#start(wish);
      this.#write(endText(state));
      return state.result === "success" ? 0 : 1;
    } catch (error) {
      if (!(error instanceof HumanError)) this.#app.log.error(`task: ${String(error)}`);
      this.#write(error instanceof Error ? error.message : String(error));
      return 2;
    }
  }

  async #start({ dagId, selection, params, logicalDate, file }: RunTaskWish): Promise<RunState> {
    const document = await this.#document(dagId, file);
    const answer = await this.#app.server.graph(document);
    const order = await runOrder(
      {
        document: document.uri,
        dagId,
        airflow: answer?.airflow ?? 3,
        selection,
        params,
        ...(logicalDate === undefined ? {} : { logicalDate }),
      },
      this.#app.interpreters,
    );
    return this.#app.runs.start(
      order,
      (runId) => {
        this.#runId = runId;
        if (this.#isClosed) this.#app.runs.cancel(runId);
      },
      (event, state) => {
        const line = eventText(event, state);
        if (line !== undefined) this.#write(line);
      },
    );
  }

  /** The file that is named, else the only one with a DAG of that id. */
  async #document(dagId: string, file: string | undefined): Promise<vscode.TextDocument> {
    const folder = this.#folder ?? vscode.workspace.workspaceFolders?.[0];
    if (file !== undefined && folder) {
      const uri = vscode.Uri.joinPath(folder.uri, file);
      try {
        return await vscode.workspace.openTextDocument(uri);
      } catch {
        throw new HumanError(`The file of this task is not there: ${file}`);
      }
    }
    const dags = await this.#app.server.workspaceDags();
    const [found, other] = dags.filter((each) => each.dagId === dagId);
    if (!found) throw new HumanError(`No file of this workspace has a DAG "${dagId}".`);
    if (other)
      throw new HumanError(
        `${found.file} and ${other.file} both have a DAG "${dagId}": say which by "file".`,
      );
    return vscode.workspace.openTextDocument(vscode.Uri.parse(found.uri));
  }

  #write(text: string): void {
    this.#written.fire(`${text.replaceAll(/\r?\n/g, "\r\n")}\r\n`);
  }
}

function endText(state: RunState): string {
  const result = state.result ?? "failed";
  const took = durationText((state.endedAt ?? state.startedAt) - state.startedAt);
  const why = state.reason === null || result === "success" ? "" : ` ${state.reason}`;
  const tree = printTree(state, { now: state.endedAt ?? Date.now(), paint: coloured });
  const traces = state.errors.map(({ traceback }) => traceback.trimEnd());
  return [
    ...["", ...tree, ...traces, ""],
    coloured(
      `${stateSigns[result]} ${state.dagId ?? "The DAG"}: ${result} in ${took}.${why}`,
      result,
    ),
  ].join("\n");
}

/** In a terminal's own colours; the signs say the same without them. */
function coloured(
  text: string,
  state: Parameters<NonNullable<Parameters<typeof printTree>[1]["paint"]>>[1],
): string {
  const code = { success: 32, failed: 31, upstream_failed: 33, cancelled: 33 }[state as string];
  return code === undefined ? text : `\u001b[${code}m${text}\u001b[0m`;
}
