import type { Assign } from "../model/python/syntax.ts";
import type { Span } from "../model/text/span.ts";
import { argumentAt } from "./argumentAt.ts";
import { syntaxAt, type SyntaxPart } from "./ids/visitSyntax.ts";
import type { Question } from "./question.ts";
import { stringAt } from "./stringAt.ts";

/** The key of a `default_args` dict that the cursor is in: inside the quotes. */
export function defaultKeyAt(question: Question): Span | undefined {
  const { snapshot, offset } = question;
  const span = stringAt(question);
  const path = span ? syntaxAt(snapshot.module, offset) : [];
  const isDefaults =
    argumentAt(question)?.keyword?.name === "default_args" || path.some(isDefaultsDict);
  if (!span || !isDefaults) return undefined;
  const literal = path.findLast(({ kind }) => kind === "StringLiteral");
  const at = literal ? path.indexOf(literal) : -1;
  const around = path[at - 1];
  if (!literal || !around) return undefined;
  // With nothing behind it the key alone makes a set.
  if (around.kind === "SetLiteral") return span;
  return "key" in around && (around as { key?: unknown }).key === literal ? span : undefined;
}

/** `default_args = {…}`, to be handed to a DAG below. */
function isDefaultsDict(part: SyntaxPart): boolean {
  const [target] = part.kind === "Assign" ? (part as Assign).targets : [];
  return target?.kind === "Name" && /default_args$/i.test(target.name);
}
