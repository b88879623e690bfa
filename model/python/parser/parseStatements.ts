// One grammar, one file: blocks hold statements and statements hold blocks.
import type {
  Branch,
  BinaryOperator,
  ClassDef,
  Expression,
  FunctionDef,
  Handler,
  Identifier,
  ImportedName,
  MatchCase,
  Placed,
  Statement,
  TypeParameter,
  WithItem,
} from "../syntax.ts";
import { checkTarget } from "./checkTarget.ts";
import {
  accept,
  advance,
  expect,
  kindAt,
  moveTo,
  problem,
  problemHere,
  skipToSeparator,
  takeIdentifier,
  textIs,
  type Cursor,
} from "./cursor.ts";
import {
  parseArguments,
  parseExpression,
  parseExpressions,
  parseNamed,
  parseParameters,
  parseTargets,
  parseValue,
} from "./parseExpressions.ts";
import { parsePatterns } from "./parsePatterns.ts";
import type { TokenKind } from "./tokens.ts";

const maxBlocks = 100;

/** Every statement of a text. */
export function parseBody(cursor: Cursor): Statement[] {
  const body: Statement[] = [];
  while (cursor.kind !== "end") parseLine(cursor, body);
  return body;
}

/** One line or one compound statement, whatever stands there. Takes at least one token. */
function parseLine(cursor: Cursor, body: Statement[]): void {
  cursor.broken = false;
  switch (cursor.kind) {
    case "newline":
    case "dedent":
      advance(cursor);
      return;
    case "indent":
      problemHere(cursor, "unexpected indent");
      advance(cursor);
      while (kindAt(cursor) !== "dedent" && kindAt(cursor) !== "end") parseLine(cursor, body);
      accept(cursor, "dedent");
      return;
    default: {
      const compound = parseCompound(cursor);
      if (compound) body.push(compound);
      else parseSimpleLine(cursor, body);
    }
  }
}

function parseCompound(cursor: Cursor): Statement | undefined {
  switch (cursor.kind) {
    // The most frequent first: they are compared one after the other.
    case "name":
      return textIs(cursor, "match") ? parseMatch(cursor) : undefined;
    case "if":
      return parseIf(cursor);
    case "while":
      return parseWhile(cursor);
    case "for":
      return parseFor(cursor, cursor.start, false);
    case "try":
      return parseTry(cursor);
    case "with":
      return parseWith(cursor, cursor.start, false);
    case "def":
      return parseFunction(cursor, cursor.start, [], false);
    case "class":
      return parseClass(cursor, cursor.start, []);
    case "@":
      return parseDecorated(cursor);
    case "async":
      return parseAsync(cursor, cursor.start, []);
    case "elif":
    case "else":
    case "except":
    case "finally":
      return parseOrphan(cursor);
    default:
      return undefined;
  }
}

/** `else:` and the like without what they belong to: their block is still read. */
function parseOrphan(cursor: Cursor): Statement {
  const start = cursor.start;
  problemHere(cursor, "invalid syntax");
  advance(cursor);
  if (cursor.kind !== ":" && cursor.kind !== "newline") parseExpressions(cursor);
  const body = parseBlock(cursor, "statement");
  const test: Expression = { kind: "ErrorExpression", start, end: start };
  const end = cursor.lastEnd;
  return { kind: "If", start, end, branches: [{ start, end, test, body }], orelse: [] };
}

/** Statements separated by `;` up to the line's end. */
function parseSimpleLine(cursor: Cursor, body: Statement[]): void {
  for (;;) {
    const before = cursor.index;
    const start = cursor.start;
    body.push(parseSimple(cursor));
    if (accept(cursor, ";")) {
      if (accept(cursor, "newline") || cursor.kind === "end") return;
      continue;
    }
    if (accept(cursor, "newline") || cursor.kind === "end" || cursor.kind === "dedent") return;
    problemHere(cursor, "invalid syntax");
    if (cursor.index === before) advance(cursor);
    skipLine(cursor, body, start);
    return;
  }
}

/** Moves behind the line's end; expressions on the way are kept, so that names in them are still seen. */
function skipLine(cursor: Cursor, body: Statement[], start: number): void {
  const expressions: Expression[] = [];
  while (cursor.kind !== "newline" && cursor.kind !== "end") {
    const before = cursor.index;
    const value = parseExpressions(cursor);
    if (value.kind !== "ErrorExpression") expressions.push(value);
    if (cursor.index === before) advance(cursor);
  }
  if (expressions.length > 0)
    body.push({ kind: "ErrorStatement", start, end: cursor.lastEnd, expressions });
  accept(cursor, "newline");
}

function parseSimple(cursor: Cursor): Statement {
  const start = cursor.start;
  switch (cursor.kind) {
    case "name":
      if (textIs(cursor, "type") && kindAt(cursor, 1) === "name")
        if (kindAt(cursor, 2) === "=" || kindAt(cursor, 2) === "[")
          return parseTypeAlias(cursor, start);
      return parseExpressionStatement(cursor, start);
    case "pass":
      advance(cursor);
      return { kind: "Pass", start, end: cursor.lastEnd };
    case "break":
    case "continue":
      return parseJump(cursor, start);
    case "return": {
      if (!cursor.inFunction) problemHere(cursor, "'return' outside function");
      advance(cursor);
      const value = endsStatement(cursor.kind) ? undefined : parseExpressions(cursor);
      return { kind: "Return", start, end: cursor.lastEnd, value };
    }
    case "raise": {
      advance(cursor);
      const exception = endsStatement(cursor.kind) ? undefined : parseExpression(cursor);
      const cause = exception && accept(cursor, "from") ? parseExpression(cursor) : undefined;
      return { kind: "Raise", start, end: cursor.lastEnd, exception, cause };
    }
    case "global":
    case "nonlocal": {
      const kind = cursor.kind === "global" ? "Global" : "Nonlocal";
      if (kind === "Nonlocal" && !cursor.inFunction && !cursor.inClass)
        problemHere(cursor, "nonlocal declaration not allowed at module level");
      advance(cursor);
      const names = [takeIdentifier(cursor)];
      while (accept(cursor, ",")) names.push(takeIdentifier(cursor));
      return { kind, start, end: cursor.lastEnd, names };
    }
    case "del": {
      advance(cursor);
      const target = parseTargets(cursor);
      checkTarget(cursor, target, "delete");
      const targets = target.kind === "TupleLiteral" ? target.items : [target];
      return { kind: "Delete", start, end: cursor.lastEnd, targets };
    }
    case "assert": {
      advance(cursor);
      const test = parseExpression(cursor);
      const message = accept(cursor, ",") ? parseExpression(cursor) : undefined;
      return { kind: "Assert", start, end: cursor.lastEnd, test, message };
    }
    case "import":
      return parseImport(cursor, start);
    case "from":
      return parseImportFrom(cursor, start);
    default:
      return parseExpressionStatement(cursor, start);
  }
}

function endsStatement(kind: TokenKind): boolean {
  return kind === "newline" || kind === "end" || kind === ";";
}

function parseJump(cursor: Cursor, start: number): Statement {
  const kind = cursor.kind === "break" ? "Break" : "Continue";
  if (!cursor.inLoop)
    problemHere(
      cursor,
      kind === "Break" ? "'break' outside loop" : "'continue' not properly in loop",
    );
  advance(cursor);
  return { kind, start, end: cursor.lastEnd };
}

const augmented: Partial<Record<TokenKind, BinaryOperator>> = {
  "+=": "+",
  "-=": "-",
  "*=": "*",
  "/=": "/",
  "//=": "//",
  "%=": "%",
  "@=": "@",
  "**=": "**",
  "<<=": "<<",
  ">>=": ">>",
  "&=": "&",
  "|=": "|",
  "^=": "^",
};

function parseExpressionStatement(cursor: Cursor, start: number): Statement {
  const parenthesized = cursor.kind === "(";
  const first = parseValue(cursor);
  if (cursor.kind === "=") return parseAssign(cursor, start, first);
  const operator = cursor.kind === "newline" ? undefined : augmented[cursor.kind];
  if (operator) {
    checkTarget(cursor, first, "augment");
    advance(cursor);
    const value = parseValue(cursor);
    return { kind: "AugmentedAssign", start, end: cursor.lastEnd, target: first, operator, value };
  }
  if (cursor.kind === ":" && first.kind !== "Yield" && first.kind !== "YieldFrom") {
    checkTarget(cursor, first, "annotate");
    advance(cursor);
    const annotation = parseExpression(cursor);
    const value = accept(cursor, "=") ? parseValue(cursor) : undefined;
    const end = cursor.lastEnd;
    return { kind: "AnnotatedAssign", start, end, target: first, annotation, value };
  }
  if (first.kind === "NamedExpression" && !parenthesized)
    problem(
      cursor,
      first.start,
      first.end,
      "invalid syntax: parenthesize the assignment expression",
    );
  if (first.kind === "Starred")
    problem(cursor, first.start, first.end, "cannot use starred expression here");
  return { kind: "ExpressionStatement", start, end: cursor.lastEnd, value: first };
}

function parseAssign(cursor: Cursor, start: number, first: Expression): Statement {
  const targets: Expression[] = [];
  let value = first;
  while (accept(cursor, "=")) {
    checkTarget(cursor, value, "assign");
    targets.push(value);
    value = parseValue(cursor);
  }
  if (value.kind === "Starred")
    problem(cursor, value.start, value.end, "cannot use starred expression here");
  return { kind: "Assign", start, end: cursor.lastEnd, targets, value };
}

function parseImport(cursor: Cursor, start: number): Statement {
  advance(cursor);
  const names: ImportedName[] = [];
  do {
    const from = cursor.start;
    const name = dottedName(cursor);
    const alias = accept(cursor, "as") ? takeIdentifier(cursor) : undefined;
    names.push({ start: from, end: cursor.lastEnd, name, alias });
  } while (accept(cursor, ","));
  return { kind: "Import", start, end: cursor.lastEnd, names };
}

function dottedName(cursor: Cursor): Identifier {
  const first = takeIdentifier(cursor);
  let name = first.name;
  let end = first.end;
  while (accept(cursor, ".")) {
    const next = takeIdentifier(cursor);
    name += `.${next.name}`;
    end = next.end;
  }
  return { kind: "Identifier", start: first.start, end, name };
}

function parseImportFrom(cursor: Cursor, start: number): Statement {
  advance(cursor);
  const moduleStart = cursor.start;
  let level = 0;
  for (;;) {
    if (accept(cursor, ".")) level++;
    else if (accept(cursor, "...")) level += 3;
    else break;
  }
  const named = cursor.kind === "name" || level === 0;
  const module = named ? dottedName(cursor).name : "";
  const moduleSpan: Placed = { start: moduleStart, end: Math.max(moduleStart, cursor.lastEnd) };
  const made = (names: readonly ImportedName[], star: boolean): Statement => ({
    kind: "ImportFrom",
    start,
    end: cursor.lastEnd,
    module,
    moduleSpan,
    level,
    names,
    star,
  });
  if (!expect(cursor, "import")) return made([], false);
  if (cursor.kind === "*") {
    if (cursor.inFunction || cursor.inClass)
      problemHere(cursor, "import * only allowed at module level");
    advance(cursor);
    return made([], true);
  }
  const parenthesized = accept(cursor, "(");
  const names: ImportedName[] = [];
  while (cursor.kind === "name") {
    const name = takeIdentifier(cursor);
    const alias = accept(cursor, "as") ? takeIdentifier(cursor) : undefined;
    names.push({ start: name.start, end: cursor.lastEnd, name, alias });
    if (!accept(cursor, ",")) break;
    if (!parenthesized && kindAt(cursor) === "newline")
      problemHere(cursor, "trailing comma not allowed without surrounding parentheses");
  }
  if (names.length === 0) problemHere(cursor, "expected a name to import");
  if (parenthesized && !accept(cursor, ")")) {
    problemHere(cursor, "'(' was never closed");
    skipToSeparator(cursor);
    accept(cursor, ")");
  }
  return made(names, false);
}

function parseTypeAlias(cursor: Cursor, start: number): Statement {
  advance(cursor);
  const name = takeIdentifier(cursor);
  const typeParameters = parseTypeParameters(cursor);
  expect(cursor, "=");
  const value = parseExpression(cursor);
  return { kind: "TypeAlias", start, end: cursor.lastEnd, name, typeParameters, value };
}

/** The block after a header, from its `:` on. */
function parseBlock(cursor: Cursor, after: string): Statement[] {
  const body: Statement[] = [];
  if (!accept(cursor, ":")) {
    problemHere(cursor, "expected ':'");
    skipTo(cursor, ":");
    accept(cursor, ":");
  }
  if (cursor.kind !== "newline") {
    if (cursor.kind === "end") problemHere(cursor, `expected a statement after ${after}`);
    else if (startsCompound(cursor)) {
      problemHere(cursor, "invalid syntax");
      parseLine(cursor, body);
    } else parseSimpleLine(cursor, body);
    return body;
  }
  const lineEnd = cursor.lastEnd;
  advance(cursor);
  if (kindAt(cursor) !== "indent") {
    problem(cursor, lineEnd, lineEnd, `expected an indented block after ${after}`);
    cursor.lastEnd = lineEnd;
    return body;
  }
  advance(cursor);
  if (++cursor.depth > maxBlocks) problemHere(cursor, "too many levels of indentation");
  if (cursor.depth > maxBlocks) skipBlock(cursor);
  let end = cursor.lastEnd;
  while (kindAt(cursor) !== "dedent" && kindAt(cursor) !== "end") {
    parseLine(cursor, body);
    end = body[body.length - 1]?.end ?? end;
  }
  cursor.depth--;
  accept(cursor, "dedent");
  cursor.lastEnd = end;
  return body;
}

function skipBlock(cursor: Cursor): void {
  let level = 0;
  while (cursor.kind !== "end") {
    if (cursor.kind === "indent") level++;
    else if (cursor.kind === "dedent" && level-- === 0) return;
    advance(cursor);
  }
}

/** Moves to the next token of a kind, or the line's end. */
function skipTo(cursor: Cursor, wanted: TokenKind): void {
  for (;;) {
    const kind = cursor.kind;
    if (kind === wanted || kind === "newline" || kind === "end") return;
    advance(cursor);
  }
}

function startsCompound(cursor: Cursor): boolean {
  switch (cursor.kind) {
    case "if":
    case "while":
    case "for":
    case "try":
    case "with":
    case "def":
    case "class":
    case "@":
    case "async":
      return true;
    default:
      return false;
  }
}

function parseIf(cursor: Cursor): Statement {
  const start = cursor.start;
  const branches: Branch[] = [];
  do {
    const from = cursor.start;
    advance(cursor);
    const test = parseNamed(cursor);
    const body = parseBlock(cursor, "'if' statement");
    branches.push({ start: from, end: cursor.lastEnd, test, body });
    cursor.broken = false;
  } while (cursor.kind === "elif");
  const orelse = parseElse(cursor);
  return { kind: "If", start, end: cursor.lastEnd, branches, orelse };
}

function parseElse(cursor: Cursor): Statement[] {
  return accept(cursor, "else") ? parseBlock(cursor, "'else' statement") : [];
}

function parseLoopBody(cursor: Cursor, after: string): Statement[] {
  const { inLoop } = cursor;
  cursor.inLoop = true;
  const body = parseBlock(cursor, after);
  cursor.inLoop = inLoop;
  return body;
}

function parseWhile(cursor: Cursor): Statement {
  const start = cursor.start;
  advance(cursor);
  const test = parseNamed(cursor);
  const body = parseLoopBody(cursor, "'while' statement");
  const orelse = parseElse(cursor);
  return { kind: "While", start, end: cursor.lastEnd, test, body, orelse };
}

function parseFor(cursor: Cursor, start: number, isAsync: boolean): Statement {
  advance(cursor);
  const target = parseTargets(cursor);
  checkTarget(cursor, target, "assign");
  const iterable: Expression = expect(cursor, "in")
    ? parseExpressions(cursor)
    : { kind: "ErrorExpression", start: cursor.lastEnd, end: cursor.lastEnd };
  const body = parseLoopBody(cursor, "'for' statement");
  const orelse = parseElse(cursor);
  return { kind: "For", start, end: cursor.lastEnd, isAsync, target, iterable, body, orelse };
}

function parseTry(cursor: Cursor): Statement {
  const start = cursor.start;
  advance(cursor);
  const body = parseBlock(cursor, "'try' statement");
  const handlers: Handler[] = [];
  let isStar = false;
  while (cursor.kind === "except") {
    const from = cursor.start;
    cursor.broken = false;
    advance(cursor);
    if (accept(cursor, "*")) isStar = true;
    const type = kindAt(cursor) === ":" ? undefined : parseExpressions(cursor);
    const name = accept(cursor, "as") ? takeIdentifier(cursor) : undefined;
    const handler = parseBlock(cursor, "'except' statement");
    handlers.push({ start: from, end: cursor.lastEnd, type, name, body: handler });
  }
  const bare = handlers.findIndex((handler) => handler.type === undefined);
  if (bare >= 0 && bare < handlers.length - 1)
    problem(cursor, start, cursor.lastEnd, "default 'except:' must be last");
  const orelse = handlers.length > 0 ? parseElse(cursor) : [];
  const hasFinally = accept(cursor, "finally");
  const finalbody = hasFinally ? parseBlock(cursor, "'finally' statement") : [];
  if (handlers.length === 0 && !hasFinally)
    problemHere(cursor, "expected 'except' or 'finally' block");
  return { kind: "Try", start, end: cursor.lastEnd, body, handlers, isStar, orelse, finalbody };
}

function parseWith(cursor: Cursor, start: number, isAsync: boolean): Statement {
  advance(cursor);
  const items = parseBracketedItems(cursor) ?? parseWithItems(cursor, ":");
  const body = parseBlock(cursor, "'with' statement");
  return { kind: "With", start, end: cursor.lastEnd, isAsync, items, body };
}

/** `(a as b, c as d)`; undefined, and nothing taken, where the parentheses belong to an expression. */
function parseBracketedItems(cursor: Cursor): WithItem[] | undefined {
  if (cursor.kind !== "(") return undefined;
  const { index, lastEnd, broken } = cursor;
  const count = cursor.problems.length;
  advance(cursor);
  if (kindAt(cursor) !== ")") {
    const items = parseWithItems(cursor, ")");
    if (accept(cursor, ")") && kindAt(cursor) === ":" && cursor.problems.length === count)
      return items;
  }
  moveTo(cursor, index);
  cursor.lastEnd = lastEnd;
  cursor.broken = broken;
  cursor.problems.length = count;
  return undefined;
}

function parseWithItems(cursor: Cursor, close: ":" | ")"): WithItem[] {
  const items: WithItem[] = [];
  do {
    if (cursor.kind === close && items.length > 0) {
      if (close === ":") problemHere(cursor, "invalid syntax");
      break;
    }
    const start = cursor.start;
    const context = close === ")" ? parseNamed(cursor) : parseExpression(cursor);
    let target: Expression | undefined;
    if (accept(cursor, "as")) {
      target = parseWithTarget(cursor);
      checkTarget(cursor, target, "assign");
    }
    items.push({ start, end: cursor.lastEnd, context, target });
  } while (accept(cursor, ","));
  return items;
}

/** One target: a comma after it begins the next item. */
function parseWithTarget(cursor: Cursor): Expression {
  return parseExpression(cursor);
}

function parseDecorated(cursor: Cursor): Statement {
  const start = cursor.start;
  const decorators: Expression[] = [];
  while (accept(cursor, "@")) {
    decorators.push(parseNamed(cursor));
    if (!accept(cursor, "newline")) {
      problemHere(cursor, "invalid syntax");
      skipTo(cursor, "newline");
      accept(cursor, "newline");
    }
  }
  switch (cursor.kind) {
    case "def":
      return parseFunction(cursor, start, decorators, false);
    case "class":
      return parseClass(cursor, start, decorators);
    case "async":
      if (kindAt(cursor, 1) === "def") return parseAsync(cursor, start, decorators);
      break;
    default:
      break;
  }
  problemHere(cursor, "expected a function or class after the decorator");
  return { kind: "ErrorStatement", start, end: cursor.lastEnd, expressions: decorators };
}

function parseAsync(cursor: Cursor, start: number, decorators: readonly Expression[]): Statement {
  const next = kindAt(cursor, 1);
  if (next === "def") {
    advance(cursor);
    return parseFunction(cursor, start, decorators, true);
  }
  if (next === "for" || next === "with") {
    if (!cursor.inAsync) problemHere(cursor, `'async ${next}' outside async function`);
    advance(cursor);
    return next === "for" ? parseFor(cursor, start, true) : parseWith(cursor, start, true);
  }
  problemHere(cursor, "invalid syntax");
  advance(cursor);
  return { kind: "ErrorStatement", start, end: cursor.lastEnd, expressions: [] };
}

function parseFunction(
  cursor: Cursor,
  start: number,
  decorators: readonly Expression[],
  isAsync: boolean,
): FunctionDef {
  advance(cursor);
  const name = takeIdentifier(cursor);
  const typeParameters = parseTypeParameters(cursor);
  const parameters = expect(cursor, "(") ? parseParameters(cursor, ")") : [];
  if (!accept(cursor, ")")) {
    problemHere(cursor, "'(' was never closed");
    for (let kind = cursor.kind; kind !== "newline" && kind !== "end" && kind !== ":";) {
      advance(cursor);
      kind = cursor.kind;
    }
  }
  const returns = accept(cursor, "->") ? parseExpressions(cursor) : undefined;
  const { inFunction, inAsync, inLoop, inClass } = cursor;
  Object.assign(cursor, { inFunction: true, inAsync: isAsync, inLoop: false, inClass: false });
  const body = parseBlock(cursor, "function definition");
  Object.assign(cursor, { inFunction, inAsync, inLoop, inClass });
  return {
    kind: "FunctionDef",
    start,
    end: cursor.lastEnd,
    isAsync,
    name,
    decorators,
    typeParameters,
    parameters,
    returns,
    body,
  };
}

function parseTypeParameters(cursor: Cursor): TypeParameter[] {
  const parameters: TypeParameter[] = [];
  if (!accept(cursor, "[")) return parameters;
  while (cursor.kind === "name" || cursor.kind === "*" || cursor.kind === "**") {
    const start = cursor.start;
    const form = accept(cursor, "*") ? "star" : accept(cursor, "**") ? "doubleStar" : "plain";
    const name = takeIdentifier(cursor);
    const bound = accept(cursor, ":") ? parseExpression(cursor) : undefined;
    let value: Expression | undefined;
    if (accept(cursor, "=")) {
      const starred = form === "star" && accept(cursor, "*");
      value = parseExpression(cursor);
      if (starred) value = { kind: "Starred", start: value.start - 1, end: value.end, value };
    }
    parameters.push({ start, end: cursor.lastEnd, name, form, bound, default: value });
    if (!accept(cursor, ",")) break;
  }
  expect(cursor, "]");
  return parameters;
}

function parseClass(cursor: Cursor, start: number, decorators: readonly Expression[]): ClassDef {
  advance(cursor);
  const name = takeIdentifier(cursor);
  const typeParameters = parseTypeParameters(cursor);
  const args = cursor.kind === "(" ? parseArguments(cursor) : [];
  const { inFunction, inAsync, inLoop, inClass } = cursor;
  Object.assign(cursor, { inFunction: false, inAsync: false, inLoop: false, inClass: true });
  const body = parseBlock(cursor, "class definition");
  Object.assign(cursor, { inFunction, inAsync, inLoop, inClass });
  return {
    kind: "ClassDef",
    start,
    end: cursor.lastEnd,
    name,
    decorators,
    typeParameters,
    args,
    body,
  };
}

/** `match` is a name unless a block of cases follows; undefined, and nothing taken, where it is one. */
function parseMatch(cursor: Cursor): Statement | undefined {
  if (!mayBeginSubject(kindAt(cursor, 1))) return undefined;
  const { index, lastEnd, broken } = cursor;
  const count = cursor.problems.length;
  const start = cursor.start;
  advance(cursor);
  const subject = parseExpressions(cursor);
  const isMatch =
    cursor.problems.length === count &&
    cursor.kind === ":" &&
    kindAt(cursor, 1) === "newline" &&
    kindAt(cursor, 2) === "indent";
  if (!isMatch || cursor.tokens.kinds[cursor.index + 3] !== "name") {
    moveTo(cursor, index);
    cursor.lastEnd = lastEnd;
    cursor.broken = broken;
    cursor.problems.length = count;
    return undefined;
  }
  advance(cursor);
  advance(cursor);
  advance(cursor);
  const cases: MatchCase[] = [];
  cursor.depth++;
  while (cursor.kind !== "dedent" && cursor.kind !== "end") {
    cursor.broken = false;
    const made = parseCase(cursor);
    if (made) cases.push(made);
  }
  cursor.depth--;
  const end = cursor.lastEnd;
  accept(cursor, "dedent");
  cursor.lastEnd = end;
  return { kind: "Match", start, end, subject, cases };
}

function mayBeginSubject(kind: TokenKind): boolean {
  switch (kind) {
    case "name":
    case "number":
    case "string":
    case "(":
    case "[":
    case "{":
    case "-":
    case "+":
    case "~":
    case "*":
    case "not":
    case "lambda":
    case "await":
    case "None":
    case "True":
    case "False":
    case "...":
      return true;
    default:
      return false;
  }
}

function parseCase(cursor: Cursor): MatchCase | undefined {
  const start = cursor.start;
  if (cursor.kind !== "name" || !textIs(cursor, "case")) {
    problemHere(cursor, "expected 'case'");
    const dropped: Statement[] = [];
    parseLine(cursor, dropped);
    return undefined;
  }
  advance(cursor);
  const pattern = parsePatterns(cursor);
  const guard = accept(cursor, "if") ? parseNamed(cursor) : undefined;
  const body = parseBlock(cursor, "'case' statement");
  return { start, end: Math.max(cursor.lastEnd, endOfLast(body)), pattern, guard, body };
}

function endOfLast(body: readonly Statement[]): number {
  return body[body.length - 1]?.end ?? 0;
}
