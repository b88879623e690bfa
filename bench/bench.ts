import { snapshotOf, type SnapshotInput } from "../model/snapshot/snapshot.ts";
import type { Files } from "../model/workspace/files.ts";
import { largeDagFile } from "./generate.ts";

const nothing: Files = { readText: () => undefined, list: () => undefined };

/** Milliseconds that `work` takes. */
function time(work: () => unknown): number {
  const started = performance.now();
  work();
  return performance.now() - started;
}

/** The value below which `share` of the numbers lie. */
function quantile(numbers: readonly number[], share: number): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

function row(name: string, milliseconds: number, floor: number): void {
  const fine = milliseconds <= floor;
  if (!fine) process.exitCode = 1;
  console.log(
    `${fine ? "ok    " : "FAILED"} ${name.padEnd(52)} ${milliseconds.toFixed(1)} ms (at most ${floor})`,
  );
}

function inputOf(text: string, version: number): SnapshotInput {
  return { file: "large.py", text, version, files: nothing, airflow: 3, importRoots: [""] };
}

const text = largeDagFile(1000);
const tasks = snapshotTasks(text);
console.log(`A file of ${text.split("\n").length} lines with ${tasks} tasks`);

function snapshotTasks(source: string): number {
  const first = time(() => snapshotOf(inputOf(source, 0)));
  row("check, cold (the first in this process)", first, 100);
  return snapshotOf(inputOf(source, 1)).reading.dags[0]?.tasks.size ?? 0;
}

const edits: number[] = [];
for (let round = 0; round < 30; round++) {
  const at = Math.floor((text.length * (round + 1)) / 32);
  const edited = text.slice(0, at) + "x" + text.slice(at);
  edits.push(time(() => snapshotOf(inputOf(edited, round + 2))));
}
row("check after a one-character edit, median", quantile(edits, 0.5), 30);
row("check after a one-character edit, 95th percentile", quantile(edits, 0.95), 60);
