import * as vscode from "vscode";

import type { DagTarget, ListedDag, ListedMember } from "../protocol/languageServer.ts";
import { DisposableStore } from "./disposableStore.ts";
import type { LanguageServer } from "./languageServer.ts";

/** One row of the DAGs view. */
export type DagRow =
  | { readonly kind: "dag"; readonly target: DagTarget; readonly dag: ListedDag }
  | {
      readonly kind: "member";
      readonly target: DagTarget;
      readonly member: ListedMember;
      readonly above: DagRow;
    };

/** The DAGs view: all DAGs of the workspace with schedule and next run, and below each its groups and tasks. */
export class DagsView implements vscode.Disposable, vscode.TreeDataProvider<DagRow> {
  readonly #store = new DisposableStore();
  readonly #changed = this.#store.add(new vscode.EventEmitter<undefined>());
  readonly #server: LanguageServer;
  readonly #tree: vscode.TreeView<DagRow>;
  #dags: readonly DagRow[] = [];
  #isListed = false;
  readonly onDidChangeTreeData = this.#changed.event;

  constructor(server: LanguageServer) {
    this.#server = server;
    this.#tree = this.#store.add(
      vscode.window.createTreeView<DagRow>("dagsight.dags", {
        treeDataProvider: this,
        showCollapseAll: true,
      }),
    );
    // The server says so when it has looked through the workspace, whatever it found: before that an empty list means nothing.
    this.#store.add(
      server.onWorkspaceChanged(() => {
        this.#tellListed(true);
        this.#changed.fire(undefined);
      }),
    );
    this.#store.add(
      server.onRunningChanged((running) => {
        // One that is started again looks through the workspace anew.
        if (!running) this.#tellListed(false);
        this.#changed.fire(undefined);
      }),
    );
  }

  async getChildren(row?: DagRow): Promise<DagRow[]> {
    if (!row) {
      // While the server is being started again and looks through the workspace, the last list stays.
      if (this.#isListed || this.#dags.length === 0) {
        const dags = await this.#server.workspaceDags();
        this.#dags = dags.map((dag) => ({
          kind: "dag",
          target: { uri: dag.uri, dagId: dag.dagId },
          dag,
        }));
      }
      return [...this.#dags];
    }
    const { uri, dagId = "" } = row.target;
    const groupId = row.kind === "member" ? row.member.id : null;
    const members = await this.#server.members(uri, dagId, groupId);
    return members.map((member) => ({
      kind: "member",
      target: {
        uri,
        dagId,
        ...(member.kind === "task" ? { taskId: member.id } : { groupId: member.id }),
      },
      member,
      above: row,
    }));
  }

  getParent(row: DagRow): DagRow | undefined {
    return row.kind === "member" ? row.above : undefined;
  }

  getTreeItem(row: DagRow): vscode.TreeItem {
    if (row.kind === "member") return memberItem(row);
    const twins = this.#dags.filter(({ target }) => target.dagId === row.dag.dagId);
    return dagItem(row.dag, twins.length > 1);
  }

  /** Brings a DAG, or a task of it, into view. */
  async reveal({ uri, dagId, taskId }: DagTarget): Promise<void> {
    let rows = await this.getChildren();
    let found = rows.find((row) => row.target.uri === uri && row.target.dagId === dagId);
    for (let depth = 0; taskId !== undefined && found && depth < 20; depth++) {
      rows = await this.getChildren(found);
      const next = rows.find(
        ({ target }) =>
          target.taskId === taskId ||
          (target.groupId !== undefined && taskId.startsWith(`${target.groupId}.`)),
      );
      if (!next) break;
      found = next;
      if (found.target.taskId === taskId) break;
    }
    if (found) await this.#tree.reveal(found, { select: true, focus: true, expand: true });
  }

  dispose(): void {
    this.#store.dispose();
  }

  #tellListed(isListed: boolean): void {
    this.#isListed = isListed;
    void vscode.commands.executeCommand("setContext", "dagsight.listed", isListed);
  }
}

/** Of several with one id the file tells which is which. */
function dagItem(dag: ListedDag, hasTwin: boolean): vscode.TreeItem {
  const item = new vscode.TreeItem(dag.dagId, vscode.TreeItemCollapsibleState.Collapsed);
  const problems =
    dag.problems > 0 ? [`${dag.problems} problem${dag.problems > 1 ? "s" : ""}`] : [];
  item.id = `${dag.uri}#${dag.dagId}`;
  const which = hasTwin ? [dag.file] : [];
  item.description = [...which, ...problems, dag.brief].join(" · ");
  item.tooltip = new vscode.MarkdownString(
    [
      `**${escaped(dag.dagId)}** (${dag.tasks} task${dag.tasks === 1 ? "" : "s"})`,
      escaped(dag.schedule),
      dag.nextRun === null ? undefined : `Next run: ${escaped(dag.nextRun)}`,
      dag.tags.length > 0 ? `Tags: ${escaped(dag.tags.join(", "))}` : undefined,
      escaped(dag.file),
    ]
      .filter((line) => line !== undefined)
      .join("\n\n"),
  );
  item.iconPath =
    dag.problems > 0
      ? new vscode.ThemeIcon("warning", new vscode.ThemeColor("problemsWarningIcon.foreground"))
      : new vscode.ThemeIcon("type-hierarchy");
  item.contextValue = "dag";
  item.command = openCommand(dag);
  item.accessibilityInformation = {
    label: `DAG ${dag.dagId}, ${[...which, ...problems, dag.schedule].join(", ")}`,
  };
  return item;
}

function memberItem({ target, member }: Extract<DagRow, { kind: "member" }>): vscode.TreeItem {
  const { None, Collapsed } = vscode.TreeItemCollapsibleState;
  const isGroup = member.kind === "group";
  const item = new vscode.TreeItem(member.name, isGroup ? Collapsed : None);
  item.id = `${target.uri}#${target.dagId ?? ""}#${member.kind}#${member.id}`;
  const mapped = member.mapped ? " (mapped)" : "";
  item.description = `${member.operator ?? "group"}${mapped}`;
  item.tooltip = member.id;
  item.iconPath = new vscode.ThemeIcon(isGroup ? "symbol-namespace" : "symbol-event");
  item.contextValue = member.kind;
  item.command = openCommand(member);
  item.accessibilityInformation = { label: `${member.name}, ${item.description}` };
  return item;
}

function openCommand({ uri, range }: Pick<ListedDag, "uri" | "range">): vscode.Command {
  return { title: "Go to Source", command: "dagsight.goToSource", arguments: [{ uri, range }] };
}

function escaped(text: string): string {
  return text.replace(/[\\`*_{}[\]()#+\-!<>|~]/g, "\\$&");
}
