import type { Hover } from "vscode-languageserver";
import { expect, test } from "vitest";

import { lineIndexOf, positionAt } from "../../model/text/lineIndex.ts";
import { readFixture } from "../fixture.ts";
import { TestEditor } from "./languageClient.ts";

test.each([
  ["sales:\n  schedule: '0 2 <|>* * *' # at night\n", "At 02:00, every day"],
  ["sales:\n  schedule_interval: @da<|>ily\n", "At 00:00, every day"],
  ["sales:\n  schedule: 61 <|>* * * *\n", "out of range"],
  ["sales:\n  retries: 0 2 <|>* * *\n", undefined],
  ["kind: CronJob\nspec:\n  schedule: '0 2 <|>* * *'\n", undefined],
])("a schedule in YAML is explained: %s", async (source, words) => {
  const { files, cursor } = readFixture(source);
  const text = files.get("dag.py") ?? "";
  const editor = await TestEditor.open(new Map([["dags/sales.yaml", text]]));
  await editor.openDocument("dags/sales.yaml", text, "yaml");
  const found = await editor.request<Hover | null>("textDocument/hover", {
    textDocument: { uri: editor.uri("dags/sales.yaml") },
    position: positionAt(lineIndexOf(text), cursor?.offset ?? 0),
  });
  if (words === undefined) expect(found).toBeNull();
  else expect(JSON.stringify(found?.contents)).toContain(words);
  await editor.close();
});
