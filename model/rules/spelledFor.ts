import { withMore } from "../withMore.ts";
import type { Example } from "./rule.ts";

/** An example as its Airflow spells it: the rules write all of them as Airflow 3 does. */
export function spelled(example: Example): Example {
  if (example.airflow !== 2) return example;
  const { text, fixed } = example;
  return withMore(
    example,
    fixed === undefined
      ? { text: forAirflow2(text) }
      : { text: forAirflow2(text), fixed: forAirflow2(fixed) },
  );
}

/** Where Airflow 2 has what Airflow 3 has in `airflow.sdk`. */
const homes: Readonly<Record<string, string>> = {
  BaseOperator: "airflow.models",
  DAG: "airflow",
  Label: "airflow.utils.edgemodifier",
  Param: "airflow.models.param",
  TaskGroup: "airflow.utils.task_group",
  Variable: "airflow.models",
  chain: "airflow.models.baseoperator",
  chain_linear: "airflow.models.baseoperator",
  cross_downstream: "airflow.models.baseoperator",
  dag: "airflow.decorators",
  setup: "airflow.decorators",
  task: "airflow.decorators",
  task_group: "airflow.decorators",
  teardown: "airflow.decorators",
};

function forAirflow2(text: string): string {
  return text
    .replaceAll("airflow.providers.standard.", "airflow.")
    .replace(/^from airflow\.sdk import (.*)\n/m, (_line, names: string) => {
      const byModule = new Map<string, string[]>();
      for (const name of names.split(", ")) {
        const home = homes[name] ?? "airflow.sdk";
        byModule.set(home, [...(byModule.get(home) ?? []), name]);
      }
      return [...byModule].map(([home, all]) => `from ${home} import ${all.join(", ")}\n`).join("");
    });
}
