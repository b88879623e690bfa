import { cursorOf } from "./parser/cursor.ts";
import { parseBody } from "./parser/parseStatements.ts";
import { tokenize } from "./parser/tokens.ts";
import type { Module, SyntaxProblem } from "./syntax.ts";

/** Parses Python text. Never throws: what cannot be read is an error node and a syntax error. */
export function parsePython(file: string, text: string): Module {
  const first = parseOnce(file, text, false);
  if (first.syntaxErrors.length === 0) return first;
  // A broken text gets a second look, in which a line that must be a statement ends what was left open above it.
  const second = parseOnce(file, text, true);
  return second.body.length >= first.body.length ? second : first;
}

function parseOnce(file: string, text: string, recover: boolean): Module {
  const tokens = tokenize(text, { from: 0, to: text.length, bracketed: false, recover });
  const cursor = cursorOf(text, tokens);
  const body = parseBody(cursor);
  return {
    kind: "Module",
    start: 0,
    end: text.length,
    file,
    text,
    body,
    syntaxErrors: inOrder([...tokens.problems, ...cursor.problems]),
    comments: tokens.comments,
  };
}

function inOrder(problems: readonly SyntaxProblem[]): SyntaxProblem[] {
  return [...problems].sort((a, b) => a.start - b.start || a.end - b.end);
}
