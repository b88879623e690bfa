import type {
  Argument,
  ComprehensionClause,
  Expression,
  FormatPart,
  Parameter,
  Pattern,
  Statement,
} from "./syntax.ts";

// Walks of the tree are most of what is done with a file that is read once: their loops over lists go by index, which leaves
// no garbage in code that is not compiled yet.

/** What is visited of a tree: statements and expressions; patterns are looked through for the expressions in them. */
export type Visit<C> = (node: Statement | Expression, context: C) => void;

/** Visits the statements and expressions directly inside a node, in the order of the text. */
export function forEachChild(node: Statement | Expression, visit: Visit<undefined>): void {
  forEachChildWith(node, visit, undefined);
}

/** As `forEachChild`, handing the context to each visit as it is: a walk needs no function of its own for each node. */
export function forEachChildWith<C>(
  node: Statement | Expression,
  visit: Visit<C>,
  context: C,
): void {
  switch (node.kind) {
    // The most frequent first: they are compared one after the other.
    case "Name":
    case "StringLiteral":
    case "IntegerLiteral":
    case "BooleanLiteral":
    case "NoneLiteral":
      return;
    case "Call":
      visit(node.callee, context);
      visitArguments(node.args, visit, context);
      return;
    case "Attribute":
      visit(node.object, context);
      return;
    case "BinaryOperation":
      visit(node.left, context);
      visit(node.right, context);
      return;
    case "ListLiteral":
    case "TupleLiteral":
    case "SetLiteral":
      visitAll(node.items, visit, context);
      return;
    case "DictLiteral":
      for (const { key, value } of node.items) {
        visitMaybe(key, visit, context);
        visit(value, context);
      }
      return;
    case "FormatString":
      visitParts(node.parts, visit, context);
      return;
    case "ExpressionStatement":
    case "Await":
    case "YieldFrom":
    case "Starred":
      visit(node.value, context);
      return;
    case "Assign":
      visitAll(node.targets, visit, context);
      visit(node.value, context);
      return;
    case "AnnotatedAssign":
      visit(node.target, context);
      visit(node.annotation, context);
      visitMaybe(node.value, visit, context);
      return;
    case "AugmentedAssign":
    case "NamedExpression":
      visit(node.target, context);
      visit(node.value, context);
      return;
    case "Return":
    case "Yield":
      visitMaybe(node.value, visit, context);
      return;
    case "Raise":
      visitMaybe(node.exception, visit, context);
      visitMaybe(node.cause, visit, context);
      return;
    case "Delete":
      visitAll(node.targets, visit, context);
      return;
    case "Pass":
    case "Break":
    case "Continue":
    case "Import":
    case "ImportFrom":
    case "Global":
    case "Nonlocal":
    case "EllipsisLiteral":
    case "FloatLiteral":
    case "ImaginaryLiteral":
    case "BytesLiteral":
    case "ErrorExpression":
      return;
    case "Assert":
      visit(node.test, context);
      visitMaybe(node.message, visit, context);
      return;
    case "If":
      for (const branch of node.branches) {
        visit(branch.test, context);
        visitAll(branch.body, visit, context);
      }
      visitAll(node.orelse, visit, context);
      return;
    case "While":
      visit(node.test, context);
      visitAll(node.body, visit, context);
      visitAll(node.orelse, visit, context);
      return;
    case "For":
      visit(node.target, context);
      visit(node.iterable, context);
      visitAll(node.body, visit, context);
      visitAll(node.orelse, visit, context);
      return;
    case "Try":
      visitAll(node.body, visit, context);
      for (const handler of node.handlers) {
        visitMaybe(handler.type, visit, context);
        visitAll(handler.body, visit, context);
      }
      visitAll(node.orelse, visit, context);
      visitAll(node.finalbody, visit, context);
      return;
    case "With":
      for (const item of node.items) {
        visit(item.context, context);
        visitMaybe(item.target, visit, context);
      }
      visitAll(node.body, visit, context);
      return;
    case "FunctionDef":
      visitAll(node.decorators, visit, context);
      visitParameters(node.parameters, visit, context);
      visitMaybe(node.returns, visit, context);
      visitAll(node.body, visit, context);
      return;
    case "ClassDef":
      visitAll(node.decorators, visit, context);
      visitArguments(node.args, visit, context);
      visitAll(node.body, visit, context);
      return;
    case "Match":
      visit(node.subject, context);
      for (const each of node.cases) {
        visitPattern(each.pattern, visit, context);
        visitMaybe(each.guard, visit, context);
        visitAll(each.body, visit, context);
      }
      return;
    case "TypeAlias":
      visit(node.value, context);
      return;
    case "ErrorStatement":
      visitAll(node.expressions, visit, context);
      return;
    case "BooleanOperation":
      visitAll(node.values, visit, context);
      return;
    case "UnaryOperation":
      visit(node.operand, context);
      return;
    case "Comparison":
      visit(node.left, context);
      for (const { right } of node.rest) visit(right, context);
      return;
    case "Conditional":
      visit(node.then, context);
      visit(node.test, context);
      visit(node.otherwise, context);
      return;
    case "Lambda":
      visitParameters(node.parameters, visit, context);
      visit(node.body, context);
      return;
    case "Subscript":
      visit(node.object, context);
      visit(node.index, context);
      return;
    case "Slice":
      visitMaybe(node.lower, visit, context);
      visitMaybe(node.upper, visit, context);
      visitMaybe(node.step, visit, context);
      return;
    case "Comprehension":
      visit(node.element, context);
      visitClauses(node.clauses, visit, context);
      return;
    case "DictComprehension":
      visit(node.key, context);
      visit(node.value, context);
      visitClauses(node.clauses, visit, context);
      return;
  }
}

function visitAll<C>(
  nodes: readonly (Statement | Expression)[],
  visit: Visit<C>,
  context: C,
): void {
  for (let at = 0, node = nodes[0]; node; node = nodes[++at]) visit(node, context);
}

function visitMaybe<C>(node: Expression | undefined, visit: Visit<C>, context: C): void {
  if (node) visit(node, context);
}

function visitArguments<C>(args: readonly Argument[], visit: Visit<C>, context: C): void {
  for (let at = 0, arg = args[0]; arg; arg = args[++at]) visit(arg.value, context);
}

function visitParameters<C>(parameters: readonly Parameter[], visit: Visit<C>, context: C): void {
  for (const parameter of parameters) {
    visitMaybe(parameter.annotation, visit, context);
    visitMaybe(parameter.default, visit, context);
  }
}

function visitClauses<C>(
  clauses: readonly ComprehensionClause[],
  visit: Visit<C>,
  context: C,
): void {
  for (const { target, iterable, conditions } of clauses) {
    visit(target, context);
    visit(iterable, context);
    visitAll(conditions, visit, context);
  }
}

function visitParts<C>(parts: readonly FormatPart[], visit: Visit<C>, context: C): void {
  for (let at = 0, part = parts[0]; part; part = parts[++at]) {
    if (part.kind !== "FormatReplacement") continue;
    visit(part.value, context);
    visitParts(part.spec, visit, context);
  }
}

function visitPattern<C>(pattern: Pattern, visit: Visit<C>, context: C): void {
  switch (pattern.kind) {
    case "ValuePattern":
      visit(pattern.value, context);
      return;
    case "SequencePattern":
      for (const item of pattern.items) visitPattern(item, visit, context);
      return;
    case "MappingPattern":
      for (const item of pattern.items) {
        visit(item.key, context);
        visitPattern(item.pattern, visit, context);
      }
      return;
    case "ClassPattern":
      visit(pattern.class, context);
      for (const item of pattern.positional) visitPattern(item, visit, context);
      for (const item of pattern.keywords) visitPattern(item.pattern, visit, context);
      return;
    case "OrPattern":
      for (const option of pattern.options) visitPattern(option, visit, context);
      return;
    case "AsPattern":
      visitPattern(pattern.pattern, visit, context);
      return;
    case "CapturePattern":
    case "StarPattern":
    case "ErrorPattern":
      return;
  }
}
