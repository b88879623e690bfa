import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

import { nodePorts } from "../../runner/nodePorts.ts";
import { Runner } from "../../runner/runner.ts";
import { eventually, pythonVersion, RealRun, statesOf } from "./realRun.ts";

test("there is a Python", () => {
  expect(pythonVersion()).toMatch(/^Python 3/);
});

test("tasks that do not wait for each other run at the same time", async () => {
  const run = new RealRun(`
with DAG("wide", schedule=None, start_date=START):
    for i in range(6):
        PythonOperator(task_id=f"t{i}", python_callable=lambda: time.sleep(0.5))
`);
  const state = await run.run({ parallel: 6 });
  expect(state.result).toBe("success");
  const first = Math.min(...times(state, "startedAt"));
  const last = Math.max(...times(state, "endedAt"));
  expect(last - first).toBeLessThan(1500);
  await run.end();
});

test("a task that fails twice succeeds in its third try, and each try has its log", async () => {
  const run = new RealRun(`
def flaky(ti=None):
    print("this is try", ti.try_number)
    if ti.try_number < 3:
        raise ValueError("not yet")

with DAG("again", schedule=None, start_date=START):
    PythonOperator(task_id="flaky", python_callable=flaky, retries=2, retry_delay=timedelta(seconds=0))
`);
  const state = await run.run();
  expect(statesOf(state)).toEqual({ flaky: "success" });
  const tries = state.tasks.get("flaky")?.instances.get(-1)?.tries ?? [];
  expect(tries.map((one) => [one.number, one.state, one.error?.message ?? null])).toEqual([
    [1, "failed", "not yet"],
    [2, "failed", "not yet"],
    [3, "success", null],
  ]);
  expect(tries.map((one) => readFileSync(one.log ?? "", "utf8"))).toEqual([
    expect.stringContaining("this is try 1"),
    expect.stringContaining("this is try 2"),
    expect.stringContaining("this is try 3"),
  ]);
  expect(tries[0]?.error).toMatchObject({ type: "ValueError", file: run.file });
  await run.end();
});

test("cancelling leaves no process: sessions of their own, traps, double forks", async () => {
  const run = new RealRun(`
def daemon():
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            time.sleep(1000)
        os._exit(0)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    while True:
        try:
            time.sleep(1000)
        except BaseException:
            pass

with DAG("stay", schedule=None, start_date=START):
    BashOperator(task_id="shell", bash_command="sleep 1000 & sleep 1000")
    BashOperator(task_id="trap", bash_command="trap '' TERM; while true; do sleep 1; done")
    PythonOperator(task_id="daemon", python_callable=daemon)
    PythonOperator(task_id="popen", python_callable=lambda: subprocess.Popen(["sleep", "1000"], start_new_session=True).wait())
    EmptyOperator(task_id="end") << PythonOperator(task_id="late", python_callable=lambda: time.sleep(1000))
`);
  let started = 0;
  const handle = run.start({ env: run.marked }, (event) => {
    if (event.kind === "started" && ++started === 5) setTimeout(handle.cancel, 400);
  });
  const state = await handle.done;
  expect(state.result).toBe("cancelled");
  expect(new Set(Object.values(statesOf(state)))).toEqual(new Set(["cancelled"]));
  expect(run.left().filter((command) => !command.includes("guard.py"))).toEqual([]);
  expect(await run.end()).toEqual([]);
});

test("a try that crashes fails its task, with its signal or exit code", async () => {
  const run = new RealRun(`
with DAG("crash", schedule=None, start_date=START):
    PythonOperator(task_id="segfault", python_callable=lambda: os.kill(os.getpid(), signal.SIGSEGV))
    PythonOperator(task_id="killed", python_callable=lambda: os.kill(os.getpid(), signal.SIGKILL), retries=1, retry_delay=timedelta(0))
    PythonOperator(task_id="exit", python_callable=lambda: os._exit(3))
    PythonOperator(task_id="fine", python_callable=lambda: 1)
`);
  const state = await run.run();
  expect(statesOf(state)).toEqual({
    segfault: "failed",
    killed: "failed",
    exit: "failed",
    fine: "success",
  });
  const last = (id: string) => state.tasks.get(id)?.instances.get(-1)?.tries.at(-1);
  expect(last("segfault")?.exit?.signal).toBe("SIGSEGV");
  expect([last("killed")?.exit?.signal, last("killed")?.number]).toEqual(["SIGKILL", 2]);
  expect(last("exit")?.exit?.code).toBe(3);
  await run.end();
});

test("killing Python ends the run truly, leaves nothing, and the next run works", async () => {
  const run = new RealRun(`
with DAG("gone", schedule=None, start_date=START):
    PythonOperator(task_id="first", python_callable=lambda: "kept") >> BashOperator(
        task_id="shell", bash_command="sleep 1000 & sleep 1000") >> EmptyOperator(task_id="after")
`);
  const handle = run.start({ env: run.marked }, (event) => {
    if (event.kind === "started" && event.taskId === "shell") {
      setTimeout(() => {
        for (const pid of run.pids("guard.py")) process.kill(pid, "SIGKILL");
      }, 300);
    }
  });
  const state = await handle.done;
  expect([state.result, statesOf(state)]).toEqual([
    "failed",
    { first: "success", shell: "failed", after: "cancelled" },
  ]);
  expect(await eventually(() => run.left().length === 0)).toBe(true);
  const again = await run.run({ selection: { kind: "tasks", taskIds: ["first"] } });
  expect(again.result).toBe("success");
  await run.end();
});

test("values are remembered: a run from a task gets what the run before returned", async () => {
  const run = new RealRun(`
with DAG("chain", schedule=None, start_date=START):
    @task
    def make():
        print("made")
        return {"n": 20}

    @task
    def use(value):
        return value["n"] + 1

    use(make())
`);
  await run.run();
  const state = await run.run({ selection: { kind: "from", taskIds: ["use"] } });
  expect(state.summary?.tasks.map((one) => [one.taskId, one.returnValue])).toEqual([["use", 21]]);
  const third = await run.run({ selection: { kind: "tasks", taskIds: ["use"] } });
  expect(third.summary?.tasks[0]?.returnValue).toBe(21);
  await run.end();
});

test("what failed can be run again, with what comes after it, and nothing else", async () => {
  const run = new RealRun(`
FLAG = os.path.join(os.path.dirname(__file__), "fixed")

with DAG("repair", schedule=None, start_date=START):
    ok = PythonOperator(task_id="ok", python_callable=lambda: 1)
    bad = PythonOperator(task_id="bad", python_callable=lambda: open(FLAG).read())
    ok >> bad >> EmptyOperator(task_id="after")
    EmptyOperator(task_id="other")
`);
  const first = await run.run();
  expect(statesOf(first)).toEqual({
    ok: "success",
    bad: "failed",
    after: "upstream_failed",
    other: "success",
  });
  writeFileSync(join(run.workspace, "dags", "fixed"), "yes");
  const second = await run.run({ selection: { kind: "failed", runId: first.runId } });
  expect(second.result).toBe("success");
  expect(second.summary?.tasks.map((one) => one.taskId)).toEqual(["bad", "after"]);
  await run.end();
});

test("everything that is printed is in the log, in order, line by line and live", async () => {
  const run = new RealRun(`
import logging

def talk():
    for i in range(2000):
        print("line", i)
    logging.getLogger("mine").warning("careful")
    os.write(1, b"half a line without end")
    subprocess.run(["echo", "from a child"])
    print("to stderr", file=sys.stderr)

with DAG("talk", schedule=None, start_date=START):
    PythonOperator(task_id="talk", python_callable=talk)
`);
  const state = await run.run();
  const log = run.log(state, "talk");
  const printed = log.split("\n").filter((line) => line.startsWith("line "));
  expect(printed).toEqual(Array.from({ length: 2000 }, (_, i) => `line ${i}`));
  for (const text of ["careful", "half a line without end", "from a child", "to stderr"])
    expect(log).toContain(text);
  await run.end();
});

test("two runs at once do not disturb each other", async () => {
  const run = new RealRun(`
with DAG("twice", schedule=None, start_date=START):
    @task
    def one(params=None, dag_run=None):
        time.sleep(0.3)
        return dag_run.conf["n"]

    @task
    def two(value):
        return value * 10

    two(one())
`);
  const date = Date.UTC(2024, 0, 1);
  const states = await Promise.all(
    [1, 2, 3].map((n) => run.start({ conf: { n }, logicalDate: date }).done),
  );
  expect(states.map((state) => state.summary?.tasks.at(-1)?.returnValue)).toEqual([10, 20, 30]);
  expect(new Set(states.map((state) => state.runId)).size).toBe(3);
  await run.end();
});

test("one process a file, as on Windows, gives the same", async () => {
  const source = `
with DAG("alone", schedule=None, start_date=START):
    @task
    def make():
        return [1, 2]

    @task
    def double(n):
        return n * 2

    double.expand(n=make())
    BashOperator(task_id="shell", bash_command="sleep 1000")
`;
  const run = new RealRun(source, new Runner({ ...nodePorts, morePipes: false }));
  const handle = run.start({ env: run.marked }, (event) => {
    if (event.kind === "finished" && event.mapIndex === 1) setTimeout(handle.cancel, 500);
  });
  const state = await handle.done;
  expect(statesOf(state)).toEqual({
    make: "success",
    "double[0]": "success",
    "double[1]": "success",
    shell: "cancelled",
  });
  expect(await run.end()).toEqual([]);
});

test("a file that cannot be loaded says where", async () => {
  const run = new RealRun(`
import nothing_of_this_name
`);
  const state = await run.run();
  expect(state.result).toBe("failed");
  expect(state.errors[0]).toMatchObject({ type: "ModuleNotFoundError", lineFile: run.file });
  expect(state.reason).toContain("nothing_of_this_name");
  await run.end();
});

test("a task that floods its output does not stall the run, and the log has all of it", async () => {
  const run = new RealRun(`
def flood():
    line = "x" * 99
    for _ in range(300_000):
        print(line)

with DAG("flood", schedule=None, start_date=START):
    PythonOperator(task_id="flood", python_callable=flood)
    PythonOperator(task_id="calm", python_callable=lambda: time.sleep(0.1))
`);
  const state = await run.run();
  expect(statesOf(state)).toEqual({ flood: "success", calm: "success" });
  expect(run.log(state, "flood").length).toBeGreaterThan(30_000_000);
  const shown = run.events.filter((event) => event.kind === "output").length;
  expect(shown).toBeLessThan(100_000);
  await run.end();
}, 120_000);

test("records are kept out of git and can be forgotten", async () => {
  const run = new RealRun(`
with DAG("small", schedule=None, start_date=START):
    EmptyOperator(task_id="only")
`);
  const state = await run.run();
  expect(readFileSync(join(run.workspace, ".dagsight", ".gitignore"), "utf8")).toBe("*\n");
  expect(run.runner.history(run.runsFolder).map((one) => one.runId)).toEqual([state.runId]);
  run.runner.forget(state);
  expect(existsSync(state.folder ?? "")).toBe(false);
  await run.end();
});

function times(
  state: Awaited<ReturnType<RealRun["run"]>>,
  key: "startedAt" | "endedAt",
): readonly number[] {
  return [...state.tasks.values()].flatMap((task) => task[key] ?? []);
}
