import type { Identifier, SyntaxProblem } from "../syntax.ts";
import type { TokenKind, Tokens } from "./tokens.ts";

/** Where the parser is. The one mutable thing it has. */
export interface Cursor {
  readonly text: string;
  readonly tokens: Tokens;
  index: number;
  /** Kind and start of the next token, at hand because nearly every rule of the grammar asks for them. */
  kind: TokenKind;
  start: number;
  /** End of the last token taken. */
  lastEnd: number;
  /** Nested brackets, blocks and prefix operators around this place. */
  depth: number;
  readonly problems: SyntaxProblem[];
  /** Whether this statement has a problem already: Python stops at the first. */
  broken: boolean;
  inFunction: boolean;
  inAsync: boolean;
  inLoop: boolean;
  inClass: boolean;
}

/** Deeper than this is read as an error node, as CPython refuses 200 nested parentheses. */
export const maxDepth = 200;

/** Longer chains of operators or calls are read as an error node. */
export const maxChain = 3000;

export function cursorOf(text: string, tokens: Tokens): Cursor {
  return {
    text,
    tokens,
    index: 0,
    kind: tokens.kinds[0] ?? "end",
    start: tokens.starts[0] ?? text.length,
    lastEnd: 0,
    depth: 0,
    problems: [],
    broken: false,
    inFunction: false,
    inAsync: false,
    inLoop: false,
    inClass: false,
  };
}

/** The kind of the next token, or of one further on; the compiler takes `cursor.kind` to stay what it was. */
export function kindAt(cursor: Cursor, ahead = 0): TokenKind {
  return ahead === 0 ? cursor.kind : (cursor.tokens.kinds[cursor.index + ahead] ?? "end");
}

export function endAt(cursor: Cursor): number {
  return cursor.tokens.ends[cursor.index] ?? cursor.text.length;
}

/** Takes the next token; the end stays. Line ends and indentation belong to no node. */
export function advance(cursor: Cursor): void {
  const { kind, index, tokens } = cursor;
  if (kind !== "newline" && kind !== "indent" && kind !== "dedent")
    cursor.lastEnd = tokens.ends[index] ?? cursor.text.length;
  const next = tokens.kinds[index + 1];
  if (next === undefined) return;
  // As `moveTo` does it, but this is done for every token.
  cursor.index = index + 1;
  cursor.kind = next;
  cursor.start = tokens.starts[index + 1] ?? cursor.text.length;
}

/** Goes to a token that was there before. */
export function moveTo(cursor: Cursor, index: number): void {
  cursor.index = index;
  cursor.kind = cursor.tokens.kinds[index] ?? "end";
  cursor.start = cursor.tokens.starts[index] ?? cursor.text.length;
}

/** Takes the next token if it is of this kind. */
export function accept(cursor: Cursor, kind: TokenKind): boolean {
  if (cursor.kind !== kind) return false;
  advance(cursor);
  return true;
}

/** Takes the token that must come next, or notes that it is missing. */
export function expect(cursor: Cursor, kind: TokenKind): boolean {
  if (accept(cursor, kind)) return true;
  problemHere(cursor, `expected '${kind}'`);
  return false;
}

export function problem(cursor: Cursor, start: number, end: number, message: string): void {
  if (cursor.broken) return;
  cursor.broken = true;
  cursor.problems.push({ start, end, message });
}

/** A problem with the next token. */
export function problemHere(cursor: Cursor, message: string): void {
  const start = cursor.start;
  const kind = kindAt(cursor);
  const end = kind === "newline" || kind === "end" ? start : endAt(cursor);
  problem(cursor, start, end, message);
}

/** The text of the next token. */
export function textAt(cursor: Cursor): string {
  return cursor.text.slice(cursor.start, endAt(cursor));
}

/** Whether the next token is this word. */
export function textIs({ text, start, tokens, index }: Cursor, word: string): boolean {
  return tokens.ends[index] === start + word.length && text.startsWith(word, start);
}

/** A name, or an empty one where there is none. */
export function takeIdentifier(cursor: Cursor): Identifier {
  const start = cursor.start;
  if (kindAt(cursor) !== "name") {
    problemHere(cursor, "expected a name");
    return { kind: "Identifier", start, end: start, name: "" };
  }
  const end = endAt(cursor);
  advance(cursor);
  return { kind: "Identifier", start, end, name: cursor.text.slice(start, end) };
}

/** Moves past tokens up to one that may go on (`,` or a closing bracket of this level), or the line's end. */
export function skipToSeparator(cursor: Cursor): void {
  let level = 0;
  for (;;) {
    const kind = kindAt(cursor);
    if (kind === "newline" || kind === "end") return;
    if (kind === "(" || kind === "[" || kind === "{") level++;
    else if (kind === ")" || kind === "]" || kind === "}") {
      if (level === 0) return;
      level--;
    } else if (kind === "," && level === 0) return;
    advance(cursor);
  }
}
