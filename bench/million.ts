import { fork } from "node:child_process";

import { allExamples, faultWith } from "../test/brokenTexts.ts";
import { mutate, randomOf } from "../test/randomText.ts";

/**
 * Broken texts, a million of them: `npm run bench -- million [count] [shards] [seed]`. Every text is read and checked; an
 * exception, a place outside of the text or more than a second of processor time is a fault. Text `n` of a seed is the same
 * whatever the number of shards, so that a fault can be found again.
 */
const [count = 1_000_000, shards = 2, seed = 20_261_126] = process.argv.slice(2).map(Number);
const shard = process.env["SHARD"];

interface Counted {
  readonly done: number;
  readonly slowestMs: number;
  readonly faults: readonly string[];
}

if (shard === undefined) void runAll();
else runShard(Number(shard));

async function runAll(): Promise<void> {
  const started = Date.now();
  const counted = new Map<number, Counted>();
  const report = (): void => {
    const all = [...counted.values()];
    const done = all.reduce((sum, one) => sum + one.done, 0);
    const faults = all.reduce((sum, one) => sum + one.faults.length, 0);
    const slowest = Math.max(0, ...all.map(({ slowestMs }) => slowestMs));
    const seconds = (Date.now() - started) / 1000;
    console.log(
      `${done.toLocaleString("en")} of ${count.toLocaleString("en")} texts, ${faults} faults, slowest ${slowest.toFixed(0)} ms, ${seconds.toFixed(0)} s`,
    );
  };
  const timer = setInterval(report, 60_000);
  await Promise.all(
    Array.from(
      { length: shards },
      (_, index) =>
        new Promise<void>((resolve) => {
          const child = fork(__filename, process.argv.slice(2), {
            env: { ...process.env, SHARD: String(index) },
          });
          child.on("message", (message: Counted) => {
            for (const fault of message.faults.slice(counted.get(index)?.faults.length ?? 0))
              console.log(fault);
            counted.set(index, message);
          });
          child.on("exit", (code) => {
            if (code !== 0) {
              console.log(`shard ${index} ended with ${code ?? "a signal"}`);
              process.exitCode = 1;
            }
            resolve();
          });
        }),
    ),
  );
  clearInterval(timer);
  report();
  if ([...counted.values()].some(({ faults }) => faults.length > 0)) process.exitCode = 1;
}

function runShard(index: number): void {
  const examples = allExamples();
  const faults: string[] = [];
  let slowestMs = 0;
  let done = 0;
  for (let round = index; round < count; round += shards) {
    const example = examples[round % examples.length];
    if (!example) break;
    const text = mutate(example.text, randomOf(seed + round));
    const started = process.cpuUsage();
    const fault = faultWith({ ...example, text }, round % 3 === 0 ? 2 : 3);
    const { user, system } = process.cpuUsage(started);
    slowestMs = Math.max(slowestMs, (user + system) / 1000);
    if (fault !== undefined)
      faults.push(`text ${round} of seed ${seed}, ${example.file}: ${fault}`);
    if (++done % 1000 === 0) process.send?.({ done, slowestMs, faults });
  }
  process.send?.({ done, slowestMs, faults }, () => process.exit(0));
}
