import { execFileSync } from "node:child_process";
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { monitorEventLoopDelay } from "node:perf_hooks";

import { beginProgress, decide, endInstance } from "../model/run/decide.ts";
import type { TaskInstance } from "../model/run/taskNode.ts";
import { Runner, usualOptions, type RunOptions } from "../runner/runner.ts";
import { latticeDag } from "./latticeDag.ts";
import { median } from "./measure.ts";

/**
 * What running costs: `npm run bench:run`, or `npm run bench:run -- PYTHON …` to measure with the Airflow that each interpreter has,
 * in turns with `airflow dags test` of the same, and with `python file.py` where that is Airflow 2. Where others use the machine,
 * only ratios and CPU times tell something.
 */
const pythons = process.argv.slice(2);
const workspace = mkdtempSync(join(tmpdir(), "dagsight-bench-"));
const rounds = Number(process.env["ROUNDS"] ?? (pythons.length === 0 ? "5" : "3"));

const files = {
  one: dagFile("one", 'PythonOperator(task_id="t", python_callable=lambda: 1)'),
  chain: dagFile(
    "chain",
    'chain(*[PythonOperator(task_id=f"t{i}", python_callable=lambda: 1) for i in range(20)])',
  ),
  parallel: dagFile(
    "parallel",
    'for i in range(20): PythonOperator(task_id=f"t{i}", python_callable=lambda: 1)',
  ),
  seconds: dagFile(
    "seconds",
    'for i in range(20): PythonOperator(task_id=f"t{i}", python_callable=lambda: time.sleep(1))',
  ),
  many: dagFile(
    "many",
    'for i in range(200): PythonOperator(task_id=f"t{i}", python_callable=lambda: time.sleep(0.1))',
  ),
  empty: dagFile("empty", 'for i in range(200): EmptyOperator(task_id=f"t{i}")'),
};

void main();

async function main(): Promise<void> {
  decisions();
  await flood();
  for (const python of pythons.length > 0 ? pythons : [undefined]) await measure(python);
  rmSync(workspace, { recursive: true, force: true });
}

/** Everything with one interpreter. */
async function measure(python: string | undefined): Promise<void> {
  const isAirflow2 = python !== undefined && airflowOf(python).startsWith("2");
  const home = join(workspace, `home-${pythons.indexOf(python ?? "")}`);
  if (python !== undefined) ask(python, home, ["-m", "airflow", "db", "migrate"]);
  console.log(`\n${python ?? "airflow_lite"}, ${rounds} rounds, medians`);
  const warm = new Runner();
  const options = (file: string, parallel = 8): RunOptions => runOptions(python, file, parallel);
  const run = async (runner: Runner, file: string, parallel = 8): Promise<void> => {
    const state = await runner.startRun(options(file, parallel), () => undefined).done;
    if (state.result !== "success") throw new Error(`${file}: ${state.reason ?? "failed"}`);
  };
  await warm.load(options(files.one));
  const times = new Map<string, number[]>();
  const tryCpu: number[] = [];
  const take = async (name: string, work: () => Promise<unknown>): Promise<void> => {
    const started = performance.now();
    await work();
    times.set(name, [...(times.get(name) ?? []), performance.now() - started]);
  };
  for (let round = 0; round < rounds; round++) {
    await take("cold: one task, Python started for it", async () => {
      const cold = new Runner();
      await run(cold, files.one);
      await cold.dispose();
    });
    await take("exact structure of a 20-task file", () => warm.load(options(files.chain)));
    const idle = cpuBelow();
    await take("one task", () => run(warm, files.one));
    const before = cpuBelow();
    await take("20 tasks in a chain", () => run(warm, files.chain));
    tryCpu.push((cpuBelow() - before - (before - idle)) / 19);
    await take("20 tasks side by side", () => run(warm, files.parallel, 32));
    await take("20 tasks of one second side by side", () => run(warm, files.seconds, 32));
    await take("200 tasks of 0.1 s on 8 workers", () => run(warm, files.many, 8));
    await take("200 empty tasks", () => run(warm, files.empty, 8));
    if (python !== undefined) {
      for (const [name, file] of [
        ["one task", files.one],
        ["20 tasks in a chain", files.chain],
        ["20 tasks side by side", files.parallel],
        ["20 tasks of one second side by side", files.seconds],
      ] as const)
        for (const [way, args] of ways(file, isAirflow2))
          await take(`${way}: ${name}`, () => {
            ask(python, home, args);
            return Promise.resolve();
          });
    }
  }
  for (const [name, all] of times) report(name, median(all), times);
  const try_ =
    (median(times.get("20 tasks in a chain") ?? []) - median(times.get("one task") ?? [])) / 19;
  console.log(`one more task in a chain${" ".repeat(18)}${try_.toFixed(1).padStart(9)} ms`);
  console.log(`its CPU time${" ".repeat(30)}${median(tryCpu).toFixed(1).padStart(9)} ms`);
  const bound = (200 * 100) / 8 + (200 * try_) / 2;
  const took = median(times.get("200 tasks of 0.1 s on 8 workers") ?? []);
  console.log(
    `200 tasks on 8 workers are ${(took / bound).toFixed(2)} times the bound of work and tries`,
  );
  await warm.dispose();
}

/** CPU milliseconds that all processes below this one have used, those that have ended too; Linux only. */
function cpuBelow(): number {
  const stats = new Map<number, { readonly parent: number; readonly ticks: number }>();
  for (const name of process.platform === "linux" ? readdirSync("/proc") : []) {
    try {
      const fields = readFileSync(`/proc/${name}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
      const ticks = sum(fields.slice(11, 15).map(Number));
      stats.set(Number(name), { parent: Number(fields[1]), ticks });
    } catch {
      // Not a process, or it ended in this moment: then its parent has its time.
    }
  }
  const isBelow = (pid: number): boolean => {
    const parent = stats.get(pid)?.parent ?? 0;
    return parent === process.pid || (parent > 1 && isBelow(parent));
  };
  return sum([...stats].map(([pid, { ticks }]) => (isBelow(pid) ? ticks * 10 : 0)));
}

/** A task that prints as fast as it can, beside a chain of others: the tree goes on, and the file has all of it. */
async function flood(): Promise<void> {
  const megabytes = 400;
  const file = dagFile(
    "flood",
    `PythonOperator(task_id="flood", python_callable=lambda: [print("x" * 99_999) for _ in range(${megabytes * 10})] and None)
    chain(*[PythonOperator(task_id=f"t{i}", python_callable=lambda: 1) for i in range(20)])`,
  );
  const runner = new Runner();
  await runner.load(runOptions(undefined, file, 8));
  const delay = monitorEventLoopDelay({ resolution: 5 });
  delay.enable();
  const calm = { started: 0, ended: 0 };
  let shown = 0;
  const started = performance.now();
  const cpu = process.cpuUsage();
  let ended = started;
  const { done } = runner.startRun(runOptions(undefined, file, 8), (event) => {
    if (event.kind === "output") shown += event.text.length;
    if (event.kind === "started" && event.taskId === "t0") calm.started = performance.now();
    if (event.kind === "finished" && event.taskId === "t19") calm.ended = performance.now();
    if (event.kind === "finished" && event.taskId === "flood") ended = performance.now();
  });
  const state = await done;
  delay.disable();
  const { user, system } = process.cpuUsage(cpu);
  await runner.dispose();
  const log = state.tasks.get("flood")?.instances.get(-1)?.tries.at(-1)?.log ?? "";
  const written = statSync(log).size / 1e6;
  const rate = megabytes / ((ended - started) / 1000);
  console.log(
    `a task prints ${megabytes} MB at ${rate.toFixed(0)} MB/s (a free core: ${((megabytes * 1e6) / (user + system)).toFixed(0)} MB/s): its log has ${written.toFixed(0)} MB, ${(shown / 1e6).toFixed(1)} MB are shown, ` +
      `the engine pauses at most ${(delay.max / 1e6).toFixed(0)} ms (p99 ${(delay.percentile(99) / 1e6).toFixed(0)}), 20 other tasks take ${(calm.ended - calm.started).toFixed(0)} ms`,
  );
  if (state.result !== "success" || written < megabytes) process.exitCode = 1;
}

/** How long the engine thinks, without processes. */
function decisions(): void {
  const before = process.memoryUsage().heapUsed;
  const dag = latticeDag(5000, 50);
  const progress = beginProgress(
    { dag, selection: { kind: "all" }, tasks: dag.tasks, given: [] },
    { parallel: 8, pools: new Map(), heldByPast: new Map() },
  );
  const running: TaskInstance[] = [];
  const times: number[] = [];
  for (let isDone = false; !isDone;) {
    const started = performance.now();
    const next = running.shift();
    if (next) endInstance(progress, next, "success");
    for (const decision of decide(progress)) {
      if (decision.kind === "start") running.push(decision.instance);
      if (decision.kind === "done") isDone = true;
    }
    times.push(performance.now() - started);
  }
  const memory = (process.memoryUsage().heapUsed - before) / 1e6;
  const worst = Math.max(...times.slice(1));
  console.log(
    `5,000 tasks: ${(sum(times) / times.length).toFixed(3)} ms a decision, worst ${worst.toFixed(2)} ms, first ${(times[0] ?? 0).toFixed(0)} ms, ${memory.toFixed(0)} MB`,
  );
  if (sum(times) / times.length > 1 || memory > 150) process.exitCode = 1;
}

function report(name: string, ms: number, times: ReadonlyMap<string, readonly number[]>): void {
  const ratios = ["airflow dags test", "python file.py"].flatMap((way) => {
    const theirs = times.get(`${way}: ${name.replace(/^cold: (one task).*/, "$1")}`);
    if (!theirs) return [];
    const ratio = median(theirs) / ms;
    // With Airflow 2 every row has to be faster than the user's own way.
    if (ratio < 1) process.exitCode = 1;
    return [`${ratio.toFixed(1)} × ${way}`];
  });
  console.log(`${name.padEnd(42)}${ms.toFixed(0).padStart(9)} ms   ${ratios.join(", ")}`.trimEnd());
}

function runOptions(python: string | undefined, file: string, parallel: number): RunOptions {
  return {
    ...usualOptions,
    file,
    workspace,
    parallel,
    python: python ?? "python3",
    engine: python === undefined ? "lite" : "airflow",
    env: process.env,
    runsFolder: join(workspace, "runs"),
    bridgeFolder: join(__dirname, "..", "..", "runner", "python"),
  };
}

function airflowOf(python: string): string {
  const code = "import importlib.metadata as m; print(m.version('apache-airflow'))";
  return execFileSync(python, ["-c", code], { encoding: "utf8" }).trim();
}

/** What a user does without us: `airflow dags test`, and with Airflow 2 also `dag.test()` at the end of the file itself. */
function ways(
  file: string,
  isAirflow2: boolean,
): readonly (readonly [string, readonly string[]])[] {
  // Not the script `airflow` beside Python: that names the folder in which the environment was made.
  const name = file.replace(/^.*\/|\.py$/g, "");
  const test = ["-m", "airflow", "dags", "test", name, "2024-01-01"];
  return [
    ["airflow dags test", test],
    ...(isAirflow2 ? [["python file.py", [file]] as const] : []),
  ];
}

function ask(python: string, home: string, args: readonly string[]): void {
  const env = {
    ...process.env,
    AIRFLOW_HOME: home,
    AIRFLOW__CORE__DAGS_FOLDER: join(workspace, "dags"),
    AIRFLOW__CORE__LOAD_EXAMPLES: "False",
  };
  execFileSync(python, [...args], { env, stdio: "ignore" });
}

function dagFile(name: string, body: string): string {
  const file = join(workspace, "dags", `${name}.py`);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(
    file,
    `import time
from datetime import datetime
from airflow import DAG
from airflow.models.baseoperator import chain
from airflow.operators.empty import EmptyOperator
from airflow.operators.python import PythonOperator

with DAG("${name}", schedule=None, start_date=datetime(2024, 1, 1), max_active_tasks=64) as dag:
    ${body}

if __name__ == "__main__":
    dag.test()
`,
  );
  return file;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((a, b) => a + b, 0);
}
