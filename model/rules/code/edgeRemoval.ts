import type { Dag, Dependency } from "../../dag/dag.ts";
import type { Call, Expression, Module, Placed } from "../../python/syntax.ts";
import type { TextEdit } from "../../text/span.ts";
import type { Fix } from "../finding.ts";
import { indentAt, removeStatement, statementAround, type Standing } from "./statements.ts";

/**
 * The fix that takes away just this edge and leaves what else its statement says; undefined where the text cannot say that,
 * such as in a loop, or for data that a task needs.
 */
export function removeEdge(module: Module, dag: Dag, edge: Dependency): Fix | undefined {
  if (edge.span.file !== module.file || edge.via === "data" || edge.via === "setup") {
    return undefined;
  }
  const standing = statementAround(module, edge.span);
  if (standing?.statement.kind !== "ExpressionStatement") return undefined;
  const removal: Removal = { module, standing, edge, alike: edgesLike(dag, edge) };
  const { value } = standing.statement;
  if (value.kind === "Call") return removeFromCall(removal, value);
  return removeFromArrows(removal, arrowsOf(value));
}

interface Removal {
  readonly module: Module;
  readonly standing: Standing;
  readonly edge: Dependency;
  /** All edges that the same operands state, in order, this one too. */
  readonly alike: readonly Dependency[];
}

function edgesLike(dag: Dag, edge: Dependency): readonly Dependency[] {
  const same = (a: Placed | undefined, b: Placed | undefined): boolean =>
    a?.start === b?.start && a?.end === b?.end;
  return dag.edges.filter(
    (other) =>
      same(other.span, edge.span) &&
      same(other.fromSpan, edge.fromSpan) &&
      same(other.toSpan, edge.toSpan),
  );
}

/** `a >> b << c` as its operands and the arrows between them. */
interface Arrows {
  readonly operands: readonly Expression[];
  readonly arrows: readonly string[];
}

function arrowsOf(expression: Expression): Arrows {
  const isArrow =
    expression.kind === "BinaryOperation" &&
    (expression.operator === ">>" || expression.operator === "<<");
  if (!isArrow) return { operands: [expression], arrows: [] };
  const { operands, arrows } = arrowsOf(expression.left);
  return {
    operands: [...operands, expression.right],
    arrows: [...arrows, expression.operator],
  };
}

function removeFromArrows(removal: Removal, { operands, arrows }: Arrows): Fix | undefined {
  const { edge, alike } = removal;
  const at = operands.findIndex(
    (operand, index) =>
      operand.start === edge.span.start && operands[index + 1]?.end === edge.span.end,
  );
  const [left, right] = [operands[at], operands[at + 1]];
  if (!left || !right) return undefined;
  if (alike.length === 1) {
    const title = `Remove ${textOf(removal, edge.span)}`;
    const parts = [operands.slice(0, at + 1), operands.slice(at + 1)];
    return fixOf(title, keepParts(removal, parts.map(wholeOf)));
  }
  const isLeft = left.kind === "ListLiteral" || left.kind === "TupleLiteral";
  const list = isLeft ? left : right;
  const item = itemFor(removal, list);
  if (!item) return undefined;
  const [outer, outerArrow] = isLeft
    ? [operands[at - 1], arrows[at - 1]]
    : [operands[at + 2], arrows[at + 1]];
  const own = textOf(removal, item);
  const written = isLeft
    ? `${own} ${arrows[at] ?? ""} ${textOf(removal, right)}`
    : `${textOf(removal, left)} ${arrows[at] ?? ""} ${own}`;
  const edits = [removeItem(removal, list, item)];
  if (outer) {
    const other = textOf(removal, outer);
    const arrow = outerArrow ?? "";
    const kept = isLeft ? `${other} ${arrow} ${own}` : `${own} ${arrow} ${other}`;
    edits.push(addStatement(removal, kept));
  }
  return fixOf(`Remove ${written}`, edits);
}

function removeFromCall(removal: Removal, call: Call): Fix | undefined {
  const { edge, alike, module, standing } = removal;
  const name = call.callee.kind === "Attribute" ? call.callee.name.name : nameOf(call.callee);
  const title = `Remove ${edge.from} → ${edge.to}`;
  if (name === "chain" || name === "chain_linear") return removeFromChain(removal, call, title);
  if (alike.length === 1) return fixOf(title, [removeStatement(module, standing)]);
  const [only] = call.args;
  const item = only && call.args.length === 1 ? itemFor(removal, only.value) : undefined;
  return item && only ? fixOf(title, [removeItem(removal, only.value, item)]) : undefined;
}

/** `chain(a, b, c)`: splits it between the two. */
function removeFromChain(removal: Removal, call: Call, title: string): Fix | undefined {
  const { edge, alike, module, standing } = removal;
  if (alike.length !== 1 || call.args.some(({ form }) => form !== "positional")) return undefined;
  const values = call.args.map(({ value }) => value);
  const first = Math.min(edge.fromSpan?.start ?? -1, edge.toSpan?.start ?? -1);
  const at = values.findIndex(({ start }) => start === first);
  if (at === -1 || values.some(isList)) return undefined;
  const callee = textOf(removal, call.callee);
  const parts = [values.slice(0, at + 1), values.slice(at + 1)]
    .filter((part) => part.length > 1 || part.some((operand) => !isPlain(operand)))
    .map((part) => `${callee}(${part.map((operand) => textOf(removal, operand)).join(", ")})`);
  if (parts.length === 0) return fixOf(title, [removeStatement(module, standing)]);
  return fixOf(title, [replaceStatement(removal, parts)]);
}

/** A stretch of operands that stay one chain. */
interface Part extends Placed {
  /** It says something by itself: an arrow, or the making of a task. */
  readonly isNeeded: boolean;
}

function wholeOf(operands: readonly Expression[]): Part {
  const [first, last] = [operands[0], operands.at(-1)];
  return {
    start: first?.start ?? 0,
    end: last?.end ?? 0,
    isNeeded: operands.length > 1 || operands.some((operand) => !isPlain(operand)),
  };
}

/** Leaves only what is needed of the statement, with as little change as possible. */
function keepParts(removal: Removal, parts: readonly Part[]): TextEdit[] {
  const { module, standing } = removal;
  const { statement } = standing;
  const [left, right] = parts;
  if (!left || !right) return [];
  if (!left.isNeeded && !right.isNeeded) return [removeStatement(module, standing)];
  const isBare = statement.start === left.start && statement.end === right.end;
  const isOneLine = !module.text.slice(statement.start, statement.end).includes("\n");
  if (!isBare || !isOneLine) {
    const kept = parts
      .filter(({ isNeeded }) => isNeeded)
      .map((part) => inParentheses(removal, part));
    return [replaceStatement(removal, kept)];
  }
  const file = module.file;
  if (!left.isNeeded) return [{ span: { file, start: left.start, end: right.start }, newText: "" }];
  if (!right.isNeeded) return [{ span: { file, start: left.end, end: right.end }, newText: "" }];
  const newText = `\n${indentAt(module.text, statement.start)}`;
  return [{ span: { file, start: left.end, end: right.start }, newText }];
}

function inParentheses(removal: Removal, part: Part): string {
  const text = removal.module.text.slice(part.start, part.end);
  return text.includes("\n") ? `(${text})` : text;
}

function replaceStatement({ module, standing }: Removal, lines: readonly string[]): TextEdit {
  const { start, end } = standing.statement;
  const indent = indentAt(module.text, start);
  return { span: { file: module.file, start, end }, newText: lines.join(`\n${indent}`) };
}

function addStatement({ module, standing }: Removal, line: string): TextEdit {
  const { start, end } = standing.statement;
  const newText = `\n${indentAt(module.text, start)}${line}`;
  return { span: { file: module.file, start: end, end }, newText };
}

/** The item of a written list that stands for this edge: edges and items come in the same order. */
function itemFor({ edge, alike }: Removal, list: Expression): Expression | undefined {
  if (list.kind !== "ListLiteral" && list.kind !== "TupleLiteral") return undefined;
  if (list.items.length !== alike.length || !list.items.every(isPlain)) return undefined;
  return list.items[alike.indexOf(edge)];
}

function removeItem({ module }: Removal, list: Expression, item: Expression): TextEdit {
  const items = list.kind === "ListLiteral" || list.kind === "TupleLiteral" ? list.items : [];
  const at = items.indexOf(item);
  const [before, after] = [items[at - 1], items[at + 1]];
  const file = module.file;
  if (after) return { span: { file, start: item.start, end: after.start }, newText: "" };
  return { span: { file, start: before?.end ?? item.start, end: item.end }, newText: "" };
}

/** A name, or a way to one: leaving it out of a statement makes nothing undone. */
function isPlain(expression: Expression): boolean {
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

function isList(expression: Expression): boolean {
  return expression.kind === "ListLiteral" || expression.kind === "TupleLiteral";
}

function nameOf(expression: Expression): string | undefined {
  return expression.kind === "Name" ? expression.name : undefined;
}

function textOf({ module }: Removal, place: Placed): string {
  return module.text.slice(place.start, place.end).replace(/\s+/g, " ");
}

function fixOf(title: string, edits: readonly TextEdit[]): Fix | undefined {
  return edits.length === 0 ? undefined : { title, edits, preferred: false };
}
