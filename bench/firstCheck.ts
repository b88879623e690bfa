import { snapshotOf } from "../model/snapshot/snapshot.ts";
import { largeDagFile } from "./generate.ts";
import { time } from "./measure.ts";

// Prints the milliseconds that a process takes to check the first text it ever sees: 1,000 tasks.
const text = largeDagFile(1000);
let tasks = 0;
const first = time(() => {
  const { reading } = snapshotOf({
    file: "large.py",
    text,
    version: 0,
    files: { readText: () => undefined, list: () => undefined },
    airflow: 3,
    importRoots: [""],
  });
  tasks = reading.dags[0]?.tasks.size ?? 0;
});
if (tasks !== 1000) throw new Error(`${tasks} tasks were read, not 1000`);
console.log(first);
