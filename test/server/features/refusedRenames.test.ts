import { describe, expect, test } from "vitest";

import { prepareRename, renameAt } from "../../../server/features/rename.ts";
import { ask } from "../ask.ts";

const head = `from airflow.sdk import DAG, task
from airflow.providers.standard.operators.empty import EmptyOperator
from airflow.providers.standard.operators.bash import BashOperator
`;

describe("a rename is refused with the reason", () => {
  test("of an id that is put together", async () => {
    const { question } = await ask(`${head}
with DAG("d") as d:
    for name in ["a", "b"]:
        EmptyOperator(task_id=f"load_{name}")
    d.get_task("loa<|>d_a")
`);
    expect(prepareRename(question)).toContain("put together");
  });

  test("of a text that several tasks share", async () => {
    const { question } = await ask(`${head}
for dag_id in ["a", "b"]:
    with DAG(dag_id) as d:
        EmptyOperator(task_id="lo<|>ad")
`);
    // Both are called load, each in its own DAG: one text, one name.
    expect(typeof prepareRename(question)).toBe("object");
  });

  test("to an id that another task has", async () => {
    const { question } = await ask(`${head}
with DAG("d"):
    EmptyOperator(task_id="lo<|>ad")
    EmptyOperator(task_id="store")
`);
    expect(renameAt(question, "store")).toContain("already");
  });

  test("to what cannot be an id", async () => {
    const { question } = await ask(`${head}
with DAG("d"):
    EmptyOperator(task_id="lo<|>ad")
`);
    expect(renameAt(question, "my load")).toContain("cannot be an id");
  });

  test("of a function to what cannot be a name", async () => {
    const { question } = await ask(`${head}
with DAG("d"):
    @task
    def lo<|>ad():
        pass

    load()
`);
    expect(renameAt(question, "my-load")).toContain("name of a function");
  });

  test("nothing is offered for a plain variable, which Python's own tool renames", async () => {
    const { question } = await ask(`${head}
with DAG("d"):
    lo<|>ad = EmptyOperator(task_id="load")
`);
    expect(prepareRename(question)).toBeUndefined();
  });

  test("to the id of another DAG of the workspace", async () => {
    const { question } = await ask(`
#- a.py
${head}
with DAG("sal<|>es"):
    EmptyOperator(task_id="load")
#- b.py
${head}
with DAG("orders"):
    EmptyOperator(task_id="load")
`);
    expect(renameAt(question, "orders")).toContain("There is a DAG");
  });
});
