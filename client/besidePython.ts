import * as vscode from "vscode";

import type { DagEditors } from "./dagEditors.ts";
import { DisposableStore } from "./disposableStore.ts";
import type { Interpreters } from "./interpreters.ts";

/** Extensions that complete Python by the packages that are installed. */
const completers = [
  "ms-python.vscode-pylance",
  "ms-pyright.pyright",
  "detachhead.basedpyright",
  "anysphere.cursorpyright",
  "meta.pyrefly",
  "astral-sh.ty",
];

/**
 * Whether Python's own tool answers what Python and the installed packages say: then those answers of ours would be there
 * twice. Without Airflow in the chosen Python it cannot, and we do.
 */
export class BesidePython implements vscode.Disposable {
  readonly #store = new DisposableStore();
  readonly #interpreters: Interpreters;
  readonly #editors: DagEditors;
  #answers = false;

  constructor(interpreters: Interpreters, editors: DagEditors) {
    this.#interpreters = interpreters;
    this.#editors = editors;
    const look = (): void => void this.#look();
    this.#store.add(interpreters.onChanged(look));
    this.#store.add(editors.onChanged(look));
    this.#store.add(vscode.extensions.onDidChange(look));
    look();
  }

  /** Another extension says where the text is no Python. */
  get tellsSyntax(): boolean {
    return [...completers, "charliermarsh.ruff"].some(isThere);
  }

  /** The signatures of installed classes are completed by another extension. */
  get answers(): boolean {
    return this.#answers;
  }

  dispose(): void {
    this.#store.dispose();
  }

  async #look(): Promise<void> {
    if (!completers.some(isThere)) {
      this.#answers = false;
      return;
    }
    const chosen = await this.#interpreters.chosen(this.#editors.current?.uri);
    const facts = chosen && (await this.#interpreters.facts(chosen.path));
    this.#answers = facts !== undefined && facts.airflow !== null;
  }
}

function isThere(id: string): boolean {
  return vscode.extensions.getExtension(id) !== undefined;
}
