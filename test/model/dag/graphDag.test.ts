import { expect, test } from "vitest";

import { graphDag } from "../../../model/dag/graphDag.ts";
import { lineIndexOf } from "../../../model/text/lineIndex.ts";
import { readFixture } from "../../fixture.ts";
import { readText } from "../readers/readText.ts";

test("all ranges are places in the file that was read; what is made elsewhere says where", () => {
  const source = `#- dags/a.py
from airflow.sdk import DAG
from helpers import add
from other import imported

with DAG("here"):
    add()
#- dags/helpers.py
from airflow.providers.standard.operators.empty import EmptyOperator

def add():
    return EmptyOperator(task_id="made")
#- dags/other.py
#
#
#
#
from airflow.sdk import DAG
from airflow.providers.standard.operators.empty import EmptyOperator

with DAG("there") as imported:
    EmptyOperator(task_id="inside")
`;
  const text = readFixture(source).files.get("dags/a.py") ?? "";
  const read = { file: "dags/a.py", lines: lineIndexOf(text) };
  const dags = readText(source).dags.map((dag) => graphDag(dag, read));
  const places = dags
    .flatMap((dag) => [dag, ...dag.tasks])
    .map(({ range, madeIn }) => [range.start.line, madeIn]);
  expect(places).toEqual([
    [2, "dags/other.py"],
    [2, "dags/other.py"],
    [4, undefined],
    [5, "dags/helpers.py"],
  ]);
  expect(dags.map(({ file }) => file)).toEqual(["dags/a.py", "dags/a.py"]);
});
