import * as vscode from "vscode";

import { DisposableStore } from "./disposableStore.ts";
import { HumanError } from "./humanError.ts";

/** A Python that could run DAGs. */
export interface Interpreter {
  readonly path: string;
  /** Where it was found, in words. */
  readonly source: string;
}

/** What was found out by asking an interpreter. */
export interface InterpreterFacts {
  readonly python: string;
  readonly airflow: string | null;
  /** Whether it can be debugged without the help of an extension. */
  readonly debugpy: boolean;
}

/** Finds interpreters and remembers which is chosen: the setting, the Python extension's, a virtual environment, PATH. */
export class Interpreters implements vscode.Disposable {
  readonly #store = new DisposableStore();
  readonly #changed = this.#store.add(new vscode.EventEmitter<void>());
  readonly #probe: ((path: string) => Promise<InterpreterFacts | undefined>) | undefined;
  readonly #onPath: readonly string[];
  readonly #facts = new Map<string, Promise<InterpreterFacts | undefined>>();
  readonly onChanged = this.#changed.event;

  constructor(
    probe: ((path: string) => Promise<InterpreterFacts | undefined>) | undefined,
    onPath: readonly string[],
  ) {
    this.#probe = probe;
    this.#onPath = onPath;
    this.#store.add(
      vscode.workspace.onDidChangeConfiguration((change) => {
        if (change.affectsConfiguration("dagsight.run.interpreter")) this.#changed.fire();
      }),
    );
    this.#store.add(vscode.workspace.onDidGrantWorkspaceTrust(() => this.#changed.fire()));
  }

  /** The interpreter that runs the DAGs of a file; undefined when none is found, or not the one that the setting names. */
  async chosen(uri: vscode.Uri | undefined): Promise<Interpreter | undefined> {
    return (await this.missing(uri)) === undefined ? (await this.all(uri))[0] : undefined;
  }

  /** The same, or a message that says what to do. */
  async required(uri: vscode.Uri | undefined): Promise<Interpreter> {
    const chosen = await this.chosen(uri);
    if (chosen) return chosen;
    const missing = await this.missing(uri);
    throw new HumanError(
      missing === undefined
        ? "No Python was found to run this DAG. Choose one (3.9 or newer)."
        : `There is no ${missing}, which the setting dagsight.run.interpreter names. Choose a Python (3.9 or newer).`,
      { title: "Choose Python Interpreter…", command: "dagsight.chooseInterpreter" },
    );
  }

  /** What the setting names although it is not there: nothing else is taken for it without a word. */
  async missing(uri: vscode.Uri | undefined): Promise<string | undefined> {
    const path = setPath(uri);
    return path === undefined || (await exists(path)) ? undefined : path;
  }

  /** Every interpreter that is found, the chosen one first. */
  async all(uri: vscode.Uri | undefined): Promise<readonly Interpreter[]> {
    const path = setPath(uri);
    const candidates: (Interpreter | undefined)[] = [
      path === undefined ? undefined : { path, source: "dagsight.run.interpreter" },
      await fromPythonExtension(uri),
      ...environments(uri),
      ...this.#onPath.map((path) => ({ path, source: "PATH" })),
    ];
    const found = new Map<string, Interpreter>();
    for (const candidate of candidates) {
      if (!candidate || found.has(candidate.path)) continue;
      if (await exists(candidate.path)) found.set(candidate.path, candidate);
    }
    return [...found.values()];
  }

  /** Asks an interpreter what it is, once. It is never started in an untrusted workspace. */
  facts(path: string): Promise<InterpreterFacts | undefined> {
    if (!this.#probe || !vscode.workspace.isTrusted) return Promise.resolve(undefined);
    const known = this.#facts.get(path) ?? this.#probe(path);
    this.#facts.set(path, known);
    return known;
  }

  dispose(): void {
    this.#store.dispose();
  }
}

/** What the extension "Python" has chosen, if it is there: it may be missing, inactive or another version. */
async function fromPythonExtension(uri: vscode.Uri | undefined): Promise<Interpreter | undefined> {
  const extension = vscode.extensions.getExtension<PythonExtension>("ms-python.python");
  if (!extension) return undefined;
  try {
    const api = extension.isActive ? extension.exports : await extension.activate();
    const path = api.environments?.getActiveEnvironmentPath?.(uri)?.path;
    return path === undefined ? undefined : { path, source: "Python extension" };
  } catch {
    return undefined; // It is broken or of an unknown shape: the other ways are left.
  }
}

/** The part of the Python extension's API that is asked. */
interface PythonExtension {
  readonly environments?: {
    getActiveEnvironmentPath?(uri?: vscode.Uri): { readonly path: string } | undefined;
  };
}

/** Virtual environments where `venv`, uv, poetry and conda put them in a project. */
function environments(uri: vscode.Uri | undefined): Interpreter[] {
  const folder = uri && vscode.workspace.getWorkspaceFolder(uri);
  const roots = folder
    ? [folder.uri]
    : (vscode.workspace.workspaceFolders ?? []).map((each) => each.uri);
  const names = [".venv", "venv", "env", ".conda"];
  const programs = ["bin/python", "Scripts/python.exe"];
  return roots.flatMap((root) =>
    names.flatMap((name) =>
      programs.map((program) => ({
        path: vscode.Uri.joinPath(root, name, program).fsPath,
        source: name,
      })),
    ),
  );
}

/** The path that the setting names, absolute; undefined if it is left to us. */
function setPath(uri: vscode.Uri | undefined): string | undefined {
  const configuration = vscode.workspace.getConfiguration("dagsight.run", uri);
  const set = configuration.get<string>("interpreter", "").trim();
  return set === "" ? undefined : absolute(set, uri);
}

function absolute(path: string, uri: vscode.Uri | undefined): string {
  const folder =
    (uri && vscode.workspace.getWorkspaceFolder(uri)) ?? vscode.workspace.workspaceFolders?.[0];
  const root = folder?.uri.fsPath ?? "";
  if (path.includes("${workspaceFolder}")) return path.replaceAll("${workspaceFolder}", root);
  const isRelative = path.includes("/") && !path.startsWith("/") && !/^[a-z]:/i.test(path);
  return isRelative && folder ? vscode.Uri.joinPath(folder.uri, path).fsPath : path;
}

async function exists(path: string): Promise<boolean> {
  try {
    await vscode.workspace.fs.stat(vscode.Uri.file(path));
    return true;
  } catch {
    return false; // Not there.
  }
}
