import * as vscode from "vscode";
import {
  BaseLanguageClient,
  CloseAction,
  ErrorAction,
  State,
  type LanguageClientOptions,
} from "vscode-languageclient";

import type { GraphDag } from "../model/dag/graphJson.ts";
import type { PanelTarget } from "../protocol/graphPanel.ts";
import {
  changedTasksRequest,
  dagMembersRequest,
  graphChanged,
  graphOfTextRequest,
  graphRequest,
  listFolderRequest,
  placeRequest,
  pythonAnswer,
  readFileRequest,
  scheduleChoicesRequest,
  scheduledDatesRequest,
  schedulePlaceRequest,
  targetRequest,
  workspaceChanged,
  workspaceDagsRequest,
  type GraphAnswer,
  type ListedDag,
  type ListedMember,
  type ScheduleChoice,
  type ScheduledDates,
  type ScheduleTarget,
} from "../protocol/languageServer.ts";
import type { BesidePython } from "./besidePython.ts";
import { DisposableStore } from "./disposableStore.ts";
import type { Platform } from "./platform.ts";

/** A server that dies more often than this within the time is left alone until the user says otherwise. */
const crashes = { most: 4, withinMs: 3 * 60_000 };

/** The language server as the client sees it: started, restarted when it dies, asked. */
export class LanguageServer implements vscode.Disposable {
  readonly #store = new DisposableStore();
  readonly #graphChanged = this.#store.add(new vscode.EventEmitter<vscode.Uri>());
  readonly #workspaceChanged = this.#store.add(new vscode.EventEmitter<void>());
  readonly #running = this.#store.add(new vscode.EventEmitter<boolean>());
  readonly #client: BaseLanguageClient;
  readonly #log: vscode.LogOutputChannel;
  /** What another extension answers already. */
  beside: Pick<BesidePython, "answers" | "tellsSyntax"> = { answers: false, tellsSyntax: false };
  #crashes: number[] = [];

  /** The DAGs of an open document have been read anew. */
  readonly onGraphChanged = this.#graphChanged.event;
  /** The DAGs of the workspace are not what they were. */
  readonly onWorkspaceChanged = this.#workspaceChanged.event;
  readonly onRunningChanged = this.#running.event;

  constructor(platform: Platform, log: vscode.LogOutputChannel) {
    this.#log = log;
    this.#client = platform.createClient(this.#options());
    // The client's own messages are about connections and codes, several for one death: they go to the log, ours to the user.
    this.#client.error = (message, data) =>
      BaseLanguageClient.prototype.error.call(this.#client, message, data, false);
    this.#client.onNotification(graphChanged, ({ uri }) => this.#graphChanged.fire(this.#uri(uri)));
    this.#client.onNotification(workspaceChanged, () => this.#workspaceChanged.fire());
    this.#client.onRequest(readFileRequest, ({ uri }) => readFile(this.#uri(uri)));
    this.#client.onRequest(listFolderRequest, ({ uri }) => listFolder(this.#uri(uri)));
    this.#store.add(
      this.#client.onDidChangeState(({ newState }) =>
        this.#running.fire(newState === State.Running),
      ),
    );
  }

  get isRunning(): boolean {
    return this.#client.state === State.Running;
  }

  /** Whether it died so often that only the user starts it again. */
  get isGivenUp(): boolean {
    return this.#crashes.length > crashes.most;
  }

  start(): Promise<void> {
    return this.#client.start();
  }

  async restart(): Promise<void> {
    this.#crashes = [];
    if (this.#client.needsStop()) await this.#client.stop();
    await this.#client.start();
  }

  /** The DAGs of a document; undefined when the server cannot say. */
  async graph(document: vscode.TextDocument): Promise<GraphAnswer | undefined> {
    if (!this.isRunning) return undefined;
    const uri = this.#text(document.uri);
    return (await this.#client.sendRequest(graphRequest, { uri })) ?? undefined;
  }

  /** The DAGs that another text of a document would define. */
  async graphOfText(uri: vscode.Uri, text: string): Promise<readonly GraphDag[]> {
    return this.isRunning
      ? this.#client.sendRequest(graphOfTextRequest, { uri: this.#text(uri), text })
      : [];
  }

  /** Where something of a DAG is written. */
  async place(
    uri: vscode.Uri,
    dagId: string,
    target: PanelTarget,
  ): Promise<vscode.Location | undefined> {
    if (!this.isRunning) return undefined;
    const found = await this.#client.sendRequest(placeRequest, {
      uri: this.#text(uri),
      dagId,
      target,
    });
    return found ? this.#client.protocol2CodeConverter.asLocation(found) : undefined;
  }

  /** What of a DAG is written at a position. */
  async targetAt(
    document: vscode.TextDocument,
    position: vscode.Position,
  ): Promise<{ dagId: string; id: string | null; isGroup: boolean } | undefined> {
    if (!this.isRunning) return undefined;
    const found = await this.#client.sendRequest(targetRequest, {
      textDocument: { uri: this.#text(document.uri) },
      position: { line: position.line, character: position.character },
    });
    return found ?? undefined;
  }

  /** All DAGs of the workspace. */
  async workspaceDags(): Promise<readonly ListedDag[]> {
    return this.isRunning ? this.#client.sendRequest(workspaceDagsRequest) : [];
  }

  /** What is directly inside a DAG or a group of it. */
  async members(
    uri: string,
    dagId: string,
    groupId: string | null,
  ): Promise<readonly ListedMember[]> {
    return this.isRunning
      ? this.#client.sendRequest(dagMembersRequest, { uri, dagId, groupId })
      : [];
  }

  /** Where the schedule at a position, or of a DAG, is written. */
  async schedulePlace(
    uri: vscode.Uri,
    dagId: string | null,
    position: vscode.Position | null,
  ): Promise<ScheduleTarget | undefined> {
    if (!this.isRunning) return undefined;
    const at = position && { line: position.line, character: position.character };
    const asked = { uri: this.#text(uri), dagId, position: at };
    return (await this.#client.sendRequest(schedulePlaceRequest, asked)) ?? undefined;
  }

  /** The tasks of a DAG that were edited since an earlier text; undefined when more than tasks changed. */
  async changedTasks(
    uri: vscode.Uri,
    dagId: string,
    before: string,
  ): Promise<readonly string[] | undefined> {
    if (!this.isRunning) return undefined;
    const asked = { uri: this.#text(uri), dagId, before };
    return (await this.#client.sendRequest(changedTasksRequest, asked)) ?? undefined;
  }

  /** The logical dates of a DAG in a range. */
  async scheduledDates(
    uri: vscode.Uri,
    dagId: string,
    range: { readonly from: number; readonly until: number },
  ): Promise<ScheduledDates | undefined> {
    if (!this.isRunning) return undefined;
    const asked = { uri: this.#text(uri), dagId, ...range };
    return (await this.#client.sendRequest(scheduledDatesRequest, asked)) ?? undefined;
  }

  /** What to offer while a schedule is typed. */
  async scheduleChoices(
    uri: string,
    typed: string,
    timezone: string,
  ): Promise<readonly ScheduleChoice[]> {
    return this.isRunning
      ? this.#client.sendRequest(scheduleChoicesRequest, { uri, typed, timezone })
      : [];
  }

  dispose(): void {
    this.#store.dispose();
    void this.#client.dispose();
  }

  #options(): LanguageClientOptions {
    const schemes = new Set(["file", "untitled"]);
    for (const { uri } of vscode.workspace.workspaceFolders ?? []) schemes.add(uri.scheme);
    return {
      documentSelector: [...schemes].flatMap((scheme) => [
        { scheme, language: "python" },
        { scheme, pattern: "**/{dagsight,pyproject}.toml" },
        { scheme, pattern: "**/*.{yaml,yml}" },
      ]),
      outputChannel: this.#log,
      middleware: {
        handleDiagnostics: (uri, problems, next) => {
          const { tellsSyntax } = this.beside;
          next(uri, tellsSyntax ? problems.filter((each) => !isSyntaxError(each)) : problems);
        },
        provideCompletionItem: async (document, position, context, token, next) =>
          this.#withoutTwins(await next(document, position, context, token)),
      },
      diagnosticCollectionName: "dagsight",
      initializationOptions: {
        // Problems may change with other files, which only the server sees: it pushes them.
        pushDiagnostics: true,
        // VS Code takes one provider of tokens for a file: Pylance colours all of Python, so it goes first.
        semanticTokens: !vscode.extensions.getExtension("ms-python.vscode-pylance"),
      },
      initializationFailedHandler: (error) => {
        const words = error instanceof Error ? error.message : String(error);
        this.#log.error(`The language server did not start: ${words}`);
        return false;
      },
      errorHandler: {
        error: () => ({ action: ErrorAction.Continue, handled: true }),
        closed: () => this.#closed(),
      },
    };
  }

  /** Leaves out what Python's own tool offers too. */
  #withoutTwins(
    given: vscode.CompletionItem[] | vscode.CompletionList | null | undefined,
  ): vscode.CompletionItem[] | vscode.CompletionList | null | undefined {
    if (!given || !this.beside.answers) return given;
    const items = Array.isArray(given) ? given : given.items;
    const kept = items.filter((item) => !("data" in item) || item.data !== pythonAnswer);
    return Array.isArray(given) ? kept : new vscode.CompletionList(kept, given.isIncomplete);
  }

  /** Restarts a server that died, quietly at first; one that keeps dying is a matter for the user. */
  #closed(): { action: CloseAction; handled: boolean } {
    const now = Date.now();
    this.#crashes = [...this.#crashes.filter((at) => now - at < crashes.withinMs), now];
    if (!this.isGivenUp) {
      this.#log.warn("The language server ended unexpectedly and is started again.");
      return { action: CloseAction.Restart, handled: true };
    }
    void this.#askToRestart();
    return { action: CloseAction.DoNotRestart, handled: true };
  }

  async #askToRestart(): Promise<void> {
    const chosen = await vscode.window.showErrorMessage(
      `Dagsight's language server ended ${this.#crashes.length} times within three minutes and was not started again.`,
      "Restart",
      "Open Log",
    );
    if (chosen === "Restart") await this.restart();
    if (chosen === "Open Log") this.#log.show();
  }

  #uri(text: string): vscode.Uri {
    return this.#client.protocol2CodeConverter.asUri(text);
  }

  #text(uri: vscode.Uri): string {
    return this.#client.code2ProtocolConverter.asUri(uri);
  }
}

function isSyntaxError({ code }: vscode.Diagnostic): boolean {
  return (typeof code === "object" ? code.value : code) === "syntax-error";
}

async function readFile(uri: vscode.Uri): Promise<string | null> {
  try {
    return new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
  } catch {
    return null; // Not there or not readable: the request's word for it.
  }
}

async function listFolder(
  uri: vscode.Uri,
): Promise<{ name: string; kind: "file" | "folder" }[] | null> {
  try {
    const entries = await vscode.workspace.fs.readDirectory(uri);
    return entries.map(([name, type]) => ({
      name,
      kind: type & vscode.FileType.Directory ? "folder" : "file",
    }));
  } catch {
    return null; // Not there or not readable: the request's word for it.
  }
}
