import { expect, test } from "vitest";

import { exampleDag } from "../../../model/rules/exampleDag.ts";
import { checkText } from "./checkText.ts";

const joins = (...more: readonly string[]) =>
  exampleDag(`
@task.branch
def choose():
    return "red"

red = EmptyOperator(task_id="red")
blue = EmptyOperator(task_id="blue")
join = EmptyOperator(task_id="join")
choose() >> [red, blue] >> join
${more.join("\n")}`);

const severities = (text: string) =>
  checkText(text, { codes: ["join-after-branch"] }).map(({ severity }) => severity);

test("a join beside one with a trigger rule of its own is only a hint: its author knows of both", () => {
  expect(severities(joins())).toEqual(["warning"]);
  const tolerant = `end = EmptyOperator(task_id="end", trigger_rule="none_failed")`;
  expect(severities(joins(tolerant, "[red, blue] >> end"))).toEqual(["hint"]);
  expect(severities(joins(tolerant, "red >> end"))).toEqual(["warning"]);
});
