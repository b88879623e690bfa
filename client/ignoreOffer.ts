import * as vscode from "vscode";

import { gitIgnored } from "../model/workspace/gitIgnored.ts";
import { DisposableStore } from "./disposableStore.ts";
import type { Runs } from "./runs/runs.ts";

const never = "dagsight.neverOfferGitignore";

/** Offers to keep the file of Variables and connections out of version control, where git would take it. Once a window. */
export class IgnoreOffer implements vscode.Disposable {
  readonly #store = new DisposableStore();
  readonly #memory: vscode.Memento;
  readonly #asked = new Set<string>();

  constructor(runs: Runs, memory: vscode.Memento) {
    this.#memory = memory;
    const look = (): void => {
      for (const folder of vscode.workspace.workspaceFolders ?? []) void this.#look(folder);
    };
    this.#store.add(runs.onStarted(look));
    this.#store.add(
      vscode.workspace.onDidChangeConfiguration((change) => {
        if (change.affectsConfiguration("dagsight.run.variablesFile")) look();
      }),
    );
  }

  dispose(): void {
    this.#store.dispose();
  }

  async #look({ uri }: vscode.WorkspaceFolder): Promise<void> {
    const file = vscode.workspace
      .getConfiguration("dagsight.run", uri)
      .get<string>("variablesFile", "")
      .replaceAll("\\", "/");
    const key = `${uri.toString()} ${file}`;
    // What lies outside the folder is not in its repository.
    const isInside = file !== "" && !file.startsWith("..") && !/^(\/|[a-z]:)/i.test(file);
    if (!isInside || this.#asked.has(key) || this.#memory.get<boolean>(never) === true) return;
    this.#asked.add(key);
    const isThere = async (path: string): Promise<boolean> =>
      (await textOrFolder(vscode.Uri.joinPath(uri, path))) !== undefined;
    if (!(await isThere(".git")) || !(await isThere(file))) return;
    const texts = await ignoreFiles(uri, file);
    if (!gitIgnored(file, (path) => texts.get(path))) await this.#offer(uri, file, texts);
  }

  async #offer(
    folder: vscode.Uri,
    file: string,
    texts: ReadonlyMap<string, string>,
  ): Promise<void> {
    const add = {
      label: "$(git-commit) Add it to .gitignore",
      description: `/${file}`,
    };
    const leave = { label: "Leave it as it is" };
    const silence = { label: "Never ask in this workspace" };
    const picked = await vscode.window.showQuickPick([add, leave, silence], {
      title: `${file} may hold passwords, and git would take it`,
      placeHolder: "It gives Variables and connections to local runs",
    });
    if (picked === silence) await this.#memory.update(never, true);
    if (picked !== add) return;
    const before = texts.get(".gitignore") ?? "";
    const end = before === "" || before.endsWith("\n") ? "" : "\n";
    await vscode.workspace.fs.writeFile(
      vscode.Uri.joinPath(folder, ".gitignore"),
      new TextEncoder().encode(`${before}${end}/${file}\n`),
    );
  }
}

/** The `.gitignore` files that have a say in a file, by their paths below the folder. */
async function ignoreFiles(folder: vscode.Uri, file: string): Promise<Map<string, string>> {
  const texts = new Map<string, string>();
  const parts = file.split("/");
  for (let depth = 0; depth < parts.length; depth++) {
    const path = [...parts.slice(0, depth), ".gitignore"].join("/");
    const text = await textOrFolder(vscode.Uri.joinPath(folder, path));
    if (text !== undefined) texts.set(path, text);
  }
  return texts;
}

/** A file's text, empty for a folder; undefined when there is neither. */
async function textOrFolder(uri: vscode.Uri): Promise<string | undefined> {
  try {
    const { type } = await vscode.workspace.fs.stat(uri);
    if (type & vscode.FileType.Directory) return "";
    return new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
  } catch {
    return undefined; // Not there.
  }
}
