import { SemanticTokensBuilder, type SemanticTokens } from "vscode-languageserver";

import type { Feature } from "../feature.ts";
import { idUsesOf } from "../ids/usesOf.ts";
import { rangeOf, type Question } from "../question.ts";

const types = ["dagTask", "dagTaskGroup", "dagId"] as const;

/** Colours the names of tasks, groups and DAGs, in strings and variables alike. */
export const semanticTokens: Feature = {
  // VS Code takes one provider for a file: beside Pylance it is better that Pylance colours Python.
  capabilities: {},
  attach(connection, session) {
    connection.languages.semanticTokens.on(
      (params, token) => session.answer("semantic tokens", params, token, tokensOf) ?? { data: [] },
    );
  },
};

/** What the tokens are called, for the client. */
export const tokenLegend = { tokenTypes: [...types], tokenModifiers: ["declaration"] };

/** One token for each name, in the order of the text. */
export function tokensOf(question: Question): SemanticTokens {
  const builder = new SemanticTokensBuilder();
  let end = -1;
  for (const { subject, span, isDefinition } of idUsesOf(question.snapshot)) {
    if (span.start < end) continue;
    ({ end } = span);
    const { start } = rangeOf(question, span);
    const type = { task: 0, group: 1, dag: 2 }[subject.kind];
    const length = span.end - span.start;
    builder.push(start.line, start.character, length, type, isDefinition ? 1 : 0);
  }
  return builder.build();
}
