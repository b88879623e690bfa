import * as vscode from "vscode";

import { DisposableStore } from "../disposableStore.ts";
import { textColumn } from "../textColumn.ts";
import type { Runs } from "./runs.ts";

/** What one log document shows at most: the end of the file, the rest stays on disk. */
const shownBytes = 2 * 1024 * 1024;
const pauseMs = 150;

/** The scheme of documents that show the log of a try. */
export const logScheme = "dagsight-log";

/** Which try a log document is about. */
export interface LogTarget {
  readonly runId: string;
  readonly taskId: string;
  readonly mapIndex: number;
  readonly try: number;
}

/** Logs as read-only documents that grow while their task runs, with links from tracebacks to the source. */
export class LogDocuments
  implements vscode.Disposable, vscode.TextDocumentContentProvider, vscode.DocumentLinkProvider
{
  readonly #store = new DisposableStore();
  readonly #changed = this.#store.add(new vscode.EventEmitter<vscode.Uri>());
  readonly #runs: Runs;
  readonly #open = new Map<string, vscode.Uri>();
  readonly #timers = new Map<string, ReturnType<typeof setTimeout>>();
  readonly onDidChange = this.#changed.event;

  constructor(runs: Runs) {
    this.#runs = runs;
    this.#store.add(vscode.workspace.registerTextDocumentContentProvider(logScheme, this));
    this.#store.add(vscode.languages.registerDocumentLinkProvider({ scheme: logScheme }, this));
    this.#store.add(runs.onOutput((log) => this.#grown(log)));
    this.#store.add(
      runs.onChanged(() => {
        for (const log of this.#open.keys()) this.#grown(log);
      }),
    );
    this.#store.add(vscode.workspace.onDidChangeTextDocument((change) => follow(change)));
    this.#store.add(
      vscode.workspace.onDidCloseTextDocument(({ uri }) => {
        for (const [log, open] of this.#open) {
          if (open.toString() === uri.toString()) this.#open.delete(log);
        }
      }),
    );
  }

  /** Opens the log of one try. */
  async show(target: LogTarget): Promise<void> {
    const document = await vscode.workspace.openTextDocument(logUri(target));
    if (document.languageId !== "log")
      await vscode.languages.setTextDocumentLanguage(document, "log");
    const editor = await vscode.window.showTextDocument(document, {
      preview: true,
      viewColumn: textColumn(),
    });
    const end = document.lineAt(document.lineCount - 1).range.end;
    editor.revealRange(new vscode.Range(end, end));
  }

  async provideTextDocumentContent(uri: vscode.Uri): Promise<string> {
    const target = targetIn(uri);
    const found = target && this.#fileOf(target);
    if (!found) return "There is no log of this try: nothing of it was recorded.\n";
    this.#open.set(found, uri);
    try {
      const bytes = await vscode.workspace.fs.readFile(vscode.Uri.file(found));
      return shownText(bytes, found);
    } catch {
      return "Nothing has been logged yet.\n";
    }
  }

  /** `File "dags/etl.py", line 12` of a traceback leads there, and so does `{/w/dags/etl.py:12}` of a record. */
  provideDocumentLinks(document: vscode.TextDocument): vscode.DocumentLink[] {
    const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
    // `<string>` and `<frozen …>` are no files.
    return Array.from(
      document.getText().matchAll(/File "([^"<\n][^"\n]*)", line (\d+)/g),
      (match) => {
        const [text, path = "", line = "1"] = match;
        const range = new vscode.Range(
          document.positionAt(match.index),
          document.positionAt(match.index + text.length),
        );
        const isAbsolute = path.startsWith("/") || /^[a-z]:/i.test(path);
        const file =
          isAbsolute || !folder ? vscode.Uri.file(path) : vscode.Uri.joinPath(folder, path);
        return new vscode.DocumentLink(range, file.with({ fragment: `L${line}` }));
      },
    );
  }

  dispose(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#store.dispose();
  }

  #fileOf({ runId, taskId, mapIndex, try: number }: LogTarget): string | undefined {
    const instance = this.#runs.get(runId)?.tasks.get(taskId)?.instances.get(mapIndex);
    return instance?.tries.find((each) => each.number === number)?.log ?? undefined;
  }

  #grown(log: string): void {
    const uri = this.#open.get(log);
    if (!uri || this.#timers.has(log)) return;
    this.#timers.set(
      log,
      setTimeout(() => {
        this.#timers.delete(log);
        this.#changed.fire(uri);
      }, pauseMs),
    );
  }
}

/** Who sees the end of a log that grows goes on seeing it; who has scrolled up is left there. */
function follow({ document, contentChanges }: vscode.TextDocumentChangeEvent): void {
  if (document.uri.scheme !== logScheme || contentChanges.length === 0) return;
  const added = contentChanges.reduce((sum, { text }) => sum + text.split("\n").length - 1, 0);
  const last = document.lineCount - 1;
  for (const editor of vscode.window.visibleTextEditors) {
    if (editor.document !== document) continue;
    const seen = Math.max(...editor.visibleRanges.map(({ end }) => end.line));
    if (seen < last - added - 2) continue;
    const end = document.lineAt(last).range.end;
    editor.revealRange(new vscode.Range(end, end));
  }
}

/** The address of the log of one try. Its path is what the tab shows. */
export function logUri(target: LogTarget): vscode.Uri {
  const index = target.mapIndex < 0 ? "" : ` [${target.mapIndex}]`;
  return vscode.Uri.from({
    scheme: logScheme,
    path: `/${target.taskId}${index} try ${target.try}.log`,
    query: JSON.stringify(target),
  });
}

function targetIn(uri: vscode.Uri): LogTarget | undefined {
  try {
    return JSON.parse(uri.query) as LogTarget; // Written by `logUri` alone.
  } catch {
    return undefined; // Not an address of ours.
  }
}

function shownText(bytes: Uint8Array, file: string): string {
  const text = new TextDecoder().decode(bytes.subarray(Math.max(0, bytes.length - shownBytes)));
  if (bytes.length <= shownBytes) return text;
  const left = Math.round((bytes.length - shownBytes) / 1024);
  return `… ${left} kB before this are not shown; all of it is in ${file}\n${text.slice(text.indexOf("\n") + 1)}`;
}
