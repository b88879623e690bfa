import type { Dag } from "../dag/dag.ts";
import { listed } from "../text/words.ts";
import { dagsFolderAround } from "../workspace/importRoots.ts";
import { placeOf } from "./code/placeOf.ts";
import { exampleFile } from "./exampleDag.ts";
import type { RawFinding, Rule, RuleInput } from "./rule.ts";

const nightly = (): string => exampleFile(`with DAG("nightly"):\n    EmptyOperator(task_id="a")\n`);

/** Two DAGs with the same id, in one file or in two. */
export const duplicateDag: Rule = {
  code: "duplicate-dag",
  summary: "Two DAGs have the same id.",
  why: "Airflow keeps only one of them, and which one may change: tasks seem to come and go.",
  severity: "warning",
  preset: "recommended",
  examples: () => ({
    flagged: [
      {
        text: exampleFile(`with DAG("<|nightly|>"):\n    EmptyOperator(task_id="b")\n`),
        others: { "other.py": nightly() },
      },
      {
        text: exampleFile(`
with DAG("nightly"):
    EmptyOperator(task_id="a")

with DAG("<|nightly|>"):
    EmptyOperator(task_id="b")
`),
      },
    ],
    clean: [
      { text: nightly(), others: { "other.py": nightly().replace("nightly", "hourly") } },
      { text: nightly(), others: { "second/dags/other.py": nightly() } },
      {
        text: exampleFile(`
for name in ["a", "b"]:
    with DAG(f"load_{name}"):
        EmptyOperator(task_id="load")
`),
      },
    ],
  }),
  *check(input) {
    const first = new Map<string, Dag>();
    for (const dag of input.reading.dags) {
      // An imported DAG belongs to the file that makes it, and one with an unknown id may be anything.
      if (dag.span.file !== input.file || isPattern(dag)) continue;
      const earlier = first.get(dag.dagId);
      if (!earlier) first.set(dag.dagId, dag);
      else if (dag.certainty !== "dynamic" || dag.span.start !== earlier.span.start) {
        yield inSameFile(dag, earlier);
      }
    }
    for (const dag of first.values()) yield* inOtherFiles(dag, input);
  },
};

function isPattern(dag: Dag): boolean {
  return dag.dagId === "" || dag.dagId.includes("{");
}

function inSameFile(dag: Dag, earlier: Dag): RawFinding {
  return {
    span: placeOf(dag),
    message: `This file has two DAGs "${dag.dagId}": Airflow shows only one of them.`,
    related: [{ span: placeOf(earlier), message: `"${dag.dagId}" is first used here` }],
  };
}

function* inOtherFiles(dag: Dag, { otherDags, file }: RuleInput): Generator<RawFinding> {
  const files = (otherDags?.get(dag.dagId) ?? []).map((other) => other.file);
  // Two dags folders in one workspace are two deployments: each Airflow sees only its own.
  const folder = dagsFolderAround(file);
  const others = [...new Set(files)]
    .filter((other) => other !== file && dagsFolderAround(other) === folder)
    .sort();
  if (others.length === 0) return;
  // Many are as wrong as few, and nobody reads them all.
  const more = others.length - 3;
  const named =
    more > 1
      ? `${others
          .slice(0, 3)
          .map((other) => `"${other}"`)
          .join(", ")} and ${more} more files`
      : listed(others);
  yield {
    span: placeOf(dag),
    message: `DAG "${dag.dagId}" is also defined in ${named}: Airflow shows only one of them.`,
  };
}
