import { spawn as spawnProcess, type ChildProcessByStdio } from "node:child_process";
import { randomUUID } from "node:crypto";
import type { Duplex, Readable, Writable } from "node:stream";

import { readLines } from "./lines.ts";
import type { Pipe, Ports, RunningProcess, Spawn } from "./ports.ts";

/** The real world. */
export const nodePorts: Ports = {
  spawn: spawnOn(process.platform, spawnProcess),
  now: () => Date.now(),
  after: (ms, callback) => {
    // Longer waits than a timer can hold are cut into pieces.
    const longest = 2 ** 31 - 1;
    let timer: NodeJS.Timeout;
    const wait = (left: number): void => {
      timer = setTimeout(
        () => {
          if (left > longest) wait(left - longest);
          else callback();
        },
        Math.min(Math.max(left, 0), longest),
      );
    };
    wait(ms);
    return () => {
      clearTimeout(timer);
    };
  },
  uuid: () => randomUUID(),
  // Windows cannot hand descriptors on to Python.
  morePipes: process.platform !== "win32",
};

/** How programs are started on a platform; `spawnChild` is node's `spawn`. No shell reads the command, so nothing is quoted by us. */
export function spawnOn(platform: NodeJS.Platform, spawnChild: typeof spawnProcess): Spawn {
  return (command, args, { cwd, env, channels }) => {
    const child = spawnChild(command, args, {
      cwd,
      env,
      stdio: ["pipe", "pipe", "pipe", ...Array.from({ length: channels }, () => "pipe" as const)],
      windowsHide: true,
    });
    const kill = (signal: "SIGTERM" | "SIGKILL"): void => {
      if (platform !== "win32" || child.pid === undefined) child.kill(signal);
      // Windows has no signals, and whoever ends a process there leaves its children: this takes the whole tree.
      else
        spawnChild("taskkill", ["/PID", String(child.pid), "/T", "/F"], {
          stdio: "ignore",
          windowsHide: true,
        }).once("error", () => child.kill());
    };
    return running(child, kill);
  };
}

type Child = ChildProcessByStdio<Writable, Readable, Readable>;

function running(child: Child, kill: RunningProcess["kill"]): RunningProcess {
  let problem: string | null = null;
  child.on("error", (error) => (problem ??= error.message));
  const channels = child.stdio.slice(3).map((stream) => {
    const duplex = stream as Duplex;
    return pipe(duplex, duplex);
  });
  return {
    pid: child.pid,
    control: pipe(child.stdout, child.stdin),
    channels,
    onErrorText: (listener) => {
      child.stderr.setEncoding("utf8").on("data", (text: string) => {
        listener(text);
      });
    },
    onEnd: (listener) => {
      let isTold = false;
      const tell = (code: number | null, signal: string | null): void => {
        if (isTold) return;
        isTold = true;
        listener({ code, signal, problem });
      };
      child.once("close", tell);
      // An orphan may hold the pipes open for ever; what is in them by now is read in a moment.
      child.once("exit", (code, signal) => setTimeout(tell, 100, code, signal));
    },
    kill,
  };
}

function pipe(input: Readable, output: Writable): Pipe {
  // An end that is gone shows as the end of the input; a failed write adds nothing to that.
  output.on("error", () => undefined);
  input.on("error", () => undefined);
  let hear: (line: string) => void = () => undefined;
  readLines(input, (line) => {
    hear(line);
  });
  return {
    send: (line) => {
      if (output.writable) output.write(`${line}\n`);
    },
    onLine: (listener) => {
      hear = listener;
    },
    onEnd: (listener) => void input.once("close", listener),
    pause: () => void input.pause(),
    resume: () => void input.resume(),
    end: () => {
      output.end();
    },
  };
}
