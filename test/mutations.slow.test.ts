import { expect, test } from "vitest";

import { tokenize } from "../model/python/parser/tokens.ts";
import { allExamples, faultWith, type Example } from "./brokenTexts.ts";
import { mutate, randomOf } from "./randomText.ts";

const rounds = Number(process.env["MUTATIONS"] ?? 20_000);
const perExample = Number(process.env["PER_EXAMPLE"] ?? 12);
const seed = Number(process.env["SEED"] ?? 20_261_125);

/** Reads and checks texts until a few are found to be wrong. */
function faultsOf(texts: Iterable<Example>): string[] {
  const faults: string[] = [];
  let round = 0;
  for (const text of texts) {
    const fault = faultWith(text, round++ % 3 === 0 ? 2 : 3);
    if (fault !== undefined) faults.push(`${text.file}: ${fault}\n${text.text}`);
    if (faults.length >= 5) break;
  }
  return faults;
}

test(`${rounds} broken texts are read and checked without an exception, each within a second`, () => {
  const random = randomOf(seed);
  const examples = allExamples();
  function* texts(): Generator<Example> {
    for (let round = 0; round < rounds; round++) {
      const example = examples[round % examples.length];
      if (example) yield { ...example, text: mutate(example.text, random) };
    }
  }
  expect(faultsOf(texts())).toEqual([]);
}, 1_200_000);

test("so are beginnings of every example, and every example without one of its tokens", () => {
  const random = randomOf(seed + 1);
  function* texts(): Generator<Example> {
    for (const { file, text } of allExamples()) {
      const { starts, ends } = tokenize(text, {
        from: 0,
        to: text.length,
        bracketed: false,
        recover: true,
      });
      for (let at = 0; at < perExample; at++) {
        yield { file, text: text.slice(0, Math.floor(random() * text.length)) };
        const token = Math.floor(random() * starts.length);
        yield { file, text: text.slice(0, starts[token]) + text.slice(ends[token]) };
      }
    }
  }
  expect(faultsOf(texts())).toEqual([]);
}, 1_200_000);

/** What may stand in a loop, each with what it is about. */
const bodies: Readonly<Record<string, string>> = {
  tasks: `
    EmptyOperator(task_id="load")`,
  "tasks with ids of their own": `
    EmptyOperator(task_id=f"load_{i}")`,
  "one chain": `
    task = EmptyOperator(task_id=f"load_{i}")
    last >> task
    last = task`,
  "calls of one function": `
    last >> load(i)`,
  "each after all before": `
    task = EmptyOperator(task_id=f"load_{i}")
    dag.tasks >> task`,
  groups: `
    with TaskGroup(f"part_{i}"):
        EmptyOperator(task_id="a") >> EmptyOperator(task_id="b")`,
  "groups of one name": `
    with TaskGroup("part") as part:
        EmptyOperator(task_id="a")
    last >> part`,
  "calls of one group": `
    part()`,
  "a group that is made in the loop": `
    @task_group(group_id="other")
    def other():
        EmptyOperator(task_id="a")
    other()`,
  "a function that is made in the loop": `
    @task
    def make():
        return i
    rows = make()
    if rows:
        BashOperator(task_id="list", bash_command=f"ls {rows}")`,
  branches: `
    choose() >> [EmptyOperator(task_id=f"a_{i}"), EmptyOperator(task_id=f"b_{i}")] >> EmptyOperator(task_id=f"c_{i}")`,
  "branches after each other": `
    ends = [EmptyOperator(task_id=f"a_{i}"), EmptyOperator(task_id=f"b_{i}")]
    last >> choose() >> ends
    last = ends[0]`,
  "branches of one name": `
    choose() >> [EmptyOperator(task_id="a"), EmptyOperator(task_id="b")]`,
  "labels and mapping": `
    last >> Label(f"way {i}") >> load.expand(number=[1, 2])`,
  "setup and teardown": `
    with EmptyOperator(task_id=f"a_{i}").as_setup() >> EmptyOperator(task_id=f"z_{i}").as_teardown():
        EmptyOperator(task_id=f"m_{i}")`,
  assets: `
    EmptyOperator(task_id=f"load_{i}", outlets=[Asset(f"table_{i}")], inlets=[Asset("table")])`,
  "values of the task before": `
    rows = load(rows)`,
  DAGs: `
    with DAG(f"etl_{i}", schedule="@daily"):
        EmptyOperator(task_id="a") >> EmptyOperator(task_id="b")`,
  "DAGs of one name": `
    with DAG("etl"):
        load(1)`,
};

test.each(
  Object.entries(bodies).flatMap(([name, body]) =>
    ["while True:", "for i in range(1000):", "for i in something():"].map(
      (loop) => [loop, name, body] as const,
    ),
  ),
)("%s with %s in it is read and checked within a second", (loop, _, body) => {
  const text = `
from airflow.providers.standard.operators.bash import BashOperator
from airflow.providers.standard.operators.empty import EmptyOperator
from airflow.sdk import DAG, Asset, Label, TaskGroup, task, task_group
from elsewhere import something

@task
def load(number): ...

@task.branch
def choose(): ...

@task_group
def part():
    load(1) >> load(2)

with DAG("etl", schedule=None) as dag:
  last = EmptyOperator(task_id="begin")
  rows = load(0)
  i = 0
  ${loop}
    i += 1${body}
`;
  expect(faultsOf([{ file: "airflow/dags/endless.py", text }])).toEqual([]);
});
