import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { evaluateModule } from "../../../model/python/evaluate.ts";
import { parsePython } from "../../../model/python/parse.ts";
import type { Value } from "../../../model/python/value.ts";

// CPython itself is the judge: what the evaluator says of small programs must be what CPython says.

const folder = new URL("./cpython/", import.meta.url);

function lines(name: string): string {
  return readFileSync(new URL(name, folder), "utf8").replace(/^#.*\n/, "");
}

/** Line by line; a backslash at the end goes on. */
const expressions = lines("expressions.py")
  .replace(/\\\n/g, "\\\u0000")
  .split("\n")
  .filter((line) => line !== "")
  .map((line) => `r = (${line.replaceAll("\u0000", "\n")})\n`);
const programs = [...expressions, ...lines("programs.py").split(/^----\n/m)];

interface Result {
  readonly globals: Readonly<Record<string, unknown>>;
  readonly error: string | null;
}

function runCpython(): readonly Result[] {
  const script = new URL("runPrograms.py", folder);
  const run = spawnSync("python3", [script.pathname], {
    input: JSON.stringify(programs),
    encoding: "utf8",
    maxBuffer: 1e8,
  });
  if (run.status !== 0) throw new Error(`python3 did not run: ${run.stderr}`);
  return JSON.parse(run.stdout) as Result[];
}

/** As `runPrograms.py` shows values; `"?"` for what is not known. */
function plain(value: Value, depth = 0): unknown {
  if (depth > 12) return "deep";
  switch (value.kind) {
    case "none":
      return null;
    case "bool":
    case "str":
      return value.value;
    case "int":
      return { int: String(value.value) };
    case "float":
      return { float: pythonFloat(value.value) };
    case "bytes":
      return { bytes: Array.from(value.value, (char) => char.charCodeAt(0)) };
    case "list":
      return value.uncertain ? "?" : value.items.map((item) => plain(item, depth + 1));
    case "tuple":
      return { tuple: value.items.map((item) => plain(item, depth + 1)) };
    case "set":
      return {
        set: [...value.items.values()]
          .map((item) => JSON.stringify(sortKeys(plain(item, depth + 1))))
          .sort(),
      };
    case "dict":
      return {
        dict: [...value.entries.values()].map((entry) => [
          plain(entry.key, depth + 1),
          plain(entry.value, depth + 1),
        ]),
      };
    case "unknown":
      return "?";
    default:
      return { other: true };
  }
}

function sortKeys(value: unknown): unknown {
  return value;
}

function pythonFloat(value: number): string {
  if (Number.isNaN(value)) return "nan";
  if (!Number.isFinite(value)) return value > 0 ? "inf" : "-inf";
  return Object.is(value, -0) ? "-0.0" : String(value);
}

/** Floats are compared as numbers, since each language writes them its own way; spaces of JSON do not count. */
function normal(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(normal);
  if (typeof value !== "object" || value === null) return value;
  if ("float" in value && typeof value.float === "string")
    return { float: String(Number(value.float)) };
  if ("set" in value && Array.isArray(value.set))
    return { set: value.set.map((text: string) => text.replaceAll(" ", "")).sort() };
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, normal(inner)]));
}

const truths = runCpython();

test.each(programs.map((program, index) => ({ program, truth: truths[index] })))(
  "as CPython: $program",
  ({ program, truth }) => {
    const host = { files: { readText: () => undefined, list: () => undefined }, importRoots: [] };
    const module = parsePython("program.py", program);
    expect(module.syntaxErrors).toEqual([]);
    const { module: result, exceptions } = evaluateModule(module, host);
    expect(exceptions.map((one) => `${one.className} ${one.message}`)).toEqual(
      truth?.error == null ? [] : [expect.stringContaining(truth.error)],
    );
    for (const [name, expected] of Object.entries(truth?.globals ?? {})) {
      const value = result.globals.get(name);
      expect(normal(value && plain(value)), name).toEqual(normal(expected));
    }
  },
);
