import {
  LSPErrorCodes,
  ResponseError,
  TextDocuments,
  type CancellationToken,
  type Connection,
  type Location,
  type Position,
} from "vscode-languageserver";
import { TextDocument } from "vscode-languageserver-textdocument";

import { checkRules } from "../model/rules/checkRules.ts";
import { snapshotOf, type Snapshot } from "../model/snapshot/snapshot.ts";
import { lineIndexOf, offsetAt, rangeAt } from "../model/text/lineIndex.ts";
import type { Span } from "../model/text/span.ts";
import { Folder } from "./folder.ts";
import type { Host } from "./host.ts";
import type { Question } from "./question.ts";
import { parentOf } from "./uris.ts";
import { WorkspaceIndex } from "./workspaceIndex.ts";
import { withMore } from "../model/withMore.ts";

/** What a request is about: a document, and a place in it if the request has one. */
interface Asked {
  readonly textDocument: { readonly uri: string };
  readonly position?: Position;
}

/** One client's documents, and the one snapshot of each version of them. */
export class Session {
  readonly documents = new TextDocuments(TextDocument);
  /** The client asks for problems itself; it is only told when it should. */
  pulls = false;
  readonly #connection: Connection;
  readonly #host: Host;
  readonly #folders: Folder[] = [];
  readonly #indexes = new Map<Folder, WorkspaceIndex>();
  readonly #snapshots = new Map<string, Snapshot>();
  readonly #gone = new Set<string>();
  readonly #stale: ((uri: string, byOthers: boolean) => void)[] = [];
  readonly #indexChanged: (() => void)[] = [];
  #telling: ReturnType<typeof setTimeout> | undefined;
  readonly #read: ((read: { uri: string; snapshot: Snapshot }) => void)[] = [];

  constructor(connection: Connection, host: Host) {
    this.#connection = connection;
    this.#host = host;
    this.documents.onDidOpen(({ document }) => this.#placeOf(document.uri, document));
    this.documents.onDidChangeContent(({ document }) => this.#changed(document.uri));
    this.documents.onDidClose(({ document }) => this.#closed(document.uri));
    this.documents.listen(connection);
  }

  /** Calls back for each open document whose last snapshot no longer holds: by its own text, or by other files or settings. */
  onStale(listener: (uri: string, byOthers: boolean) => void): void {
    this.#stale.push(listener);
  }

  /** Calls back for each new snapshot of an open document. */
  onRead(listener: (read: { uri: string; snapshot: Snapshot }) => void): void {
    this.#read.push(listener);
  }

  /** Calls back when the DAGs of a folder are not what they were, at most ten times a second. */
  onIndexChanged(listener: () => void): void {
    this.#indexChanged.push(listener);
  }

  get now(): number {
    return this.#host.now();
  }

  /** IANA name of the reader's own zone. */
  get localZone(): string {
    return this.#host.localZone;
  }

  /**
   * The fence around every request: finds the snapshot, turns the position into an offset, stops when the client no
   * longer wants the answer, and logs a fault of ours by the feature's name instead of failing the client.
   */
  answer<R>(
    feature: string,
    params: Asked,
    token: CancellationToken,
    ask: (question: Question) => R | undefined,
  ): R | null | ResponseError {
    return this.fenced(feature, token, () => {
      const question = this.question(params.textDocument.uri, params.position);
      return question && ask(question);
    });
  }

  /** The same fence for a request that is about no one document. */
  fenced<R>(
    feature: string,
    token: CancellationToken,
    ask: () => R | undefined,
  ): R | null | ResponseError {
    if (token.isCancellationRequested) return cancelled();
    try {
      return ask() ?? null;
    } catch (error) {
      this.log(feature, error);
      return null;
    }
  }

  /** A question about an open document; undefined when it is not open. */
  question(uri: string, position?: Position): Question | undefined {
    const snapshot = this.snapshot(uri);
    if (!snapshot) return undefined;
    const { folder } = this.#placeOf(uri);
    return {
      uri,
      snapshot,
      index: this.indexOf(folder),
      offset: position ? offsetAt(snapshot.lines, position) : 0,
      settings: folder.settings,
      now: this.#host.now(),
      localZone: this.#host.localZone,
      airflow: snapshot.airflow,
      location: (span) => this.locationIn(folder, span),
      readText: (path) => folder.files.readText(path),
    };
  }

  /** Everything known of the document as it stands. */
  snapshot(uri: string): Snapshot | undefined {
    const document = this.documents.get(uri);
    if (!document || !isPython(document)) return undefined;
    const known = this.#snapshots.get(uri);
    if (known?.version === document.version) return known;
    const { folder, path } = this.#placeOf(uri, document);
    const made = snapshotOf(
      withMore(folder.readingOf(path), {
        file: path,
        text: document.getText(),
        version: document.version,
        otherDags: this.indexOf(folder).othersOf(path),
      }),
    );
    this.indexOf(folder).update(made);
    this.#snapshots.set(uri, made);
    for (const listener of this.#read) listener({ uri, snapshot: made });
    return made;
  }

  /** Where a span of any file of a folder is, as the client counts. */
  locationIn(folder: Folder, span: Span): Location {
    const uri = folder.uriOf(span.file);
    const open = this.#snapshots.get(uri);
    const lines =
      open && open.version === this.documents.get(uri)?.version
        ? open.lines
        : lineIndexOf(folder.files.readText(span.file) ?? "");
    return { uri, range: rangeAt(lines, span) };
  }

  /** What another text in the place of a document would say, such as the one of a revision. */
  readInstead(uri: string, text: string): Snapshot {
    const { folder, path } = this.#placeOf(uri);
    return snapshotOf(withMore(folder.readingOf(path), { file: path, text, version: 0 }));
  }

  /** Path below its folder and text of an open document. */
  opened(uri: string): { readonly path: string; readonly text: string } | undefined {
    const document = this.documents.get(uri);
    return document && { path: this.#placeOf(uri).path, text: document.getText() };
  }

  get folders(): readonly Folder[] {
    return this.#folders;
  }

  indexOf(folder: Folder): WorkspaceIndex {
    const known = this.#indexes.get(folder);
    if (known) return known;
    const index = new WorkspaceIndex(folder, () => this.#othersChanged(folder));
    this.#indexes.set(folder, index);
    return index;
  }

  /** What lies outside of the folders of the workspace is not looked for. */
  buildIndexes(progress: (done: number, of: number) => void): Promise<unknown> {
    return Promise.all(this.#folders.map((folder) => this.indexOf(folder).build(progress)));
  }

  addFolder(rootUri: string): Folder {
    const arrived = (path: string): void => {
      this.indexOf(folder).arrived(path);
      this.#dependencyChanged(folder, path);
    };
    const openText = (uri: string): string | undefined => this.documents.get(uri)?.getText();
    const folder: Folder = new Folder(rootUri, this.#host, arrived, openText);
    this.#folders.push(folder);
    for (const document of this.documents.all()) this.#placeOf(document.uri, document);
    return folder;
  }

  removeFolder(rootUri: string): void {
    const at = this.#folders.findIndex((folder) => folder.rootUri === rootUri.replace(/\/+$/, ""));
    for (const folder of at >= 0 ? this.#folders.splice(at, 1) : []) this.#indexes.delete(folder);
    this.refresh();
  }

  /** Whether a document shows a file that was deleted outside the editor, and was not typed in since. */
  isGone(uri: string): boolean {
    return this.#gone.has(uri);
  }

  /** A file was changed, made or deleted outside the editor. */
  fileChanged(uri: string, isDeleted = false): void {
    if (this.documents.get(uri) && isDeleted !== this.#gone.has(uri)) {
      if (isDeleted) this.#gone.add(uri);
      else this.#gone.delete(uri);
      this.#tellStale(uri, true);
    }
    for (const folder of this.#folders) {
      const path = folder.nameOf(uri);
      if (path === undefined) continue;
      if (folder.forget(path)) this.refresh();
      else this.#dependencyChanged(folder, path);
      if (folder.pathOf(uri) !== undefined) this.indexOf(folder).touch(path);
    }
  }

  /** Reads every open document anew, as after a change of settings. */
  refresh(): void {
    this.#snapshots.clear();
    for (const { uri } of this.documents.all()) this.#tellStale(uri, true);
  }

  log(feature: string, error: unknown): void {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    this.#connection.console.error(`${feature}: ${text}`);
  }

  #changed(uri: string): void {
    this.#gone.delete(uri);
    this.#tellStale(uri, false);
    const { folder, path } = this.#placeOf(uri);
    // The team's settings hold as they are typed.
    if (folder.forget(path)) this.refresh();
    this.#dependencyChanged(folder, path, uri);
    this.#changedAround(folder, uri);
  }

  #closed(uri: string): void {
    const { folder, path } = this.#placeOf(uri);
    folder.close(path);
    this.#gone.delete(uri);
    this.indexOf(folder).touch(path);
    this.#snapshots.delete(uri);
    this.#dependencyChanged(folder, path, uri);
    this.#changedAround(folder, uri);
  }

  /** Tells the other folders around which a document lies, such as a dags folder of its helper. */
  #changedAround(own: Folder, uri: string): void {
    for (const folder of this.#folders) {
      const path = folder === own ? undefined : folder.nameOf(uri);
      if (path === undefined) continue;
      if (folder.forget(path)) this.refresh();
      this.#dependencyChanged(folder, path, uri);
    }
  }

  /** Snapshots that were made with the old text of `path` no longer hold. */
  #dependencyChanged(folder: Folder, path: string, except?: string): void {
    for (const [uri, snapshot] of this.#snapshots) {
      if (uri === except || this.#placeOf(uri).folder !== folder) continue;
      if (!dependsOn(snapshot, path)) continue;
      this.#snapshots.delete(uri);
      this.#tellStale(uri, true);
    }
  }

  /** The DAGs of another file are not what they were: rules that look at them are run anew, nothing is read anew. */
  #othersChanged(folder: Folder): void {
    this.#telling ??= setTimeout(() => {
      this.#telling = undefined;
      for (const listener of this.#indexChanged) listener();
    }, 25);
    for (const [uri, snapshot] of this.#snapshots) {
      if (this.#placeOf(uri).folder !== folder) continue;
      const otherDags = this.indexOf(folder).othersOf(snapshot.file);
      const { files } = folder;
      const findings = checkRules(withMore(snapshot, { otherDags, files }), folder.reading.rules);
      if (JSON.stringify(findings) === JSON.stringify(snapshot.findings)) continue;
      this.#snapshots.set(uri, { ...snapshot, findings });
      this.#tellStale(uri, true);
    }
  }

  #tellStale(uri: string, byOthers: boolean): void {
    for (const listener of this.#stale) listener(uri, byOthers);
  }

  /** The folder a document belongs to: the innermost one that holds it, else one of its own. */
  #placeOf(uri: string, document?: TextDocument): { folder: Folder; path: string } {
    const folder =
      this.#folders
        .filter((candidate) => candidate.pathOf(uri) !== undefined)
        .sort((a, b) => b.rootUri.length - a.rootUri.length)[0] ?? this.addFolder(rootFor(uri));
    const path = folder.pathOf(uri) ?? parentOf(uri).name;
    if (document) folder.open(path, document);
    return { folder, path };
  }
}

/** Other languages are open for what is said of them elsewhere: a team's settings, for one. */
function isPython({ languageId, uri }: TextDocument): boolean {
  return languageId === "python" || uri.endsWith(".py");
}

/** A file opened alone is read as in Airflow: from the folder above its `dags` folder, else its own. */
function rootFor(uri: string): string {
  const { folder } = parentOf(uri);
  const dags = folder.lastIndexOf("/dags/");
  if (folder.endsWith("/dags")) return folder.slice(0, -"/dags".length);
  return dags > 0 ? folder.slice(0, dags) : folder;
}

function dependsOn(snapshot: Snapshot, path: string): boolean {
  return snapshot.reading.dependsOn.some((known) => known === path || path.startsWith(`${known}/`));
}

function cancelled(): ResponseError {
  return new ResponseError(LSPErrorCodes.RequestCancelled, "No longer wanted.");
}
