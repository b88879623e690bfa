import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { pathToFileURL } from "node:url";

import { afterAll, expect, test } from "vitest";
import { StreamMessageReader, StreamMessageWriter } from "vscode-languageserver/node";
import { createProtocolConnection } from "vscode-languageserver-protocol/node";

import { TestEditor } from "../server/languageClient.ts";

// The built server: npm run build comes before.
const home = mkdtempSync(join(tmpdir(), "dagsight-launch-"));
const cache = join(home, "dagsight");
const broken = 'from airflow.sdk import DAG\n\ndag = DAG("d", schedule="61 2 * * *")\n';

afterAll(() => {
  rmSync(home, { recursive: true, force: true });
});

/** Opens a file in a new server, sees its problem, and ends the server after a while as an editor does. */
async function openOnce(milliseconds = 0): Promise<void> {
  writeFileSync(join(home, "dag.py"), broken);
  const server = spawn(process.execPath, ["dist/server.js", "--stdio"], {
    stdio: ["pipe", "pipe", "inherit"],
    env: { ...process.env, XDG_CACHE_HOME: home, LOCALAPPDATA: home, HOME: home },
  });
  const ended = once(server, "exit");
  const editor = await TestEditor.over(
    createProtocolConnection(
      new StreamMessageReader(server.stdout),
      new StreamMessageWriter(server.stdin),
    ),
    pathToFileURL(home).href,
  );
  await editor.openDocument("dag.py", broken);
  const found = await editor.problems("dag.py", (problems) => problems.length > 0);
  expect(found.map(({ code }) => code)).toContain("invalid-cron");
  await delay(milliseconds);
  await editor.request("shutdown", undefined);
  await editor.connection.sendNotification("exit");
  await ended;
  editor.connection.dispose();
}

const posix = process.platform === "win32" || process.platform === "darwin" ? test.skip : test;

posix("a server takes the code that the server before it kept", { timeout: 60_000 }, async () => {
  await openOnce();
  const [kept, ...others] = readdirSync(cache);
  expect(others).toEqual([]);
  if (kept === undefined) throw new Error("Nothing was kept.");
  // A code that V8 refuses is written anew.
  const { ino, mtimeMs, size } = statSync(join(cache, kept));
  expect(size).toBeGreaterThan(100_000);
  await openOnce();
  const again = statSync(join(cache, kept));
  expect([again.ino, again.mtimeMs]).toEqual([ino, mtimeMs]);
  writeFileSync(join(cache, kept), "no code");
  await openOnce();
  expect(statSync(join(cache, kept)).size).toBeGreaterThan(100_000);
});

posix("code kept when a server has run for a while is taken", { timeout: 60_000 }, async () => {
  rmSync(cache, { recursive: true, force: true });
  await openOnce(4000);
  const [kept = ""] = readdirSync(cache);
  const { ino, mtimeMs } = statSync(join(cache, kept));
  await openOnce();
  const again = statSync(join(cache, kept));
  expect([again.ino, again.mtimeMs]).toEqual([ino, mtimeMs]);
});
