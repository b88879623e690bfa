import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { TestEditor } from "./languageClient.ts";

const sales = `from airflow import DAG
from airflow.operators.empty import EmptyOperator

with DAG("sales", schedule="0 2 * * *") as dag:
    extract = EmptyOperator(task_id="extract")
    load = EmptyOperator(task_id="load")
    extract >> load
`;

describe("the server, spoken to over a pipe", () => {
  let editor: TestEditor;

  beforeEach(async () => {
    editor = await TestEditor.open(new Map([["dags/sales.py", sales]]));
  });
  afterEach(() => editor.close());

  test("promises incremental sync and its features", () => {
    expect(editor.capabilities.textDocumentSync).toMatchObject({ openClose: true, change: 2 });
    expect(editor.capabilities.hoverProvider).toBe(true);
  });

  test("publishes problems for the version that it read, and takes them back on close", async () => {
    await editor.openDocument("dags/sales.py", sales);
    expect(await editor.problems("dags/sales.py", () => true)).toEqual([]);
    await editor.closeDocument("dags/sales.py");
    expect(await editor.problems("dags/sales.py", (found) => found.length === 0)).toEqual([]);
  });

  test("answers nothing for a document that is not open", async () => {
    const answer = await editor.request("textDocument/hover", {
      textDocument: { uri: editor.uri("nowhere.py") },
      position: { line: 0, character: 0 },
    });
    expect(answer).toBeNull();
  });
});
