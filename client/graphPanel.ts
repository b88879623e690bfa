import * as vscode from "vscode";

import { compareGraphs } from "../model/dag/compareGraphs.ts";
import { dagDot } from "../model/dag/dagDot.ts";
import { dagMermaid } from "../model/dag/dagMermaid.ts";
import type { GraphDag } from "../model/dag/graphJson.ts";
import { builtGraph } from "../model/run/builtGraph.ts";
import type { RunState } from "../model/run/state.ts";
import {
  dispatch,
  type FromPanel,
  type Handlers,
  type PanelAction,
  type PanelSettings,
  type PanelTarget,
  type ToPanel,
} from "../protocol/graphPanel.ts";
import { graphPanelHtml } from "../protocol/graphPanelHtml.ts";
import type { GraphAnswer } from "../protocol/languageServer.ts";
import { whyNotRun } from "./canRun.ts";
import { DisposableStore } from "./disposableStore.ts";
import { HumanError } from "./humanError.ts";
import type { LanguageServer } from "./languageServer.ts";
import { otherText } from "./otherText.ts";
import { panelIcon } from "./panelIcon.ts";
import {
  earlierEnds,
  panelInstances,
  panelRun,
  panelRunState,
  runChoice,
} from "./runs/panelRun.ts";
import type { Runs, RunsChange } from "./runs/runs.ts";
import { savePicture } from "./savePicture.ts";
import { tellHuman } from "./tellHuman.ts";
import { textColumn } from "./textColumn.ts";
import { TimelineFeed } from "./timelineFeed.ts";

/** What a panel needs of the rest of the extension. */
export interface PanelContext {
  readonly extensionUri: vscode.Uri;
  readonly server: LanguageServer;
  readonly runs: Runs;
  readonly log: vscode.LogOutputChannel;
}

/** What of a name the tab shows at most. */
const longestName = 48;

/** The host's half of one graph panel: sends the graph of one file, follows its text, and does what the panel asks for. */
export class GraphPanel implements vscode.Disposable {
  static readonly viewType = "dagsight.graph";
  readonly uri: vscode.Uri;
  readonly #context: PanelContext;
  readonly #webview: vscode.WebviewPanel;
  readonly #store = new DisposableStore();
  #dagId: string | undefined;
  #answer: GraphAnswer | undefined;
  /** Whether the page listens: it does not while it is hidden. */
  #ready = false;
  #visible = true;
  #asked = 0;
  #answered = 0;
  /** The run that was picked; undefined follows the newest, null paints none. */
  #pickedRun: string | null | undefined;
  /** What the graph is compared with. */
  #other: { readonly name: string; readonly dags: readonly GraphDag[] } | undefined;
  #paintedRun: string | undefined;
  #painted: { readonly version: number; readonly at: number } | undefined;
  /** The run whose built graph is shown, and the one that the user wants to see without. */
  #shownBuilt: string | undefined;
  #dismissedBuilt: string | undefined;
  #builtGraph: { readonly key: string; readonly dag: GraphDag | undefined } | undefined;
  /** What the page is to do once it listens. */
  #toDo: PanelAction | undefined;
  readonly #timeline: TimelineFeed;

  constructor(
    context: PanelContext,
    webview: vscode.WebviewPanel,
    uri: vscode.Uri,
    dagId: string | undefined,
  ) {
    this.#context = context;
    this.#webview = webview;
    this.uri = uri;
    this.#dagId = dagId;
    const { server } = context;
    this.#timeline = this.#store.add(
      new TimelineFeed(
        (message) => this.#send(message),
        () => context.runs.get(this.#paintedRun ?? ""),
      ),
    );
    this.#store.add(webview.webview.onDidReceiveMessage((message) => this.#receive(message)));
    this.#store.add(webview.onDidChangeViewState(() => this.#visibilityChanged(webview.visible)));
    this.#store.add(
      server.onGraphChanged((changed) => {
        if (changed.toString() === uri.toString()) void this.#refresh();
      }),
    );
    this.#store.add(server.onRunningChanged((running) => this.#serverChanged(running)));
    this.#store.add(context.runs.onChanged((changes) => this.#runsChanged(changes)));
    this.#store.add(
      vscode.window.onDidChangeTextEditorSelection(({ textEditor }) => {
        void this.#follow(textEditor, true);
      }),
    );
    this.#store.add(
      vscode.workspace.onDidChangeConfiguration((change) => {
        if (change.affectsConfiguration("dagsight.graph")) this.#sendSettings();
      }),
    );
    this.#store.add(vscode.workspace.onDidGrantWorkspaceTrust(() => this.#sendSettings()));
    this.#setTitle();
    this.#webview.iconPath = panelIcon(context.extensionUri);
    this.#webview.webview.html = this.#page();
  }

  get isActive(): boolean {
    return this.#webview.active;
  }

  /** Whether it is on the screen, with the keyboard in it or not. */
  get isSeen(): boolean {
    return this.#webview.visible;
  }

  get dagId(): string | undefined {
    return this.#dag?.dagId;
  }

  /** What the panel shows, for tests. */
  get shown(): {
    readonly dagId: string | undefined;
    readonly version: number | undefined;
    readonly broken: string | null;
    /** The version that is on the screen, and since when. */
    readonly painted: { readonly version: number; readonly at: number } | undefined;
  } {
    const { version, broken = null } = this.#answer ?? {};
    return { dagId: this.dagId, version, broken, painted: this.#painted };
  }

  reveal(): void {
    this.#webview.reveal(undefined, true);
  }

  /** Shows another DAG of the same file. */
  pick(dagId: string): void {
    this.#dagId = dagId;
    this.#pickedRun = undefined;
    this.#sendGraph();
    this.#sendRun();
  }

  /** Paints a run of the DAG that is shown. */
  pickRun(runId: string | null): void {
    this.#pickedRun = runId;
    this.#sendRun();
  }

  /** Does in the panel what a command of the palette says; as soon as it listens, if it does not yet. */
  do(action: PanelAction): void {
    // What is typed next is meant for the panel; and one that is hidden does nothing until it is shown.
    if (action === "search") this.#webview.reveal(undefined, false);
    else if (!this.isSeen) this.reveal();
    if (!this.#ready) this.#toDo = action;
    this.#send({ kind: "do", action });
  }

  dispose(): void {
    this.#store.dispose();
    this.#webview.dispose();
  }

  /** The DAG that is shown: the chosen one, else the first. */
  get #dag(): GraphDag | undefined {
    const dags = this.#answer?.dags ?? [];
    return dags.find(({ dagId }) => dagId === this.#dagId) ?? dags[0];
  }

  readonly #handlers: Handlers<FromPanel> = {
    ready: () => {
      this.#ready = true;
      this.#sendSettings();
      this.#sendGraph();
      this.#sendRun();
      if (this.#toDo) this.do(this.#toDo);
      this.#toDo = undefined;
      void this.#refresh().then(() => this.#followVisible());
    },
    reveal: ({ target, focus }) => void this.#reveal(target, focus),
    run: ({ scope, taskId, groupId, debug }) => {
      const target = {
        ...this.#target(),
        ...(taskId === null ? {} : { taskId }),
        ...(groupId === undefined ? {} : { groupId }),
      };
      void vscode.commands.executeCommand(
        debug ? "dagsight.debugTask" : runCommands[scope],
        target,
      );
    },
    cancelRun: ({ runId }) => this.#context.runs.cancel(runId),
    showLog: ({ runId, taskId, mapIndex }) => {
      const row =
        mapIndex === null
          ? { kind: "task", runId, taskId }
          : { kind: "instance", runId, taskId, mapIndex };
      void vscode.commands.executeCommand("dagsight.showTaskLog", row);
    },
    pickDag: ({ dagId }) => this.pick(dagId),
    pickRun: ({ runId }) => this.pickRun(runId),
    export: (picture) => {
      const dag = this.#dag;
      const write = { mermaid: dagMermaid, dot: dagDot, svg: undefined, png: undefined }[
        picture.format
      ];
      const content = dag && write ? write(dag) : picture.content;
      savePicture(this.uri, { ...picture, content }).catch((error: unknown) =>
        this.#tellFault(error, "The graph could not be saved."),
      );
    },
    timeline: ({ shown }) => this.#timeline.show(shown),
    askEarlier: ({ taskId }) => {
      const all = this.#runs();
      const painted = all.findIndex(({ runId }) => runId === this.#paintedRun);
      this.#send({ kind: "earlier", taskId, ends: earlierEnds(all.slice(painted + 1), taskId) });
    },
    copy: ({ text }) => void vscode.env.clipboard.writeText(text),
    openProblem: ({ index }) => void this.#openProblem(index),
    openDag: ({ dagId }) => void this.#openDag(dagId),
    revealInTree: ({ taskId }) => {
      const target = { ...this.#target(), taskId };
      void vscode.commands.executeCommand("dagsight.revealInDags", target);
    },
    compare: (message) => void this.#compare(message.with),
    painted: ({ version }) => (this.#painted = { version, at: Date.now() }),
    failed: ({ message }) => this.#context.log.error(`graph panel: ${message}`),
  };

  #receive(message: unknown): void {
    if (!dispatch(this.#handlers, message)) {
      this.#context.log.warn("The graph panel sent a message that is not known.");
    }
  }

  /** A page that is hidden is gone. That news may come later than the next page's own, so a page that is shown is told everything again. */
  #visibilityChanged(visible: boolean): void {
    if (visible === this.#visible) return;
    this.#visible = this.#ready = visible;
    if (visible) this.#sendAll();
  }

  #sendAll(): void {
    this.#sendSettings();
    this.#sendGraph();
    this.#sendRun();
    void this.#refresh().then(() => this.#followVisible());
  }

  /** Asks the server for the graph. An answer counts unless one to a later question was there before it. */
  async #refresh(): Promise<void> {
    const mine = ++this.#asked;
    const document = await this.#document();
    const answer = document && (await this.#graphOf(document));
    if (!answer || mine < this.#answered) return;
    this.#answered = mine;
    // A text that does not parse keeps the last good picture, if there is one.
    const good = answer.broken !== null && this.#dag !== undefined ? this.#answer : undefined;
    this.#answer = good ? { ...good, broken: answer.broken } : answer;
    if (!good) this.#sendGraph();
    this.#send({ kind: "outdated", reason: answer.broken });
  }

  async #graphOf(document: vscode.TextDocument): Promise<GraphAnswer | undefined> {
    try {
      return await this.#context.server.graph(document);
    } catch (error) {
      // The server died over it: once it runs again, it is asked again.
      this.#context.log.warn(`No graph of ${this.#fileName()}: ${String(error)}`);
      return undefined;
    }
  }

  async #document(): Promise<vscode.TextDocument | undefined> {
    try {
      return await vscode.workspace.openTextDocument(this.uri);
    } catch {
      return undefined; // Deleted meanwhile: the picture stays as it is.
    }
  }

  #sendGraph(): void {
    const answer = this.#answer;
    if (!answer) return;
    this.#setTitle();
    const dag = this.#dag;
    const built = this.#other ? undefined : this.#built(dag);
    this.#shownBuilt = built && this.#paintedRun;
    const other = this.#other;
    const earlier = other?.dags.find(({ dagId }) => dagId === dag?.dagId);
    this.#send({
      kind: "graph",
      version: answer.version,
      file: this.#fileName(),
      dag: built ?? (dag && other ? compareGraphs(earlier, dag) : dag) ?? null,
      dags: answer.dags.map(({ dagId }) => dagId),
      comparedWith: built ? "the text" : (other?.name ?? null),
      isBuilt: built !== undefined,
    });
    this.#send({
      kind: "problems",
      problems: answer.problems
        .map((problem, index) => ({ ...problem, index }))
        .filter(({ dagId }) => dagId === null || dagId === this.dagId)
        .map(({ index, code, severity, message, ids, edges }) => ({
          index,
          code,
          severity,
          message,
          ids,
          edges,
        })),
    });
  }

  /** What Python built for the painted run, where it is not what the text shows: only as long as that text stands there. */
  #built(dag: GraphDag | undefined): GraphDag | undefined {
    const runId = this.#paintedRun;
    const { runs } = this.#context;
    const state = runId === undefined ? undefined : runs.get(runId);
    if (!dag || !state || runId === this.#dismissedBuilt) return undefined;
    const version = this.#answer?.version;
    if (version === undefined || runs.orderOf(state.runId)?.version !== version) return undefined;
    const key = `${state.runId} ${version} ${state.tasks.size}`;
    if (this.#builtGraph?.key !== key) this.#builtGraph = { key, dag: builtGraph(state, dag) };
    return this.#builtGraph.dag;
  }

  /** Shows what changed since another text of the file; null ends it. */
  async #compare(which: "HEAD" | "saved" | "ask" | null): Promise<void> {
    if (which === null) this.#dismissedBuilt = this.#shownBuilt;
    try {
      const found = which && (await otherText(this.uri, which));
      if (which !== null && !found) return;
      this.#other = found
        ? { name: found.name, dags: await this.#context.server.graphOfText(this.uri, found.text) }
        : undefined;
      this.#sendGraph();
    } catch (error) {
      this.#tellFault(error, "The graph cannot be compared.");
    }
  }

  #tellFault(error: unknown, otherwise: string): void {
    if (error instanceof HumanError) void tellHuman(error);
    else {
      this.#context.log.error(String(error));
      void vscode.window.showErrorMessage(`${otherwise} The log says why.`);
    }
  }

  #sendSettings(): void {
    const configuration = vscode.workspace.getConfiguration("dagsight.graph", this.uri);
    const reason = whyNotRun(this.#context.runs);
    this.#send({
      kind: "settings",
      settings: {
        direction: configuration.get<PanelSettings["direction"]>("direction", "auto"),
        reducedMotion: false,
        canRun: reason === undefined,
        reason: reason ?? null,
      },
    });
  }

  /** Runs of this DAG, the newest first. */
  #runs(): readonly RunState[] {
    return this.#context.runs.of(this.uri.fsPath, this.dagId ?? this.#dagId);
  }

  /** The whole of the run that is painted: the picked one, else the newest of this DAG. */
  #sendRun(): void {
    const all = this.#runs();
    const painted =
      this.#pickedRun === null
        ? undefined
        : (all.find(({ runId }) => runId === this.#pickedRun) ?? all[0]);
    this.#paintedRun = painted?.runId;
    this.#send({ kind: "run", run: painted ? panelRun(painted) : null, runs: all.map(runChoice) });
    this.#timeline.runChosen();
    this.#sendBuilt();
  }

  /** Only what changed is sent of a run that is painted already. */
  #runsChanged(changes: readonly RunsChange[]): void {
    const [only, other] = changes;
    const state = only && !other ? this.#context.runs.get(only.runId) : undefined;
    // A run that ended changes the picker too.
    const isWhole = state?.result !== undefined || only?.taskIds.size === 0;
    if (!only || !state || only.runId !== this.#paintedRun || isWhole) {
      this.#sendRun();
      return;
    }
    this.#send({
      kind: "instances",
      runId: state.runId,
      state: panelRunState(state),
      changed: panelInstances(state, only.taskIds),
    });
    this.#timeline.runChanged();
    this.#sendBuilt();
  }

  /** Sends the graph again when what Python built comes to be shown, or goes. */
  #sendBuilt(): void {
    const built = this.#other ? undefined : this.#built(this.#dag);
    if ((built && this.#paintedRun) !== this.#shownBuilt) this.#sendGraph();
  }

  #target(): { uri: string; dagId?: string } {
    const { dagId } = this;
    return { uri: this.uri.toString(), ...(dagId === undefined ? {} : { dagId }) };
  }

  #serverChanged(running: boolean): void {
    if (running) void this.#refresh();
    else {
      const { isGivenUp } = this.#context.server;
      const what = isGivenUp ? "has ended, and can be restarted" : "is being started again";
      this.#send({ kind: "outdated", reason: `The language server ${what}.` });
    }
  }

  #followVisible(): void {
    const editor = this.#editor();
    if (editor) void this.#follow(editor, false);
  }

  /** Marks the task that the text cursor is on; `reveal` also brings it into sight. */
  async #follow(editor: vscode.TextEditor, reveal: boolean): Promise<void> {
    if (editor.document.uri.toString() !== this.uri.toString() || !this.#ready) return;
    const found = await this.#context.server.targetAt(editor.document, editor.selection.active);
    if (found?.dagId !== this.dagId && found && this.#answer) {
      this.#dagId = found.dagId;
      this.#sendGraph();
    }
    this.#send({ kind: "cursor", id: found?.id ?? null, reveal });
  }

  async #reveal(target: PanelTarget, focus: boolean): Promise<void> {
    const dagId = this.dagId;
    const place = dagId && (await this.#context.server.place(this.uri, dagId, target));
    if (place) await this.#showPlace(place, focus);
  }

  async #openProblem(index: number): Promise<void> {
    const problem = this.#answer?.problems[index];
    if (!problem) return;
    const { start, end } = problem.range;
    const range = new vscode.Range(start.line, start.character, end.line, end.character);
    await this.#showPlace(new vscode.Location(this.uri, range), true);
  }

  async #openDag(dagId: string): Promise<void> {
    const dags = await this.#context.server.workspaceDags();
    const found = dags.find((dag) => dag.dagId === dagId);
    if (found)
      await vscode.commands.executeCommand("dagsight.showGraph", { uri: found.uri, dagId });
    else
      void vscode.window.showInformationMessage(`No DAG of the workspace has the id "${dagId}".`);
  }

  async #showPlace({ uri, range }: vscode.Location, focus: boolean): Promise<void> {
    await vscode.window.showTextDocument(uri, {
      selection: range,
      preserveFocus: !focus,
      viewColumn: textColumn(uri),
    });
  }

  #editor(): vscode.TextEditor | undefined {
    return vscode.window.visibleTextEditors.find(
      ({ document }) => document.uri.toString() === this.uri.toString(),
    );
  }

  #send(message: ToPanel): void {
    if (this.#ready) void this.#webview.webview.postMessage(message);
  }

  #setTitle(): void {
    const name = this.dagId ?? this.#dagId ?? this.#fileName();
    // A tab is as wide as its title.
    this.#webview.title = `Graph: ${name.length > longestName ? `${name.slice(0, longestName - 1)}…` : name}`;
  }

  /** Below the workspace folder where it is in one: what the panel keeps to be restored. */
  #fileName(): string {
    const folder = vscode.workspace.getWorkspaceFolder(this.uri);
    return folder ? vscode.workspace.asRelativePath(this.uri, false) : this.uri.toString();
  }

  #page(): string {
    const { webview } = this.#webview;
    const address = (name: string): string =>
      webview
        .asWebviewUri(vscode.Uri.joinPath(this.#context.extensionUri, "dist", name))
        .toString();
    return graphPanelHtml({
      script: address("webview.js"),
      style: address("panel.css"),
      nonce: crypto.randomUUID(),
    });
  }
}

const runCommands = {
  dag: "dagsight.runDag",
  task: "dagsight.runTask",
  from: "dagsight.runFromTask",
  until: "dagsight.runUntilTask",
} as const;
