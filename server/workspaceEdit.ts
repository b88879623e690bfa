import type { TextEdit as LspEdit, WorkspaceEdit } from "vscode-languageserver";

import type { TextEdit } from "../model/text/span.ts";
import type { Question } from "./question.ts";

/** Text changes as the client makes them, by document. */
export function workspaceEdit(question: Question, made: readonly TextEdit[]): WorkspaceEdit {
  const changes: Record<string, LspEdit[]> = {};
  for (const { span, newText } of made) {
    const { uri, range } = question.location(span);
    (changes[uri] ??= []).push({ range, newText });
  }
  return { changes };
}
