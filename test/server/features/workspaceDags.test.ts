import { expect, test } from "vitest";

import { membersOf } from "../../../server/features/workspaceDags.ts";
import { ask } from "../ask.ts";

test("groups and tasks of a DAG are listed in its order, a group where its first task stands", async () => {
  const { question, session } = await ask(`
    #- dags/orders.py
    from airflow.sdk import DAG, TaskGroup
    from airflow.providers.standard.operators.empty import EmptyOperator

    with DAG("orders"):
        start = EmptyOperator(task_id="start")
        with TaskGroup("outer"):
            with TaskGroup("inner"):
                EmptyOperator(task_id="deep")
            EmptyOperator(task_id="flat")
        done = EmptyOperator(task_id="done")
        with TaskGroup("empty"):
            pass
  `);
  const names = (groupId: string | null): string[] =>
    membersOf(session, { uri: question.uri, dagId: "orders", groupId }).map(({ name }) => name);
  expect(names(null)).toEqual(["start", "outer", "done", "empty"]);
  expect(names("outer")).toEqual(["inner", "flat"]);
});
