import { expect, test } from "vitest";

import { definitionFiles } from "../../../model/workspace/definitionFiles.ts";
import { filesOf } from "../rules/checkText.ts";

const workspace = filesOf(
  new Map([
    ["dags/a.py", ""],
    ["dags/b.py", ""],
    ["dags/old/c.py", ""],
    ["dags/notes.md", ""],
    [".venv/lib/d.py", ""],
    ["build/e.py", ""],
    [".gitignore", "build/\n"],
    ["dags/.airflowignore", "# retired\nold/\nb.p?\n!a.py\n"],
  ]),
);

test("a folder's Python files, without what is ignored", () => {
  expect(definitionFiles(workspace, "", { airflow: 3 })).toEqual(["dags/a.py"]);
});

test("Airflow 2 reads .airflowignore as regular expressions", () => {
  expect(definitionFiles(workspace, "", { airflow: 2 })).toEqual(["dags/a.py"]);
  const regexps = filesOf(
    new Map([
      ["x_1.py", ""],
      ["y.py", ""],
      [".airflowignore", "x_\\d\n("],
    ]),
  );
  expect(definitionFiles(regexps, "", { airflow: 2 })).toEqual(["y.py"]);
  expect(definitionFiles(regexps, "", { airflow: 3 })).toEqual(["x_1.py", "y.py"]);
});

test("settings leave out more", () => {
  expect(definitionFiles(workspace, "", { airflow: 3, exclude: ["dags/a*"] })).toEqual([]);
});
