import { parser } from "@lezer/python";
import { evaluateModule } from "../model/python/evaluate.ts";
import { parsePython } from "../model/python/parse.ts";
import { nativeClass, nativeFunction, nativeModule, type Host } from "../model/python/native.ts";
import { largeDagFile } from "./generate.ts";

// Reading and evaluating a file of 300 tasks, beside a bare parse of the same text by Lezer in the same run.

const text = largeDagFile(300);
const rounds = 150;

/** A host whose every class takes anything. */
function permissiveHost(): Host {
  const self = nativeFunction("self", (call) => call.self ?? { kind: "none" });
  const right = nativeFunction("right", (call) => call.positional[0]?.value ?? { kind: "none" });
  const nothing = nativeFunction("nothing", () => ({ kind: "none" }));
  const anything = nativeClass({
    name: "Anything",
    module: "bench",
    attributes: [
      ["__init__", nothing],
      ["__enter__", self],
      ["__exit__", nothing],
      ["__rshift__", right],
    ],
  });
  return {
    files: { readText: () => undefined, list: () => undefined },
    importRoots: [""],
    importModule: (name) =>
      name.startsWith("airflow") ? nativeModule(name, [], () => anything) : undefined,
  };
}

/** Median and 95th percentile of the milliseconds for one round. */
function measure(work: () => unknown): { readonly median: number; readonly p95: number } {
  for (let round = 0; round < 30; round++) work();
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const started = performance.now();
    work();
    times.push(performance.now() - started);
  }
  times.sort((a, b) => a - b);
  return { median: times[rounds >> 1] ?? 0, p95: times[Math.floor(rounds * 0.95)] ?? 0 };
}

const host = permissiveHost();
const lezer = measure(() => parser.parse(text));
const parsed = measure(() => parsePython("dags/large.py", text));
const whole = measure(() => evaluateModule(parsePython("dags/large.py", text), host));

const show = (name: string, { median, p95 }: typeof lezer): void =>
  console.log(`${name.padEnd(24)} median ${median.toFixed(2)} ms, p95 ${p95.toFixed(2)} ms`);
show("Lezer, bare parse", lezer);
show("our parse", parsed);
show("our parse and evaluation", whole);
const ratio = whole.median / lezer.median;
if (ratio > 3) process.exitCode = 1;
console.log(`${ratio > 3 ? "FAILED" : "ok"} ${ratio.toFixed(2)} times the bare parse (at most 3)`);
