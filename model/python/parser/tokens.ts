import type { Placed, SyntaxProblem } from "../syntax.ts";
import { scanString, stringPrefixAt } from "./scanString.ts";

/** Words that are never names. */
const keywords = [
  "False",
  "None",
  "True",
  "and",
  "as",
  "assert",
  "async",
  "await",
  "break",
  "class",
  "continue",
  "def",
  "del",
  "elif",
  "else",
  "except",
  "finally",
  "for",
  "from",
  "global",
  "if",
  "import",
  "in",
  "is",
  "lambda",
  "nonlocal",
  "not",
  "or",
  "pass",
  "raise",
  "return",
  "try",
  "while",
  "with",
  "yield",
] as const;

/** Longest first. */
const operators = [
  "**=",
  "//=",
  ">>=",
  "<<=",
  "...",
  "!=",
  "==",
  "<=",
  ">=",
  "->",
  ":=",
  "+=",
  "-=",
  "*=",
  "/=",
  "%=",
  "@=",
  "&=",
  "|=",
  "^=",
  "**",
  "//",
  "<<",
  ">>",
  "(",
  ")",
  "[",
  "]",
  "{",
  "}",
  ",",
  ":",
  ".",
  ";",
  "=",
  "+",
  "-",
  "*",
  "/",
  "%",
  "@",
  "&",
  "|",
  "^",
  "~",
  "<",
  ">",
] as const;

export type TokenKind =
  | (typeof keywords)[number]
  | (typeof operators)[number]
  | "name"
  | "number"
  | "string"
  | "newline"
  | "indent"
  | "dedent"
  | "end"
  | "error";

/** The tokens of a text, as three parallel lists (an object for each would cost more than the parse). */
export interface Tokens {
  readonly kinds: readonly TokenKind[];
  readonly starts: readonly number[];
  readonly ends: readonly number[];
  readonly comments: readonly Placed[];
  readonly problems: readonly SyntaxProblem[];
}

export interface TokenizeOptions {
  readonly from: number;
  readonly to: number;
  /** Inside brackets from the start: line ends mean nothing (an expression in an f-string). */
  readonly bracketed: boolean;
  /** A second look at a broken text: lines that must be statements end an open bracket. */
  readonly recover: boolean;
}

const keywordSet: ReadonlyMap<string, TokenKind> = new Map(keywords.map((word) => [word, word]));
/** 1 where a keyword begins with these two letters: few names do, and only those are cut out of the text to be looked up. */
const keywordStarts = new Uint8Array(128 * 128);
for (const word of keywords) keywordStarts[startIndex(word.charCodeAt(0), word.charCodeAt(1))] = 1;
const operatorsByFirst = new Map<string, (typeof operators)[number][]>();
for (const operator of operators) {
  const first = operator.slice(0, 1);
  operatorsByFirst.set(first, [...(operatorsByFirst.get(first) ?? []), operator]);
}
const operatorTable: readonly (readonly (typeof operators)[number][])[] = Array.from(
  { length: 128 },
  (_, code) => operatorsByFirst.get(String.fromCharCode(code)) ?? [],
);

const numberPattern =
  /0[xX](?:_?[0-9a-fA-F])+|0[oO](?:_?[0-7])+|0[bB](?:_?[01])+|(?:[0-9](?:_?[0-9])*\.(?:[0-9](?:_?[0-9])*)?|\.[0-9](?:_?[0-9])*|[0-9](?:_?[0-9])*)(?:[eE][+-]?[0-9](?:_?[0-9])*)?[jJ]?/y;
const leadingZero = /^0[0-9_]*[1-9][0-9_]*$/;
/** What may follow a number at once: `1if x else y` is Python. */
const afterNumber = /(?:and|else|for|if|in|is|not|or)\b/y;
/** Reserved words that only a statement begins with: never inside brackets. */
const statementWord =
  /(?:def|class|import|return|try|while|raise|del|pass|global|nonlocal|assert|break|continue|except|finally|elif|with)\b|from\s+[\w.]+\s+import\b/y;
const blockHeader = /(?:if|for|else|async|match)\b[^\n]*:[ \t]*(?:#[^\n]*)?(?=\n|\r|$)/y;
const assignmentStart = /[A-Za-z_][\w.]*\s*(?:=(?!=)|>>|<<)|@/y;
const continuation = /(?:if|else|for|and|or|in|is|not|async|await|lambda)\b|[^\w"'@]/y;

const spaces = / */y;
const toLineEnd = /[^\r\n]*/y;

const CR = 13;
const LF = 10;

/** What a character can begin; the end of a line, too, is something of its own. */
type Beginning =
  "name" | "blank" | "operator" | "newline" | "string" | "number" | "comment" | "backslash";

/** What each ASCII character begins: one look instead of many comparisons. */
const beginnings: readonly Beginning[] = Array.from({ length: 128 }, (_, code) =>
  beginningOf(String.fromCharCode(code)),
);

function beginningOf(char: string): Beginning {
  if (/[A-Za-z_]/.test(char)) return "name";
  if (/[ \t\f]/.test(char)) return "blank";
  if (/[\n\r]/.test(char)) return "newline";
  if (/["']/.test(char)) return "string";
  if (/[0-9]/.test(char)) return "number";
  if (char === "#") return "comment";
  return char === "\\" ? "backslash" : "operator";
}

/** Whether a word is a keyword, and so never a name. */
export function isKeyword(word: string): boolean {
  return keywordSet.has(word);
}

/** Splits a text into tokens. Never fails: what is no token has kind `error`. */
export function tokenize(text: string, options: TokenizeOptions): Tokens {
  // Lists that grow are copied again and again: real files have a token for every four to eight characters.
  const expected = Math.ceil((options.to - options.from) / 6) + 4;
  const kinds = new Array<TokenKind>(expected);
  const starts = new Array<number>(expected);
  const ends = new Array<number>(expected);
  const comments: Placed[] = [];
  const problems: SyntaxProblem[] = [];
  const { to } = options;
  const indents = [0];
  const altIndents = [0];
  const brackets: { readonly open: string; readonly column: number }[] = [];
  let count = 0;
  let at = options.from;
  let lineStart = !options.bracketed;
  /** Column of the first token of the logical line. */
  let lineColumn = 0;

  const push = (kind: TokenKind, start: number, end: number): void => {
    kinds[count] = kind;
    starts[count] = start;
    ends[count] = end;
    count += 1;
  };
  const problem = (start: number, end: number, message: string): void => {
    problems.push({ start, end, message });
  };

  /** Whether the line at `at` cannot belong to the open bracket; `column` is its first character's. */
  const endsBrackets = (here: number, column: number): boolean => {
    statementWord.lastIndex = here;
    if (statementWord.test(text)) return true;
    if (!options.recover) return false;
    const before = kinds[count - 1];
    const operand = before === "name" || before === "number" || before === ")" || before === "]";
    continuation.lastIndex = here;
    if (
      (operand || before === "}" || before === "string") &&
      !continuation.test(text) &&
      stringPrefixAt(text, here) < 0
    )
      return true;
    const opened = brackets[brackets.length - 1]?.column ?? 0;
    if (column > opened) return false;
    assignmentStart.lastIndex = here;
    blockHeader.lastIndex = here;
    return assignmentStart.test(text) || blockHeader.test(text);
  };

  /**
   * Before: `from` is the first character of a line outside brackets. Answers where its first token is, with its indentation
   * told.
   */
  const beginLine = (from: number): number => {
    spaces.lastIndex = from;
    spaces.test(text);
    let here = Math.min(spaces.lastIndex, to);
    let column = here - from;
    let alternative = column;
    for (; here < to; here++) {
      const code = text.charCodeAt(here);
      if (code === 32) {
        column++;
        alternative++;
      } else if (code === 9) {
        column += 8 - (column % 8);
        alternative++;
      } else if (code === 12) column = alternative = 0;
      else break;
    }
    const code = here < to ? text.charCodeAt(here) : -1;
    if (code === 35 || code === LF || code === CR || code === -1) return here;
    if (code === 92 && isLineEnd(text, here + 1)) return here;
    lineColumn = column;
    const top = indents[indents.length - 1] ?? 0;
    const altTop = altIndents[altIndents.length - 1] ?? 0;
    if (column === top) {
      if (alternative !== altTop)
        problem(here, here, "inconsistent use of tabs and spaces in indentation");
    } else if (column > top) {
      if (alternative <= altTop)
        problem(here, here, "inconsistent use of tabs and spaces in indentation");
      indents.push(column);
      altIndents.push(alternative);
      push("indent", here, here);
    } else {
      while ((indents[indents.length - 1] ?? 0) > column) {
        indents.pop();
        altIndents.pop();
        push("dedent", here, here);
      }
      if ((indents[indents.length - 1] ?? 0) !== column)
        problem(here, here, "unindent does not match any outer indentation level");
      else if ((altIndents[altIndents.length - 1] ?? 0) !== alternative)
        problem(here, here, "inconsistent use of tabs and spaces in indentation");
    }
    return here;
  };

  while (at < to) {
    if (lineStart) {
      lineStart = false;
      at = beginLine(at);
      continue;
    }
    const code = text.charCodeAt(at);
    switch (beginnings[code]) {
      // The most frequent first.
      case "name": {
        const start = at;
        let next = text.charCodeAt(++at);
        while (nameParts[next] === 1) next = text.charCodeAt(++at);
        // The letters before a quote may be its prefix.
        if ((next === 34 || next === 39) && stringPrefixAt(text, start) === at) {
          at = readString(start, at);
          continue;
        }
        if (at > to) at = to;
        else if (next > 127 && at < to) at = unicodeNameEnd(text, start, at);
        const length = at - start;
        const mayBe =
          length >= 2 &&
          length <= 8 &&
          keywordStarts[startIndex(code, text.charCodeAt(start + 1))] === 1;
        push((mayBe ? keywordSet.get(text.slice(start, at)) : undefined) ?? "name", start, at);
        continue;
      }
      case "blank":
        at++;
        continue;
      case "operator":
        at =
          code === 46 && isDigit(text.charCodeAt(at + 1)) ? readNumber(at) : readOperator(at, code);
        continue;
      case "newline": {
        const next = at + (code === CR && text.charCodeAt(at + 1) === LF ? 2 : 1);
        if (brackets.length === 0 && !options.bracketed) {
          const last = kinds[count - 1];
          if (last !== undefined && last !== "newline" && last !== "indent" && last !== "dedent")
            push("newline", at, next);
          lineStart = true;
        } else if (brackets.length > 0) {
          let here = next;
          while (text.charCodeAt(here) === 32 || text.charCodeAt(here) === 9) here++;
          if (here < to && !options.bracketed && endsBrackets(here, here - next)) {
            brackets.length = 0;
            push("newline", at, next);
            lineStart = true;
          }
        }
        at = next;
        continue;
      }
      case "string":
        at = readString(at, at);
        continue;
      case "number":
        at = readNumber(at);
        continue;
      case "comment": {
        const start = at;
        toLineEnd.lastIndex = at;
        toLineEnd.test(text);
        at = Math.min(toLineEnd.lastIndex, to);
        comments.push({ start, end: at });
        continue;
      }
      case "backslash":
        if (isLineEnd(text, at + 1)) {
          at += text.charCodeAt(at + 1) === CR && text.charCodeAt(at + 2) === LF ? 3 : 2;
          if (at >= to) problem(to, to, "unexpected end of file after a line continuation");
          // A line that begins with a backslash has the indentation of the line it continues with.
          if (count === 0 && brackets.length === 0 && !options.bracketed) lineStart = true;
          continue;
        }
        problem(at, at + 1, "unexpected character after line continuation character");
        push("error", at, at + 1);
        at++;
        continue;
      case undefined: {
        const end = unicodeNameEnd(text, at, at);
        if (end > at) push("name", at, end);
        else if (code === 0xfeff && at === options.from) {
          // A byte order mark is no part of the code.
          at++;
          lineStart = !options.bracketed;
          continue;
        } else {
          problem(at, at + 1, `invalid character '${text.charAt(at)}'`);
          push("error", at, at + 1);
        }
        at = Math.max(end, at + 1);
      }
    }
  }
  finish();
  kinds.length = count;
  return { kinds, starts, ends, comments, problems };

  /** Takes the string that starts at `start`, with its quote at `quoteAt`; as the two below, answers where it ends. */
  function readString(start: number, quoteAt: number): number {
    const { end, terminated } = scanString(text, start, quoteAt, to, options.recover);
    if (!terminated)
      problem(
        start,
        end,
        text.charCodeAt(quoteAt) === text.charCodeAt(quoteAt + 2) && end - quoteAt > 3
          ? "unterminated triple-quoted string literal"
          : "unterminated string literal",
      );
    push("string", start, end);
    return end;
  }

  function readNumber(start: number): number {
    numberPattern.lastIndex = start;
    let end = numberPattern.test(text) ? Math.min(to, numberPattern.lastIndex) : start + 1;
    if (text.charCodeAt(start) === 48 && leadingZero.test(text.slice(start, end)))
      problem(start, end, "leading zeros in decimal integer literals are not permitted");
    const next = text.charCodeAt(end);
    if (end < to && (isNamePart(next) || next > 127)) {
      afterNumber.lastIndex = end;
      if (!afterNumber.test(text)) {
        while (end < to && isNamePart(text.charCodeAt(end))) end++;
        problem(start, end, "invalid number literal");
      }
    }
    push("number", start, end);
    return end;
  }

  function readOperator(start: number, code: number): number {
    const operator = operatorAt(text, start, code, to);
    if (operator === undefined) {
      problem(start, start + 1, "invalid syntax");
      push("error", start, start + 1);
      return start + 1;
    }
    push(operator, start, start + operator.length);
    // Brackets are of one character, and nothing longer begins so.
    if (code === 40 || code === 91 || code === 123)
      brackets.push({ open: operator, column: lineColumn });
    else if (code === 41 || code === 93 || code === 125) closeBracket(operator);
    return start + operator.length;
  }

  function closeBracket(close: string): void {
    const open = close === ")" ? "(" : close === "]" ? "[" : "{";
    for (let level = brackets.length - 1; level >= 0; level--) {
      if (brackets[level]?.open !== open) continue;
      brackets.length = level;
      return;
    }
  }

  function finish(): void {
    const last = kinds[count - 1];
    if (!options.bracketed) {
      if (last !== undefined && last !== "newline" && last !== "dedent") push("newline", to, to);
      for (let level = indents.length; level > 1; level--) push("dedent", to, to);
    }
    push("end", to, to);
  }
}

/** The place of two ASCII letters in `keywordStarts`; of others, none that a keyword has. */
function startIndex(first: number, second: number): number {
  return second < 128 ? first * 128 + second : 0;
}

/** The longest operator at a place whose first character is `code`. */
function operatorAt(
  text: string,
  at: number,
  code: number,
  to: number,
): (typeof operators)[number] | undefined {
  const candidates = operatorTable[code] ?? [];
  const count = candidates.length;
  for (let index = 0; index < count; index++) {
    const operator = candidates[index];
    // A single character is the one that led here.
    if (
      operator?.length === 1 ||
      (operator && at + operator.length <= to && text.startsWith(operator, at))
    )
      return operator;
  }
  return undefined;
}

function isLineEnd(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code === LF || code === CR;
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

function isNameStart(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 95;
}

/** 1 for each ASCII character that a name may go on with: a table, since this is asked of nearly every character. */
const nameParts = Uint8Array.from({ length: 128 }, (_, code) =>
  isNameStart(code) || isDigit(code) ? 1 : 0,
);

function isNamePart(code: number): boolean {
  return nameParts[code] === 1;
}

/** The end of a name with letters outside ASCII; `end` itself if there is none. */
function unicodeNameEnd(text: string, start: number, end: number): number {
  // Inside, since even to make it takes long, and nearly no file needs it.
  const unicodeName = /[\p{ID_Start}_][\p{ID_Continue}]*/uy;
  unicodeName.lastIndex = start;
  const match = unicodeName.exec(text);
  return match ? Math.max(end, start + match[0].length) : end;
}
