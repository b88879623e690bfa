import {
  DocumentDiagnosticReportKind,
  type Connection,
  type Diagnostic,
} from "vscode-languageserver";

import { diagnosticOf } from "../diagnosticOf.ts";
import { configProblems } from "../configProblems.ts";
import type { Feature } from "../feature.ts";
import type { Question } from "../question.ts";
import type { Session } from "../session.ts";

/** Problems of open documents: pushed soon after each change, and told to clients that ask for them instead. */
export const diagnostics: Feature = {
  capabilities: {},
  attach(connection, session) {
    const pushing = new Pushing(connection, session);
    session.onStale((uri, byOthers) => {
      if (!session.pulls) pushing.soon(uri);
      else if (byOthers) void connection.languages.diagnostics.refresh().catch(cannotRefresh);
    });
    session.documents.onDidClose(({ document }) => {
      if (!session.pulls) pushing.clear(document.uri);
    });
    connection.languages.diagnostics.on((params, token) => {
      const items = session.fenced("diagnostics", token, () =>
        problemsOf(session, params.textDocument.uri),
      );
      const diagnostics = items && "diagnostics" in items ? items.diagnostics : [];
      return { kind: DocumentDiagnosticReportKind.Full, items: diagnostics };
    });
  },
};

/** What is wrong with an open document, a team's settings too, and the version that was read. */
function problemsOf(
  session: Session,
  uri: string,
): { version: number; diagnostics: Diagnostic[] } | undefined {
  const opened = session.opened(uri);
  const version = session.documents.get(uri)?.version;
  if (!opened || version === undefined) return undefined;
  if (session.isGone(uri)) return { version, diagnostics: [] };
  const ofConfig = configProblems(opened.path, opened.text);
  if (ofConfig) return { version, diagnostics: ofConfig };
  const question = session.question(uri);
  return question && { version, diagnostics: diagnosticsOf(question) };
}

/** A client that pulls but cannot be told to pull again will see the change with its next question. */
function cannotRefresh(): void {
  // Nothing else can be done.
}

/** The findings of a snapshot as the client shows them. */
export function diagnosticsOf(question: Question): Diagnostic[] {
  return question.snapshot.findings.map((finding) => diagnosticOf(question, finding));
}

/** Milliseconds within which a reading is through before the next key comes. */
const quick = 25;

/** Sends the problems of a document at once; where reading is slow, once typing pauses for as long as it took, at most 150 ms. */
class Pushing {
  readonly #connection: Connection;
  readonly #session: Session;
  readonly #waiting = new Map<string, ReturnType<typeof setTimeout>>();
  #pause = 0;

  constructor(connection: Connection, session: Session) {
    this.#connection = connection;
    this.#session = session;
  }

  soon(uri: string): void {
    clearTimeout(this.#waiting.get(uri));
    this.#waiting.set(
      uri,
      setTimeout(() => this.#push(uri), this.#pause),
    );
  }

  clear(uri: string): void {
    clearTimeout(this.#waiting.get(uri));
    this.#waiting.delete(uri);
    void this.#connection.sendDiagnostics({ uri, diagnostics: [] });
  }

  #push(uri: string): void {
    this.#waiting.delete(uri);
    const before = performance.now();
    try {
      const found = problemsOf(this.#session, uri);
      if (found) void this.#connection.sendDiagnostics({ uri, ...found });
    } catch (error) {
      this.#session.log("diagnostics", error);
    }
    const took = performance.now() - before;
    this.#pause = took < quick ? 0 : Math.min(150, took);
  }
}
