import { describe, expect, test } from "vitest";

import { completionsAt } from "../../../server/features/completion.ts";
import { hoverAt } from "../../../server/features/hover.ts";
import { signatureAt } from "../../../server/features/signatureHelp.ts";
import { ask } from "../ask.ts";

describe("arguments", () => {
  test("of an operator that are not given yet are offered, required ones first", async () => {
    const items = await completions('BashOperator(task_id="a", <|>)');
    const labels = items.map(({ label }) => label);
    expect(labels).toContain("bash_command=");
    expect(labels).toContain("retries=");
    expect(labels).not.toContain("task_id=");
    const [first] = [...items].sort((a, b) => ((a.sortText ?? "") < (b.sortText ?? "") ? -1 : 1));
    expect(first?.label).toBe("bash_command=");
  });

  test("of a DAG are offered by its own list", async () => {
    const labels = (await completions('DAG("a", sch<|>)')).map(({ label }) => label);
    expect(labels).toContain("schedule=");
    expect(labels).not.toContain("trigger_rule=");
  });

  test("trigger rules are offered with what they mean", async () => {
    const items = await completions('EmptyOperator(task_id="a", trigger_rule="<|>")');
    const rule = items.find(({ label }) => label === "none_failed_min_one_success");
    expect(rule?.detail).toContain("at least one has succeeded");
  });

  test("schedules are offered with their English", async () => {
    const items = await completions('DAG("a", schedule="<|>")');
    expect(items.find(({ label }) => label === "@daily")?.detail).toContain("00:00");
  });

  test("time zones are offered for tz", async () => {
    const labels = (await completions('DAG("a", timezone="<|>")')).map(({ label }) => label);
    expect(labels).toContain("Europe/Berlin");
  });

  test("time zones are offered wherever one is named", async () => {
    for (const text of ['pendulum.datetime(2024, 1, 1, tz="<|>")', 'ZoneInfo("Eur<|>")']) {
      expect((await completions(text)).map(({ label }) => label)).toContain("Europe/Berlin");
    }
  });

  test("the arguments of every task are offered as keys of default_args, and explained", async () => {
    for (const text of ['DAG("a", default_args={"<|>"})', 'default_args = {"re<|>": 1}']) {
      expect((await completions(text)).map(({ label }) => label)).toContain("retry_delay");
    }
    const { question } = await ask('DAG("a", default_args={"ret<|>ries": 2})\n');
    expect(JSON.stringify(hoverAt(question))).toContain("How often the task is tried again");
  });

  test("states and kinds of runs are offered", async () => {
    const states = await completions('ExternalTaskSensor(task_id="a", allowed_states=["<|>"])');
    expect(states.map(({ label }) => label)).toContain("skipped");
    const kinds = await completions('DAG("a", allowed_run_types=["<|>"])');
    expect(kinds.map(({ label }) => label)).toContain("manual");
  });

  test("a member of TriggerRule is explained", async () => {
    const { question } = await ask("x = TriggerRule.ALL_<|>DONE\n");
    expect(JSON.stringify(hoverAt(question))).toContain("however they ended");
  });

  test("the signature marks the argument that is being written", async () => {
    const { question } = await ask('BashOperator(task_id="a", bash_command="<|>")\n');
    const help = signatureAt(question);
    const [signature] = help?.signatures ?? [];
    expect(signature?.label).toContain("BashOperator(task_id=, bash_command=");
    expect(signature?.parameters?.[help?.activeParameter ?? -1]?.label).toBe("bash_command=");
  });

  test.each([
    ['BashOperator(task_id="a", <|>)', "bash_command="],
    ['BashOperator(bash_command="a", <|>)', "task_id="],
    ['BashOperator(task_id="a", bash_command="a", <|>)', "env=…"],
  ])("between arguments the signature marks the next one: %s", async (text, label) => {
    const { question } = await ask(`${text}\n`);
    const help = signatureAt(question);
    expect(help?.signatures[0]?.parameters?.[help.activeParameter ?? -1]?.label).toBe(label);
  });

  test("what the class itself takes is marked as known to Python's own tool, what every task takes is not", async () => {
    const items = await completions('BashOperator(task_id="a", <|>)');
    const data = (label: string): unknown => items.find((item) => item.label === label)?.data;
    expect([data("bash_command="), data("retries=")]).toEqual(["python", undefined]);
  });

  test("an argument is explained where it is written", async () => {
    const { question } = await ask('EmptyOperator(task_id="a", retry_del<|>ay=5)\n');
    expect(JSON.stringify(hoverAt(question))).toContain("How long to wait before the next try");
  });

  test("a trigger rule is explained in a sentence", async () => {
    const { question } = await ask('EmptyOperator(task_id="a", trigger_rule="one_<|>failed")\n');
    expect(JSON.stringify(hoverAt(question))).toContain("as soon as one task before it has failed");
  });

  test("what is given by its place is not offered again", async () => {
    for (const [source, label] of [
      ['DAG("etl", <|>)', "dag_id="],
      ['TaskGroup("part", <|>)', "group_id="],
    ] as const) {
      expect((await completions(source)).map((item) => item.label)).not.toContain(label);
    }
    expect((await completions("DAG(<|>)")).map((item) => item.label)).toContain("dag_id=");
  });

  test("what cannot be mapped, or is given with partial, is not offered to expand", async () => {
    const items = await completions('BashOperator.partial(task_id="a", env={}).expand(<|>)');
    const labels = items.map((item) => item.label);
    expect(labels).toContain("bash_command=");
    for (const label of ["task_id=", "env=", "retries=", "trigger_rule="])
      expect(labels).not.toContain(label);
  });

  test("default_args are not offered an id, which each task has for itself", async () => {
    const items = await completions('DAG("etl", default_args={"<|>": 1})');
    const labels = items.map((item) => item.label);
    expect(labels).toContain("retries");
    expect(labels).not.toContain("task_id");
  });

  test("between quotes with nothing in them nothing is explained", async () => {
    const { question } = await ask(`from airflow.sdk import DAG
from airflow.providers.standard.sensors.external_task import ExternalTaskSensor
with DAG("sales"):
    ExternalTaskSensor(task_id="wait", external_dag_id="sales", external_task_id="<|>")`);
    expect(hoverAt(question)).toBeUndefined();
  });

  test("an operator brings what it needs and its import", async () => {
    const [item] = await completions("x = TriggerDag<|>\n");
    expect(item?.label).toBe("TriggerDagRunOperator");
    expect(JSON.stringify(item?.textEdit)).toContain("trigger_dag_id");
    expect(JSON.stringify(item?.additionalTextEdits)).toContain("import TriggerDagRunOperator");
  });
});

async function completions(
  source: string,
): Promise<NonNullable<ReturnType<typeof completionsAt>>["items"]> {
  const { question } = await ask(`${source}\n`);
  return completionsAt(question)?.items ?? [];
}
