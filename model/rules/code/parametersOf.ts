import type { CallableInfo } from "../../dag/dag.ts";
import type { RuleInput } from "../rule.ts";

/** The names of a function's plain parameters, in order, if it is defined in this file. */
export function parametersOf(
  callable: CallableInfo | undefined,
  { code, file }: Pick<RuleInput, "code" | "file">,
): readonly string[] | undefined {
  if (callable?.span.file !== file || !callable.nameSpan) return undefined;
  const { start } = callable.nameSpan;
  const found = code.functions.find(({ node }) => node.name.start === start);
  return found?.node.parameters
    .filter(({ form }) => form === "plain" || form === "positionalOnly")
    .map(({ name }) => name.name);
}
