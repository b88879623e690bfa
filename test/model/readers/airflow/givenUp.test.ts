import { expect, test } from "vitest";

import { checkText, snapshotOfText } from "../../rules/checkText.ts";

const text = `
from airflow.sdk import DAG, TaskGroup
from airflow.providers.standard.operators.empty import EmptyOperator

def make(name, rounds):
    with DAG(f"n_{name}", schedule=None) as dag:
        with TaskGroup("g"):
            for i in range(rounds):
                for j in range(1000):
                    total = i + j
            EmptyOperator(task_id="a") >> EmptyOperator(task_id="b")
    return dag

one = make("one", 10000)
two = make("two", 1)
`;

test("what comes after a block that is given up does not stand inside it", () => {
  const { reading } = snapshotOfText(text);
  const two = reading.dags.find(({ dagId }) => dagId === "n_two");
  expect([...(two?.tasks.keys() ?? [])]).toEqual(["g.a", "g.b"]);
  expect(checkText(text).filter(({ severity }) => severity === "error")).toEqual([]);
});
