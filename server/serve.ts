import {
  CodeLensRefreshRequest,
  DidChangeConfigurationNotification,
  DidChangeWatchedFilesNotification,
  FileChangeType,
  TextDocumentSyncKind,
  type Connection,
  type InitializeParams,
  type ServerCapabilities,
} from "vscode-languageserver";

import { serverSettingsOf } from "../protocol/settings.ts";
import { features } from "./features.ts";
import { tokenLegend } from "./features/semanticTokens.ts";
import type { Host } from "./host.ts";
import { Session } from "./session.ts";

/** The language server, the same in a process of its own and in a browser's worker. */
export function serve(connection: Connection, host: Host): void {
  const session = new Session(connection, host);
  let client: InitializeParams["capabilities"] = {};

  connection.onInitialize((params) => {
    client = params.capabilities;
    session.pulls = pullsDiagnostics(params);
    for (const uri of rootsOf(params)) session.addFolder(uri);
    for (const folder of session.folders) {
      folder.settings = serverSettingsOf(params.initializationOptions);
    }
    return { capabilities: capabilities(params), serverInfo: { name: "dagsight" } };
  });

  connection.onInitialized(() => {
    void start(connection, session, client).catch((error: unknown) => session.log("start", error));
  });

  for (const feature of features) feature.attach(connection, session);
  connection.listen();
}

function capabilities(params: InitializeParams): ServerCapabilities {
  const options = (params.initializationOptions ?? {}) as {
    readonly pushDiagnostics?: boolean;
    readonly semanticTokens?: boolean;
  };
  return Object.assign(
    {
      textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: true },
      workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
      ...(pullsDiagnostics(params) && {
        diagnosticProvider: { interFileDependencies: true, workspaceDiagnostics: false },
      }),
      // VS Code takes one provider of tokens for a file, so its client says whether ours is wanted.
      ...(options.semanticTokens !== false && {
        semanticTokensProvider: { legend: tokenLegend, full: true },
      }),
    } satisfies ServerCapabilities,
    ...features.map((feature) => feature.capabilities),
  ) as ServerCapabilities;
}

/** Whether the client asks for problems itself. Ours wants them pushed: other files may change them too. */
function pullsDiagnostics(params: InitializeParams): boolean {
  const options = (params.initializationOptions ?? {}) as { readonly pushDiagnostics?: boolean };
  return params.capabilities.textDocument?.diagnostic !== undefined && !options.pushDiagnostics;
}

/** Asks for what comes only after the handshake: settings, changes of files and folders. */
async function start(
  connection: Connection,
  session: Session,
  client: InitializeParams["capabilities"],
): Promise<void> {
  connection.onDidChangeWatchedFiles(({ changes }) => {
    for (const { uri, type } of changes) session.fileChanged(uri, type === FileChangeType.Deleted);
  });
  connection.onDidChangeConfiguration(({ settings }) => {
    const given = (settings as { readonly dagsight?: unknown } | null)?.dagsight;
    void readSettings(connection, session, client, given);
  });
  if (client.workspace?.workspaceFolders) {
    connection.workspace.onDidChangeWorkspaceFolders(({ added, removed }) => {
      for (const { uri } of removed) session.removeFolder(uri);
      for (const { uri } of added) session.addFolder(uri);
      void readSettings(connection, session, client);
    });
  }
  if (client.workspace?.didChangeWatchedFiles?.dynamicRegistration) {
    await connection.client.register(DidChangeWatchedFilesNotification.type, {
      watchers: [{ globPattern: "**/*.{py,yaml,yml,toml}" }, { globPattern: "**/.airflowignore" }],
    });
  }
  if (client.workspace?.didChangeConfiguration?.dynamicRegistration) {
    await connection.client.register(DidChangeConfigurationNotification.type, {
      section: "dagsight",
    });
  }
  await readSettings(connection, session, client);
}

async function readSettings(
  connection: Connection,
  session: Session,
  client: InitializeParams["capabilities"],
  given?: unknown,
): Promise<void> {
  for (const folder of session.folders) {
    const found: unknown = client.workspace?.configuration
      ? await connection.workspace.getConfiguration({
          scopeUri: folder.rootUri,
          section: "dagsight",
        })
      : given;
    if (found !== undefined) folder.settings = serverSettingsOf(found);
  }
  session.refresh();
  refreshShown(connection, session, client);
  await buildIndexes(connection, session, client);
}

/** Lenses and hints that stand in the text are asked for anew only if the client is told so. */
function refreshShown(
  connection: Connection,
  session: Session,
  { workspace }: InitializeParams["capabilities"],
): void {
  const cannot = (error: unknown): void => session.log("refresh", error);
  if (workspace?.codeLens?.refreshSupport)
    connection.sendRequest(CodeLensRefreshRequest.type).catch(cannot);
  if (workspace?.inlayHint?.refreshSupport) connection.languages.inlayHint.refresh().catch(cannot);
}

/** A large workspace takes a while: the client may show how far it is. */
async function buildIndexes(
  connection: Connection,
  session: Session,
  client: InitializeParams["capabilities"],
): Promise<void> {
  const shown = client.window?.workDoneProgress
    ? await connection.window.createWorkDoneProgress()
    : undefined;
  const progress = { begun: false };
  await session.buildIndexes((done, of) => {
    // Small workspaces are through before anyone could read it.
    if (of <= 50) return;
    if (!progress.begun) shown?.begin("Dagsight: reading DAGs", 0);
    progress.begun = true;
    shown?.report(Math.round((100 * done) / of), `${done} of ${of} files`);
  });
  if (progress.begun) shown?.done();
}

function rootsOf(params: InitializeParams): readonly string[] {
  if (params.workspaceFolders) return params.workspaceFolders.map(({ uri }) => uri);
  // Older clients know one root only.
  // eslint-disable-next-line @typescript-eslint/no-deprecated
  return params.rootUri ? [params.rootUri] : [];
}
