import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";

import { nodeFiles } from "../../cli/nodeFiles.ts";
import { readGraphs } from "../../cli/readGraphs.ts";
import { readSettings } from "../../cli/settings.ts";

const texts = {
  "secret.txt": "outside",
  "company/Dockerfile": "",
  "company/plugins/helpers/__init__.py": `
from airflow.providers.standard.operators.empty import EmptyOperator

def make(name):
    return EmptyOperator(task_id=name)
`,
  "company/lib/names.py": `NAMES = ["x"]`,
  "company/config/tables.yml": "tables: [a, b]",
  "company/dags/team/daily.py": `
import os
import sys
from pathlib import Path
import yaml
from airflow.sdk import DAG
from helpers import make

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "lib"))
from names import NAMES

config = yaml.safe_load((Path(__file__).parents[2] / "config" / "tables.yml").read_text())
with DAG(Path(__file__).parent.name):
    for name in config["tables"] + NAMES:
        make(name)
`,
  "company/dags/curious.py": `
from pathlib import Path
from airflow.sdk import DAG
from airflow.providers.standard.operators.empty import EmptyOperator

with DAG("d"):
    for path in ["../../secret.txt", Path(__file__).parents[2] / "secret.txt"]:
        text = open(path).read()
        EmptyOperator(task_id=text)
`,
  "company/dags/top.py": `
import os
from pathlib import Path
from airflow.sdk import DAG
from airflow.providers.standard.operators.empty import EmptyOperator

with DAG(Path(__file__).parent.name):
    EmptyOperator(task_id=os.path.basename(os.path.dirname(__file__)))
    EmptyOperator(task_id=__file__.split("/")[-3])
`,
};

let root: string;

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), "dagsight-files-"));
  for (const [path, text] of Object.entries(texts)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
});

afterAll(() => rmSync(root, { recursive: true, force: true }));

function tasksIn(file: string): string[] {
  const files = nodeFiles(join(root, "company", "dags"));
  return readGraphs(files, [file], readSettings(files, "3", undefined)).map(
    ({ dagId, tasks }) => `${dagId}: ${tasks.map((task) => task.taskId).join(", ")}`,
  );
}

test("what lies beside the dags folder in its project is found from inside of it", () => {
  expect(tasksIn("team/daily.py")).toEqual(["team: a, b, x"]);
});

test("code knows in which folders it lies", () => {
  expect(tasksIn("top.py")).toEqual(["dags: dags, company"]);
});

test("code does not read outside of its project", () => {
  expect(nodeFiles(join(root, "company", "dags")).around).toBe(1);
  expect(tasksIn("curious.py")).toEqual(["d: {open(path).read()}"]);
});
