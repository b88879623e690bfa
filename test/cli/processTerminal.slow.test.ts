import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, expect, test } from "vitest";

// The built command line: npm run build comes before.
const folder = mkdtempSync(join(tmpdir(), "dagsight-output-"));
const file = join(folder, "large.py");
const graph = `"${process.execPath}" dist/cli.js graph "${file}" --format json`;

writeFileSync(
  file,
  [
    "from airflow.sdk import DAG",
    "from airflow.providers.standard.operators.empty import EmptyOperator",
    'with DAG("large", schedule=None):',
    ...Array.from({ length: 1000 }, (_, at) => `    EmptyOperator(task_id="task_${at}")`),
  ].join("\n"),
);

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

function inShell(script: string): { readonly stdout: string; readonly stderr: string } {
  const { stdout, stderr } = spawnSync("sh", ["-c", script], {
    encoding: "utf8",
    maxBuffer: 100_000_000,
  });
  return { stdout, stderr };
}

const posix = process.platform === "win32" ? test.skip : test;

posix("a large answer is whole in a file and in a pipe", () => {
  const { stdout } = inShell(`${graph} | cat`);
  expect(stdout.length).toBeGreaterThan(300_000);
  execFileSync("sh", ["-c", `${graph} > "${folder}/answer"`]);
  expect(readFileSync(join(folder, "answer"), "utf8")).toBe(stdout);
});

posix("who reads may stop early", () => {
  expect(inShell(`${graph} | head -c 20; echo`)).toEqual({
    stdout: expect.stringContaining('"dags"') as string,
    stderr: "",
  });
});

posix("a pipe that takes no more for now still gets all of it", () => {
  // Another process that writes to the same pipe has set it so that nobody waits for its reader.
  const other = `"${process.execPath}" -e "process.stdout.write(''); setTimeout(() => {}, 3000)"`;
  const { stdout, stderr } = inShell(`(${other} & sleep 1; ${graph}) | (sleep 2; cat)`);
  expect(stderr).toBe("");
  expect(stdout).toBe(inShell(graph).stdout);
});
