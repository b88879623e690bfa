import type { LinkedEditingRanges } from "vscode-languageserver";

import type { Feature } from "../feature.ts";
import { sameSubject } from "../ids/idUse.ts";
import { idUsesOf } from "../ids/usesOf.ts";
import { namedAt } from "../ids/workspaceUses.ts";
import { rangeOf, type Question } from "../question.ts";

/** A task's variable and its id are typed together where they are the same word. The editor has it off by default. */
export const linkedEditing: Feature = {
  capabilities: { linkedEditingRangeProvider: true },
  attach(connection, session) {
    connection.languages.onLinkedEditingRange((params, token) =>
      session.answer("linked editing", params, token, linkedAt),
    );
  },
};

/** The places of this file that name the task or group at the cursor by the very same word. */
export function linkedAt(question: Question): LinkedEditingRanges | undefined {
  const [here, other] = namedAt(question);
  if (!here || other || here.subject.kind === "dag") return undefined;
  const { text } = question.snapshot;
  const word = text.slice(here.span.start, here.span.end);
  const same = idUsesOf(question.snapshot).filter(
    ({ subject, span }) =>
      sameSubject(subject, here.subject) && text.slice(span.start, span.end) === word,
  );
  return same.length < 2
    ? undefined
    : { ranges: same.map(({ span }) => rangeOf(question, span)), wordPattern: "[\\w.-]+" };
}
