import { expect, test } from "vitest";

import { exampleDag } from "../../../model/rules/exampleDag.ts";
import { checkText } from "./checkText.ts";

const first = `first = EmptyOperator(task_id="first")\n`;
const count = `@task\ndef count():\n    return 0\n\nrows = count()\n`;

test.each([
  [
    "a list beside an arrow and an id",
    `${first}[first] >> "second"`,
    "An arrow joins tasks, not ids: use the variable of the task.",
  ],
  ["an id for set_downstream", `${first}first.set_downstream("second")`, "set_downstream() joins"],
  ["None for set_upstream", `${first}first.set_upstream(None)`, "set_upstream() joins"],
  ["the length of an output", `${count}n = len(rows)`, "len() does not take a value of type"],
  ["an output in an id", `${count}EmptyOperator(task_id=f"load_{rows}")`, "neither a template nor"],
  ["a mapped id", `BashOperator.partial(bash_command="ls").expand(task_id=["a", "b"])`, "one id"],
])("%s is told once, in the words of what was done", (_title, body, words) => {
  const errors = checkText(exampleDag(body)).filter(({ severity }) => severity === "error");
  expect(errors.map(({ message }) => message)).toEqual([expect.stringContaining(words)]);
});

test("owners are joined into a text, so each is one", () => {
  for (const owner of ['["data", "web"]', "5", "None"]) {
    const text = exampleDag(first, `"etl", schedule=None, default_args={"owner": ${owner}}`);
    expect(checkText(text).map(({ message }) => message)).toContainEqual(
      expect.stringContaining("owner takes a text, not"),
    );
  }
});

test("a comma behind a call is said to make a tuple", () => {
  const body = `one = EmptyOperator(task_id="one"),\ntwo = EmptyOperator(task_id="two")\n`;
  const found = checkText(exampleDag(`${body}one.set_downstream(two)`));
  expect(found.map(({ message }) => message)).toContainEqual(
    expect.stringContaining("A comma behind a call makes a tuple"),
  );
});

test("a group made twice is told once, and an argument meant for the id is not also missing", () => {
  const group = `with TaskGroup("stage"):\n    EmptyOperator(task_id="a")\n`;
  const errors = (body: string, args?: string): readonly string[] =>
    checkText(exampleDag(body, args)).flatMap(({ code, severity }) =>
      severity === "error" ? [code] : [],
    );
  expect(errors(`for i in range(2):\n    ${group.replace("\n", "\n    ")}`)).toEqual([
    "duplicate-group",
  ]);
  expect(errors(first, 'dag="etl", schedule=None')).toEqual(["unknown-argument"]);
  expect(errors(`with TaskGroup(group="stage"):\n    ${first}`)).toEqual(["unknown-argument"]);
});

test("what an order compares stops the file, and is not also said to be always true", () => {
  const found = checkText(exampleDag(`${count}if rows > 3:\n    ${first}`));
  expect(found.map(({ code }) => code)).toContain("load-error");
  expect(found.map(({ code }) => code)).not.toContain("output-in-condition");
});

test.each([
  ["a misspelt schedule", `"etl", shedule_interval="@daily"`, 'Did you mean "schedule"?'],
  ["a time zone", `"etl", schedule=None, timezone="UTC"`, "the one of its start_date"],
])("%s given to a DAG is said where it belongs", (_title, args, words) => {
  const found = checkText(exampleDag(`EmptyOperator(task_id="a")`, args));
  expect(found.map(({ message }) => message)).toContainEqual(expect.stringContaining(words));
});

test("a DAG class of another package may take its id anywhere", () => {
  for (const args of [`"etl"`, "", "config"]) {
    const text = `from company.dags import ShopDAG\nconfig = {}\nwith ShopDAG(${args}) as dag:\n    pass\n`;
    expect(checkText(text).filter(({ code }) => code === "missing-argument")).toEqual([]);
  }
});

test("a function that is put in the place of a method is not judged as a callback", () => {
  const body = `load = EmptyOperator(task_id="load")\nload.pre_execute = lambda **context: None\n`;
  expect(checkText(exampleDag(body)).filter(({ code }) => code === "invalid-callback")).toEqual([]);
});

test("what a template may ask for is written as templates have it", () => {
  for (const [call, template] of [
    [`Variable.get("day")`, "{{ var.value.day }}"],
    [`Variable.get("etl.day")`, '{{ var.value.get("etl.day") }}'],
    [`Variable.get("day", deserialize_json=True)`, "{{ var.json.day }}"],
    [`BaseHook.get_connection("shop")`, "{{ conn.shop }}"],
  ]) {
    const text = `from airflow.sdk import BaseHook\n${exampleDag(`print(${String(call)})\nVariable`)}`;
    expect(checkText(text).map(({ message }) => message)).toContainEqual(
      expect.stringContaining(String(template)),
    );
  }
});
