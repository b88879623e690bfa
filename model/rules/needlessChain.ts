import { adjacencyOf } from "../dag/adjacency.ts";
import type { Dag, Dependency, Task } from "../dag/dag.ts";
import { exampleDag } from "./exampleDag.ts";
import type { Rule } from "./rule.ts";

/** Loads of different tables that wait for each other although nothing passes between them. */
export const needlessChain: Rule = {
  code: "needless-chain",
  summary: "Tasks of one kind wait for each other although nothing passes between them.",
  why: "Side by side they finish sooner, and one failure does not stop the others. If something limits them, a pool says so.",
  severity: "info",
  preset: "strict",
  examples: () => ({
    flagged: [
      {
        text: exampleDag(`
last = None
for table in ["users", "orders", "items"]:
    load = BashOperator(task_id=f"load_{table}", bash_command=f"load {table}")
    if last:
        <|last >> load|>
    last = load
`),
      },
    ],
    clean: [
      {
        text: exampleDag(`
start = EmptyOperator(task_id="start")
for table in ["users", "orders", "items"]:
    start >> BashOperator(task_id=f"load_{table}", bash_command=f"load {table}")
`),
      },
    ],
  }),
  *check({ reading, file }) {
    for (const dag of reading.dags) {
      const reported = new Set<number>();
      for (const edge of chainEdges(dag)) {
        if (edge.span.file !== file || reported.has(edge.span.start)) continue;
        reported.add(edge.span.start);
        yield {
          span: edge.span,
          message:
            "These tasks differ only in what they load, and nothing passes between them: they could run side by side, limited by a pool if need be.",
        };
      }
    }
  },
};

/** Edges stated by one arrow in a loop, between tasks made by one call, at least two in a row. */
function chainEdges(dag: Dag): readonly Dependency[] {
  const { upstream, downstream } = adjacencyOf(dag);
  return dag.edges.filter(({ from, to, via, certainty }) => {
    const [first, second] = [dag.tasks.get(from), dag.tasks.get(to)];
    if (!first || !second || via !== "shift" || certainty === "dynamic" || !isTwin(first, second))
      return false;
    const next = downstream.get(to) ?? [];
    const before = upstream.get(from) ?? [];
    return [
      ...next.map((edge) => dag.tasks.get(edge.to)),
      ...before.map((edge) => dag.tasks.get(edge.from)),
    ].some((task) => task !== undefined && isTwin(task, first));
  });
}

function isTwin(one: Task, other: Task): boolean {
  return (
    one.span.start === other.span.start &&
    one.span.file === other.span.file &&
    one.kind === "operator"
  );
}
