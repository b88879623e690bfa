import type { Expression, Identifier, Pattern } from "../syntax.ts";
import {
  accept,
  advance,
  expect,
  kindAt,
  maxDepth,
  problemHere,
  takeIdentifier,
  textAt,
  type Cursor,
} from "./cursor.ts";
import { parseNumber } from "./parseNumber.ts";
import { parseStrings } from "./parseStrings.ts";
import { parseExpression } from "./parseExpressions.ts";

/** What follows `case`: several without brackets are a sequence. */
export function parsePatterns(cursor: Cursor): Pattern {
  const start = cursor.start;
  const first = parseItem(cursor);
  if (cursor.kind !== "," && first.kind !== "StarPattern") return first;
  const items = [first];
  while (accept(cursor, ",")) {
    if (cursor.kind === ":" || cursor.kind === "if") break;
    items.push(parseItem(cursor));
  }
  return { kind: "SequencePattern", start, end: cursor.lastEnd, items };
}

function parseItem(cursor: Cursor): Pattern {
  if (cursor.kind !== "*") return parseAs(cursor);
  const start = cursor.start;
  advance(cursor);
  const name = takeIdentifier(cursor);
  return { kind: "StarPattern", start, end: cursor.lastEnd, name: bound(name) };
}

/** `_` matches anything and binds nothing. */
function bound(name: Identifier): Identifier | undefined {
  return name.name === "_" ? undefined : name;
}

function parseAs(cursor: Cursor): Pattern {
  const start = cursor.start;
  if (cursor.depth >= maxDepth) {
    problemHere(cursor, "too many nested patterns");
    return { kind: "ErrorPattern", start, end: start };
  }
  cursor.depth++;
  const pattern = parseOr(cursor);
  cursor.depth--;
  if (!accept(cursor, "as")) return pattern;
  const name = takeIdentifier(cursor);
  return { kind: "AsPattern", start, end: cursor.lastEnd, pattern, name };
}

function parseOr(cursor: Cursor): Pattern {
  const start = cursor.start;
  const first = parseClosed(cursor);
  if (cursor.kind !== "|") return first;
  const options = [first];
  while (accept(cursor, "|")) options.push(parseClosed(cursor));
  return { kind: "OrPattern", start, end: cursor.lastEnd, options };
}

function parseClosed(cursor: Cursor): Pattern {
  const start = cursor.start;
  switch (cursor.kind) {
    case "name":
      return parseNamePattern(cursor);
    case "(": {
      advance(cursor);
      if (accept(cursor, ")"))
        return { kind: "SequencePattern", start, end: cursor.lastEnd, items: [] };
      const first = parseItem(cursor);
      if (kindAt(cursor) !== "," && first.kind !== "StarPattern") {
        expect(cursor, ")");
        return first;
      }
      const items = parseRest(cursor, first, ")");
      return { kind: "SequencePattern", start, end: cursor.lastEnd, items };
    }
    case "[": {
      advance(cursor);
      if (accept(cursor, "]"))
        return { kind: "SequencePattern", start, end: cursor.lastEnd, items: [] };
      const items = parseRest(cursor, parseItem(cursor), "]");
      return { kind: "SequencePattern", start, end: cursor.lastEnd, items };
    }
    case "{":
      return parseMapping(cursor);
    default: {
      const value = parseLiteral(cursor);
      if (value.kind === "ErrorExpression")
        return { kind: "ErrorPattern", start, end: cursor.lastEnd };
      return { kind: "ValuePattern", start, end: cursor.lastEnd, value };
    }
  }
}

function parseRest(cursor: Cursor, first: Pattern, close: ")" | "]"): Pattern[] {
  const items = [first];
  while (accept(cursor, ",")) {
    if (cursor.kind === close) break;
    items.push(parseItem(cursor));
  }
  expect(cursor, close);
  return items;
}

/** A capture, a dotted value, or a class with its parts. */
function parseNamePattern(cursor: Cursor): Pattern {
  const start = cursor.start;
  const value = parseDotted(cursor);
  if (cursor.kind === "(") return parseClass(cursor, start, value);
  const end = cursor.lastEnd;
  if (value.kind !== "Name") return { kind: "ValuePattern", start, end, value };
  const name: Identifier = { kind: "Identifier", start, end, name: value.name };
  return { kind: "CapturePattern", start, end, name: bound(name) };
}

function parseDotted(cursor: Cursor): Expression {
  const start = cursor.start;
  const name = textAt(cursor);
  advance(cursor);
  let value: Expression = { kind: "Name", start, end: cursor.lastEnd, name };
  while (accept(cursor, ".")) {
    const attribute = takeIdentifier(cursor);
    value = { kind: "Attribute", start, end: cursor.lastEnd, object: value, name: attribute };
  }
  return value;
}

function parseClass(cursor: Cursor, start: number, value: Expression): Pattern {
  advance(cursor);
  const positional: Pattern[] = [];
  const keywords: { name: Identifier; pattern: Pattern }[] = [];
  while (cursor.kind !== ")" && cursor.kind !== "newline" && cursor.kind !== "end") {
    if (cursor.kind === "name" && kindAt(cursor, 1) === "=") {
      const name = takeIdentifier(cursor);
      advance(cursor);
      keywords.push({ name, pattern: parseAs(cursor) });
    } else {
      if (keywords.length > 0) problemHere(cursor, "positional patterns follow keyword patterns");
      positional.push(parseAs(cursor));
    }
    if (!accept(cursor, ",")) break;
  }
  expect(cursor, ")");
  return { kind: "ClassPattern", start, end: cursor.lastEnd, class: value, positional, keywords };
}

function parseMapping(cursor: Cursor): Pattern {
  const start = cursor.start;
  advance(cursor);
  const items: { key: Expression; pattern: Pattern }[] = [];
  let rest: Identifier | undefined;
  while (cursor.kind !== "}" && cursor.kind !== "newline" && cursor.kind !== "end") {
    if (accept(cursor, "**")) rest = takeIdentifier(cursor);
    else {
      const key = cursor.kind === "name" ? parseDotted(cursor) : parseLiteral(cursor);
      expect(cursor, ":");
      items.push({ key, pattern: parseAs(cursor) });
    }
    if (!accept(cursor, ",")) break;
  }
  expect(cursor, "}");
  return { kind: "MappingPattern", start, end: cursor.lastEnd, items, rest };
}

/** A number with sign or imaginary part, strings, None, True, False. */
function parseLiteral(cursor: Cursor): Expression {
  const start = cursor.start;
  switch (cursor.kind) {
    case "string":
      return parseStrings(cursor, parseExpression);
    case "None":
    case "True":
    case "False":
      return literalWord(cursor);
    case "-":
    case "number":
      return parseSum(cursor);
    default:
      problemHere(cursor, "invalid pattern");
      return { kind: "ErrorExpression", start, end: start };
  }
}

function literalWord(cursor: Cursor): Expression {
  const start = cursor.start;
  const kind = cursor.kind;
  advance(cursor);
  const end = cursor.lastEnd;
  if (kind === "None") return { kind: "NoneLiteral", start, end };
  return { kind: "BooleanLiteral", start, end, value: kind === "True" };
}

function parseSum(cursor: Cursor): Expression {
  const start = cursor.start;
  const left = parseSigned(cursor);
  const operator = cursor.kind;
  if (operator !== "+" && operator !== "-") return left;
  const operatorStart = cursor.start;
  advance(cursor);
  const right = parseSigned(cursor);
  const end = cursor.lastEnd;
  return { kind: "BinaryOperation", start, end, operator, operatorStart, left, right };
}

/** One number: the expression parser would take `|` and more along. */
function parseSigned(cursor: Cursor): Expression {
  const start = cursor.start;
  const negative = accept(cursor, "-");
  if (cursor.kind !== "number") {
    problemHere(cursor, "invalid pattern");
    return { kind: "ErrorExpression", start, end: cursor.lastEnd };
  }
  const operand = parseNumber(cursor);
  if (!negative) return operand;
  return { kind: "UnaryOperation", start, end: cursor.lastEnd, operator: "-", operand };
}
