import type { Expression } from "../python/syntax.ts";
import { nearest } from "../text/nearest.ts";
import { valuesGiven } from "./code/lookups.ts";
import { exampleFile } from "./exampleDag.ts";
import type { Rule, RuleInput } from "./rule.ts";

/** A DAG that waits for an asset which nothing in this file produces, in a file that produces others. */
export const unproducedAsset: Rule = {
  code: "unproduced-asset",
  summary: "A DAG waits for an asset that nothing produces.",
  why: "It runs only when someone else reports the asset. A name that differs by a letter is another asset.",
  severity: "hint",
  preset: "recommended",
  examples: () => ({
    flagged: [
      {
        text: exampleFile(`
with DAG("produce", schedule=None):
    EmptyOperator(task_id="a", outlets=[Asset("orders")])

with DAG("consume", schedule=[<|Asset("order")|>]):
    EmptyOperator(task_id="b")
`),
      },
    ],
    clean: [
      {
        text: exampleFile(`
with DAG("produce", schedule=None):
    EmptyOperator(task_id="a", outlets=[Asset("orders")])

with DAG("consume", schedule=[Asset("orders")]):
    EmptyOperator(task_id="b")
`),
      },
      {
        text: exampleFile(
          `with DAG("consume", schedule=[Asset("orders")]):\n    EmptyOperator(task_id="b")\n`,
        ),
      },
    ],
  }),
  *check(input) {
    const { code, file } = input;
    if (!assetClasses.some((path) => code.callsByPath.has(path))) return;
    const produced = new Set<string>();
    const consumed: Expression[] = [];
    for (const value of valuesGiven(code, "outlets"))
      for (const asset of assetsIn(value, input)) produced.add(idOf(asset) ?? "");
    for (const value of valuesGiven(code, "schedule")) consumed.push(...assetsIn(value, input));
    // Without any producer here, the producers are elsewhere; an unreadable one may be the one.
    if (produced.size === 0 || produced.has("")) return;
    for (const asset of consumed) {
      const id = idOf(asset);
      // Another file may produce it: only what looks like a slip for an asset of this one is named.
      const meant = id === undefined || produced.has(id) ? undefined : nearest(id, produced);
      if (id === undefined || meant === undefined) continue;
      yield {
        span: { file, start: asset.start, end: asset.end },
        message: `Nothing in this file produces the asset "${id}". Did you mean "${meant}"?`,
      };
    }
  },
};

function assetsIn(value: Expression, { code }: RuleInput): readonly Expression[] {
  return assetClasses
    .flatMap((path) => code.callsByPath.get(path) ?? [])
    .filter(({ node }) => node.start >= value.start && node.end <= value.end)
    .map(({ node }) => node);
}

const assetClasses = ["airflow.sdk.Asset", "airflow.datasets.Dataset", "airflow.Dataset"];

function idOf(asset: Expression): string | undefined {
  const first = asset.kind === "Call" ? asset.args[0]?.value : undefined;
  return first?.kind === "StringLiteral" ? first.value : undefined;
}
