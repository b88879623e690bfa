import * as vscode from "vscode";

import { DisposableStore } from "./disposableStore.ts";
import { GraphPanel, type PanelContext } from "./graphPanel.ts";

/** All graph panels: one for each file. */
export class GraphPanels implements vscode.Disposable, vscode.WebviewPanelSerializer {
  readonly #store = new DisposableStore();
  readonly #panels = new Map<string, GraphPanel>();
  readonly #context: PanelContext;

  constructor(context: PanelContext) {
    this.#context = context;
    this.#store.add(vscode.window.registerWebviewPanelSerializer(GraphPanel.viewType, this));
  }

  /** Opens the graph of a document beside its text, or brings the open one to the front. */
  show(document: vscode.TextDocument, dagId?: string): GraphPanel {
    const open = this.#panels.get(document.uri.toString());
    if (open) {
      open.reveal();
      if (dagId !== undefined) open.pick(dagId);
      return open;
    }
    const webview = vscode.window.createWebviewPanel(
      GraphPanel.viewType,
      "Graph",
      { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true },
      this.#options(),
    );
    return this.#add(webview, document.uri, dagId);
  }

  /** Called by VS Code for a panel that was open when the window was closed. */
  async deserializeWebviewPanel(panel: vscode.WebviewPanel, state: unknown): Promise<void> {
    const uri = await savedFile(state);
    if (!uri || this.#panels.has(uri.toString())) {
      panel.dispose();
      return;
    }
    panel.webview.options = this.#options();
    this.#add(panel, uri, savedDag(state));
  }

  get all(): readonly GraphPanel[] {
    return [...this.#panels.values()];
  }

  /** The panel in front, if one is. */
  get active(): GraphPanel | undefined {
    return this.all.find((panel) => panel.isActive);
  }

  of(uri: vscode.Uri): GraphPanel | undefined {
    return this.#panels.get(uri.toString());
  }

  dispose(): void {
    this.#store.dispose();
    for (const panel of this.all) panel.dispose();
  }

  #add(webview: vscode.WebviewPanel, uri: vscode.Uri, dagId: string | undefined): GraphPanel {
    const panel = new GraphPanel(this.#context, webview, uri, dagId);
    this.#panels.set(uri.toString(), panel);
    this.#tellOpen();
    webview.onDidDispose(() => {
      this.#panels.delete(uri.toString());
      this.#tellOpen();
      panel.dispose();
    });
    return panel;
  }

  /** Commands for the graph are offered wherever the keyboard is, as long as there is one: a click in it may leave it in the text. */
  #tellOpen(): void {
    const isOpen = this.#panels.size > 0;
    void vscode.commands.executeCommand("setContext", "dagsight.graphOpen", isOpen);
  }

  #options(): vscode.WebviewOptions {
    return {
      enableScripts: true,
      localResourceRoots: [vscode.Uri.joinPath(this.#context.extensionUri, "dist")],
    };
  }
}

/** The file of a saved panel: its path below a workspace folder, or a whole address. */
async function savedFile(state: unknown): Promise<vscode.Uri | undefined> {
  const file = field(state, "file");
  if (file === undefined) return undefined;
  const folders = vscode.workspace.workspaceFolders ?? [];
  const candidates = /^[a-z][a-z0-9+.-]+:/i.test(file)
    ? [vscode.Uri.parse(file)]
    : folders.map(({ uri }) => vscode.Uri.joinPath(uri, file));
  for (const candidate of candidates) {
    try {
      await vscode.workspace.fs.stat(candidate);
      return candidate;
    } catch {
      // Not in this folder: the next may have it.
    }
  }
  return undefined;
}

function savedDag(state: unknown): string | undefined {
  return field(state, "dagId");
}

function field(state: unknown, name: "file" | "dagId"): string | undefined {
  if (typeof state !== "object" || state === null || !(name in state)) return undefined;
  const value = (state as Readonly<Record<string, unknown>>)[name];
  return typeof value === "string" ? value : undefined;
}
