import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { optimiseAsUsual } from "../../launch/optimiser.ts";
import { checkRules } from "../../model/rules/checkRules.ts";
import { defaultRuleSettings } from "../../model/rules/ruleSettings.ts";
import { snapshotOf } from "../../model/snapshot/snapshot.ts";
import type { Files } from "../../model/workspace/files.ts";
import { largeDagFile } from "../generate.ts";
import { median, quantile, row, time } from "../measure.ts";

const nothing: Files = { readText: () => undefined, list: () => undefined };

/**
 * Reading and checking a file of 1,000 tasks: as the first text that a process ever sees, started as `launch/` starts the
 * server; as a file newly opened beside others that were read before (what an editor does); and after a key.
 */
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
  const first = firstChecks();
  row("1,000 tasks, the first text of a new process, median", median(first.kept), "ms", {
    atMost: 100,
  });
  row("the same where V8 never saw the program before", first.never, "ms");
  for (let others = 1; others < 200; others++) check(largeDagFile(5 + (others % 26)), others);
  let tasks = 0;
  const opened = time(() => {
    tasks = check(text.replaceAll(/task_(\d)/g, "step_$1"), 200).reading.dags[0]?.tasks.size ?? 0;
  });
  if (tasks !== 1000) throw new Error(`${tasks} tasks were read, not 1000`);
  row("1,000 tasks, a file newly opened, others read before", opened, "ms", { atMost: 100 });
  // Who types does so in a program that has run for a while.
  optimiseAsUsual();
  const edits: number[] = [];
  for (let round = 0; round < 120; round++) {
    const at = Math.floor((text.length * ((round % 40) + 1)) / 42);
    const edited = time(() => check(`${text.slice(0, at)}x${text.slice(at)}`, 201 + round));
    if (round >= 40) edits.push(edited);
  }
  row("1,000 tasks, after a one-character edit, median", quantile(edits, 0.5), "ms", {
    atMost: 30,
  });
  row("1,000 tasks, after a one-character edit, 95th percentile", quantile(edits, 0.95), "ms", {
    atMost: 60,
  });
  const rules: number[] = [];
  for (let round = 0; round < 60; round++) {
    const snapshot = check(`${text}#${round}`, 400 + round);
    const input = { ...snapshot, otherDags: undefined, files: nothing };
    const judged = time(() => checkRules(input, defaultRuleSettings));
    if (round >= 20) rules.push(judged);
  }
  row("1,000 tasks, all rules, median", quantile(rules, 0.5), "ms", { atMost: 10 });
}

/** Milliseconds of the first check in processes of their own: before V8 saw the program, and with the code it kept. */
function firstChecks(): { readonly never: number; readonly kept: readonly number[] } {
  const cache = mkdtempSync(join(tmpdir(), "dagsight-bench-"));
  const check = (): number => {
    const { stdout } = spawnSync(process.execPath, [join(__dirname, "firstCheck.start.cjs")], {
      encoding: "utf8",
      env: { ...process.env, XDG_CACHE_HOME: cache, LOCALAPPDATA: cache, HOME: cache },
    });
    return Number.parseFloat(stdout);
  };
  try {
    return { never: check(), kept: Array.from({ length: 5 }, check) };
  } finally {
    rmSync(cache, { recursive: true, force: true });
  }
}
