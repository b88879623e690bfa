import { forEachChild } from "../../python/children.ts";
import type { Span, TextEdit } from "../../text/span.ts";
import type { Fix } from "../finding.ts";
import type { RuleInput } from "../rule.ts";
import type { Expression, Module, Placed, Statement } from "../../python/syntax.ts";

/** The variable of the innermost loop or comprehension around a place, if it is one plain name. */
export function loopVariableAt(module: Module, place: Placed): string | undefined {
  let found: string | undefined;
  const look = (node: Statement | Expression): void => {
    if (node.start > place.start || node.end < place.end) return;
    if (node.kind === "For") found = nameOf(node.target);
    if (node.kind === "Comprehension" || node.kind === "DictComprehension") {
      const last = node.clauses.at(-1);
      if (last) found = nameOf(last.target);
    }
    if (node.kind === "FunctionDef") found = undefined;
    forEachChild(node, look);
  };
  module.body.forEach(look);
  return found;
}

/** `x`, or the first of `x, y`. */
function nameOf(target: Expression): string | undefined {
  if (target.kind === "Name") return target.name;
  if (target.kind !== "TupleLiteral" && target.kind !== "ListLiteral") return undefined;
  const [first] = target.items;
  return first?.kind === "Name" ? first.name : undefined;
}

/** Turns `"load"` into `f"load_{table}"`, by the variable of the loop around it; undefined where there is none. */
export function loopFix(
  { text, file, module }: Pick<RuleInput, "text" | "file" | "module">,
  span: Span,
): Fix | undefined {
  const variable = loopVariableAt(module, span);
  if (variable === undefined) return undefined;
  const opening = text[span.start - 1];
  const isPlain = (opening === '"' || opening === "'") && text[span.end] === opening;
  const id = text.slice(span.start, span.end);
  if (
    span.file !== file ||
    !isPlain ||
    /[\\{}]/.test(id) ||
    /\w/.test(text[span.start - 2] ?? "")
  ) {
    return undefined;
  }
  const insert = (at: number, newText: string): TextEdit => ({
    span: { file, start: at, end: at },
    newText,
  });
  return {
    title: `Change to f"${id}_{${variable}}"`,
    edits: [insert(span.start - 1, "f"), insert(span.end, `_{${variable}}`)],
    preferred: true,
  };
}
