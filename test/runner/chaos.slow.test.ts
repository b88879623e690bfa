import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

import type { RunEvent } from "../../model/run/events.ts";
import { readEvents, recordedRuns } from "../../runner/record.ts";
import { eventually, RealRun } from "./realRun.ts";

/** Rounds of killing; `CHAOS_ROUNDS=100` for all of them. */
const rounds = Number(process.env["CHAOS_ROUNDS"] ?? "7");
const cli = join(import.meta.dirname, "..", "..", "dist", "cli.js");
const victims = [
  "try",
  "host",
  "base",
  "guard",
  "guard and host",
  "engine",
  "engine and guard",
] as const;
type Victim = (typeof victims)[number];

const dag = `
def daemon():
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            time.sleep(1000)
        os._exit(0)
    time.sleep(1000)

with DAG("chaos", schedule=None, start_date=START):
    quick = [PythonOperator(task_id=f"quick{i}", python_callable=lambda: time.sleep(0.05)) for i in range(12)]
    for a, b in zip(quick, quick[1:]):
        a >> b
    BashOperator(task_id="shell", bash_command="sleep 1000 & setsid sleep 1000 & sleep 1000")
    BashOperator(task_id="trap", bash_command="trap '' TERM; while true; do sleep 1; done")
    PythonOperator(task_id="daemon", python_callable=daemon)
`;

test(
  "whatever is killed, no result is lost, no process is left, and the record can be read",
  async () => {
    expect(existsSync(cli), "npm run build comes first").toBe(true);
    const random = generator(20260);
    for (let round = 0; round < rounds; round++) {
      const victim = victims[round % victims.length] ?? "try";
      const delay = 100 + Math.floor(random() * 900);
      const run = new RealRun(dag);
      const what = `round ${round}: ${victim} after ${delay} ms`;
      const printed = await runAndKill(run, victim, delay, random);
      expect(
        await eventually(() => run.left().length === 0),
        `${what} left ${run.left().join("; ")}`,
      ).toBe(true);
      const [record] = recordedRuns(run.runsFolder);
      const known = finishedOf(readEvents(record?.folder ?? ""));
      expect([what, finishedOf(printed).filter((name) => !known.includes(name))]).toEqual([
        what,
        [],
      ]);
      expect(run.runner.history(run.runsFolder)[0]?.phase).toBe("done");
      const again = await run.run({ selection: { kind: "tasks", taskIds: ["quick0"] } });
      expect([what, again.result]).toEqual([what, "success"]);
      expect(await run.end()).toEqual([]);
    }
  },
  30_000 + rounds * 30_000,
);

/** Starts the command line, kills a part of it, and answers the events that it had printed. */
async function runAndKill(
  run: RealRun,
  victim: Victim,
  delay: number,
  random: () => number,
): Promise<readonly RunEvent[]> {
  const child = spawn(process.execPath, [cli, "run", run.file, "--format", "json"], {
    cwd: run.workspace,
    env: run.marked,
    stdio: ["ignore", "pipe", "inherit"],
  });
  let text = "";
  child.stdout.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
  const ended = new Promise((done) => child.once("close", done));
  // The three that never end by themselves, and one more.
  await eventually(() => text.split('"kind":"started"').length > 4, 60_000);
  await new Promise((next) => setTimeout(next, delay));
  const pids = pidsOf(run, victim, child.pid ?? 0, text, random);
  expect(pids.length > 0 && pids.every((pid) => pid > 0), `${victim} is there`).toBe(true);
  for (const pid of pids) kill(pid, "SIGKILL");
  // A run that lost only a try goes on.
  setTimeout(() => child.kill("SIGINT"), 1000);
  await ended;
  return text.split("\n").flatMap((line) => {
    try {
      return [JSON.parse(line) as RunEvent];
    } catch {
      // The last line was cut off.
      return [];
    }
  });
}

function pidsOf(
  run: RealRun,
  victim: Victim,
  engine: number,
  text: string,
  random: () => number,
): readonly number[] {
  const [guard = 0] = childrenOf(engine, run);
  const [base = 0] = childrenOf(guard, run);
  const [host = 0] = childrenOf(base, run);
  switch (victim) {
    case "try": {
      const tries = [...text.matchAll(/"pid":(\d+)/g)].map((match) => Number(match[1]));
      const alive = tries.filter((pid) => existsSync(`/proc/${pid}`));
      return alive.slice(Math.floor(random() * alive.length)).slice(0, 1);
    }
    case "host":
      return [host];
    case "base":
      return [base];
    case "guard":
      return [guard];
    case "guard and host":
      return [guard, host];
    case "engine":
      return [engine];
    case "engine and guard":
      return [engine, guard];
  }
}

function childrenOf(parent: number, run: RealRun): readonly number[] {
  return run.pids("guard.py").filter((pid) => parentOf(pid) === parent);
}

function parentOf(pid: number): number {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]);
  } catch {
    // It ended in this moment.
    return 0;
  }
}

function kill(pid: number, signal: NodeJS.Signals): void {
  if (pid <= 0) return;
  try {
    process.kill(pid, signal);
  } catch {
    // It ended in this moment.
  }
}

function finishedOf(events: readonly RunEvent[]): readonly string[] {
  return events.flatMap((event) =>
    event.kind === "finished" ? [`${event.taskId} ${event.state}`] : [],
  );
}

/** Numbers from 0 to 1, the same each time for the same seed. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
}
