import type {
  Argument,
  ComprehensionClause,
  Expression,
  FormatPart,
  Parameter,
  Pattern,
  Statement,
} from "./syntax.ts";

/** What is visited of a tree: statements and expressions; patterns are looked through for the expressions in them. */
export type Visit = (node: Statement | Expression) => void;

/** Visits the statements and expressions directly inside a node, in the order of the text. */
export function forEachChild(node: Statement | Expression, visit: Visit): void {
  switch (node.kind) {
    case "ExpressionStatement":
    case "Await":
    case "YieldFrom":
    case "Starred":
      visit(node.value);
      return;
    case "Assign":
      node.targets.forEach(visit);
      visit(node.value);
      return;
    case "AnnotatedAssign":
      visit(node.target);
      visit(node.annotation);
      visitMaybe(node.value, visit);
      return;
    case "AugmentedAssign":
    case "NamedExpression":
      visit(node.target);
      visit(node.value);
      return;
    case "Return":
    case "Yield":
      visitMaybe(node.value, visit);
      return;
    case "Raise":
      visitMaybe(node.exception, visit);
      visitMaybe(node.cause, visit);
      return;
    case "Delete":
      node.targets.forEach(visit);
      return;
    case "Pass":
    case "Break":
    case "Continue":
    case "Import":
    case "ImportFrom":
    case "Global":
    case "Nonlocal":
    case "Name":
    case "NoneLiteral":
    case "BooleanLiteral":
    case "EllipsisLiteral":
    case "IntegerLiteral":
    case "FloatLiteral":
    case "ImaginaryLiteral":
    case "StringLiteral":
    case "BytesLiteral":
    case "ErrorExpression":
      return;
    case "Assert":
      visit(node.test);
      visitMaybe(node.message, visit);
      return;
    case "If":
      for (const branch of node.branches) {
        visit(branch.test);
        branch.body.forEach(visit);
      }
      node.orelse.forEach(visit);
      return;
    case "While":
      visit(node.test);
      node.body.forEach(visit);
      node.orelse.forEach(visit);
      return;
    case "For":
      visit(node.target);
      visit(node.iterable);
      node.body.forEach(visit);
      node.orelse.forEach(visit);
      return;
    case "Try":
      node.body.forEach(visit);
      for (const handler of node.handlers) {
        visitMaybe(handler.type, visit);
        handler.body.forEach(visit);
      }
      node.orelse.forEach(visit);
      node.finalbody.forEach(visit);
      return;
    case "With":
      for (const item of node.items) {
        visit(item.context);
        visitMaybe(item.target, visit);
      }
      node.body.forEach(visit);
      return;
    case "FunctionDef":
      node.decorators.forEach(visit);
      visitParameters(node.parameters, visit);
      visitMaybe(node.returns, visit);
      node.body.forEach(visit);
      return;
    case "ClassDef":
      node.decorators.forEach(visit);
      visitArguments(node.args, visit);
      node.body.forEach(visit);
      return;
    case "Match":
      visit(node.subject);
      for (const each of node.cases) {
        visitPattern(each.pattern, visit);
        visitMaybe(each.guard, visit);
        each.body.forEach(visit);
      }
      return;
    case "TypeAlias":
      visit(node.value);
      return;
    case "ErrorStatement":
      node.expressions.forEach(visit);
      return;
    case "FormatString":
      visitParts(node.parts, visit);
      return;
    case "BinaryOperation":
      visit(node.left);
      visit(node.right);
      return;
    case "BooleanOperation":
      node.values.forEach(visit);
      return;
    case "UnaryOperation":
      visit(node.operand);
      return;
    case "Comparison":
      visit(node.left);
      for (const { right } of node.rest) visit(right);
      return;
    case "Conditional":
      visit(node.then);
      visit(node.test);
      visit(node.otherwise);
      return;
    case "Lambda":
      visitParameters(node.parameters, visit);
      visit(node.body);
      return;
    case "Call":
      visit(node.callee);
      visitArguments(node.args, visit);
      return;
    case "Attribute":
      visit(node.object);
      return;
    case "Subscript":
      visit(node.object);
      visit(node.index);
      return;
    case "Slice":
      visitMaybe(node.lower, visit);
      visitMaybe(node.upper, visit);
      visitMaybe(node.step, visit);
      return;
    case "ListLiteral":
    case "TupleLiteral":
    case "SetLiteral":
      node.items.forEach(visit);
      return;
    case "DictLiteral":
      for (const { key, value } of node.items) {
        visitMaybe(key, visit);
        visit(value);
      }
      return;
    case "Comprehension":
      visit(node.element);
      visitClauses(node.clauses, visit);
      return;
    case "DictComprehension":
      visit(node.key);
      visit(node.value);
      visitClauses(node.clauses, visit);
      return;
  }
}

function visitMaybe(node: Expression | undefined, visit: Visit): void {
  if (node) visit(node);
}

function visitArguments(args: readonly Argument[], visit: Visit): void {
  for (const { value } of args) visit(value);
}

function visitParameters(parameters: readonly Parameter[], visit: Visit): void {
  for (const parameter of parameters) {
    visitMaybe(parameter.annotation, visit);
    visitMaybe(parameter.default, visit);
  }
}

function visitClauses(clauses: readonly ComprehensionClause[], visit: Visit): void {
  for (const { target, iterable, conditions } of clauses) {
    visit(target);
    visit(iterable);
    conditions.forEach(visit);
  }
}

function visitParts(parts: readonly FormatPart[], visit: Visit): void {
  for (const part of parts) {
    if (part.kind !== "FormatReplacement") continue;
    visit(part.value);
    visitParts(part.spec, visit);
  }
}

function visitPattern(pattern: Pattern, visit: Visit): void {
  switch (pattern.kind) {
    case "ValuePattern":
      visit(pattern.value);
      return;
    case "SequencePattern":
      for (const item of pattern.items) visitPattern(item, visit);
      return;
    case "MappingPattern":
      for (const item of pattern.items) {
        visit(item.key);
        visitPattern(item.pattern, visit);
      }
      return;
    case "ClassPattern":
      visit(pattern.class);
      for (const item of pattern.positional) visitPattern(item, visit);
      for (const item of pattern.keywords) visitPattern(item.pattern, visit);
      return;
    case "OrPattern":
      for (const option of pattern.options) visitPattern(option, visit);
      return;
    case "AsPattern":
      visitPattern(pattern.pattern, visit);
      return;
    case "CapturePattern":
    case "StarPattern":
    case "ErrorPattern":
      return;
  }
}
