import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, expect, test } from "vitest";

// The built command line: npm run build comes before.
const home = mkdtempSync(join(tmpdir(), "dagsight-launch-"));
const cache = join(home, "dagsight");
const env = { ...process.env, XDG_CACHE_HOME: home, LOCALAPPDATA: home, HOME: home };

afterAll(() => {
  rmSync(home, { recursive: true, force: true });
});

function explain(more: Readonly<Record<string, string>> = {}): string {
  const { stdout, status } = spawnSync(process.execPath, ["dist/cli.js", "cron", "0 2 * * *"], {
    encoding: "utf8",
    env: { ...env, ...more },
  });
  expect(status).toBe(0);
  return stdout;
}

test("the version is that of the package", () => {
  const { version } = JSON.parse(readFileSync("package.json", "utf8")) as { version: string };
  const { stdout } = spawnSync(process.execPath, ["dist/cli.js", "--version"], {
    encoding: "utf8",
    env,
  });
  expect(stdout).toBe(`dagsight ${version}\n`);
});

const posix = process.platform === "win32" || process.platform === "darwin" ? test.skip : test;

posix("what Node made of the program is kept, used again, and made anew when it is broken", () => {
  const first = explain({ DAGSIGHT_CODE_CACHE: "off" });
  expect(readdirSync(home)).toEqual([]);
  expect(explain()).toBe(first);
  const [kept, ...others] = readdirSync(cache);
  expect(others).toEqual([]);
  if (kept === undefined) throw new Error("Nothing was kept.");
  const file = join(cache, kept);
  const code = readFileSync(file);
  expect(explain()).toBe(first);
  expect(readFileSync(file).equals(code)).toBe(true);

  writeFileSync(file, "no code");
  expect(explain()).toBe(first);
  expect(readFileSync(file).length).toBeGreaterThan(100_000);

  rmSync(cache, { recursive: true });
  writeFileSync(cache, "a file where the folder should be");
  expect(explain()).toBe(first);
});
