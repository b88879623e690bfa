import type { Dag, Dependency, Stated } from "../../dag/dag.ts";
import type { Expression, Module, Placed } from "../../python/syntax.ts";
import type { TextEdit } from "../../text/span.ts";
import { addTo } from "../../dag/addTo.ts";
import { memo } from "../../memo.ts";
import { indentAt, type Standing } from "./statements.ts";

/** One statement of an edge that is to be taken away, and what else the same text says. */
export interface Removal {
  readonly module: Module;
  readonly dag: Dag;
  readonly standing: Standing;
  readonly edge: Dependency;
  /** The place that states it: the edge's own, or one that states it again. */
  readonly stated: Stated;
  /** All edges that the same operands state, in order, this one too. */
  readonly alike: readonly Dependency[];
}

/** The edits that take an edge away, or why no text can say that. */
export type Removed =
  | { readonly kind: "edits"; readonly title: string; readonly edits: readonly TextEdit[] }
  | { readonly kind: "none"; readonly why: string };

/** The answer for an edge that cannot be taken away; `why` is the end of a sentence. */
export function cannot(why: string): Removed {
  return { kind: "none", why };
}

/** All edges that the same operands state, in order. */
export function edgesLike({ edges }: Dag, stated: Stated): readonly Dependency[] {
  return byOperands(edges).get(operandsOf(stated)) ?? [];
}

/** A cycle may have thousands of edges, each of which asks. */
const byOperands = memo((edges: readonly Dependency[]) => {
  const index = new Map<string, Dependency[]>();
  for (const edge of edges)
    for (const key of new Set([edge, ...(edge.again ?? [])].map(operandsOf)))
      addTo(index, key, edge);
  return index;
});

/** Where a statement of an edge and its two sides stand. */
function operandsOf({ span, fromSpan, toSpan }: Stated): string {
  return [span, fromSpan, toSpan]
    .map((place) => (place ? `${place.start}-${place.end}` : ""))
    .join();
}

/** The item of a written list that stands for this edge: edges and items come in the same order. */
export function itemFor(removal: Removal, list: Expression): Expression | undefined {
  const items = itemsOf(list);
  if (items?.length !== removal.alike.length || !items.every(isPlain)) return undefined;
  const place = placeAmong(removal);
  return place === undefined ? undefined : items[place];
}

/**
 * Which of the edges of its operands it is; undefined where one of them is stated elsewhere too: that one stands in the
 * order of edges where it was said first.
 */
export function placeAmong({ edge, alike }: Removal): number | undefined {
  return alike.some(({ again }) => again) ? undefined : alike.indexOf(edge);
}

/** The items of a written list or tuple; undefined for anything else. */
export function itemsOf(list: Expression): readonly Expression[] | undefined {
  return list.kind === "ListLiteral" || list.kind === "TupleLiteral" ? list.items : undefined;
}

/** Takes one item out of a written list, with its comma. */
export function removeItem(module: Module, list: Expression, item: Expression): TextEdit {
  const items = itemsOf(list) ?? [];
  const at = items.indexOf(item);
  const [before, after] = [items[at - 1], items[at + 1]];
  const file = module.file;
  if (after) return { span: { file, start: item.start, end: after.start }, newText: "" };
  return { span: { file, start: before?.end ?? item.start, end: item.end }, newText: "" };
}

/** Writes other lines in the place of the statement. */
export function replaceStatement(
  { module, standing }: Removal,
  lines: readonly string[],
): TextEdit {
  const { start, end } = standing.statement;
  const indent = indentAt(module.text, start);
  return { span: { file: module.file, start, end }, newText: lines.join(`\n${indent}`) };
}

/** Writes a line below the statement. */
export function addStatement({ module, standing }: Removal, line: string): TextEdit {
  const { start, end } = standing.statement;
  const newText = `\n${indentAt(module.text, start)}${line}`;
  return { span: { file: module.file, start: end, end }, newText };
}

/** A name, or a way to one: leaving it out of a statement makes nothing undone. */
export function isPlain(expression: Expression): boolean {
  switch (expression.kind) {
    case "Name":
      return true;
    case "Attribute":
      return isPlain(expression.object);
    case "Subscript":
      return isPlain(expression.object);
    case "ListLiteral":
    case "TupleLiteral":
      return expression.items.every(isPlain);
    default:
      return false;
  }
}

/** What is written at a place, on one line. */
export function textOf(module: Module, place: Placed): string {
  return module.text.slice(place.start, place.end).replace(/\s+/g, " ");
}

/** A label belongs to both its sides: no edge can be taken from it alone. */
export function isLabel(expression: Expression): boolean {
  if (expression.kind !== "Call") return false;
  const { callee } = expression;
  const name = callee.kind === "Name" ? callee.name : undefined;
  return name === "Label" || name === "EdgeModifier";
}
