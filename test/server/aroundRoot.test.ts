import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { PassThrough } from "node:stream";
import { pathToFileURL } from "node:url";

import { afterEach, beforeEach, expect, test } from "vitest";
import {
  createConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from "vscode-languageserver/node";
import { createProtocolConnection } from "vscode-languageserver-protocol/node";

import type { GraphAnswer } from "../../protocol/languageServer.ts";
import { diskFilesBelow } from "../../server/diskFiles.ts";
import { serve } from "../../server/serve.ts";
import { pathAround, uriBelow } from "../../server/uris.ts";
import { TestEditor, testNow } from "./languageClient.ts";

// Someone opens only the dags folder of a repository: what its files import and read lies around it.

const daily = `from airflow import DAG
from airflow.operators.empty import EmptyOperator
from helpers.tables import TABLES

with DAG("daily"):
    for table in TABLES:
        EmptyOperator(task_id=table)
`;

const texts = {
  ".git/HEAD": "ref: refs/heads/main\n",
  "requirements.txt": "apache-airflow==2.10.1\n",
  "helpers/tables.py": 'TABLES = ["a", "b"]\n',
  "dags/daily.py": daily,
};

let root: string;
let editor: TestEditor;

beforeEach(async () => {
  root = realpathSync(mkdtempSync(join(tmpdir(), "dagsight-around-")));
  for (const [path, text] of Object.entries(texts)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  const toServer = new PassThrough();
  const toClient = new PassThrough();
  serve(createConnection(new StreamMessageReader(toServer), new StreamMessageWriter(toClient)), {
    filesBelow: diskFilesBelow,
    now: () => testNow,
    localZone: "UTC",
  });
  const client = createProtocolConnection(
    new StreamMessageReader(toClient),
    new StreamMessageWriter(toServer),
  );
  editor = await TestEditor.over(client, pathToFileURL(join(root, "dags")).href);
  await editor.openDocument("daily.py", daily);
});

afterEach(async () => {
  await editor.close();
  rmSync(root, { recursive: true, force: true });
});

const helper = "../helpers/tables.py";
const helperUri = (): string => pathToFileURL(join(root, "helpers/tables.py")).href;

async function graph(): Promise<GraphAnswer> {
  return editor.request<GraphAnswer>("dagsight/graph", { uri: editor.uri("daily.py") });
}

async function tasks(): Promise<string[]> {
  return (await graph()).dags.flatMap((dag) => dag.tasks.map(({ taskId }) => taskId));
}

test("helpers beside an opened dags folder are read, and what its repository pins", async () => {
  expect(await tasks()).toEqual(["a", "b"]);
  expect((await graph()).airflow).toBe(2);
});

test("unsaved text of a helper beside the opened folder wins over the disk, until it is closed", async () => {
  expect(await tasks()).toEqual(["a", "b"]);
  await editor.connection.sendNotification("textDocument/didOpen", {
    textDocument: {
      uri: helperUri(),
      languageId: "python",
      version: 1,
      text: 'TABLES = ["a", "b", "c"]\n',
    },
  });
  expect(await tasks()).toEqual(["a", "b", "c"]);
  await editor.connection.sendNotification("textDocument/didClose", {
    textDocument: { uri: helperUri() },
  });
  expect(await tasks()).toEqual(["a", "b"]);
});

test("a helper that changed on the disk without a word is read anew with the next edit", async () => {
  expect(await tasks()).toEqual(["a", "b"]);
  writeFileSync(join(root, "helpers/tables.py"), 'TABLES = ["a", "b", "later"]\n');
  await editor.change("daily.py", 2, [{ text: `${daily}\n` }]);
  expect(await tasks()).toEqual(["a", "b", "later"]);
});

test("a word about a helper beside the opened folder reads anew", async () => {
  expect(await tasks()).toEqual(["a", "b"]);
  writeFileSync(join(root, "helpers/tables.py"), 'TABLES = ["told"]\n');
  await editor.connection.sendNotification("workspace/didChangeWatchedFiles", {
    changes: [{ uri: helperUri(), type: 2 }],
  });
  expect(await tasks()).toEqual(["told"]);
});

test("a file around a folder has a path and an address, only as far as its project reaches", () => {
  const dags = "file:///work/repo/dags";
  expect(pathAround(dags, "file:///work/repo/dags/a.py", 1)).toBe("a.py");
  expect(pathAround(dags, "file:///work/repo/helpers/tables.py", 1)).toBe(helper);
  expect(pathAround(dags, "file:///work/other/a.py", 1)).toBeUndefined();
  expect(uriBelow(dags, helper)).toBe("file:///work/repo/helpers/tables.py");
});
