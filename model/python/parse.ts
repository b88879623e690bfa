import { cursorOf } from "./parser/cursor.ts";
import { parseBody } from "./parser/parseStatements.ts";
import { type Tokens, tokenize } from "./parser/tokens.ts";
import type { Module, SyntaxProblem } from "./syntax.ts";

/** Parses Python text. Never throws: what cannot be read is an error node and a syntax error. */
export function parsePython(file: string, text: string): Module {
  const tokens = tokensOf(text, false);
  const first = parseTokens(file, text, tokens);
  if (first.syntaxErrors.length === 0) return first;
  // A broken text gets a second look, in which a line that must be a statement ends what was left open above it.
  const recovered = tokensOf(text, true);
  // Most errors leave nothing open: the same tokens would give the same tree.
  if (sameTokens(tokens, recovered)) return first;
  const second = parseTokens(file, text, recovered);
  return second.body.length >= first.body.length ? second : first;
}

function tokensOf(text: string, recover: boolean): Tokens {
  return tokenize(text, { from: 0, to: text.length, bracketed: false, recover });
}

function parseTokens(file: string, text: string, tokens: Tokens): Module {
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

/** Whether both lists hold the same tokens at the same places, and the same problems were found in them. */
function sameTokens(one: Tokens, other: Tokens): boolean {
  return (
    one.kinds.length === other.kinds.length &&
    one.problems.length === other.problems.length &&
    one.kinds.every(
      (kind, at) =>
        kind === other.kinds[at] &&
        one.starts[at] === other.starts[at] &&
        one.ends[at] === other.ends[at],
    )
  );
}

function inOrder(problems: readonly SyntaxProblem[]): SyntaxProblem[] {
  return [...problems].sort((a, b) => a.start - b.start || a.end - b.end);
}
