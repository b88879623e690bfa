import { memo } from "../../memo.ts";
import { forEachChild } from "../../python/children.ts";
import type { Expression, Pattern, Statement } from "../../python/syntax.ts";

/** Every name that the file binds anywhere; `*` when it may bind others at run time. */
export const boundNames = memo(namesBoundIn);

function namesBoundIn(body: readonly Statement[]): ReadonlySet<string> {
  const bound = new Set<string>();
  const bind = (target: Expression | undefined): void => {
    if (!target) return;
    if (target.kind === "Name") bound.add(target.name);
    if (target.kind === "Starred") bind(target.value);
    if (target.kind === "TupleLiteral" || target.kind === "ListLiteral") target.items.forEach(bind);
  };
  const look = (node: Statement | Expression): void => {
    switch (node.kind) {
      // The most frequent first; nothing is bound in them.
      case "Name":
      case "StringLiteral":
      case "IntegerLiteral":
        return;
      case "Assign":
        node.targets.forEach(bind);
        break;
      case "AnnotatedAssign":
      case "AugmentedAssign":
      case "NamedExpression":
      case "For":
        bind(node.target);
        break;
      case "With":
        for (const { target } of node.items) bind(target);
        break;
      case "Import":
        for (const { name, alias } of node.names)
          bound.add((alias?.name ?? name.name).split(".")[0] ?? "");
        break;
      case "ImportFrom":
        if (node.star) bound.add("*");
        for (const { name, alias } of node.names) bound.add(alias?.name ?? name.name);
        break;
      case "FunctionDef":
        bound.add(node.name.name);
        for (const { name } of node.parameters) bound.add(name.name);
        break;
      case "Lambda":
        for (const { name } of node.parameters) bound.add(name.name);
        break;
      case "ClassDef":
        bound.add(node.name.name);
        break;
      case "Comprehension":
      case "DictComprehension":
        for (const { target } of node.clauses) bind(target);
        break;
      case "Try":
        for (const { name } of node.handlers) if (name) bound.add(name.name);
        break;
      case "Match":
        for (const { pattern } of node.cases) captures(pattern, bound);
        break;
      case "TypeAlias":
        bound.add(node.name.name);
        break;
      case "Global":
        for (const { name } of node.names) bound.add(name);
        break;
      case "Call":
        // `globals()["x"] = …`, `exec(…)` and their like bind what nobody can see.
        if (node.callee.kind === "Name" && /^(globals|locals|exec|vars)$/.test(node.callee.name))
          bound.add("*");
        break;
      default:
        break;
    }
    forEachChild(node, look);
  };
  body.forEach(look);
  return bound;
}

function captures(pattern: Pattern, bound: Set<string>): void {
  switch (pattern.kind) {
    case "CapturePattern":
    case "StarPattern":
      if (pattern.name) bound.add(pattern.name.name);
      return;
    case "AsPattern":
      bound.add(pattern.name.name);
      captures(pattern.pattern, bound);
      return;
    case "SequencePattern":
      for (const item of pattern.items) captures(item, bound);
      return;
    case "OrPattern":
      for (const option of pattern.options) captures(option, bound);
      return;
    case "MappingPattern":
      for (const item of pattern.items) captures(item.pattern, bound);
      if (pattern.rest) bound.add(pattern.rest.name);
      return;
    case "ClassPattern":
      for (const item of pattern.positional) captures(item, bound);
      for (const item of pattern.keywords) captures(item.pattern, bound);
      return;
    case "ValuePattern":
    case "ErrorPattern":
      return;
  }
}
