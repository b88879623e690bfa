import { expect, test } from "vitest";

import { readGraphs } from "../../cli/readGraphs.ts";
import { readSettings } from "../../cli/settings.ts";
import { filesOf } from "../model/rules/checkText.ts";

function graphsOf(text: string): string[] {
  const files = filesOf(new Map([["dags/a.py", text]]));
  const settings = readSettings(files, "3", undefined);
  return readGraphs(files, ["dags/a.py"], settings).map(
    ({ dagId, certainty, tasks }) =>
      `${certainty} ${dagId}: ${tasks.map(({ taskId }) => taskId).join(", ")}`,
  );
}

const dag = `
from airflow.sdk import DAG
from airflow.providers.standard.operators.empty import EmptyOperator
with DAG("etl"):
    EmptyOperator(task_id="load")
`;

test("a file's DAGs, with their tasks", () => {
  expect(graphsOf(dag)).toEqual(["certain etl: load"]);
});

test("where Python stops, there may be more DAGs", () => {
  expect(graphsOf(`${dag}\nundefined_name.run()\n`)).toEqual([
    "dynamic etl: load",
    "dynamic {dag}: ",
  ]);
});

test("a file without DAGs has none", () => {
  expect(graphsOf("import airflow  # dag\n")).toEqual([]);
});

test("of several DAGs of one id there is one: Airflow keeps one", () => {
  expect(graphsOf(`${dag}${dag}`)).toEqual(["certain etl: load"]);
  expect(graphsOf(`${dag}${dag.replace("load", "save")}`)).toEqual(["dynamic etl: load"]);
});

test("two DAGs of one id that say the same are one, however each was read", () => {
  const again = dag.replace("with DAG", "for _ in [1]:\n  with DAG").replace(/^(?= {4})/gm, "  ");
  expect(graphsOf(`${dag}${again}`)).toEqual(["certain etl: load"]);
});

test("where a package that is not there makes DAGs, there may be any", () => {
  const text = `# airflow dag\nfrom company import load_dags\nload_dags("tables.yml", globals())\n`;
  expect(graphsOf(text)).toEqual(["dynamic {dag}: "]);
});
