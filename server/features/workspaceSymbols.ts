import { SymbolKind, type WorkspaceSymbol } from "vscode-languageserver";

import type { Span } from "../../model/text/span.ts";
import type { Feature } from "../feature.ts";
import type { Folder } from "../folder.ts";
import type { Session } from "../session.ts";
import type { IndexedFile } from "../workspaceIndex.ts";

/** More than anyone reads; the editor asks again with each letter. */
const most = 500;

/** Finds DAGs, groups and tasks of the workspace by their ids. */
export const workspaceSymbols: Feature = {
  capabilities: { workspaceSymbolProvider: true },
  attach(connection, session) {
    connection.onWorkspaceSymbol(({ query }, token) =>
      session.fenced("workspace symbols", token, () => workspaceSymbolsFor(session, query)),
    );
  },
};

/** What has the letters of the query in its id, in their order. */
export function workspaceSymbolsFor(
  session: Pick<Session, "folders" | "indexOf" | "locationIn">,
  query: string,
): WorkspaceSymbol[] {
  const found = session.folders.flatMap((folder) =>
    session.indexOf(folder).files.flatMap((file) => symbolsOf(session, folder, file, query)),
  );
  return found.slice(0, most);
}

function symbolsOf(
  session: Pick<Session, "locationIn">,
  folder: Folder,
  { dags }: IndexedFile,
  query: string,
): WorkspaceSymbol[] {
  const symbol = (
    name: string,
    kind: SymbolKind,
    containerName: string,
    span: Span,
  ): WorkspaceSymbol[] =>
    matches(name, query)
      ? [{ name, kind, containerName, location: session.locationIn(folder, span) }]
      : [];
  return dags.flatMap(({ dagId, dag }) => [
    ...symbol(dagId, SymbolKind.Module, "DAG", dag.idSpan ?? dag.span),
    ...[...dag.groups.values()].flatMap(({ groupId, idSpan, span }) =>
      symbol(groupId, SymbolKind.Namespace, dagId, idSpan ?? span),
    ),
    ...[...dag.tasks.values()].flatMap(({ taskId, idSpan, span }) =>
      symbol(taskId, SymbolKind.Event, dagId, idSpan ?? span),
    ),
  ]);
}

/** Whether the letters of `query` are in `name` in their order. */
function matches(name: string, query: string): boolean {
  const letters = name.toLowerCase();
  let at = 0;
  for (const letter of query.toLowerCase()) {
    at = letters.indexOf(letter, at) + 1;
    if (at === 0) return false;
  }
  return true;
}
