import { expect, test } from "vitest";

import { readFileSync } from "node:fs";

import { readText } from "../readText.ts";

const sample = readFileSync("samples/airflow/dags/sales_etl_pipeline.py", "utf8");

test("any beginning of a file is read without an exception", () => {
  for (let end = 0; end < sample.length; end += 7) {
    const text = `# airflow dag\n${sample.slice(0, end)}`;
    expect(() => readText(text)).not.toThrow();
  }
});

test("a file without any one of its words is read without an exception", () => {
  const words = [...sample.matchAll(/\w+|[^\s\w]/g)];
  for (let at = 0; at < words.length; at += 5) {
    const word = words[at];
    if (!word) continue;
    const { index } = word;
    const text = `# airflow dag\n${sample.slice(0, index)}${sample.slice(index + word[0].length)}`;
    expect(() => readText(text)).not.toThrow();
  }
});

test("reading twice gives the same", () => {
  const shown = [1, 2].map(() => {
    const { dags, faults } = readText(sample);
    const plain = (key: string, value: unknown): unknown =>
      key === "args" || key === "value" ? undefined : value instanceof Map ? [...value] : value;
    return JSON.stringify({ dags, faults }, plain);
  });
  expect(shown[0]).toBe(shown[1]);
});

test("a loop that makes DAGs without end is given up", () => {
  const started = process.cpuUsage();
  const { dags } = readText(`
from airflow.sdk import DAG
from airflow.providers.standard.operators.empty import EmptyOperator
while True:
    with DAG("etl"):
        EmptyOperator(task_id="a")
`);
  expect(dags.length).toBeLessThan(5000);
  expect(dags[0]?.unknown.map(({ reason }) => reason)).toContain("too large to follow");
  const { user, system } = process.cpuUsage(started);
  expect((user + system) / 1000).toBeLessThan(1000);
});

test("a task function that is called thousands of times costs no more each time", () => {
  const started = process.cpuUsage();
  const { dags } = readText(`
from airflow.sdk import DAG, task

@task
def load(number): ...

with DAG("etl"):
    for number in range(4000):
        load(number)
`);
  expect(dags[0]?.tasks.has("load__3999")).toBe(true);
  const { user, system } = process.cpuUsage(started);
  expect((user + system) / 1000).toBeLessThan(1500);
});
