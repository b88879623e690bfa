import { forEachChild } from "../../python/children.ts";
import { statementKinds } from "../../python/statementKinds.ts";
import type { Expression, Module, Placed, Statement } from "../../python/syntax.ts";
import type { TextEdit } from "../../text/span.ts";

/** A statement and the block it stands in. */
export interface Standing {
  readonly statement: Statement;
  readonly block: readonly Statement[];
}

/** The innermost statement around a stretch of the text. */
export function statementAround(module: Module, place: Placed): Standing | undefined {
  return search(module.body, place);
}

function search(block: readonly Statement[], place: Placed): Standing | undefined {
  for (const statement of block) {
    if (statement.start > place.start || statement.end < place.end) continue;
    for (const inner of blocksOf(statement)) {
      const found = search(inner, place);
      if (found) return found;
    }
    return { statement, block };
  }
  return undefined;
}

/** The blocks of statements directly inside a statement. */
export function blocksOf(statement: Statement): readonly (readonly Statement[])[] {
  switch (statement.kind) {
    case "If":
      return [...statement.branches.map(({ body }) => body), statement.orelse];
    case "While":
    case "For":
      return [statement.body, statement.orelse];
    case "Try":
      return [
        statement.body,
        ...statement.handlers.map(({ body }) => body),
        statement.orelse,
        statement.finalbody,
      ];
    case "With":
    case "FunctionDef":
    case "ClassDef":
      return [statement.body];
    case "Match":
      return statement.cases.map(({ body }) => body);
    default:
      return [];
  }
}

/** Takes a statement out of its block with its line; a block that would be empty gets `pass`. */
export function removeStatement(module: Module, { statement, block }: Standing): TextEdit {
  const { text, file } = module;
  if (block.length === 1) {
    return { span: { file, start: statement.start, end: statement.end }, newText: "pass" };
  }
  const lineStart = text.lastIndexOf("\n", statement.start - 1) + 1;
  const newline = text.indexOf("\n", statement.end);
  const lineEnd = newline === -1 ? text.length : newline + 1;
  const before = text.slice(lineStart, statement.start);
  const after = text.slice(statement.end, lineEnd);
  const standsAlone = before.trim() === "" && /^\s*(#.*)?\s*$/.test(after);
  if (standsAlone) return { span: { file, start: lineStart, end: lineEnd }, newText: "" };
  // One of several on a line: `a; b`. The semicolon goes with it.
  const semicolon = /^\s*;[ \t]*/.exec(after);
  if (semicolon) {
    const end = statement.end + semicolon[0].length;
    return { span: { file, start: statement.start, end }, newText: "" };
  }
  const lead = /;?[ \t]*$/.exec(before)?.[0].length ?? 0;
  return { span: { file, start: statement.start - lead, end: statement.end }, newText: "" };
}

/** The white space at the beginning of the line that holds an offset. */
export function indentAt(text: string, offset: number): string {
  const lineStart = text.lastIndexOf("\n", offset - 1) + 1;
  return /^[ \t]*/.exec(text.slice(lineStart))?.[0] ?? "";
}

/** The innermost expression that covers exactly a stretch of the text. */
export function expressionAt(module: Module, place: Placed): Expression | undefined {
  let found: Expression | undefined;
  const look = (node: Statement | Expression): void => {
    if (node.start > place.start || node.end < place.end) return;
    if (node.start === place.start && node.end === place.end && isExpression(node)) found = node;
    forEachChild(node, look);
  };
  module.body.forEach(look);
  return found;
}

/** Whether a node is an expression. */
export function isExpression(node: Statement | Expression): node is Expression {
  return !statementKinds.has(node.kind);
}
