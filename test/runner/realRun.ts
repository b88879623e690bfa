import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { RunEvent } from "../../model/run/events.ts";
import type { RunState } from "../../model/run/state.ts";
import { Runner, usualOptions, type RunHandle, type RunOptions } from "../../runner/runner.ts";

/** A folder with a DAG file, and how it is run there with a real Python. */
export class RealRun {
  readonly workspace = mkdtempSync(join(tmpdir(), "dagsight-run-"));
  readonly file = join(this.workspace, "dags", "dag.py");
  readonly runner: Runner;
  readonly events: RunEvent[] = [];

  constructor(source: string, runner = new Runner()) {
    this.runner = runner;
    mkdirSync(join(this.workspace, "dags"));
    writeFileSync(this.file, `${preamble}${source}`);
  }

  get runsFolder(): string {
    return join(this.workspace, ".dagsight", "runs");
  }

  start(options: Partial<RunOptions> = {}, listener?: (event: RunEvent) => void): RunHandle {
    return this.runner.startRun(this.options(options), (event) => {
      this.events.push(event);
      listener?.(event);
    });
  }

  async run(options: Partial<RunOptions> = {}): Promise<RunState> {
    return this.start(options).done;
  }

  options(more: Partial<RunOptions> = {}): RunOptions {
    return {
      ...usualOptions,
      file: this.file,
      workspace: this.workspace,
      python: "python3",
      env: process.env,
      runsFolder: this.runsFolder,
      bridgeFolder: join(import.meta.dirname, "..", "..", "runner", "python"),
      graceMs: 1000,
      ...more,
    };
  }

  /** What one task printed and logged in its last try. */
  log(state: RunState, taskId: string, mapIndex = -1): string {
    const path = state.tasks.get(taskId)?.instances.get(mapIndex)?.tries.at(-1)?.log;
    return path === null || path === undefined ? "" : readFileSync(path, "utf8");
  }

  /** Ends Python and tells which processes of this folder are left. */
  async end(): Promise<readonly string[]> {
    await this.runner.dispose();
    return this.left();
  }

  /** Processes that carry this folder's name in their environment. */
  left(): readonly string[] {
    return this.#found().map(({ command }) => command);
  }

  /** Numbers of its processes whose command has this text. */
  pids(text: string): readonly number[] {
    return this.#found()
      .filter(({ command }) => command.includes(text))
      .map(({ pid }) => pid);
  }

  #found(): readonly { readonly pid: number; readonly command: string }[] {
    return readdirSync("/proc").flatMap((name) => {
      const pid = Number(name);
      if (!Number.isInteger(pid) || pid === process.pid) return [];
      try {
        const environment = readFileSync(`/proc/${pid}/environ`, "utf8");
        if (!environment.includes(`MARK=${this.workspace}`)) return [];
        const command = readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ");
        return command === "" ? [] : [{ pid, command }];
      } catch {
        // It ended in this moment.
        return [];
      }
    });
  }

  /** The environment by which `left` finds what this folder started. */
  get marked(): Readonly<Record<string, string | undefined>> {
    return { ...process.env, MARK: this.workspace };
  }
}

/** States by task instance. */
export function statesOf(state: RunState): Readonly<Record<string, string>> {
  return Object.fromEntries(
    [...state.tasks.values()].flatMap((task) =>
      [...task.instances.values()].map((one) => [
        one.mapIndex === null ? one.taskId : `${one.taskId}[${one.mapIndex}]`,
        one.state,
      ]),
    ),
  );
}

/** Waits until a question is answered with yes, at most so long. */
export async function eventually(question: () => boolean, ms = 5000): Promise<boolean> {
  for (const end = Date.now() + ms; Date.now() < end;) {
    if (question()) return true;
    await new Promise((next) => setTimeout(next, 50));
  }
  return question();
}

/** Whether Python can be started at all; without it the suite says so and fails. */
export function pythonVersion(): string {
  return execFileSync("python3", ["--version"], { encoding: "utf8" }).trim();
}

const preamble = `
import os, signal, subprocess, sys, time
from datetime import datetime, timedelta
from airflow import DAG
from airflow.decorators import dag, task, task_group
from airflow.operators.bash import BashOperator
from airflow.operators.empty import EmptyOperator
from airflow.operators.python import PythonOperator
START = datetime(2024, 1, 1)
`;
