import * as vscode from "vscode";

import { DisposableStore } from "./disposableStore.ts";
import type { DagEditors } from "./dagEditors.ts";
import type { Interpreters } from "./interpreters.ts";

/** The status bar item that names the Python which runs DAGs. Shown while a file with DAGs is in front. */
export class InterpreterStatus implements vscode.Disposable {
  readonly #store = new DisposableStore();
  readonly #item: vscode.StatusBarItem;
  readonly #interpreters: Interpreters;
  readonly #editors: DagEditors;
  #asked = 0;

  constructor(interpreters: Interpreters, editors: DagEditors) {
    this.#interpreters = interpreters;
    this.#editors = editors;
    this.#item = this.#store.add(
      vscode.window.createStatusBarItem(
        "dagsight.interpreter",
        vscode.StatusBarAlignment.Right,
        90,
      ),
    );
    this.#item.name = "Dagsight: Python";
    this.#item.command = "dagsight.chooseInterpreter";
    this.#store.add(interpreters.onChanged(() => void this.#show()));
    this.#store.add(editors.onChanged(() => void this.#show()));
    void this.#show();
  }

  dispose(): void {
    this.#store.dispose();
  }

  async #show(): Promise<void> {
    const mine = ++this.#asked;
    const document = this.#editors.current;
    if (!document || !this.#editors.hasDag) {
      this.#item.hide();
      return;
    }
    const chosen = await this.#interpreters.chosen(document.uri);
    const facts = chosen && (await this.#interpreters.facts(chosen.path));
    if (mine !== this.#asked) return;
    if (!chosen) {
      this.#item.text = "$(warning) DAGs: no Python";
      const missing = await this.#interpreters.missing(document.uri);
      const why = missing === undefined ? "No Python was found." : `There is no ${missing}.`;
      this.#item.tooltip = `${why} Click to choose one.`;
    } else if (!facts && vscode.workspace.isTrusted) {
      this.#item.text = "$(warning) DAGs: no Python";
      this.#item.tooltip = `${chosen.path} (${chosen.source}) does not answer as a Python does. Click to choose another.`;
    } else {
      const airflow = facts?.airflow == null ? "no Airflow" : `Airflow ${facts.airflow}`;
      this.#item.text = facts
        ? `$(play-circle) DAGs: Python ${facts.python}, ${airflow}`
        : "$(play-circle) DAGs";
      this.#item.tooltip = `${chosen.path} (${chosen.source}) runs the DAGs of this file. Click to choose another.`;
    }
    this.#item.show();
  }
}
