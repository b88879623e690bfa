import type { Statement } from "../syntax.ts";
import type { Value } from "../value.ts";
import { none, str } from "../values.ts";

/** The docstring of a body as `__doc__` gives it. */
export function docstringOf(body: readonly Statement[]): Value {
  const [first] = body;
  return first?.kind === "ExpressionStatement" && first.value.kind === "StringLiteral"
    ? str(first.value.value)
    : none;
}
