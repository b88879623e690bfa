import { spawn, type ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

import { afterAll, beforeAll, expect, test } from "vitest";
import { StreamMessageReader, StreamMessageWriter } from "vscode-languageserver/node";
import { createProtocolConnection } from "vscode-languageserver-protocol/node";

import { TestEditor } from "./languageClient.ts";

// The built server, started as other editors start it: npm run build comes before.
let folder: string;
let server: ChildProcess;
let editor: TestEditor;

const broken = `from airflow.sdk import DAG
from airflow.providers.standard.operators.empty import EmptyOperator

with DAG("d", schedule="61 2 * * *"):
    EmptyOperator(task_id="a")
`;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "dagsight-lsp-"));
  writeFileSync(join(folder, "dag.py"), broken);
  server = spawn(process.execPath, ["dist/cli.js", "lsp", "--stdio"], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  if (!server.stdout || !server.stdin) throw new Error("The server has no pipes.");
  const connection = createProtocolConnection(
    new StreamMessageReader(server.stdout),
    new StreamMessageWriter(server.stdin),
  );
  editor = await TestEditor.over(connection, pathToFileURL(folder).href);
});

afterAll(async () => {
  await editor.close();
  server.kill();
  rmSync(folder, { recursive: true, force: true });
});

test("the built server finds a problem, explains a schedule, and ends when it is told to", async () => {
  await editor.openDocument("dag.py", broken);
  const found = await editor.problems("dag.py", (problems) => problems.length > 0);
  expect(found.map(({ code }) => code)).toContain("invalid-cron");
  const position = { line: 3, character: 27 };
  const hover = await editor.request("textDocument/hover", {
    textDocument: { uri: editor.uri("dag.py") },
    position,
  });
  expect(JSON.stringify(hover)).toContain("refuse");
  await editor.change("dag.py", 2, [
    {
      range: { start: { line: 3, character: 24 }, end: { line: 3, character: 26 } },
      text: "0",
    },
  ]);
  await editor.problems("dag.py", (problems) =>
    problems.every(({ code }) => code !== "invalid-cron"),
  );
}, 30_000);
