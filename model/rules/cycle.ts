import { cyclesOf, type Cycle } from "../dag/cycles.ts";
import type { Dag } from "../dag/dag.ts";
import { duplicatedIds } from "./code/duplicatedIds.ts";
import { removeEdge } from "./code/edgeRemoval.ts";
import { exampleDag } from "./exampleDag.ts";
import { faultsOf } from "./faults.ts";
import type { RawFinding, Rule, RuleInput } from "./rule.ts";

const tasks = ["a", "b", "c"]
  .map((name) => `${name} = EmptyOperator(task_id="${name}")`)
  .join("\n");

/** Tasks that wait for each other in a ring. Airflow: AirflowDagCycleException. */
export const cycle: Rule = {
  code: "cycle",
  summary: "Tasks wait for each other in a ring.",
  why: "None of them can ever run, so Airflow refuses the DAG. Take away any one of the edges.",
  severity: "error",
  preset: "errors",
  examples: () => ({
    flagged: [
      { text: exampleDag(`${tasks}\n\na >> b >> c\n<|c >> a|>`) },
      {
        text: exampleDag(`
with TaskGroup("left") as left:
    EmptyOperator(task_id="l")
with TaskGroup("right") as right:
    EmptyOperator(task_id="r")
left >> right
<|right >> left|>
`),
      },
    ],
    clean: [{ text: exampleDag(`${tasks}\n\na >> b >> c\na >> c`) }],
  }),
  *check(input) {
    const doubles = duplicatedIds(input);
    for (const dag of input.reading.dags) {
      for (const found of cyclesOf(dag)) {
        if (!found.edges.some(({ from }) => doubles.has(from)))
          yield* findingsFor(found, dag, input);
      }
    }
    for (const fault of faultsOf(input, "R14")) {
      yield { span: fault.span, message: "These groups wait for each other in a cycle." };
    }
  },
};

function* findingsFor({ edges }: Cycle, dag: Dag, input: RuleInput): Generator<RawFinding> {
  const closing = edges.at(-1);
  if (!closing) return;
  const path = [...edges.map(({ from }) => from), closing.to].join(" → ");
  const removals = edges.map((edge) => removeEdge(input.module, dag, edge));
  yield {
    span: closing.span,
    message: `Cycle in DAG "${dag.dagId}": ${path}.`,
    related: edges.map(({ span, from, to }, at) => {
      const removed = removals[at];
      const why = removed?.kind === "none" ? ` (no quick fix for it: ${removed.why})` : "";
      return { span, message: `${from} → ${to} is part of the cycle${why}` };
    }),
    // The edge that closes the ring was most likely the one too many.
    fixes: [...removals.slice(-1), ...removals.slice(0, -1)].flatMap((removed) =>
      removed.kind === "edits"
        ? [{ title: removed.title, edits: removed.edits, preferred: false }]
        : [],
    ),
  };
}
