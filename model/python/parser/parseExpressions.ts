// One grammar, one file: its functions call each other in a circle that imports must not form.
import type {
  Argument,
  BinaryOperator,
  ComparisonOperator,
  ComprehensionClause,
  DictItem,
  Expression,
  Parameter,
} from "../syntax.ts";
import { checkTarget } from "./checkTarget.ts";
import {
  accept,
  advance,
  endAt,
  expect,
  kindAt,
  maxChain,
  maxDepth,
  problem,
  problemHere,
  skipToSeparator,
  takeIdentifier,
  type Cursor,
} from "./cursor.ts";
import { parseNumber } from "./parseNumber.ts";
import { parseStrings } from "./parseStrings.ts";
import type { TokenKind } from "./tokens.ts";

/** One or more expressions, stars allowed; several are a tuple. */
export function parseExpressions(cursor: Cursor): Expression {
  return parseTuple(cursor, parseStarOrNamed);
}

/** As `parseExpressions`, or a `yield`. */
export function parseValue(cursor: Cursor): Expression {
  return cursor.kind === "yield" ? parseYield(cursor) : parseExpressions(cursor);
}

/** What stands between `for` and `in`, or after `del`. */
export function parseTargets(cursor: Cursor): Expression {
  return parseTuple(cursor, (inner) =>
    inner.kind === "*" ? parseStar(inner) : parseBitwise(inner, 0),
  );
}

function parseTuple(cursor: Cursor, parseItem: (cursor: Cursor) => Expression): Expression {
  const start = cursor.start;
  const first = parseItem(cursor);
  if (cursor.kind !== ",") return first;
  const items = [first];
  while (accept(cursor, ",")) {
    if (endsExpression(cursor.kind)) break;
    items.push(parseItem(cursor));
  }
  return { kind: "TupleLiteral", start, end: cursor.lastEnd, items };
}

function endsExpression(kind: TokenKind): boolean {
  switch (kind) {
    case "newline":
    case "end":
    case ")":
    case "]":
    case "}":
    case "=":
    case ":":
    case ";":
    case "in":
    case "for":
      return true;
    default:
      return isAugmented(kind);
  }
}

function isAugmented(kind: TokenKind): boolean {
  return kind.length > 1 && kind.endsWith("=") && !/^(?:[=!<>]=|:=)$/.test(kind);
}

function parseStarOrNamed(cursor: Cursor): Expression {
  return cursor.kind === "*" ? parseStar(cursor) : parseNamed(cursor);
}

function parseStar(cursor: Cursor): Expression {
  const start = cursor.start;
  advance(cursor);
  const value = parseBitwise(cursor, 0);
  return { kind: "Starred", start, end: cursor.lastEnd, value };
}

/** An expression that may be `name := value`. */
export function parseNamed(cursor: Cursor): Expression {
  const start = cursor.start;
  const value = parseExpression(cursor);
  if (cursor.kind !== ":=") return value;
  if (value.kind !== "Name") problemHere(cursor, "cannot use an assignment expression here");
  advance(cursor);
  const right = parseExpression(cursor);
  const target = value.kind === "Name" ? value : nameOf(start);
  return { kind: "NamedExpression", start, end: cursor.lastEnd, target, value: right };
}

function nameOf(start: number): { kind: "Name"; start: number; end: number; name: string } {
  return { kind: "Name", start, end: start, name: "" };
}

/** A single expression: conditional, lambda or simpler. */
export function parseExpression(cursor: Cursor): Expression {
  if (cursor.depth >= maxDepth) return tooDeep(cursor);
  if (isOneToken(cursor)) return parseAtom(cursor);
  cursor.depth++;
  const value = cursor.kind === "lambda" ? parseLambda(cursor) : parseConditional(cursor);
  cursor.depth--;
  return value;
}

/** Most expressions are a name or a literal and nothing else: none of the levels of operators need be asked. */
function isOneToken({ kind, tokens, index }: Cursor): boolean {
  return (
    (kind === "name" || kind === "string" || kind === "number") &&
    endsOperation(tokens.kinds[index + 1] ?? "end")
  );
}

function tooDeep(cursor: Cursor): Expression {
  const start = cursor.start;
  problemHere(cursor, "too many nested parentheses");
  skipToSeparator(cursor);
  return { kind: "ErrorExpression", start, end: Math.max(start, cursor.lastEnd) };
}

/**
 * Most expressions are one operand and then a comma, a bracket or the line's end: they are done without asking for each operator.
 * In the others, the levels of operators take the operand that was read, and where it starts, from here.
 */
function parseConditional(cursor: Cursor): Expression {
  const start = cursor.start;
  const operand = cursor.kind === "not" ? undefined : parseUnary(cursor);
  if (operand && endsOperation(cursor.kind)) return operand;
  const then = parseOr(cursor, start, operand);
  if (cursor.kind !== "if") return then;
  advance(cursor);
  const test = parseOr(cursor);
  if (!expect(cursor, "else")) return then;
  const otherwise = parseExpression(cursor);
  return { kind: "Conditional", start, end: cursor.lastEnd, test, then, otherwise };
}

function endsOperation(kind: TokenKind): boolean {
  return (
    kind === "," ||
    kind === ")" ||
    kind === "newline" ||
    kind === "=" ||
    kind === "]" ||
    kind === ":" ||
    kind === "}" ||
    kind === "end"
  );
}

function parseOr(cursor: Cursor, start = cursor.start, operand?: Expression): Expression {
  const first = parseAnd(cursor, start, operand);
  if (cursor.kind !== "or") return first;
  const values = [first];
  while (accept(cursor, "or")) values.push(parseAnd(cursor));
  return { kind: "BooleanOperation", start, end: cursor.lastEnd, operator: "or", values };
}

function parseAnd(cursor: Cursor, start = cursor.start, operand?: Expression): Expression {
  const first = parseNot(cursor, start, operand);
  if (cursor.kind !== "and") return first;
  const values = [first];
  while (accept(cursor, "and")) values.push(parseNot(cursor));
  return { kind: "BooleanOperation", start, end: cursor.lastEnd, operator: "and", values };
}

function parseNot(cursor: Cursor, start = cursor.start, inner?: Expression): Expression {
  if (inner || cursor.kind !== "not") return parseComparison(cursor, start, inner);
  if (cursor.depth >= maxDepth) return tooDeep(cursor);
  cursor.depth++;
  advance(cursor);
  const operand = parseNot(cursor);
  cursor.depth--;
  return { kind: "UnaryOperation", start, end: cursor.lastEnd, operator: "not", operand };
}

function parseComparison(cursor: Cursor, start: number, operand?: Expression): Expression {
  const left = parseBitwise(cursor, 0, start, operand);
  let operator = comparisonAt(cursor);
  if (operator === undefined) return left;
  const rest: { operator: ComparisonOperator; right: Expression }[] = [];
  while (operator !== undefined) {
    advance(cursor);
    if (operator === "not in" || operator === "is not") advance(cursor);
    rest.push({ operator, right: parseBitwise(cursor, 0) });
    operator = comparisonAt(cursor);
  }
  return { kind: "Comparison", start, end: cursor.lastEnd, left, rest };
}

function comparisonAt(cursor: Cursor): ComparisonOperator | undefined {
  const kind = cursor.kind;
  switch (kind) {
    case "<":
    case ">":
    case "<=":
    case ">=":
    case "==":
    case "!=":
    case "in":
      return kind;
    case "not":
      return kindAt(cursor, 1) === "in" ? "not in" : undefined;
    case "is":
      return kindAt(cursor, 1) === "not" ? "is not" : "is";
    default:
      return undefined;
  }
}

/** Binding power of the operators from `|` to `%`; 0 for anything else. */
function powerOf(kind: TokenKind): number {
  switch (kind) {
    case "|":
      return 1;
    case "^":
      return 2;
    case "&":
      return 3;
    case "<<":
    case ">>":
      return 4;
    case "+":
    case "-":
      return 5;
    case "*":
    case "/":
    case "//":
    case "%":
    case "@":
      return 6;
    default:
      return 0;
  }
}

function parseBitwise(
  cursor: Cursor,
  above: number,
  start = cursor.start,
  operand = parseUnary(cursor),
): Expression {
  let left = operand;
  for (let chain = 0; ; chain++) {
    const operator = cursor.kind;
    const power = powerOf(operator);
    if (power <= above) return left;
    const operatorStart = cursor.start;
    advance(cursor);
    const right = parseBitwise(cursor, power);
    const end = cursor.lastEnd;
    left =
      chain < maxChain
        ? {
            kind: "BinaryOperation",
            start,
            end,
            // The binding power says that it is one of them.
            operator: operator as BinaryOperator,
            operatorStart,
            left,
            right,
          }
        : { kind: "ErrorExpression", start, end };
  }
}

function parseUnary(cursor: Cursor): Expression {
  const operator = cursor.kind;
  if (operator !== "-" && operator !== "+" && operator !== "~") return parsePower(cursor);
  const start = cursor.start;
  if (cursor.depth >= maxDepth) return tooDeep(cursor);
  cursor.depth++;
  advance(cursor);
  const operand = parseUnary(cursor);
  cursor.depth--;
  return { kind: "UnaryOperation", start, end: cursor.lastEnd, operator, operand };
}

function parsePower(cursor: Cursor): Expression {
  const start = cursor.start;
  const left = parseAwait(cursor);
  if (cursor.kind !== "**") return left;
  const operatorStart = cursor.start;
  advance(cursor);
  if (cursor.depth >= maxDepth) return tooDeep(cursor);
  cursor.depth++;
  const right = parseUnary(cursor);
  cursor.depth--;
  return {
    kind: "BinaryOperation",
    start,
    end: cursor.lastEnd,
    operator: "**",
    operatorStart,
    left,
    right,
  };
}

function parseAwait(cursor: Cursor): Expression {
  if (cursor.kind !== "await") return parsePrimary(cursor);
  const start = cursor.start;
  if (!cursor.inFunction) problemHere(cursor, "'await' outside function");
  else if (!cursor.inAsync) problemHere(cursor, "'await' outside async function");
  advance(cursor);
  const value = parsePrimary(cursor);
  return { kind: "Await", start, end: cursor.lastEnd, value };
}

/** An atom with everything that follows it: calls, attributes, subscripts. */
function parsePrimary(cursor: Cursor): Expression {
  const start = cursor.start;
  let value = parseAtom(cursor);
  for (let chain = 0; ; chain++) {
    switch (cursor.kind) {
      case "(": {
        const argsStart = cursor.start;
        const args = parseArguments(cursor);
        value = { kind: "Call", start, end: cursor.lastEnd, callee: value, args, argsStart };
        break;
      }
      case ".": {
        advance(cursor);
        const name = takeIdentifier(cursor);
        const end = Math.max(cursor.lastEnd, name.end);
        value = { kind: "Attribute", start, end, object: value, name };
        break;
      }
      case "[": {
        advance(cursor);
        const index = parseIndex(cursor);
        closeBracket(cursor, "]");
        value = { kind: "Subscript", start, end: cursor.lastEnd, object: value, index };
        break;
      }
      default:
        return value;
    }
    if (chain >= maxChain) value = { kind: "ErrorExpression", start, end: cursor.lastEnd };
  }
}

/** Takes a closing bracket; when something else is there, notes it and goes on behind the bracket if one follows. */
function closeBracket(cursor: Cursor, close: ")" | "]" | "}"): void {
  if (accept(cursor, close)) return;
  problemHere(cursor, `'${close === ")" ? "(" : close === "]" ? "[" : "{"}' was never closed`);
  for (;;) {
    skipToSeparator(cursor);
    if (!accept(cursor, ",")) break;
  }
  accept(cursor, close);
}

/** Arguments in parentheses, of a call or a class. */
export function parseArguments(cursor: Cursor): Argument[] {
  advance(cursor);
  const args: Argument[] = [];
  while (!endsBracket(cursor.kind)) {
    const before = cursor.index;
    args.push(parseArgument(cursor, args));
    if (accept(cursor, ",")) continue;
    if (endsBracket(cursor.kind)) break;
    problemHere(cursor, "invalid syntax. Perhaps you forgot a comma?");
    if (cursor.index === before) {
      skipToSeparator(cursor);
      if (!accept(cursor, ",")) break;
    }
  }
  closeBracket(cursor, ")");
  checkArguments(cursor, args);
  return args;
}

function endsBracket(kind: TokenKind): boolean {
  return kind === ")" || kind === "]" || kind === "}" || kind === "newline" || kind === "end";
}

function parseArgument(cursor: Cursor, before: readonly Argument[]): Argument {
  const start = cursor.start;
  const kind = cursor.kind;
  if (kind === "*" || kind === "**") {
    advance(cursor);
    const value = parseExpression(cursor);
    const form = kind === "*" ? "star" : "doubleStar";
    return { form, start, end: cursor.lastEnd, name: undefined, value };
  }
  if (kind === "name" && kindAt(cursor, 1) === "=") {
    const name = takeIdentifier(cursor);
    advance(cursor);
    const value = parseExpression(cursor);
    return { form: "keyword", start, end: cursor.lastEnd, name, value };
  }
  let value = parseNamed(cursor);
  if (cursor.kind === "for" || cursor.kind === "async") {
    value = comprehension(cursor, start, "generator", value);
    const alone = before.length === 0 && kindAt(cursor) === ")";
    if (!alone && !(before.length === 0 && kindAt(cursor) === "," && kindAt(cursor, 1) === ")"))
      problem(cursor, start, cursor.lastEnd, "Generator expression must be parenthesized");
  } else if (cursor.kind === "=") {
    problemHere(cursor, 'expression cannot contain assignment, perhaps you meant "=="?');
    advance(cursor);
    value = parseExpression(cursor);
  }
  // Where there is no expression, nothing was taken.
  const end = Math.max(start, cursor.lastEnd);
  return { form: "positional", start, end, name: undefined, value };
}

function checkArguments(cursor: Cursor, args: readonly Argument[]): void {
  if (args.length < 2) return;
  let keyword = false;
  let doubleStar = false;
  // Of a few names each is looked for among those before it, which takes less than to keep a set of them.
  const names = args.length > 16 ? new Set<string>() : undefined;
  for (let at = 0, arg = args[0]; arg; arg = args[++at]) {
    if (arg.form === "doubleStar") doubleStar = true;
    else if (arg.form === "keyword") {
      keyword = true;
      const name = arg.name?.name ?? "";
      if (names ? names.has(name) : isNamedBefore(args, at, name))
        problem(cursor, arg.start, arg.end, `keyword argument repeated: ${name}`);
      names?.add(name);
    } else if (arg.form === "positional" && doubleStar)
      problem(cursor, arg.start, arg.end, "positional argument follows keyword argument unpacking");
    else if (arg.form === "positional" && keyword)
      problem(cursor, arg.start, arg.end, "positional argument follows keyword argument");
    else if (arg.form === "star" && doubleStar)
      problem(
        cursor,
        arg.start,
        arg.end,
        "iterable argument unpacking follows keyword argument unpacking",
      );
  }
}

function isNamedBefore(args: readonly Argument[], end: number, name: string): boolean {
  for (let at = 0; at < end; at++) if (args[at]?.name?.name === name) return true;
  return false;
}

function parseIndex(cursor: Cursor): Expression {
  const start = cursor.start;
  if (cursor.kind === "]") {
    problemHere(cursor, "expected an index");
    return { kind: "ErrorExpression", start, end: start };
  }
  const first = parseSlice(cursor);
  if (cursor.kind !== "," && first.kind !== "Starred") return first;
  const items = [first];
  while (accept(cursor, ",")) {
    if (endsBracket(cursor.kind)) break;
    items.push(parseSlice(cursor));
  }
  return { kind: "TupleLiteral", start, end: cursor.lastEnd, items };
}

function parseSlice(cursor: Cursor): Expression {
  const start = cursor.start;
  if (cursor.kind === "*") return parseStar(cursor);
  const lower = cursor.kind === ":" ? undefined : parseNamed(cursor);
  if (cursor.kind !== ":") return lower ?? { kind: "ErrorExpression", start, end: start };
  advance(cursor);
  const upper = endsSlicePart(cursor.kind) ? undefined : parseExpression(cursor);
  let step: Expression | undefined;
  if (accept(cursor, ":")) step = endsSlicePart(cursor.kind) ? undefined : parseExpression(cursor);
  return { kind: "Slice", start, end: cursor.lastEnd, lower, upper, step };
}

function endsSlicePart(kind: TokenKind): boolean {
  return kind === ":" || kind === "," || endsBracket(kind);
}

function parseAtom(cursor: Cursor): Expression {
  const start = cursor.start;
  switch (cursor.kind) {
    case "name": {
      const end = endAt(cursor);
      advance(cursor);
      return { kind: "Name", start, end, name: cursor.text.slice(start, end) };
    }
    case "string":
      return parseStrings(cursor, parseInner);
    case "number":
      return parseNumber(cursor);
    case "None":
      advance(cursor);
      return { kind: "NoneLiteral", start, end: cursor.lastEnd };
    case "True":
    case "False": {
      const value = cursor.kind === "True";
      advance(cursor);
      return { kind: "BooleanLiteral", start, end: cursor.lastEnd, value };
    }
    case "...":
      advance(cursor);
      return { kind: "EllipsisLiteral", start, end: cursor.lastEnd };
    case "(":
      return nested(cursor, parseParentheses);
    case "[":
      return nested(cursor, parseList);
    case "{":
      return nested(cursor, parseBraces);
    default:
      return parseNothing(cursor);
  }
}

/** What stands in the braces of an f-string. */
function parseInner(cursor: Cursor): Expression {
  return parseValue(cursor);
}

function nested(cursor: Cursor, parse: (cursor: Cursor) => Expression): Expression {
  if (cursor.depth >= maxDepth) {
    advance(cursor);
    return tooDeep(cursor);
  }
  cursor.depth++;
  const value = parse(cursor);
  cursor.depth--;
  return value;
}

/** No expression begins here: an empty error node, and one token less if it could only be in the way. */
function parseNothing(cursor: Cursor): Expression {
  const start = cursor.start;
  const kind = cursor.kind;
  problemHere(
    cursor,
    kind === "newline" || kind === "end" ? "expected an expression" : "invalid syntax",
  );
  if (
    kind === "error" ||
    kind === "->" ||
    kind === "/" ||
    kind === "!=" ||
    kind === "<" ||
    kind === ">"
  )
    advance(cursor);
  return { kind: "ErrorExpression", start, end: Math.max(start, Math.min(cursor.lastEnd, start)) };
}

/** `()`, `(a)`, `(a, b)`, `(a for …)`, `(yield)`. */
function parseParentheses(cursor: Cursor): Expression {
  const start = cursor.start;
  advance(cursor);
  if (accept(cursor, ")")) return { kind: "TupleLiteral", start, end: cursor.lastEnd, items: [] };
  if (cursor.kind === "yield") {
    const value = parseYield(cursor);
    closeBracket(cursor, ")");
    return value;
  }
  const first = parseStarOrNamed(cursor);
  if (cursor.kind === "for" || cursor.kind === "async") {
    const value = comprehension(cursor, start, "generator", first);
    closeBracket(cursor, ")");
    return { ...value, end: cursor.lastEnd };
  }
  if (cursor.kind !== "," && first.kind !== "Starred") {
    closeBracket(cursor, ")");
    return first;
  }
  if (first.kind === "Starred" && cursor.kind !== ",")
    problem(cursor, first.start, first.end, "cannot use starred expression here");
  const items = parseItems(cursor, first);
  closeBracket(cursor, ")");
  return { kind: "TupleLiteral", start, end: cursor.lastEnd, items };
}

function parseList(cursor: Cursor): Expression {
  const start = cursor.start;
  advance(cursor);
  if (accept(cursor, "]")) return { kind: "ListLiteral", start, end: cursor.lastEnd, items: [] };
  const first = parseStarOrNamed(cursor);
  if (cursor.kind === "for" || cursor.kind === "async") {
    const value = comprehension(cursor, start, "list", first);
    closeBracket(cursor, "]");
    return { ...value, end: cursor.lastEnd };
  }
  const items = parseItems(cursor, first);
  closeBracket(cursor, "]");
  return { kind: "ListLiteral", start, end: cursor.lastEnd, items };
}

/** The items after the first one, each followed by a comma or the closing bracket. */
function parseItems(cursor: Cursor, first: Expression): Expression[] {
  const items = [first];
  for (;;) {
    if (!accept(cursor, ",")) {
      if (endsBracket(cursor.kind)) return items;
      const before = cursor.index;
      problemHere(cursor, "invalid syntax. Perhaps you forgot a comma?");
      items.push(parseStarOrNamed(cursor));
      if (cursor.index === before) {
        skipToSeparator(cursor);
        if (cursor.kind !== ",") return items;
      }
      continue;
    }
    if (endsBracket(cursor.kind)) return items;
    items.push(parseStarOrNamed(cursor));
  }
}

/** `{…}`: dict or set, display or comprehension. */
function parseBraces(cursor: Cursor): Expression {
  const start = cursor.start;
  advance(cursor);
  if (accept(cursor, "}")) return { kind: "DictLiteral", start, end: cursor.lastEnd, items: [] };
  if (cursor.kind === "**") return parseDict(cursor, start, parseDictItem(cursor));
  const first = parseStarOrNamed(cursor);
  if (cursor.kind === ":") {
    advance(cursor);
    const value = parseExpression(cursor);
    if (kindAt(cursor) === "for" || kindAt(cursor) === "async") {
      const clauses = parseClauses(cursor);
      closeBracket(cursor, "}");
      return { kind: "DictComprehension", start, end: cursor.lastEnd, key: first, value, clauses };
    }
    const item: DictItem = { start: first.start, end: cursor.lastEnd, key: first, value };
    return parseDict(cursor, start, item);
  }
  if (cursor.kind === "for" || cursor.kind === "async") {
    const value = comprehension(cursor, start, "set", first);
    closeBracket(cursor, "}");
    return { ...value, end: cursor.lastEnd };
  }
  const items = parseItems(cursor, first);
  closeBracket(cursor, "}");
  return { kind: "SetLiteral", start, end: cursor.lastEnd, items };
}

function parseDict(cursor: Cursor, start: number, first: DictItem): Expression {
  const items = [first];
  for (;;) {
    if (!accept(cursor, ",")) {
      if (endsBracket(cursor.kind)) break;
      const before = cursor.index;
      problemHere(cursor, "invalid syntax. Perhaps you forgot a comma?");
      items.push(parseDictItem(cursor));
      if (cursor.index === before) {
        skipToSeparator(cursor);
        if (cursor.kind !== ",") break;
      }
      continue;
    }
    if (endsBracket(cursor.kind)) break;
    items.push(parseDictItem(cursor));
  }
  closeBracket(cursor, "}");
  return { kind: "DictLiteral", start, end: cursor.lastEnd, items };
}

function parseDictItem(cursor: Cursor): DictItem {
  const start = cursor.start;
  if (accept(cursor, "**")) {
    const value = parseBitwise(cursor, 0);
    return { start, end: cursor.lastEnd, key: undefined, value };
  }
  const key = parseExpression(cursor);
  if (!expect(cursor, ":")) {
    const end = cursor.lastEnd;
    return { start, end, key, value: { kind: "ErrorExpression", start: end, end } };
  }
  const value = parseExpression(cursor);
  return { start, end: cursor.lastEnd, key, value };
}

function comprehension(
  cursor: Cursor,
  start: number,
  form: "list" | "set" | "generator",
  element: Expression,
): Expression {
  if (element.kind === "Starred")
    problem(
      cursor,
      element.start,
      element.end,
      "iterable unpacking cannot be used in comprehension",
    );
  const clauses = parseClauses(cursor);
  return { kind: "Comprehension", start, end: cursor.lastEnd, form, element, clauses };
}

function parseClauses(cursor: Cursor): ComprehensionClause[] {
  const clauses: ComprehensionClause[] = [];
  while (cursor.kind === "for" || (cursor.kind === "async" && kindAt(cursor, 1) === "for")) {
    const start = cursor.start;
    const isAsync = accept(cursor, "async");
    advance(cursor);
    const target = parseTargets(cursor);
    checkTarget(cursor, target, "assign");
    expect(cursor, "in");
    const iterable = parseOr(cursor);
    const conditions: Expression[] = [];
    while (accept(cursor, "if")) conditions.push(parseCondition(cursor));
    clauses.push({ start, end: cursor.lastEnd, isAsync, target, iterable, conditions });
  }
  if (clauses.length === 0) problemHere(cursor, "invalid syntax");
  return clauses;
}

function parseCondition(cursor: Cursor): Expression {
  const start = cursor.start;
  if (cursor.kind === "lambda") return parseExpression(cursor);
  const value = parseOr(cursor);
  if (cursor.kind !== ":=" || value.kind !== "Name") return value;
  advance(cursor);
  const right = parseOr(cursor);
  return { kind: "NamedExpression", start, end: cursor.lastEnd, target: value, value: right };
}

function parseYield(cursor: Cursor): Expression {
  const start = cursor.start;
  if (!cursor.inFunction) problemHere(cursor, "'yield' outside function");
  advance(cursor);
  if (accept(cursor, "from")) {
    const value = parseExpression(cursor);
    return { kind: "YieldFrom", start, end: cursor.lastEnd, value };
  }
  const value = endsExpression(cursor.kind) ? undefined : parseExpressions(cursor);
  return { kind: "Yield", start, end: cursor.lastEnd, value };
}

function parseLambda(cursor: Cursor): Expression {
  const start = cursor.start;
  advance(cursor);
  const parameters = parseParameters(cursor, ":");
  expect(cursor, ":");
  const { inFunction, inAsync } = cursor;
  cursor.inFunction = true;
  cursor.inAsync = false;
  const body = parseExpression(cursor);
  cursor.inFunction = inFunction;
  cursor.inAsync = inAsync;
  return { kind: "Lambda", start, end: cursor.lastEnd, parameters, body };
}

/** Parameters up to `)` of a `def` (with annotations) or `:` of a lambda (without). */
export function parseParameters(cursor: Cursor, close: ")" | ":"): Parameter[] {
  const parameters: Parameter[] = [];
  let form: "plain" | "keywordOnly" = "plain";
  let bareStar = false;
  while (cursor.kind !== close && !endsBracket(cursor.kind)) {
    const before = cursor.index;
    if (cursor.kind === "/") {
      if (parameters.length === 0 || form === "keywordOnly")
        problemHere(cursor, "at least one argument must precede /");
      advance(cursor);
      for (const [index, parameter] of parameters.entries())
        if (parameter.form === "plain")
          parameters[index] = { ...parameter, form: "positionalOnly" };
    } else if (cursor.kind === "*" && (kindAt(cursor, 1) === "," || kindAt(cursor, 1) === close)) {
      if (form === "keywordOnly") problemHere(cursor, "* argument may appear only once");
      advance(cursor);
      form = "keywordOnly";
      bareStar = true;
    } else {
      const starred = cursor.kind === "*";
      if (starred && form === "keywordOnly") problemHere(cursor, "* argument may appear only once");
      if (parameters[parameters.length - 1]?.form === "doubleStar")
        problemHere(cursor, "arguments cannot follow var-keyword argument");
      parameters.push(parseParameter(cursor, form, close === ")"));
      if (starred) form = "keywordOnly";
      else bareStar = false;
    }
    if (accept(cursor, ",")) continue;
    if (cursor.kind === close || endsBracket(cursor.kind)) break;
    problemHere(cursor, "invalid syntax in parameters");
    if (cursor.index === before) advance(cursor);
  }
  if (bareStar) problemHere(cursor, "named arguments must follow bare *");
  checkParameters(cursor, parameters);
  return parameters;
}

function parseParameter(
  cursor: Cursor,
  plain: "plain" | "keywordOnly",
  annotated: boolean,
): Parameter {
  const start = cursor.start;
  const form = accept(cursor, "*") ? "star" : accept(cursor, "**") ? "doubleStar" : plain;
  const name = takeIdentifier(cursor);
  let annotation: Expression | undefined;
  if (annotated && accept(cursor, ":"))
    annotation =
      form === "star" && cursor.kind === "*" ? parseStar(cursor) : parseExpression(cursor);
  let value: Expression | undefined;
  if (cursor.kind === "=") {
    if (form === "star" || form === "doubleStar")
      problemHere(cursor, "var-positional argument cannot have default value");
    advance(cursor);
    value = parseExpression(cursor);
  }
  return { form, start, end: Math.max(name.end, cursor.lastEnd), name, annotation, default: value };
}

function checkParameters(cursor: Cursor, parameters: readonly Parameter[]): void {
  let defaulted = false;
  const names = new Set<string>();
  for (const { form, name, default: value, start, end } of parameters) {
    if (names.has(name.name) && name.name !== "")
      problem(cursor, start, end, `duplicate argument '${name.name}' in function definition`);
    names.add(name.name);
    if (form !== "plain" && form !== "positionalOnly") continue;
    if (value !== undefined) defaulted = true;
    else if (defaulted)
      problem(cursor, start, end, "parameter without a default follows parameter with a default");
  }
}
