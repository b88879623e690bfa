import * as vscode from "vscode";

import { DisposableStore } from "../disposableStore.ts";
import { loadingError } from "./loadingError.ts";
import type { Runs, RunsChange } from "./runs.ts";
import { everyRun, filterInWords, hiddenAhead, passes, type RunFilter } from "./runFilter.ts";
import {
  lookOf,
  rowAbove,
  rowId,
  rowsBelow,
  runStateOf,
  sharesMinute,
  words,
  type RunRow,
} from "./runTree.ts";
import { stateIcon } from "./stateIcon.ts";

/** The Runs view: run → groups → tasks → mapped instances → tries, live. */
export class RunsView implements vscode.Disposable, vscode.TreeDataProvider<RunRow> {
  readonly #store = new DisposableStore();
  readonly #changed = this.#store.add(new vscode.EventEmitter<RunRow | undefined>());
  readonly #runs: Runs;
  readonly #tree: vscode.TreeView<RunRow>;
  readonly #tick: ReturnType<typeof setInterval>;
  /** The editor tells rows apart by identity: each is made once. */
  readonly #rows = new Map<string, RunRow>();
  readonly onDidChangeTreeData = this.#changed.event;
  #filter = everyRun;
  #hasRuns: boolean | undefined;

  constructor(runs: Runs) {
    this.#runs = runs;
    this.#tree = this.#store.add(
      vscode.window.createTreeView<RunRow>("dagsight.runs", {
        treeDataProvider: this,
        showCollapseAll: true,
      }),
    );
    this.#store.add(runs.onChanged((changes) => this.#refresh(changes)));
    this.#tellHasRuns();
    // Durations of what runs go on without events.
    this.#tick = setInterval(() => this.#refreshRunning(), 1000);
  }

  getChildren(row?: RunRow): RunRow[] {
    if (!row)
      return this.#runs.all
        .filter((run) => passes(this.#filter, run))
        .map(({ runId }) => this.#same({ kind: "run", runId }));
    const state = this.#runs.get(row.runId);
    return state ? rowsBelow(state, row).map((below) => this.#same(below)) : [];
  }

  getParent(row: RunRow): RunRow | undefined {
    const state = this.#runs.get(row.runId);
    const above = state && rowAbove(state, row);
    return above && this.#same(above);
  }

  getTreeItem(row: RunRow): vscode.TreeItem {
    const state = this.#runs.get(row.runId);
    if (!state) return new vscode.TreeItem("");
    const isExact = row.kind === "run" && sharesMinute(state, this.#runs.all);
    const look = lookOf(state, row, Date.now(), isExact);
    // What was run in this window is open at once; what is from before stays folded.
    const isOwn = row.kind === "run" && this.#runs.orderOf(row.runId) !== undefined;
    const children = isOwn && look.children !== "none" ? "expanded" : look.children;
    const item = new vscode.TreeItem(look.label, collapsing[children]);
    item.id = rowId(row);
    item.description = look.description;
    item.tooltip = look.tooltip;
    item.iconPath = stateIcon(look.state);
    item.contextValue = look.context;
    item.accessibilityInformation = { label: `${look.label}, ${look.description}` };
    if (row.kind === "task" || row.kind === "instance" || row.kind === "try") {
      item.command = { title: "Show Log", command: "dagsight.showTaskLog", arguments: [row] };
    } else if (row.kind === "run" && state.tasks.size === 0) {
      const place = loadingError(state.errors)?.goThere;
      if (place) item.command = place;
    }
    return item;
  }

  /** Which runs are shown. */
  get filter(): RunFilter {
    return this.#filter;
  }

  set filter(filter: RunFilter) {
    this.#filter = filter;
    const isFiltered = this.#showFilter() !== undefined;
    void vscode.commands.executeCommand("setContext", "dagsight.runsFiltered", isFiltered);
    this.#changed.fire(undefined);
  }

  /** Brings a row into view and selects it. */
  async reveal(row: RunRow): Promise<void> {
    await this.#tree.reveal(this.#same(row), { select: true, focus: false, expand: true });
  }

  /** The whole tree as text, one row a line, for tests. */
  asText(): string {
    const lines: string[] = [];
    const add = (row: RunRow, depth: number): void => {
      const state = this.#runs.get(row.runId);
      if (!state) return;
      const look = lookOf(state, row, Date.now());
      lines.push(`${"  ".repeat(depth)}${look.label}: ${words[look.state]}`);
      for (const below of this.getChildren(row)) add(below, depth + 1);
    };
    for (const row of this.getChildren()) add(row, 0);
    return lines.join("\n");
  }

  dispose(): void {
    clearInterval(this.#tick);
    this.#store.dispose();
  }

  #refresh(changes: readonly RunsChange[]): void {
    const { running } = this.#runs;
    this.#tree.badge =
      running > 0
        ? {
            value: running,
            tooltip: running === 1 ? "1 run under way" : `${running} runs under way`,
          }
        : undefined;
    void vscode.commands.executeCommand("setContext", "dagsight.running", running > 0);
    this.#tellHasRuns();
    this.#showFilter();
    if (changes.length === 0) {
      this.#forgetRows();
      this.#changed.fire(undefined);
      return;
    }
    for (const { runId } of changes) {
      const known = this.#rows.get(runId);
      const run = this.#runs.get(runId);
      // A run that is new changes the list itself, and so does one that the filter no longer takes.
      this.#changed.fire(run && passes(this.#filter, run) ? known : undefined);
    }
  }

  /** Says above the runs which are shown; where none is, the empty view says so and offers all. */
  #showFilter(): string | undefined {
    const words = filterInWords(this.#filter);
    const { all } = this.#runs;
    const hidden = hiddenAhead(this.#filter, all);
    const isEmpty = hidden === all.length;
    const newer = hidden === 0 ? "" : ` · ${hidden} newer ${hidden === 1 ? "is" : "are"} hidden`;
    this.#tree.message = isEmpty || words === undefined ? "" : `${words}${newer}`;
    return words;
  }

  /** Menus offer what is about runs only where there are some. */
  #tellHasRuns(): void {
    const hasRuns = this.#runs.all.length > 0;
    if (hasRuns === this.#hasRuns) return;
    this.#hasRuns = hasRuns;
    void vscode.commands.executeCommand("setContext", "dagsight.hasRuns", hasRuns);
  }

  #refreshRunning(): void {
    if (!this.#tree.visible || this.#runs.running === 0) return;
    for (const state of this.#runs.all) {
      if (runStateOf(state) !== "running") continue;
      const row = this.#rows.get(state.runId);
      if (row) this.#changed.fire(row);
    }
  }

  #forgetRows(): void {
    for (const [id, row] of this.#rows) if (!this.#runs.get(row.runId)) this.#rows.delete(id);
  }

  #same(row: RunRow): RunRow {
    const id = rowId(row);
    const known = this.#rows.get(id);
    if (known) return known;
    this.#rows.set(id, row);
    return row;
  }
}

const collapsing = {
  none: vscode.TreeItemCollapsibleState.None,
  collapsed: vscode.TreeItemCollapsibleState.Collapsed,
  expanded: vscode.TreeItemCollapsibleState.Expanded,
} as const;
