import type { RuleInput } from "../rule.ts";

/** Ids that two tasks of a DAG share. Its picture shows one task for both, so that edges between them seem to be rings. */
export function duplicatedIds({ reading }: Pick<RuleInput, "reading">): ReadonlySet<string> {
  const conditions = new Set(["N5", "N6", "N7", "simple-duplicate-task"]);
  const ids = reading.faults.flatMap(({ condition, facts }) => {
    const id = facts["id"];
    return conditions.has(condition) && typeof id === "string" ? [id] : [];
  });
  return new Set(ids);
}
