import { EventEmitter } from "node:events";
import { PassThrough } from "node:stream";
import type { spawn } from "node:child_process";
import { expect, test } from "vitest";

import type { RunEvent } from "../../model/run/events.ts";
import { spawnOn } from "../../runner/nodePorts.ts";
import type { Ports } from "../../runner/ports.ts";
import { findPython, type Machine } from "../../runner/pythons.ts";
import { Runner } from "../../runner/runner.ts";
import { dagOf } from "../model/run/dags.ts";
import { eventLines, FakeBridge, fakeOptions, type FakeTry } from "./fakeBridge.ts";
import type { StartTry } from "../../protocol/runner.ts";

const python = "C:\\Program Files\\Anna's Python\\python.exe";

test("on Windows each file has a process of its own, started without a shell and without more pipes", async () => {
  const { started } = await play(false);
  expect(started).toEqual([
    {
      command: python,
      args: [
        expect.stringMatching(/^C:\\Users\\Anna B\\ext.guard\.py$/),
        "--engine",
        "lite",
        "--airflow",
        "3",
        "--host",
      ],
      channels: 0,
    },
  ]);
});

test("on Windows a run makes the same events as where tries are forked", async () => {
  const [forked, spawned] = [await play(true), await play(false)];
  expect(spawned.lines).toEqual(forked.lines);
  expect(spawned.sent).toEqual(forked.sent);
  expect(forked.lines).toContain("finished join success");
});

test("cancelling on Windows asks the host to end each try, and leaves nothing running", async () => {
  const bridge = new FakeBridge(
    dagOf({ a: {}, b: {} }),
    () => ({ takes: Infinity, stubborn: true }),
    false,
  );
  const runner = new Runner(bridge.ports);
  const handle = runner.startRun(options, (event) => {
    if (event.kind === "started" && event.taskId === "b") handle.cancel();
  });
  const state = await bridge.drive(handle.done);
  expect(state.result).toBe("cancelled");
  expect(bridge.sent.filter((one) => one.kind === "kill").map((one) => one.signal)).toEqual([
    "SIGTERM",
    "SIGTERM",
    "SIGKILL",
    "SIGKILL",
  ]);
  expect(bridge.alive.size).toBe(0);
});

test("on Windows a process is ended with everything below it, by taskkill", () => {
  const calls: { command: string; args: readonly string[]; options: object }[] = [];
  const child = new FakeChild();
  const helper = new FakeChild();
  const fake = ((command: string, args: readonly string[], options: object) => {
    calls.push({ command, args, options });
    return command === "taskkill" ? helper : child;
  }) as unknown as typeof spawn;
  const process = spawnOn("win32", fake)(python, ["a b.py", "100%", '"', "&"], {
    cwd: "C:\\w",
    env: {},
    channels: 0,
  });
  process.kill("SIGKILL");
  expect(calls).toEqual([
    {
      command: python,
      args: ["a b.py", "100%", '"', "&"],
      options: { cwd: "C:\\w", env: {}, stdio: ["pipe", "pipe", "pipe"], windowsHide: true },
    },
    {
      command: "taskkill",
      args: ["/PID", "4711", "/T", "/F"],
      options: { stdio: "ignore", windowsHide: true },
    },
  ]);
  expect(child.signals).toEqual([]);
  helper.emit("error", new Error("not there"));
  expect(child.signals).toEqual(["none"]);
});

test("elsewhere it is sent the signal", () => {
  const child = new FakeChild();
  const process = spawnOn("linux", (() => child) as unknown as typeof spawn)("python3", [], {
    cwd: "/",
    env: {},
    channels: 2,
  });
  process.kill("SIGTERM");
  expect(child.signals).toEqual(["SIGTERM"]);
});

test.each([
  ["the environment in the workspace", {}, ["C:\\w\\.venv\\Scripts\\python.exe"], ".venv"],
  [
    "conda's own",
    { CONDA_PREFIX: "D:\\conda" },
    ["D:\\conda\\python.exe"],
    "the active conda environment",
  ],
  ["PATH, as Windows calls it", { Path: "C:\\x;C:\\Py 3" }, ["C:\\Py 3\\python.exe"], "PATH"],
])("a Python is found on Windows: %s", async (_, env, files, source) => {
  expect(await findPython({ wanted: undefined, workspace: "C:\\w", env }, windows(files))).toEqual({
    path: files[0],
    version: "3.12.1",
    source,
  });
});

test.each([
  ["C:\\Py\\python.exe", "C:\\Py\\python.exe"],
  [".venv\\Scripts\\python", "C:\\w\\.venv\\Scripts\\python.exe"],
  [".venv/Scripts/python.exe", "C:\\w\\.venv\\Scripts\\python.exe"],
  ["python", "C:\\Py\\python.exe"],
])("a Python that is asked for on Windows: %s", async (wanted, path) => {
  const files = ["C:\\Py\\python.exe", "C:\\w\\.venv\\Scripts\\python.exe"];
  const search = { wanted, workspace: "C:\\w", env: { PATH: "C:\\Py" } };
  expect(await findPython(search, windows(files))).toMatchObject({ path });
});

test("the program that only opens Windows' store is passed over", async () => {
  const files = ["C:\\Apps\\python.exe", "C:\\Py\\python.exe"];
  const machine: Machine = {
    ...windows(files),
    askVersion: (path) => Promise.resolve(path.includes("Apps") ? undefined : "3.11.0"),
  };
  const env = { Path: "C:\\Apps;C:\\Py" };
  expect(await findPython({ wanted: undefined, workspace: "C:\\w", env }, machine)).toMatchObject({
    path: "C:\\Py\\python.exe",
  });
});

const options = fakeOptions({
  file: "C:\\Users\\Anna B\\dags\\d.py",
  workspace: "C:\\Users\\Anna B",
  bridgeFolder: "C:\\Users\\Anna B\\ext",
  python,
});

/** One run of a DAG with a retry, a failure and a join. */
async function play(forks: boolean): Promise<{
  lines: readonly string[];
  sent: readonly unknown[];
  started: readonly unknown[];
}> {
  const dag = dagOf({
    first: { retries: 1, retryDelay: 0 },
    bad: { upstream: ["first"] },
    join: { upstream: ["first", "bad"], triggerRule: "one_success" },
  });
  const doing = ({ taskId, try: number }: StartTry): FakeTry => {
    if (taskId === "first" && number === 1) return { outcome: { state: "up_for_retry" } };
    return taskId === "bad" ? { dies: { code: 1, signal: null } } : {};
  };
  const bridge = new FakeBridge(dag, doing, forks);
  const started: unknown[] = [];
  const ports: Ports = {
    ...bridge.ports,
    spawn: (command, args, { cwd, env, channels }) => {
      started.push({ command, args, channels });
      return bridge.ports.spawn(command, args, { cwd, env, channels });
    },
  };
  const events: RunEvent[] = [];
  const runner = new Runner(ports);
  await bridge.drive(runner.startRun(options, (event) => events.push(event)).done);
  return { lines: eventLines(events), sent: bridge.sent, started };
}

function windows(files: readonly string[]): Machine {
  return {
    platform: "win32",
    exists: (path) => files.includes(path),
    askVersion: () => Promise.resolve("3.12.1"),
  };
}

/** What node's `spawn` gives, as far as it is used. */
class FakeChild extends EventEmitter {
  readonly pid = 4711;
  readonly stdin = new PassThrough();
  readonly stdout = new PassThrough();
  readonly stderr = new PassThrough();
  readonly stdio = [this.stdin, this.stdout, this.stderr];
  readonly signals: string[] = [];

  kill(signal = "none"): boolean {
    this.signals.push(signal);
    return true;
  }
}
