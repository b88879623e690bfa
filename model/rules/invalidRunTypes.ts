import type { Argument, Dag } from "../dag/dag.ts";
import type { Value } from "../python/value.ts";
import { nearest } from "../text/nearest.ts";
import { startsByItself } from "./code/startsByItself.ts";
import { exampleDag } from "./exampleDag.ts";
import type { Rule } from "./rule.ts";

const load = `EmptyOperator(task_id="load")`;
const daily = '"etl", schedule="@daily", start_date=datetime(2024, 1, 1)';

/** Airflow: DagRunType. */
const known = [
  "backfill",
  "scheduled",
  "manual",
  "operator_triggered",
  "asset_triggered",
  "asset_materialization",
];

/** `allowed_run_types` without what its schedule starts. Airflow 3.2: "allowed_run_types must include …". */
export const invalidRunTypes: Rule = {
  code: "invalid-run-types",
  summary: "A DAG does not allow the runs that its own schedule starts.",
  why: "Airflow refuses a DAG whose `allowed_run_types` lacks the kind of run that its schedule makes.",
  severity: "error",
  preset: "errors",
  examples: () => ({
    flagged: [
      { text: exampleDag(load, `${daily}, allowed_run_types=<|["manual"]|>`) },
      { text: exampleDag(load, '"etl", schedule=None, allowed_run_types=<|["scheduled"]|>') },
      { text: exampleDag(load, `${daily}, allowed_run_types=<|["scheduld"]|>`) },
    ],
    clean: [
      { text: exampleDag(load, `${daily}, allowed_run_types=["scheduled", "manual"]`) },
      { text: exampleDag(load, '"etl", schedule=None, allowed_run_types=["manual"]') },
    ],
  }),
  *check({ reading, airflow, file }) {
    if (airflow === 2) return;
    for (const dag of reading.dags) {
      const given = dag.args.get("allowed_run_types");
      if (given?.span.file !== file || dag.format !== "airflow") continue;
      const message = problemOf(dag, given);
      if (message !== undefined) yield { span: given.span, message };
    }
  },
};

function problemOf(dag: Dag, { value }: Argument): string | undefined {
  if (value.kind === "str") return "allowed_run_types takes a list of run types, not one text.";
  const types = textsOf(value);
  if (!types || types.length === 0) return undefined;
  const strange = types.find((type) => !known.includes(type));
  if (strange !== undefined) {
    const meant = nearest(strange, known);
    const hint = meant === undefined ? `Types: ${known.join(", ")}.` : `Did you mean "${meant}"?`;
    return `There is no run type "${strange}". ${hint}`;
  }
  const needed = neededFor(dag);
  return needed === undefined || types.includes(needed.type)
    ? undefined
    : `allowed_run_types lacks "${needed.type}", which ${needed.why}.`;
}

function neededFor(dag: Dag): { readonly type: string; readonly why: string } | undefined {
  const { kind, certainty } = dag.timing.schedule;
  if (kind === "dynamic" || certainty === "dynamic") return undefined;
  if (kind === "assets")
    return { type: "asset_triggered", why: "a DAG that waits for assets needs" };
  if (startsByItself(dag)) return { type: "scheduled", why: "a DAG with a schedule needs" };
  return kind === "none" ? { type: "manual", why: "a DAG without a schedule needs" } : undefined;
}

/** The texts of a collection; undefined as soon as one of them is not known. */
function textsOf(value: Value): readonly string[] | undefined {
  if (value.kind !== "list" && value.kind !== "tuple" && value.kind !== "set") return undefined;
  if (value.kind === "list" && value.uncertain) return undefined;
  const items = value.kind === "set" ? [...value.items.values()] : value.items;
  const texts = items.flatMap((item) => (item.kind === "str" ? [item.value] : []));
  return texts.length === items.length ? texts : undefined;
}
