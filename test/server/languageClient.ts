import { PassThrough } from "node:stream";

import {
  createConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from "vscode-languageserver/node";
import {
  CancellationTokenSource,
  createProtocolConnection,
  type Diagnostic,
  type ProtocolConnection,
  type ServerCapabilities,
} from "vscode-languageserver-protocol/node";

import type { DiskFiles } from "../../server/host.ts";
import { serve } from "../../server/serve.ts";
import { filesOf } from "../model/rules/checkText.ts";

/** 2024-01-15T12:00:00Z: the clock of all server tests. */
export const testNow = Date.UTC(2024, 0, 15, 12);

/** An editor as the server sees it: speaks the real protocol over a pipe within this process. */
export class TestEditor {
  readonly connection: ProtocolConnection;
  readonly capabilities: ServerCapabilities;
  readonly #published = new Map<string, readonly Diagnostic[]>();
  readonly #waiting: ((uri: string) => void)[] = [];

  readonly #rootUri: string;
  readonly #onIndexed: (() => void)[] = [];
  #isIndexed = false;

  private constructor(
    connection: ProtocolConnection,
    rootUri: string,
    capabilities: ServerCapabilities,
  ) {
    this.#rootUri = rootUri;
    this.connection = connection;
    connection.onNotification("dagsight/workspaceChanged", () => {
      this.#isIndexed = true;
      for (const wake of this.#onIndexed.splice(0)) wake();
    });
    this.capabilities = capabilities;
    connection.onNotification(
      "textDocument/publishDiagnostics",
      (params: { uri: string; diagnostics: Diagnostic[] }) => {
        this.#published.set(params.uri, params.diagnostics);
        for (const wake of this.#waiting.splice(0)) wake(params.uri);
      },
    );
  }

  /** Starts a server on a workspace in memory, and shakes hands. */
  static async open(
    texts: ReadonlyMap<string, string>,
    options: { readonly settings?: unknown; readonly capabilities?: object } = {},
  ): Promise<TestEditor> {
    const toServer = new PassThrough();
    const toClient = new PassThrough();
    const server = createConnection(
      new StreamMessageReader(toServer),
      new StreamMessageWriter(toClient),
    );
    const files = filesOf(texts);
    const disk: DiskFiles = { ...files, forget: () => undefined };
    serve(server, { filesBelow: () => disk, now: () => testNow, localZone: "UTC" });
    const client = createProtocolConnection(
      new StreamMessageReader(toClient),
      new StreamMessageWriter(toServer),
    );
    return TestEditor.over(client, "file:///work", options);
  }

  /** Shakes hands with a server at the other end of a connection. */
  static async over(
    client: ProtocolConnection,
    rootUri: string,
    options: { readonly settings?: unknown; readonly capabilities?: object } = {},
  ): Promise<TestEditor> {
    client.onRequest("client/registerCapability", () => null);
    client.onRequest("window/workDoneProgress/create", () => null);
    client.listen();
    const { capabilities } = await client.sendRequest<{ capabilities: ServerCapabilities }>(
      "initialize",
      {
        processId: null,
        rootUri,
        capabilities: options.capabilities ?? {},
        workspaceFolders: [{ uri: rootUri, name: "work" }],
        initializationOptions: options.settings,
      },
    );
    const editor = new TestEditor(client, rootUri, capabilities);
    await client.sendNotification("initialized", {});
    return editor;
  }

  uri(path: string): string {
    return `${this.#rootUri}/${path}`;
  }

  async openDocument(path: string, text: string, languageId = "python"): Promise<void> {
    await this.connection.sendNotification("textDocument/didOpen", {
      textDocument: { uri: this.uri(path), languageId, version: 1, text },
    });
  }

  async change(path: string, version: number, contentChanges: readonly object[]): Promise<void> {
    await this.connection.sendNotification("textDocument/didChange", {
      textDocument: { uri: this.uri(path), version },
      contentChanges,
    });
  }

  async closeDocument(path: string): Promise<void> {
    await this.connection.sendNotification("textDocument/didClose", {
      textDocument: { uri: this.uri(path) },
    });
  }

  request<R>(method: string, params: unknown): Promise<R> {
    return this.connection.sendRequest<R>(method, params);
  }

  /** Waits until the server has read the whole workspace. */
  async indexed(): Promise<void> {
    while (!this.#isIndexed) await new Promise<void>((resolve) => this.#onIndexed.push(resolve));
  }

  /** The next time that problems of a document are published. */
  nextProblems(path: string): Promise<void> {
    return new Promise((resolve) => {
      const look = (uri: string): void => {
        if (uri === this.uri(path)) resolve();
        else this.#waiting.push(look);
      };
      this.#waiting.push(look);
    });
  }

  /** A request that can be taken back. */
  cancellable(method: string, params: unknown): { answer: Promise<unknown>; cancel: () => void } {
    const source = new CancellationTokenSource();
    const answer = this.connection.sendRequest<unknown>(method, params, source.token);
    answer.catch(() => undefined); // A cancelled one is refused, which nobody waits for.
    return { answer, cancel: () => source.cancel() };
  }

  /** Waits until the problems of a document are as wanted. */
  async problems(
    path: string,
    wanted: (found: readonly Diagnostic[]) => boolean,
  ): Promise<readonly Diagnostic[]> {
    for (;;) {
      const found = this.#published.get(this.uri(path));
      if (found && wanted(found)) return found;
      await new Promise<void>((resolve) => this.#waiting.push(() => resolve()));
    }
  }

  async close(): Promise<void> {
    await this.connection.sendRequest("shutdown");
    this.connection.dispose();
  }
}
