/** Where a string token ends, and whether it was closed. */
export interface StringScan {
  readonly end: number;
  readonly terminated: boolean;
}

const LF = 10;
const CR = 13;
const backslash = 92;
const braceOpen = 123;
const braceClose = 125;

/** How deep f-strings within f-strings are followed. */
const maxNesting = 8;

/** How many characters one replacement may have; a broken text must not be searched to its end again and again. */
const maxReplacement = 5000;

/** The offset of the quote if a string, with or without prefix, starts at `at`; else -1. */
export function stringPrefixAt(text: string, at: number): number {
  const first = text.charCodeAt(at);
  if (isQuote(first)) return at;
  if (!isStringLetter(first)) return -1;
  const second = text.charCodeAt(at + 1);
  if (isQuote(second)) return at + 1;
  if (!isStringLetter(second) || !isQuote(text.charCodeAt(at + 2))) return -1;
  return isLongPrefix(text.slice(at, at + 2)) ? at + 2 : -1;
}

function isQuote(code: number): boolean {
  return code === 34 || code === 39;
}

/** b, f, r, t, u in either case. */
function isStringLetter(code: number): boolean {
  const lower = code | 32;
  return lower === 98 || lower === 102 || lower === 114 || lower === 116 || lower === 117;
}

function isLongPrefix(prefix: string): boolean {
  const lower = prefix.toLowerCase();
  return lower.includes("r") && /[bft]/.test(lower);
}

/** Finds the end of the string that starts at `start` with its quote at `quoteAt`. */
export function scanString(
  text: string,
  start: number,
  quoteAt: number,
  to: number,
  recover: boolean,
  nesting = 0,
): StringScan {
  const prefix = text.slice(start, quoteAt).toLowerCase();
  const quote = text.charCodeAt(quoteAt);
  const long =
    text.charCodeAt(quoteAt + 1) === quote &&
    text.charCodeAt(quoteAt + 2) === quote &&
    quoteAt + 2 < to;
  const form: Form = {
    quote,
    long,
    raw: prefix.includes("r"),
    format: prefix.includes("f") || prefix.includes("t"),
  };
  const from = quoteAt + (long ? 3 : 1);
  const scan = scanBody(text, from, to, form, nesting);
  if (scan.terminated || !long || !recover) return scan;
  // A triple quote that never ends would swallow the file: let it end with its line.
  return { end: lineEnd(text, from, to), terminated: false };
}

interface Form {
  readonly quote: number;
  readonly long: boolean;
  readonly raw: boolean;
  readonly format: boolean;
}

/** What means something in a string; a search jumps over all else. */
const telling = /["'\\{\r\n]/g;

function scanBody(text: string, from: number, to: number, form: Form, nesting: number): StringScan {
  const { quote, long } = form;
  let at = from;
  while (at < to) {
    telling.lastIndex = at;
    at = telling.test(text) ? telling.lastIndex - 1 : to;
    if (at >= to) break;
    const code = text.charCodeAt(at);
    if (code === backslash) {
      const crlf = text.charCodeAt(at + 1) === CR && text.charCodeAt(at + 2) === LF;
      if (form.format && !form.raw && text.startsWith("\\N{", at)) {
        const close = text.indexOf("}", at);
        at = close < 0 || close > to ? at + 2 : close + 1;
      } else if (form.format && isBrace(text.charCodeAt(at + 1))) at += 1;
      else at += crlf ? 3 : 2;
    } else if (code === quote) {
      if (!long) return { end: at + 1, terminated: true };
      if (text.charCodeAt(at + 1) === quote && text.charCodeAt(at + 2) === quote && at + 2 < to)
        return { end: at + 3, terminated: true };
      at++;
    } else if (!long && (code === LF || code === CR)) return { end: at, terminated: false };
    else if (form.format && code === braceOpen) {
      if (text.charCodeAt(at + 1) === braceOpen) at += 2;
      else {
        const within = nesting > 0 ? to : Math.min(to, at + maxReplacement);
        const close = replacementEnd(text, at + 1, within, form, nesting);
        if (close < 0 && nesting > 0) return { end: at, terminated: false };
        at = close < 0 ? at + 1 : close;
      }
    } else at++;
  }
  return { end: Math.min(at, to), terminated: false };
}

function isBrace(code: number): boolean {
  return code === braceOpen || code === braceClose;
}

/** The offset after the `}` that ends a replacement whose content starts at `from`; -1 if there is none. */
export function replacementEnd(
  text: string,
  from: number,
  to: number,
  form: Form,
  nesting: number,
): number {
  if (nesting > maxNesting) return -1;
  let depth = 0;
  let at = from;
  while (at < to) {
    const code = text.charCodeAt(at);
    if (code === 34 || code === 39) {
      const prefixStart = prefixStartBefore(text, at, from);
      const scan = scanString(text, prefixStart, at, to, false, nesting + 1);
      if (!scan.terminated) return -1;
      at = scan.end;
    } else if (code === 35) at = lineEnd(text, at, to);
    else if (code === 40 || code === 91 || code === braceOpen) {
      depth++;
      at++;
    } else if (code === 41 || code === 93) {
      depth--;
      at++;
    } else if (code === braceClose) {
      if (depth <= 0) return at + 1;
      depth--;
      at++;
    } else if (code === 58 && depth === 0) return specEnd(text, at + 1, to, form, nesting);
    else at++;
  }
  return -1;
}

/** After the `}` that ends a format spec. */
function specEnd(text: string, from: number, to: number, form: Form, nesting: number): number {
  let at = from;
  while (at < to) {
    const code = text.charCodeAt(at);
    if (code === braceClose) return at + 1;
    if (code === braceOpen) {
      const close = replacementEnd(text, at + 1, to, form, nesting + 1);
      if (close < 0) return -1;
      at = close;
    } else if (!form.long && (code === form.quote || code === LF || code === CR)) return -1;
    else if (
      code === form.quote &&
      text.charCodeAt(at + 1) === code &&
      text.charCodeAt(at + 2) === code
    )
      return -1;
    else at++;
  }
  return -1;
}

function prefixStartBefore(text: string, quoteAt: number, from: number): number {
  let start = quoteAt;
  while (start > from && quoteAt - start < 2 && /[bfrtu]/i.test(text.charAt(start - 1))) start--;
  // `xf"…"` is a name followed by a string, which is no Python: any reading will do.
  return start;
}

function lineEnd(text: string, from: number, to: number): number {
  let at = from;
  while (at < to && text.charCodeAt(at) !== LF && text.charCodeAt(at) !== CR) at++;
  return at;
}
