import type { Placed, SyntaxNode } from "../../model/python/syntax.ts";

/** A node or a part of one that has no kind of its own, such as a call's argument. */
export type SyntaxPart = Placed & { readonly kind?: SyntaxNode["kind"] };

/** Calls back for a part and all within it, outer before inner, in the order of the text. */
export function visitSyntax(
  part: SyntaxPart,
  enter: (part: SyntaxPart, above: readonly SyntaxPart[]) => void,
): void {
  const above: SyntaxPart[] = [];
  const visit = (each: SyntaxPart): void => {
    enter(each, above);
    above.push(each);
    for (const inner of partsOf(each)) visit(inner);
    above.pop();
  };
  visit(part);
}

/** The parts around an offset, from the whole module to the innermost. */
export function syntaxAt(module: SyntaxPart, offset: number): readonly SyntaxPart[] {
  const path: SyntaxPart[] = [module];
  for (;;) {
    const last = path[path.length - 1];
    const inside = last && innermostTouching(partsOf(last), offset);
    if (!inside) return path;
    path.push(inside);
  }
}

/** The parts directly within a part. */
export function partsOf(part: SyntaxPart): SyntaxPart[] {
  const found: SyntaxPart[] = [];
  for (const value of Object.values(part)) collect(value, found);
  return found;
}

function collect(value: unknown, found: SyntaxPart[]): void {
  if (typeof value !== "object" || value === null) return;
  if (Array.isArray(value)) for (const each of value as readonly unknown[]) collect(each, found);
  else if (isPart(value)) found.push(value);
  // A pair without a place of its own, such as an operator with its right side.
  else for (const each of Object.values(value)) collect(each, found);
}

function isPart(value: object): value is SyntaxPart {
  return "start" in value && typeof value.start === "number";
}

/** Where two parts touch at the offset, the one that begins there is meant, unless it is empty. */
function innermostTouching(parts: readonly SyntaxPart[], offset: number): SyntaxPart | undefined {
  const touching = parts.filter(({ start, end }) => start <= offset && offset <= end);
  return (
    touching.find(({ start, end }) => start <= offset && offset < end) ??
    touching.findLast(({ start, end }) => start < end) ??
    touching[0]
  );
}
