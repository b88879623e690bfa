import { DocumentHighlightKind, type DocumentHighlight } from "vscode-languageserver";

import type { Feature } from "../feature.ts";
import { sameSubject } from "../ids/idUse.ts";
import { idUsesOf } from "../ids/usesOf.ts";
import { namedAt } from "../ids/workspaceUses.ts";
import { rangeOf, type Question } from "../question.ts";

/** Marks the other places of the file that name what is at the cursor. */
export const highlight: Feature = {
  capabilities: { documentHighlightProvider: true },
  attach(connection, session) {
    connection.onDocumentHighlight((params, token) =>
      session.answer("highlight", params, token, highlightsAt),
    );
  },
};

/** The places of this file; where something is made counts as written. */
export function highlightsAt(question: Question): DocumentHighlight[] | undefined {
  const here = namedAt(question);
  if (here.length === 0) return undefined;
  const uses = idUsesOf(question.snapshot).filter((use) =>
    here.some(({ subject }) => sameSubject(subject, use.subject)),
  );
  const byStart = new Map(uses.map((use) => [use.span.start, use]));
  return Array.from(byStart.values(), ({ span, isDefinition }) => ({
    range: rangeOf(question, span),
    kind: isDefinition ? DocumentHighlightKind.Write : DocumentHighlightKind.Read,
  }));
}
