import {
  DocumentDiagnosticReportKind,
  type Connection,
  type Diagnostic,
} from "vscode-languageserver";

import { diagnosticOf } from "../diagnosticOf.ts";
import type { Feature } from "../feature.ts";
import type { Question } from "../question.ts";
import type { Session } from "../session.ts";

/** Problems of open documents: pushed soon after each change, and told to clients that ask for them instead. */
export const diagnostics: Feature = {
  capabilities: {},
  attach(connection, session) {
    const pushing = new Pushing(connection, session);
    session.onStale((uri) => pushing.soon(uri));
    session.documents.onDidClose(({ document }) => pushing.clear(document.uri));
    connection.languages.diagnostics.on((params, token) => {
      const items = session.answer("diagnostics", params, token, diagnosticsOf);
      return Array.isArray(items)
        ? { kind: DocumentDiagnosticReportKind.Full, items }
        : { kind: DocumentDiagnosticReportKind.Full, items: [] };
    });
  },
};

/** The findings of a snapshot as the client shows them. */
export function diagnosticsOf(question: Question): Diagnostic[] {
  return question.snapshot.findings.map((finding) => diagnosticOf(question, finding));
}

/** Sends the problems of a document once typing pauses for as long as the last reading took, at most 150 ms. */
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
      const question = this.#session.question(uri);
      if (!question) return;
      const { version } = question.snapshot;
      void this.#connection.sendDiagnostics({
        uri,
        version,
        diagnostics: diagnosticsOf(question),
      });
    } catch (error) {
      this.#session.log("diagnostics", error);
    }
    this.#pause = Math.min(150, performance.now() - before);
  }
}
