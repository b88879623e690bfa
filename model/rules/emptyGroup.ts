import { forEachChild } from "../python/children.ts";
import type { Expression, Statement } from "../python/syntax.ts";
import { exampleDag } from "./exampleDag.ts";
import type { RawFinding, Rule, RuleInput } from "./rule.ts";

const code = `
before = EmptyOperator(task_id="before")
with TaskGroup("tables") as tables:
    pass
after = EmptyOperator(task_id="after")
`;

/** A group without tasks in a chain: in Airflow 2 the chain breaks there. */
export const emptyGroup: Rule = {
  code: "empty-group",
  summary: "A group without tasks breaks a chain of dependencies.",
  why: "In Airflow 2 nothing joins what stands before an empty group with what stands after it: they run side by side. Airflow 3 joins them.",
  severity: "warning",
  preset: "recommended",
  examples: () => ({
    flagged: [{ airflow: 2, text: exampleDag(`${code}<|before >> tables >> after|>`) }],
    clean: [
      { text: exampleDag(`${code}before >> tables >> after`) },
      {
        airflow: 2,
        text: exampleDag(
          `${code.replace("pass", 'EmptyOperator(task_id="a")')}before >> tables >> after`,
        ),
      },
    ],
  }),
  *check(input) {
    if (input.airflow === 3) return;
    for (const dag of input.reading.dags) {
      if (dag.unknown.length > 0) continue;
      for (const group of dag.groups.values()) {
        const { variable, groupId, certainty } = group;
        if (!variable || certainty === "dynamic" || hasTasks(dag, groupId)) continue;
        for (const span of arrowsAt(variable.name, input)) {
          yield {
            span,
            message: `The group "${groupId}" is empty, so in Airflow 2 it breaks this chain: what stands after it does not wait for what stands before it.`,
          };
        }
      }
    }
  },
};

function hasTasks(dag: RuleInput["reading"]["dags"][number], groupId: string): boolean {
  for (const task of dag.tasks.values()) {
    for (let group = task.group; group !== null; group = dag.groups.get(group)?.parent ?? null) {
      if (group === groupId) return true;
    }
  }
  return false;
}

/** Chains of arrows in which a name stands neither first nor last. */
function arrowsAt(name: string, { module, file }: RuleInput): readonly RawFinding["span"][] {
  const spans: RawFinding["span"][] = [];
  const look = (node: Statement | Expression): void => {
    if (node.kind === "BinaryOperation" && (node.operator === ">>" || node.operator === "<<")) {
      const operands = operandsOf(node);
      const at = operands.findIndex((operand) => operand.kind === "Name" && operand.name === name);
      if (at > 0 && at < operands.length - 1)
        spans.push({ file, start: node.start, end: node.end });
      return;
    }
    forEachChild(node, look);
  };
  module.body.forEach(look);
  return spans;
}

function operandsOf(node: Expression): readonly Expression[] {
  if (node.kind !== "BinaryOperation" || (node.operator !== ">>" && node.operator !== "<<"))
    return [node];
  return [...operandsOf(node.left), node.right];
}
