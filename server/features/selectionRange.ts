import type { SelectionRange } from "vscode-languageserver";

import type { StringPiece } from "../../model/python/syntax.ts";
import { offsetAt } from "../../model/text/lineIndex.ts";
import type { Feature } from "../feature.ts";
import { syntaxAt } from "../ids/visitSyntax.ts";
import { rangeOf, type Question } from "../question.ts";

/** Widens a selection by what the text says: name, id, argument, call, statement, DAG. */
export const selectionRange: Feature = {
  capabilities: { selectionRangeProvider: true },
  attach(connection, session) {
    connection.onSelectionRanges((params, token) =>
      session.answer("selection range", params, token, (question) =>
        params.positions.map((position) =>
          selectionAt(question, offsetAt(question.snapshot.lines, position)),
        ),
      ),
    );
  },
};

/** The stretches around an offset, innermost first, each within the next. */
export function selectionAt(question: Question, offset: number): SelectionRange {
  const { module, text } = question.snapshot;
  let selection: SelectionRange = { range: rangeOf(question, { start: 0, end: text.length }) };
  let last = { start: 0, end: text.length };
  const place = (start: number, end: number): void => {
    if (start === last.start && end === last.end) return;
    last = { start, end };
    selection = { range: rangeOf(question, last), parent: selection };
  };
  for (const part of syntaxAt(module, offset)) {
    place(part.start, part.end);
    // One quoted stretch: inside the quotes comes before with them.
    if (!("contentStart" in part) || !("contentEnd" in part)) continue;
    const { contentStart, contentEnd } = part as unknown as StringPiece;
    if (contentStart <= offset && offset <= contentEnd) place(contentStart, contentEnd);
  }
  return selection;
}
