import { expect, test } from "vitest";

import { linkedAt } from "../../../server/features/linkedEditing.ts";
import { ask, expectPlaces } from "../ask.ts";

const head = `from airflow.sdk import DAG
from airflow.providers.standard.operators.empty import EmptyOperator
`;

test("a variable and its id are typed together where they are the same word", async () => {
  const asked = await ask(`${head}
with DAG("d"):
    <|lo<|>ad|> = EmptyOperator(task_id="<|load|>")
    <|load|> >> EmptyOperator(task_id="x")
`);
  const { uri } = asked.question;
  expectPlaces(asked, linkedAt(asked.question)?.ranges.map((range) => ({ uri, range })) ?? []);
});

test("an id of another word stays alone", async () => {
  const { question } = await ask(`${head}
with DAG("d"):
    t1 = EmptyOperator(task_id="lo<|>ad")
`);
  expect(linkedAt(question)).toBeUndefined();
});
