import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, beforeEach, expect, test } from "vitest";

import { check } from "../../cli/commands/check.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "dagsight-check-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

/** Runs the command in the folder; answers exit code and what was printed. */
async function run(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  let out = "";
  let err = "";
  const code = await check.run(args, {
    cwd: folder,
    env: {},
    isInteractive: false,
    out: (text) => (out += text),
    err: (text) => (err += text),
  });
  return { code, out, err };
}

function write(file: string, text: string): void {
  writeFileSync(join(folder, file), text);
}

const flagged = "x = 1  # dagsight: ignore[nonsense]\n";

test("findings below the threshold leave exit code 0", async () => {
  write("a.py", flagged);
  const { code, out } = await run();
  expect(code).toBe(0);
  expect(out).toContain('hint[unused-suppression]: There is no rule "nonsense".');
});

test("a team's settings count, and options count more", async () => {
  write("a.py", flagged);
  write("dagsight.toml", '[rules]\nunused-suppression = "error"\n');
  expect((await run()).code).toBe(1);
  expect((await run("--fail-on", "never")).code).toBe(0);
  expect((await run("--ignore", "unused-suppression")).out).toContain("No problems");
});

test("a baseline is written once and then hides what it knows", async () => {
  write("a.py", flagged);
  const { err } = await run("--write-baseline");
  expect(err).toBe("Wrote 1 known finding to .dagsight-baseline.json.\n");
  expect(readFileSync(join(folder, ".dagsight-baseline.json"), "utf8")).toContain("a.py");
  expect((await run()).out).toContain("No problems");
});

test("wrong usage is one clear line", async () => {
  await expect(run("--format", "xml")).rejects.toThrow('There is no format "xml".');
  await expect(run("--fail-on", "hint")).rejects.toThrow("--fail-on takes");
  await expect(run("--select", "no-such")).rejects.toThrow('There is no rule "no-such".');
  await expect(run("nowhere")).rejects.toThrow('There is no file or folder "nowhere".');
  await expect(run("--airflow", "1.10")).rejects.toThrow("--airflow takes 2 or 3");
  write("dagsight.toml", "\npresett = 1\n");
  await expect(run()).rejects.toThrow('dagsight.toml:2: There is no key "presett".');
});

test("a rule explains itself", async () => {
  const { code, out } = await run("--explain", "unused-suppression");
  expect(code).toBe(0);
  expect(out).toContain("# unused-suppression");
});

test("a rule that is chosen keeps the severities that it gives itself", async () => {
  const uri = "postgres://me:pass@host/db/public/t";
  write("a.py", `from airflow.sdk import Asset\n\norders = Asset(uri="${uri}")\n`);
  const { out } = await run("--select", "invalid-asset", "--format", "json");
  expect(out).toContain('"severity": "warning"');
});

test.each([
  [["--selct", "cycle"], 'There is no option "--selct". Did you mean "--select"?'],
  [["--select", "cycel"], 'There is no rule "cycel". Did you mean "cycle"?'],
  [["--explain", "cycel"], 'There is no rule "cycel". Did you mean "cycle"?'],
  [["--explain", "zzzzzz"], "See docs/rules for all of them."],
  [["--baseline", "none.json"], 'There is no baseline file "none.json".'],
])("what is misspelt or not there is said: %s", async (args, message) => {
  write("a.py", flagged);
  await expect(run(...args)).rejects.toThrow(message);
});
