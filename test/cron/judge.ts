import { spawn, type ChildProcessWithoutNullStreams } from "node:child_process";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

/** A process that answers one JSON line for each JSON line it is given, in order. */
export interface Judge {
  ask(request: object): Promise<unknown>;
  close(): void;
}

/** Starts the judge. `PYTHONTZPATH` empty: the zones come from its own tzdata, the same on every machine. */
export function startJudge(python: string, script: string): Judge {
  const child: ChildProcessWithoutNullStreams = spawn(python, [script], {
    env: {
      ...process.env,
      PYTHONTZPATH: "",
      AIRFLOW_HOME: join(tmpdir(), "dagsight-cron-airflow"),
    },
  });
  const waiting: { resolve: (answer: unknown) => void; reject: (error: Error) => void }[] = [];
  let complaint = "";
  child.stderr.on("data", (chunk: Buffer) => (complaint += chunk.toString()));
  createInterface({ input: child.stdout }).on("line", (line) => {
    waiting.shift()?.resolve(JSON.parse(line));
  });
  child.on("close", () => {
    for (const { reject } of waiting) reject(new Error(`croniter's process ended: ${complaint}`));
  });
  return {
    ask: (request) =>
      new Promise((resolve, reject) => {
        waiting.push({ resolve, reject });
        child.stdin.write(`${JSON.stringify(request)}\n`);
      }),
    close: () => child.stdin.end(),
  };
}
