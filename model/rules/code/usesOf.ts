import { forEachChild } from "../../python/children.ts";
import type { Expression, Module, Statement } from "../../python/syntax.ts";

/** Where a name is used as one. */
export function usesOf(name: string, tree: Module): readonly number[] {
  const found: number[] = [];
  const look = (node: Statement | Expression): void => {
    if (node.kind === "Name" && node.name === name) found.push(node.start);
    forEachChild(node, look);
  };
  tree.body.forEach(look);
  return found;
}
