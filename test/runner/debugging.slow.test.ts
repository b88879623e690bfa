import { readFileSync } from "node:fs";
import { afterEach, describe, expect, test } from "vitest";

import type { RunHandle } from "../../runner/runner.ts";
import { DebugAdapter } from "./debugAdapter.ts";
import { RealRun } from "./realRun.ts";

/** A Python with debugpy and Airflow, named by `npm run test:debug`; without it there is nothing to attach to. */
const python = process.env["DAGSIGHT_DEBUGPY_PYTHON"];

const source = `
def total(rows):
    result = sum(rows)
    return result

with DAG("etl", start_date=START) as dag:
    @task
    def extract():
        return [1, 2, 3]

    @task
    def add(rows):
        return total(rows)

    @task
    def after(result):
        print("after", result)

    after(add(extract()))
`;

let run: RealRun;
let handle: RunHandle | undefined;
afterEach(async () => {
  expect(await run.end()).toEqual([]);
});

describe("a task waits for a debugger", () => {
  for (const engine of ["lite", "airflow"] as const)
    test.skipIf(python === undefined)(
      `and a breakpoint in the DAG file is hit, with ${engine}`,
      async () => {
        run = new RealRun(source);
        const options = {
          python: python ?? "",
          engine,
          env: run.marked,
          debug: { taskId: "add", path: null },
        };
        const { host, port } = await new Promise<{ host: string; port: number }>((found, lost) => {
          handle = run.start(options, (event) => {
            if (event.kind === "debugging") found(event);
          });
          void handle.done.then(() => lost(new Error(JSON.stringify(run.events.slice(-3)))));
        });
        const adapter = new DebugAdapter(host, port);
        await adapter.request("initialize", {
          adapterID: "dagsight",
          linesStartAt1: true,
          pathFormat: "path",
        });
        const attached = adapter.request("attach", { connect: { host, port }, justMyCode: true });
        await adapter.event("initialized");
        const lines = readFileSync(run.file, "utf8").split("\n");
        const line = lines.findIndex((each) => each.includes("return result")) + 1;
        await adapter.request("setBreakpoints", {
          source: { path: run.file },
          breakpoints: [{ line }],
        });
        await adapter.request("configurationDone");
        await attached;
        const { threadId } = (await adapter.event("stopped")) as { threadId: number };
        const { stackFrames } = (await adapter.request("stackTrace", { threadId })) as {
          stackFrames: { id: number; name: string; line: number }[];
        };
        expect(stackFrames.slice(0, 2).map(({ name }) => name)).toEqual(["total", "add"]);
        expect(stackFrames[0]?.line).toBe(line);
        const value = await adapter.request("evaluate", {
          expression: "result",
          frameId: stackFrames[0]?.id,
        });
        expect(value).toMatchObject({ result: "6" });
        await adapter.request("continue", { threadId });
        const state = await handle?.done;
        adapter.end();
        expect(state?.result).toBe("success");
        expect(state && run.log(state, "after")).toContain("after 6");
      },
    );

  test("and says what to install where debugpy is not there", async () => {
    run = new RealRun(source);
    const env = { ...run.marked, PYTHONSAFEPATH: "1" };
    const debug = { taskId: "add", path: null };
    const state = await run.run({ python: "/usr/bin/python3", env, debug });
    const tries = state.tasks.get("add")?.instances.get(-1)?.tries;
    expect(JSON.stringify([tries, state.reason])).toMatch(
      /debugpy was not found: install the Python Debugger extension, or debugpy in /,
    );
  });
});
