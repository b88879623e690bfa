import type { Expression } from "../../python/syntax.ts";
import type { TextEdit } from "../../text/span.ts";
import {
  addStatement,
  cannot,
  isLabel,
  isPlain,
  itemFor,
  itemsOf,
  removeItem,
  replaceStatement,
  textOf,
  type Removal,
  type Removed,
} from "./removal.ts";
import { indentAt, removeStatement } from "./statements.ts";

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

/** Takes one edge out of a statement of arrows. */
export function removeFromArrows(removal: Removal, statement: Expression): Removed {
  const { edge, alike, module, stated } = removal;
  const { operands, arrows } = arrowsOf(statement);
  const at = operands.findIndex(
    (operand, index) =>
      operand.start === stated.span.start && operands[index + 1]?.end === stated.span.end,
  );
  const [left, right] = [operands[at], operands[at + 1]];
  if (!left || !right) return cannot("its statement does more than that");
  if (isLabel(left) || isLabel(right)) return cannot("it carries a label");
  if (alike.length === 1 || areGroups(removal, left, right)) {
    const title = `Remove ${textOf(module, stated.span)}`;
    const parts = [operands.slice(0, at + 1), operands.slice(at + 1)];
    return { kind: "edits", title, edits: keepParts(removal, parts.map(wholeOf)) };
  }
  const isLeft = itemsOf(left) !== undefined;
  const list = isLeft ? left : right;
  const item = itemFor(removal, list);
  if (!item) return cannot(`${textOf(module, stated.span)} says other edges too`);
  const [outer, outerArrow] = isLeft
    ? [operands[at - 1], arrows[at - 1]]
    : [operands[at + 2], arrows[at + 1]];
  if (outer && (isLabel(outer) || !isPlain(outer))) return cannot("its list stands in a chain");
  const own = textOf(module, item);
  const written = isLeft
    ? `${own} ${arrows[at] ?? ""} ${textOf(module, right)}`
    : `${textOf(module, left)} ${arrows[at] ?? ""} ${own}`;
  const edits = [removeItem(module, list, item)];
  if (outer) {
    const other = textOf(module, outer);
    const arrow = outerArrow ?? "";
    const kept = isLeft ? `${other} ${arrow} ${own}` : `${own} ${arrow} ${other}`;
    edits.push(addStatement(removal, kept));
  }
  return { kind: "edits", title: `Remove ${written || edge.from}`, edits };
}

/** An arrow to or from a group is one dependency for who wrote it, with an edge for each task at the border. */
function areGroups({ dag }: Removal, left: Expression, right: Expression): boolean {
  const groups = new Set([...dag.groups.values()].map(({ variable }) => variable?.name));
  const tasks = new Set([...dag.tasks.values()].map(({ variable }) => variable?.name));
  const isGroup = (each: Expression): boolean => each.kind === "Name" && groups.has(each.name);
  const isTask = (each: Expression): boolean => each.kind === "Name" && tasks.has(each.name);
  return (isGroup(left) && (isGroup(right) || isTask(right))) || (isTask(left) && isGroup(right));
}

/** A stretch of operands that stay one chain. */
interface Part {
  readonly start: number;
  readonly end: number;
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
