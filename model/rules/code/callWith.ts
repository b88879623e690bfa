import type { Call } from "../../python/syntax.ts";
import type { Span } from "../../text/span.ts";
import type { RuleInput } from "../rule.ts";

/** The call that has an argument written at a place of this file, and which of its arguments that is. */
export function callWith(
  { code, file }: Pick<RuleInput, "code" | "file">,
  span: Span,
): { readonly call: Call; readonly at: number } | undefined {
  if (span.file !== file) return undefined;
  for (const { node } of code.calls) {
    if (node.start > span.start || node.end < span.end) continue;
    const at = node.args.findIndex((argument) => argument.start === span.start);
    if (at !== -1) return { call: node, at };
  }
  return undefined;
}
