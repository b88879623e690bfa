import { forEachChild } from "../../python/children.ts";
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
