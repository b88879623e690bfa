import { describe, expect, test } from "vitest";

import { completionsAt } from "../../../server/features/completion.ts";
import { hoverAt } from "../../../server/features/hover.ts";
import { ask } from "../ask.ts";

describe("inside a template", () => {
  test("the names of the context are offered", async () => {
    expect(await offered('BashOperator(task_id="a", bash_command="echo {{ d<|> }}")')).toContain(
      "ds",
    );
  });

  test("behind macros. its functions are offered", async () => {
    const labels = await offered('BashOperator(task_id="a", bash_command="{{ macros.<|> }}")');
    expect(labels).toContain("ds_add");
    expect(labels).not.toContain("ds");
  });

  test("names that only the other Airflow has are left out", async () => {
    const text = 'BashOperator(task_id="a", bash_command="{{ <|> }}")';
    expect(await offered(text, 3)).toContain("triggering_asset_events");
    expect(await offered(text, 2)).not.toContain("triggering_asset_events");
    expect(await offered(text, 2)).toContain("conf");
  });

  test("outside of the braces nothing of it is offered", async () => {
    expect(await offered('BashOperator(task_id="a", bash_command="{{ ds }} d<|>")')).toEqual([]);
  });

  test("behind a bar the filters are offered", async () => {
    const labels = await offered('BashOperator(task_id="a", bash_command="{{ ds | <|> }}")');
    expect(labels).toContain("ts_nodash");
    expect(labels).not.toContain("data_interval_start");
  });

  test("the ids of tasks are offered to xcom_pull", async () => {
    const text = `from airflow.sdk import DAG
from airflow.providers.standard.operators.bash import BashOperator
with DAG("sales"):
    BashOperator(task_id="a", bash_command="true")
    BashOperator(task_id="b", bash_command="{{ ti.xcom_pull(task_ids='<|>') }}")`;
    expect(await offered(text)).toEqual(["a"]);
  });

  test("the params of the DAG around are offered behind params", async () => {
    const text = `from airflow.sdk import DAG
from airflow.providers.standard.operators.bash import BashOperator
with DAG("other", params={"week": 1}):
    pass
with DAG("sales", params={"day": 1, "mode": "fast"}):
    BashOperator(task_id="a", bash_command="{{ params.<|> }}")`;
    expect(await offered(text)).toEqual(["day", "mode"]);
  });

  test("a variable is explained", async () => {
    const { question } = await ask('BashOperator(task_id="a", bash_command="{{ d<|>s }}")');
    expect(JSON.stringify(hoverAt(question))).toContain("logical date as YYYY-MM-DD");
  });
});

async function offered(source: string, airflow: 2 | 3 = 3): Promise<string[]> {
  const { question } = await ask(`${source}\n`, {}, airflow);
  return (completionsAt(question)?.items ?? []).map(({ label }) => label);
}
