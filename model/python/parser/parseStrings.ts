import type {
  BytesLiteral,
  ErrorExpression,
  Expression,
  FormatPart,
  FormatReplacement,
  FormatString,
  Name,
  StringLiteral,
  StringPiece,
} from "../syntax.ts";
import { advance, cursorOf, kindAt, problem, type Cursor } from "./cursor.ts";
import { decodeText, escapeProblem } from "./decode.ts";
import { replacementEnd, stringPrefixAt } from "./scanString.ts";
import { isKeyword, tokenize } from "./tokens.ts";

/** Parses what stands in the braces of an f-string; the expression parser passes itself in. */
type ParseInner = (cursor: Cursor) => Expression;

/** One or more neighbouring string tokens. */
export function parseStrings(
  cursor: Cursor,
  parseInner: ParseInner,
): StringLiteral | BytesLiteral | FormatString {
  const start = cursor.start;
  const first = pieceAt(cursor);
  advance(cursor);
  const pieces = [first];
  // Most are one piece without a prefix.
  if (first.prefix === "" && cursor.kind !== "string") {
    const value = plainText(cursor, first);
    return { kind: "StringLiteral", start, end: cursor.lastEnd, value, pieces };
  }
  while (kindAt(cursor) === "string") {
    pieces.push(pieceAt(cursor));
    advance(cursor);
  }
  const end = cursor.lastEnd;
  const isBytes = pieces.some((piece) => piece.prefix.includes("b"));
  if (isBytes && pieces.some((piece) => !piece.prefix.includes("b")))
    problem(cursor, start, end, "cannot mix bytes and nonbytes literals");
  if (pieces.some(isFormat)) return formatString(cursor, pieces, start, end, parseInner);
  let value = "";
  for (const piece of pieces) value += plainText(cursor, piece);
  return isBytes
    ? { kind: "BytesLiteral", start, end, value, pieces }
    : { kind: "StringLiteral", start, end, value, pieces };
}

function isFormat(piece: StringPiece): boolean {
  return piece.prefix.includes("f") || piece.prefix.includes("t");
}

function pieceAt(cursor: Cursor): StringPiece {
  const start = cursor.start;
  const end = cursor.tokens.ends[cursor.index] ?? start;
  const { text } = cursor;
  const quoteAt = Math.max(start, stringPrefixAt(text, start));
  const quote = text.charCodeAt(quoteAt);
  const width = end - quoteAt >= 3 && isTriple(text, quoteAt, quote) ? 3 : 1;
  const contentStart = quoteAt + width;
  const closed =
    end - contentStart >= width &&
    (width === 1 ? text.charCodeAt(end - 1) === quote : isTriple(text, end - 3, quote));
  return {
    start,
    end,
    prefix: quoteAt === start ? "" : text.slice(start, quoteAt).toLowerCase(),
    contentStart,
    contentEnd: closed ? end - width : end,
  };
}

function isTriple(text: string, at: number, quote: number): boolean {
  return (
    text.charCodeAt(at) === quote &&
    text.charCodeAt(at + 1) === quote &&
    text.charCodeAt(at + 2) === quote
  );
}

function plainText(cursor: Cursor, piece: StringPiece): string {
  const content = cursor.text.slice(piece.contentStart, piece.contentEnd);
  if (piece.prefix === "" && isPlain(content)) return content;
  const raw = piece.prefix.includes("r");
  const isBytes = piece.prefix.includes("b");
  const wrong = escapeProblem(content, raw, isBytes);
  if (wrong !== undefined) problem(cursor, piece.start, piece.end, wrong);
  return decodeText(content, raw, isBytes);
}

/** Whether a text stands for itself. */
function isPlain(content: string): boolean {
  return !content.includes("\\") && !content.includes("\r");
}

function formatString(
  cursor: Cursor,
  pieces: readonly StringPiece[],
  start: number,
  end: number,
  parseInner: ParseInner,
): FormatString {
  const parts: FormatPart[] = [];
  for (const piece of pieces) {
    if (isFormat(piece)) {
      const raw = piece.prefix.includes("r");
      readParts(
        cursor,
        piece.contentStart,
        piece.contentEnd,
        { raw, isSpec: false },
        parts,
        parseInner,
      );
    } else if (piece.contentEnd > piece.contentStart)
      parts.push({
        kind: "FormatText",
        start: piece.contentStart,
        end: piece.contentEnd,
        value: plainText(cursor, piece),
      });
  }
  const isTemplate = pieces.some((piece) => piece.prefix.includes("t"));
  return { kind: "FormatString", start, end, isTemplate, parts, pieces };
}

interface PartsForm {
  readonly raw: boolean;
  /** A format spec: braces are not doubled there. */
  readonly isSpec: boolean;
}

/** What means something between the replacements; a search jumps over all else. */
const telling = /[\\{}]/g;

/** Reads text and replacements between two offsets; answers where it stopped. */
function readParts(
  cursor: Cursor,
  from: number,
  to: number,
  form: PartsForm,
  parts: FormatPart[],
  parseInner: ParseInner,
): number {
  const { text } = cursor;
  let at = from;
  let textStart = from;
  let value = "";
  const flush = (end: number): void => {
    const content = text.slice(textStart, end);
    if (isPlain(content)) {
      value += content;
      return;
    }
    const wrong = escapeProblem(content, form.raw, false);
    if (wrong !== undefined) problem(cursor, textStart, end, wrong);
    value += decodeText(content, form.raw, false);
  };
  let partStart = from;
  const close = (end: number): void => {
    flush(end);
    if (value !== "") parts.push({ kind: "FormatText", start: partStart, end, value });
    value = "";
  };
  while (at < to) {
    telling.lastIndex = at;
    at = telling.test(text) ? telling.lastIndex - 1 : to;
    if (at >= to) break;
    const char = text.charAt(at);
    if (char === "\\" && !form.raw && !"{}".includes(text.charAt(at + 1))) {
      const named = text.startsWith("\\N{", at) ? text.indexOf("}", at) : -1;
      at = named >= 0 && named < to ? named + 1 : Math.min(to, at + 2);
    } else if (char === "{" && !form.isSpec && text.charAt(at + 1) === "{") {
      flush(at + 1);
      at += 2;
      textStart = at;
    } else if (char === "{") {
      close(at);
      const replacement = readReplacement(cursor, at, to, form, parseInner);
      parts.push(replacement);
      at = textStart = partStart = Math.max(at + 1, replacement.end);
    } else if (char === "}" && form.isSpec) {
      close(at);
      return at;
    } else if (char === "}") {
      const doubled = text.charAt(at + 1) === "}" && at + 1 < to;
      if (!doubled) problem(cursor, at, at + 1, "f-string: single '}' is not allowed");
      flush(at + 1);
      at += doubled ? 2 : 1;
      textStart = at;
    } else at++;
  }
  close(to);
  return to;
}

/** Quotes were told apart when the token was made; here only braces matter. */
const plainForm = { quote: -1, long: true, raw: false, format: true };

/** `{expression = !r:spec}` from its brace on. */
function readReplacement(
  cursor: Cursor,
  from: number,
  to: number,
  form: PartsForm,
  parseInner: ParseInner,
): FormatReplacement {
  const { text } = cursor;
  const plain = plainName(text, from, to);
  if (plain) return plain;
  const close = replacementEnd(text, from + 1, to, plainForm, 0);
  const inner = innerEnd(text, from + 1, close < 0 ? to : close);
  const value = innerExpression(cursor, from + 1, inner, parseInner);
  let at = inner;
  let debug: string | undefined;
  if (text.charAt(at) === "=") {
    at++;
    while (at < to && /\s/.test(text.charAt(at))) at++;
    debug = text.slice(from + 1, at);
  }
  let conversion: "r" | "s" | "a" | undefined;
  if (text.charAt(at) === "!") {
    const letter = text.charAt(at + 1);
    if (letter === "r" || letter === "s" || letter === "a") conversion = letter;
    else problem(cursor, at, at + 1, "f-string: invalid conversion character");
    at += 2;
    while (at < to && /\s/.test(text.charAt(at))) at++;
  }
  const spec: FormatPart[] = [];
  if (text.charAt(at) === ":" && at < to) {
    const nested = cursor.depth < 100;
    cursor.depth++;
    if (nested)
      at = readParts(cursor, at + 1, to, { raw: form.raw, isSpec: true }, spec, parseInner);
    else at = to;
    cursor.depth--;
  }
  if (at >= to || text.charAt(at) !== "}")
    problem(cursor, from, Math.min(at, to), "f-string: expecting '}'");
  return {
    kind: "FormatReplacement",
    start: from,
    end: Math.min(to, at + 1),
    value,
    debug,
    conversion,
    spec,
  };
}

const nameInBraces = /\{[A-Za-z_]\w*\}/y;

/** A name and nothing else in the braces, as most are: no tokens need be made for it. */
function plainName(text: string, from: number, to: number): FormatReplacement | undefined {
  nameInBraces.lastIndex = from;
  if (!nameInBraces.test(text)) return undefined;
  const end = nameInBraces.lastIndex;
  const name = text.slice(from + 1, end - 1);
  if (end > to || isKeyword(name)) return undefined;
  const value: Name = { kind: "Name", start: from + 1, end: end - 1, name };
  return {
    kind: "FormatReplacement",
    start: from,
    end,
    value,
    debug: undefined,
    conversion: undefined,
    spec: [],
  };
}

/** Where the expression in braces ends: before `=`, `!`, `:` or `}` that is not inside it. */
function innerEnd(text: string, from: number, to: number): number {
  // Tokens know strings and brackets; the first token at level 0 that ends it decides.
  const tokens = tokenize(text, { from, to, bracketed: true, recover: false });
  let level = 0;
  for (const [index, kind] of tokens.kinds.entries()) {
    const start = tokens.starts[index] ?? to;
    if (kind === "(" || kind === "[" || kind === "{") level++;
    else if (kind === ")" || kind === "]") level--;
    else if (kind === "}") {
      if (level <= 0) return start;
      level--;
    } else if (kind === "end") return start;
    else if (level > 0) continue;
    else if (kind === ":" || kind === ":=" || kind === "=") return start;
    else if (kind === "error" && text.charAt(start) === "!") return start;
  }
  return to;
}

function innerExpression(
  cursor: Cursor,
  from: number,
  to: number,
  parseInner: ParseInner,
): Expression {
  const nothing: ErrorExpression = { kind: "ErrorExpression", start: from, end: to };
  if (cursor.depth > 100) return nothing;
  const tokens = tokenize(cursor.text, { from, to, bracketed: true, recover: false });
  const within = cursorOf(cursor.text, tokens);
  within.depth = cursor.depth + 10;
  within.broken = cursor.broken;
  within.inFunction = cursor.inFunction;
  within.inAsync = cursor.inAsync;
  within.inClass = cursor.inClass;
  if (within.kind === "end") {
    problem(cursor, from, to, "f-string: valid expression required before '}'");
    return nothing;
  }
  const value = parseInner(within);
  if (kindAt(within) !== "end")
    problem(within, within.start, to, "f-string: invalid syntax in the braces");
  for (const wrong of [...tokens.problems, ...within.problems])
    problem(cursor, wrong.start, wrong.end, wrong.message);
  return value;
}
