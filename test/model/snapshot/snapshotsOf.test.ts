import { expect, test } from "vitest";

import { largeDagFile } from "../../../bench/generate.ts";
import {
  snapshotOf,
  snapshotsOf,
  together,
  type SnapshotInput,
} from "../../../model/snapshot/snapshot.ts";

const texts = {
  "large.py": largeDagFile(12),
  "broken.py": largeDagFile(3).replace("retries=2)", "retries=2"),
  "cycle.py": `${largeDagFile(2)}        task_1 >> task_0\n`,
  "notes.py": "x = 1\n",
  "simple.py":
    'flow = SimpleWorkflow("w")\nflow.add_task(Task("a", print))\nflow.set_dependency("a", "b")\n',
};

// More than are read together.
const files = [...Object.entries(texts), ...Object.entries(texts)].map(
  ([name, text], at) => [`${at}/${name}`, text] as const,
);

const inputs: readonly SnapshotInput[] = files.map(([file, text]) => ({
  file,
  text,
  version: 1,
  files: { readText: () => undefined, list: () => undefined },
  airflow: 3,
  importRoots: [""],
}));

test("files that are read together are read as each of them alone", () => {
  expect(inputs.length).toBeGreaterThan(together);
  const found = snapshotsOf(inputs, (snapshot) => snapshot);
  expect(found.map(({ findings }) => findings.map(({ code }) => code))).toEqual(
    inputs.map((input) => snapshotOf(input).findings.map(({ code }) => code)),
  );
  expect(found.map(({ reading }) => JSON.stringify(shape(reading)))).toEqual(
    inputs.map((input) => JSON.stringify(shape(snapshotOf(input).reading))),
  );
  expect(found.map(({ file }) => file)).toEqual(files.map(([file]) => file));
  expect(found.flatMap(({ findings }) => findings.map(({ code }) => code))).toEqual(
    expect.arrayContaining(["syntax-error", "cycle"]),
  );
});

function shape({ dags }: ReturnType<typeof snapshotOf>["reading"]): unknown {
  return dags.map(({ dagId, tasks, edges }) => [
    dagId,
    [...tasks.keys()],
    edges.map(({ from, to }) => [from, to]),
  ]);
}
