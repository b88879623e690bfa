import { afterEach, beforeEach, expect, test } from "vitest";
import type { CodeAction, Diagnostic } from "vscode-languageserver";

import { lineIndexOf, offsetAt } from "../../model/text/lineIndex.ts";
import { applyEdits } from "../../model/text/edits.ts";
import { TestEditor } from "./languageClient.ts";

const file = "dags/sales.py";
const text = `from airflow.providers.standard.operators.empty import EmptyOperator
from airflow.sdk import DAG

with DAG("sales", schedule="@dialy"):
    one = EmptyOperator(task_id="one", trigger_rule="all_sucess")  # keep me
    two = EmptyOperator(task_id="two", trigger_rule="al_done")
    one >> two
    two >> two
`;

let editor: TestEditor;
beforeEach(async () => {
  editor = await TestEditor.open(new Map([[file, text]]));
  await editor.openDocument(file, text);
  await editor.problems(file, (found) => found.length >= 4);
});
afterEach(() => editor.close());

/** The actions for all of the file's text, of these kinds only if any are named. */
async function actions(only?: readonly string[]): Promise<readonly CodeAction[]> {
  const range = { start: { line: 0, character: 0 }, end: { line: 8, character: 0 } };
  const context = { diagnostics: [], ...(only && { only }) };
  return editor.request("textDocument/codeAction", {
    textDocument: { uri: editor.uri(file) },
    range,
    context,
  });
}

/** Makes an action's change as an editor does; answers the new text and the problems that are left. */
async function make(action: CodeAction | undefined): Promise<[string, readonly Diagnostic[]]> {
  const changes = action?.edit?.changes?.[editor.uri(file)] ?? [];
  expect(changes.length).toBeGreaterThan(0);
  const lines = lineIndexOf(text);
  const edits = changes.map(({ range, newText }) => {
    const [start, end] = [offsetAt(lines, range.start), offsetAt(lines, range.end)];
    return { span: { file, start, end }, newText };
  });
  const after = applyEdits(file, text, edits);
  await editor.change(file, 2, [{ text: after }]);
  const report = await editor.request<{ items: Diagnostic[] }>("textDocument/diagnostic", {
    textDocument: { uri: editor.uri(file) },
  });
  return [after, report.items];
}

const codes = (problems: readonly Diagnostic[]): unknown[] => problems.map(({ code }) => code);

test("all problems of a kind are fixed by one action, and no others", async () => {
  const title = "Fix all 2 problems of the kind unknown-trigger-rule";
  const [after, left] = await make((await actions()).find((each) => each.title === title));
  expect(after).toContain('trigger_rule="all_success")  # keep me');
  expect(after).toContain('trigger_rule="all_done"');
  expect(after).toContain("@dialy");
  expect(codes(left)).not.toContain("unknown-trigger-rule");
  expect(codes(left)).toContain("invalid-cron");
});

test.each([[["source"]], [["source.fixAll"]], [["source.fixAll.dagsight"]]])(
  "asked for %s, one action makes every change with one right answer",
  async (only) => {
    const found = await actions(only);
    expect(found.map(({ title, kind }) => [title, kind])).toEqual([
      ["Fix all Dagsight problems", "source.fixAll.dagsight"],
    ]);
    const [after, left] = await make(found[0]);
    expect(after).toContain('schedule="@daily"');
    expect(after).not.toContain("two >> two");
    expect(codes(left.filter(({ severity }) => severity === 1 || severity === 2))).toEqual([]);
  },
);

test("a list of quick fixes has no source action, and other source actions are none of ours", async () => {
  const kinds = (await actions()).map(({ kind }) => kind);
  expect(kinds.filter((kind) => kind?.startsWith("source"))).toEqual([]);
  expect(await actions(["source.organizeImports"])).toEqual([]);
});
