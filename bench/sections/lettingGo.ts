import { getHeapSpaceStatistics } from "node:v8";

import { rules } from "../../model/rules/registry.ts";
import { spelled } from "../../model/rules/spelledFor.ts";
import { snapshotOf } from "../../model/snapshot/snapshot.ts";
import { median, row } from "../measure.ts";

const rounds = 20;

/**
 * What of a file that was read and checked outlives two collections of the young generation, though nobody has it any more:
 * it stays until V8 looks at all memory. The examples of all rules are the files, which are as different as files can be.
 * model/memo.ts and model/withMore.ts say why thousands of bytes of each file once did.
 */
export function lettingGo(): void {
  const inputs = rules.flatMap((rule) => {
    const { flagged, clean } = rule.examples();
    return [...flagged, ...clean].map(spelled).map(({ text, file = "dag.py", airflow = 3 }) => ({
      file,
      text: text.replace(/<\||\|>/g, ""),
      version: 0,
      files: { readText: () => undefined, list: () => undefined },
      airflow,
      importRoots: [""],
    }));
  });
  const read = (): void => {
    for (const input of inputs) snapshotOf(input);
  };
  for (let warmUp = 0; warmUp < rounds / 2; warmUp++) read();
  const stayed = Array.from({ length: rounds }, () => {
    const before = oldBytes();
    read();
    return (oldBytes() - before) / inputs.length;
  });
  row(`of each of ${inputs.length} files read, what stays for no one`, median(stayed), "bytes", {
    atMost: 1000,
  });
}

function oldBytes(): number {
  return (
    getHeapSpaceStatistics().find(({ space_name }) => space_name === "old_space")
      ?.space_used_size ?? NaN
  );
}
