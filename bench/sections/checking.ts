import { snapshotOf } from "../../model/snapshot/snapshot.ts";
import type { Files } from "../../model/workspace/files.ts";
import { largeDagFile } from "../generate.ts";
import { quantile, row, time } from "../measure.ts";

const nothing: Files = { readText: () => undefined, list: () => undefined };

/** Reading and checking a file of 1,000 tasks: the first time in a process, and after a key. */
export function checking(): void {
  const text = largeDagFile(1000);
  const check = (source: string, version: number) =>
    snapshotOf({
      file: "large.py",
      text: source,
      version,
      files: nothing,
      airflow: 3,
      importRoots: [""],
    });
  const cold = time(() => check(text, 0));
  const tasks = check(text, 1).reading.dags[0]?.tasks.size ?? 0;
  if (tasks !== 1000) throw new Error(`${tasks} tasks were read, not 1000`);
  row("1,000 tasks, checked cold (the first file in this process)", cold, "ms", { atMost: 100 });
  const edits: number[] = [];
  for (let round = 0; round < 40; round++) {
    const at = Math.floor((text.length * (round + 1)) / 42);
    edits.push(time(() => check(`${text.slice(0, at)}x${text.slice(at)}`, round + 2)));
  }
  row("1,000 tasks, after a one-character edit, median", quantile(edits, 0.5), "ms", {
    atMost: 30,
  });
  row("1,000 tasks, after a one-character edit, 95th percentile", quantile(edits, 0.95), "ms");
}
