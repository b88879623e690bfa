import type { StringLiteral } from "../model/python/syntax.ts";
import type { Span } from "../model/text/span.ts";
import { syntaxAt } from "./ids/visitSyntax.ts";
import type { Question } from "./question.ts";

/** What is between the quotes of the string around the cursor. */
export function stringAt({ snapshot, offset }: Question): Span | undefined {
  const { file, module } = snapshot;
  const literal = syntaxAt(module, offset).findLast(
    (part): part is StringLiteral => part.kind === "StringLiteral" || part.kind === "FormatString",
  );
  const piece = literal?.pieces.find(
    ({ contentStart, contentEnd }) => contentStart <= offset && offset <= contentEnd,
  );
  return piece && { file, start: piece.contentStart, end: piece.contentEnd };
}
