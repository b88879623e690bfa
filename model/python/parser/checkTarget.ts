import type { Expression } from "../syntax.ts";
import { problem, type Cursor } from "./cursor.ts";

/** Notes what cannot stand left of `=`, after `for`, `as` or `del`. */
export function checkTarget(
  cursor: Cursor,
  target: Expression,
  purpose: "assign" | "delete" | "augment" | "annotate",
): void {
  switch (target.kind) {
    case "Name":
      if (target.name === "__debug__")
        problem(cursor, target.start, target.end, "cannot assign to __debug__");
      return;
    case "Attribute":
    case "Subscript":
    case "ErrorExpression":
      return;
    case "TupleLiteral":
    case "ListLiteral": {
      if (purpose === "augment" || purpose === "annotate") break;
      const stars = target.items.filter((item) => item.kind === "Starred");
      if (stars.length > 1 || (stars.length > 0 && purpose === "delete"))
        problem(cursor, target.start, target.end, "multiple starred expressions in assignment");
      for (const item of target.items)
        checkTarget(cursor, item.kind === "Starred" ? item.value : item, purpose);
      return;
    }
    case "Starred":
      problem(
        cursor,
        target.start,
        target.end,
        purpose === "delete"
          ? "cannot delete starred"
          : "starred assignment target must be in a list or tuple",
      );
      return;
    default:
      break;
  }
  const verb = purpose === "delete" ? "delete" : "assign to";
  problem(cursor, target.start, target.end, `cannot ${verb} ${namesOf[target.kind]} here`);
}

const namesOf: Readonly<Record<Expression["kind"], string>> = {
  Name: "name",
  NoneLiteral: "None",
  BooleanLiteral: "True or False",
  EllipsisLiteral: "ellipsis",
  IntegerLiteral: "literal",
  FloatLiteral: "literal",
  ImaginaryLiteral: "literal",
  StringLiteral: "literal",
  BytesLiteral: "literal",
  FormatString: "f-string expression",
  BinaryOperation: "expression",
  BooleanOperation: "expression",
  UnaryOperation: "expression",
  Comparison: "comparison",
  Conditional: "conditional expression",
  Lambda: "lambda",
  Call: "function call",
  Attribute: "attribute",
  Subscript: "subscript",
  Slice: "slice",
  Starred: "starred",
  ListLiteral: "list",
  TupleLiteral: "tuple",
  SetLiteral: "set display",
  DictLiteral: "dict literal",
  Comprehension: "comprehension",
  DictComprehension: "dict comprehension",
  NamedExpression: "named expression",
  Await: "await expression",
  Yield: "yield expression",
  YieldFrom: "yield expression",
  ErrorExpression: "expression",
};
