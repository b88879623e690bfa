import { expect, test } from "vitest";

import type { DagDescription } from "../../model/run/description.ts";
import type { RunEvent } from "../../model/run/events.ts";
import { printTree } from "../../model/run/printTree.ts";
import type { RunState } from "../../model/run/state.ts";
import type { StartTry } from "../../protocol/runner.ts";
import { parseMocks, Runner, type RunOptions } from "../../runner/runner.ts";
import { dagOf } from "../model/run/dags.ts";
import { eventLines, FakeBridge, fakeOptions, type FakeTry } from "./fakeBridge.ts";

test("a chain runs in order and ends with a summary", async () => {
  const { lines, state } = await play(dagOf({ a: {}, b: { upstream: ["a"] } }));
  expect(lines).toEqual([
    "opened",
    "engine",
    "planned",
    "queued a 1",
    "started a 1",
    "finished a success",
    "queued b 1",
    "started b 1",
    "finished b success",
    "summary",
  ]);
  expect([state.phase, state.result]).toEqual(["done", "success"]);
});

test("a failed try is followed by the next when its delay is over", async () => {
  const dag = dagOf({ a: { retries: 2, retryDelay: 300 } });
  const { lines, state, bridge } = await play(dag, (start) =>
    start.try < 3 ? { outcome: { state: "up_for_retry" } } : {},
  );
  expect(lines.filter((line) => line.includes(" a"))).toEqual([
    "queued a 1",
    "started a 1",
    "retrying a 1",
    "queued a 2",
    "started a 2",
    "retrying a 2",
    "queued a 3",
    "started a 3",
    "finished a success",
  ]);
  expect(state.summary?.tasks[0]?.tries).toBe(3);
  expect(bridge.now - 1_700_000_000_000).toBe(600_000);
});

test("waits can be cut short", async () => {
  const dag = dagOf({ a: { retries: 1, retryDelay: 300 } });
  const { bridge } = await play(
    dag,
    (start) => (start.try === 1 ? { outcome: { state: "up_for_retry" } } : {}),
    { longestWait: 1000 },
  );
  expect(bridge.now - 1_700_000_000_000).toBe(1000);
});

test("a process that dies fails its task, with the signal, after its retries", async () => {
  const dag = dagOf({ a: { retries: 1, retryDelay: 0 } });
  const { state } = await play(dag, () => ({ dies: { code: null, signal: "SIGSEGV" } }));
  const instance = state.tasks.get("a")?.instances.get(-1);
  expect(instance?.state).toBe("failed");
  expect(instance?.tries.map((one) => [one.number, one.exit?.signal])).toEqual([
    [1, "SIGSEGV"],
    [2, "SIGSEGV"],
  ]);
  expect(state.result).toBe("failed");
});

test("a process that leaves without a word has failed, whatever its exit code; in Airflow 3.0 it is not tried again", async () => {
  const dag = dagOf({ a: { retries: 1, retryDelay: 0 } });
  const ends = async (airflow: string, code: number): Promise<unknown> => {
    const { state } = await play(dag, () => ({ dies: { code, signal: null } }), {}, airflow);
    const instance = state.tasks.get("a")?.instances.get(-1);
    return [instance?.state, instance?.tries.length];
  };
  expect(await ends("3.3.2", 0)).toEqual(["failed", 2]);
  expect(await ends("2.11.0", 0)).toEqual(["failed", 2]);
  expect(await ends("3.1.8", 1)).toEqual(["failed", 2]);
  expect(await ends("3.0.6", 1)).toEqual(["failed", 1]);
});

test("values go from task to task as the text that Python wrote", async () => {
  const dag = dagOf({ a: {}, b: { upstream: ["a"] } });
  const big = "12345678901234567890";
  const { state, bridge } = await play(dag, (start) =>
    start.taskId === "a"
      ? { says: [request({ type: "SetXCom", key: "return_value", value: big })] }
      : {
          says: [request({ type: "GetXCom", key: "return_value", task_id: "a", map_index: null })],
        },
  );
  expect(bridge.replies).toEqual([null, { type: "XComResult", key: "return_value", value: big }]);
  expect(state.tasks.get("a")?.instances.get(-1)?.xcoms.get("return_value")?.text).toBe(big);
});

test("a branch skips what it asks for", async () => {
  const dag = dagOf({ pick: {}, x: { upstream: ["pick"] }, y: { upstream: ["pick"] } });
  const { lines } = await play(dag, (start) =>
    start.taskId === "pick"
      ? { says: [request({ type: "SkipDownstreamTasks", tasks: ["y"] })] }
      : {},
  );
  expect(lines).toContain("skipped y");
  expect(lines).not.toContain("started y 1");
});

test("mapped instances get the values of the task that they are mapped over", async () => {
  const dag = dagOf({
    list: {},
    each: { upstream: ["list"], expand: { kind: "xcom", taskId: "list", key: "return_value" } },
  });
  const { state } = await play(dag, (start) =>
    start.taskId === "list"
      ? {
          says: [
            request({ type: "SetXCom", key: "return_value", value: "[1,2]", mapped_length: 2 }),
          ],
        }
      : {
          says: [request({ type: "SetXCom", key: "return_value", value: String(start.mapIndex) })],
        },
  );
  expect(printTree(state, { now: 0 }).map((line) => line.trim().split(/ +/).slice(0, 2))).toEqual([
    ["✓", "list"],
    ["✓", "each"],
    ["✓", "[0]"],
    ["✓", "[1]"],
  ]);
});

test("a rescheduled sensor goes on with the same try", async () => {
  let pokes = 0;
  const { lines, bridge } = await play(dagOf({ wait: {} }), (start) => {
    pokes++;
    return start.reschedules < 2
      ? {
          outcome: {
            state: "up_for_reschedule",
            message: {
              reschedule_date: new Date(1_700_000_000_000 + pokes * 60_000).toISOString(),
            },
          },
        }
      : {};
  });
  expect(lines.filter((line) => line.includes("wait"))).toEqual([
    "queued wait 1",
    "started wait 1",
    "rescheduled wait 1",
    "queued wait 1",
    "started wait 1",
    "rescheduled wait 1",
    "queued wait 1",
    "started wait 1",
    "finished wait success",
  ]);
  expect(bridge.now - 1_700_000_000_000).toBe(120_000);
});

test("a deferred task resumes with what its trigger gives", async () => {
  const { lines, bridge } = await play(dagOf({ t: {} }), (start) =>
    start.nextMethod === undefined
      ? {
          outcome: {
            state: "deferred",
            message: { classpath: "m.Trigger", trigger_kwargs: "{}", next_method: "go" },
          },
        }
      : {},
  );
  expect(lines.filter((line) => line.includes(" t"))).toEqual([
    "queued t 1",
    "started t 1",
    "deferred t 1",
    "queued t 1",
    "started t 1",
    "finished t success",
  ]);
  const last = bridge.sent.filter((one) => one.kind === "start").at(-1);
  expect(last).toMatchObject({ nextMethod: "go", nextKwargs: '{"event": 1}', try: 1 });
});

test("a file that is never loaded is given up, run or not", async () => {
  const bridge = new FakeBridge(dagOf({ t: {} }));
  bridge.hangs = true;
  const runner = new Runner(bridge.ports);
  await expect(bridge.drive(runner.load(fakeOptions()))).rejects.toThrow(/took longer than/);
  const { done } = runner.startRun(fakeOptions(), () => undefined);
  expect(await bridge.drive(done)).toMatchObject({
    result: "failed",
    reason: expect.stringMatching(/^Loading the file took longer than/) as string,
  });
});

test("a task whose trigger failed goes on to fail by itself, so that its callbacks are called", async () => {
  const bridge = new FakeBridge(dagOf({ t: {} }), (start) =>
    start.nextMethod === undefined
      ? {
          outcome: {
            state: "deferred",
            message: { classpath: "m.Trigger", trigger_kwargs: "{}", next_method: "go" },
          },
        }
      : { outcome: { state: "failed" } },
  );
  bridge.event = { nextKwargs: '{"error": "Trigger failure"}', nextMethod: "__fail__" };
  const state = await bridge.drive(
    new Runner(bridge.ports).startRun(fakeOptions(), () => undefined).done,
  );
  const last = bridge.sent.filter((one) => one.kind === "start").at(-1);
  expect(last).toMatchObject({
    nextMethod: "__fail__",
    nextKwargs: '{"error": "Trigger failure"}',
  });
  expect(state.result).toBe("failed");
});

test("cancelling asks what runs to end, kills what does not, and starts nothing more", async () => {
  const dag = dagOf({ a: {}, b: {}, c: { upstream: ["a"] } });
  const bridge = new FakeBridge(dag, (start) => ({
    takes: Infinity,
    stubborn: start.taskId === "b",
  }));
  const runner = new Runner(bridge.ports);
  const events: RunEvent[] = [];
  const handle = runner.startRun(fakeOptions(), (event) => {
    events.push(event);
    if (event.kind === "started" && event.taskId === "b") handle.cancel();
  });
  const state = await bridge.drive(handle.done);
  expect(state.result).toBe("cancelled");
  expect([...state.tasks.values()].map((task) => task.state)).toEqual([
    "cancelled",
    "cancelled",
    "cancelled",
  ]);
  expect(bridge.sent.filter((one) => one.kind === "kill").map((one) => one.signal)).toEqual([
    "SIGTERM",
    "SIGTERM",
    "SIGKILL",
  ]);
  expect(bridge.alive.size).toBe(0);
});

test("when Python dies, what ran failed, and the next run gets a new one", async () => {
  const dag = dagOf({ a: {}, b: { upstream: ["a"] } });
  const bridge = new FakeBridge(dag, () => ({ takes: Infinity }));
  const runner = new Runner(bridge.ports);
  const handle = runner.startRun(fakeOptions(), (event) => {
    if (event.kind === "started") bridge.killGuard();
  });
  const state = await bridge.drive(handle.done);
  expect([state.result, state.tasks.get("a")?.state, state.tasks.get("b")?.state]).toEqual([
    "failed",
    "failed",
    "cancelled",
  ]);
  const again = runner.startRun(fakeOptions(), (event) => {
    if (event.kind === "started") again.cancel();
  });
  await bridge.drive(again.done);
  expect(bridge.guards).toBe(2);
});

test("where no more pipes can be had, each file has a process of its own", async () => {
  const bridge = new FakeBridge(dagOf({ a: {}, b: { upstream: ["a"] } }), () => ({}), false);
  const runner = new Runner(bridge.ports);
  for (const round of [1, 2]) {
    const state = await bridge.drive(runner.startRun(fakeOptions(), () => undefined).done);
    expect([state.result, bridge.guards]).toEqual(["success", round]);
  }
  await bridge.drive(runner.dispose());
});

test("more runs at once than one guard has channels get a second guard", async () => {
  const bridge = new FakeBridge(dagOf({ a: {} }));
  const runner = new Runner(bridge.ports);
  const handles = Array.from({ length: 10 }, () => runner.startRun(fakeOptions(), () => undefined));
  const states = await bridge.drive(Promise.all(handles.map((handle) => handle.done)));
  expect(new Set(states.map((state) => state.result))).toEqual(new Set(["success"]));
  expect(bridge.guards).toBe(2);
});

test("a run that takes longer than it may fails, and what is unfinished is skipped", async () => {
  const dag = dagOf({ a: {}, b: { upstream: ["a"] } }, { dagrunTimeout: 60 });
  const { state } = await play(dag, () => ({ takes: Infinity }));
  expect([state.result, state.tasks.get("a")?.state, state.tasks.get("b")?.state]).toEqual([
    "failed",
    "skipped",
    "skipped",
  ]);
});

test("the DAG's own callback is called about the last failure", async () => {
  const dag = dagOf({ a: {}, b: {} }, { callbacks: ["failure"] });
  const { bridge } = await play(dag, (start) =>
    start.taskId === "b" ? { outcome: { state: "failed" } } : {},
  );
  expect(bridge.sent.filter((one) => one.kind === "callback")).toMatchObject([
    { callback: "failure", reason: "task_failure", taskId: "b" },
  ]);
});

test("mocks stand in for tasks and give their values", async () => {
  const parsed = parseMocks("a: { returns: [1, 2], duration: 2 }\nb: { state: failed }");
  if ("problem" in parsed) throw new Error(parsed.problem);
  const dag = dagOf({ a: {}, b: {}, c: { upstream: ["a"] } });
  const { state, bridge } = await play(dag, () => ({}), { mocks: parsed.mocks });
  expect(bridge.sent.filter((one) => one.kind === "start").map((one) => one.taskId)).toEqual(["c"]);
  expect(state.summary?.tasks.map((one) => [one.taskId, one.state, one.returnValue])).toEqual([
    ["a", "success", [1, 2]],
    ["b", "failed", undefined],
    ["c", "success", undefined],
  ]);
  expect(state.summary?.simulated).toBe(2);
});

test("mocks give the values of tasks that are not run, too, and one for no task is told", async () => {
  const dag = dagOf({
    list: {},
    bad: {},
    each: { upstream: ["list"], expand: { kind: "xcom", taskId: "list", key: "return_value" } },
    alarm: { upstream: ["bad"], triggerRule: "one_failed" },
  });
  const mocks = parseMocks("list: { returns: [1, 2] }\nbad: { state: failed }\nlost: {}");
  if ("problem" in mocks) throw new Error(mocks.problem);
  const { state, lines } = await play(dag, () => ({}), {
    selection: { kind: "tasks", taskIds: ["each", "alarm"] },
    mocks: mocks.mocks,
  });
  expect(lines).toContain("started each[1] 1");
  expect(lines).toContain("finished bad failed");
  expect(lines).toContain("finished alarm success");
  expect(state.notices.join()).toContain('The mock of "lost" is for no task of DAG');
});

test("a run to remember that is not recorded is refused", async () => {
  const dag = dagOf({ a: {}, b: { upstream: ["a"] } });
  const { state } = await play(dag, () => ({}), {
    selection: { kind: "tasks", taskIds: ["b"] },
    remember: "manual__nowhere",
  });
  expect([state.refused, state.reason]).toEqual([
    "wish",
    'No run "manual__nowhere" of this DAG is recorded.',
  ]);
});

test("what a mock may say is checked", () => {
  expect(parseMocks("a: { return: 1 }")).toEqual({
    problem: 'a: "return" is none of returns, state, duration',
  });
  expect(parseMocks("- 1")).toEqual({ problem: "expected task ids with what each returns" });
});

test("an unknown DAG or task is refused with what there is", async () => {
  const { state } = await play(dagOf({ a: {} }), () => ({}), { dagId: "x" });
  expect(state.reason).toBe('The file has no DAG "x". It has: d.');
  const other = await play(dagOf({ a: {} }), () => ({}), {
    selection: { kind: "tasks", taskIds: ["b"] },
  });
  expect(other.state.reason).toBe('DAG "d" has no task or group "b". It has: a.');
  expect([other.state.phase, other.state.result]).toEqual(["done", "failed"]);
});

test("a flood of output is cut for views", async () => {
  const text = "x".repeat(70_000);
  const { lines } = await play(dagOf({ a: {} }), () => ({
    says: [1, 2, 3].map(() => ({ kind: "output", stream: "stdout", text }) as const),
  }));
  expect(lines.filter((line) => line.startsWith("output"))).toHaveLength(1);
  expect(lines).toContain("log a 1");
});

function request(body: { readonly type: string; readonly [field: string]: unknown }): {
  readonly kind: "request";
  readonly body: typeof body;
} {
  return { kind: "request", body };
}

async function play(
  dag: DagDescription,
  doing: (start: StartTry) => FakeTry = () => ({}),
  options: Partial<RunOptions> = {},
  airflow = "3",
): Promise<{ lines: readonly string[]; state: RunState; bridge: FakeBridge }> {
  const bridge = new FakeBridge(dag, doing);
  bridge.airflow = airflow;
  const events: RunEvent[] = [];
  const runner = new Runner(bridge.ports);
  const handle = runner.startRun(fakeOptions(options), (event) => events.push(event));
  const state = await bridge.drive(handle.done);
  return { lines: eventLines(events), state, bridge };
}
