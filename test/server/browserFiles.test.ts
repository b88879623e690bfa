import { expect, test } from "vitest";

import { Folder } from "../../server/folder.ts";
import { WorkspaceIndex } from "../../server/workspaceIndex.ts";
import { filesOf } from "../model/rules/checkText.ts";

const dag = (id: string): string =>
  `from airflow.sdk import DAG\nfrom airflow.providers.standard.operators.empty import EmptyOperator\n\nwith DAG("${id}"):\n    EmptyOperator(task_id="a")\n`;

test("a workspace whose files must be fetched first is read as they arrive", async () => {
  const files = filesOf(
    new Map([
      ["dags/one.py", dag("one")],
      ["dags/two.py", dag("two")],
    ]),
  );
  const known = new Set<string>();
  // As in a browser: nothing is there at the first question, and all of it a moment later.
  const fetched = <T>(path: string, answer: T | undefined): T | undefined => {
    if (known.has(path)) return answer;
    known.add(path);
    if (answer !== undefined) setTimeout(() => index.arrived(path), 1);
    return undefined;
  };
  const folder = new Folder(
    "file:///work",
    {
      filesBelow: () => ({
        readText: (path) => fetched(path, files.readText(path)),
        list: (path) => fetched(`list:${path}`, files.list(path)),
        forget: () => undefined,
      }),
      now: () => 0,
      localZone: "UTC",
    },
    () => undefined,
  );
  const index = new WorkspaceIndex(folder, () => undefined);
  await index.build(() => undefined);
  while (index.files.length < 2) await new Promise((resolve) => setTimeout(resolve, 10));
  expect(index.files.flatMap(({ dags }) => dags.map(({ dagId }) => dagId)).sort()).toEqual([
    "one",
    "two",
  ]);
});
