import { existsSync, readFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";

import type { Selection } from "../../model/run/events.ts";
import { pinnedAirflow } from "../../model/workspace/airflowVersion.ts";
import {
  findPython,
  parseDotEnv,
  parseLocalValues,
  parseMocks,
  parseTime,
  usualOptions,
  type RunOptions,
} from "../../runner/runner.ts";
import { UsageError, type Terminal } from "../command.ts";
import { nodeFiles } from "../nodeFiles.ts";
import { parseOptions } from "../options.ts";

/** What `dagsight run` was asked to do. */
export interface RunArguments {
  readonly options: RunOptions;
  readonly format: "text" | "json";
  readonly junit: string | undefined;
  readonly watch: boolean;
}

/** The options of `run`, as the parser takes them; `backfill` has them too. */
export const runFlags = {
  dag: { type: "string" },
  task: { type: "string", multiple: true },
  from: { type: "string", multiple: true },
  until: { type: "string", multiple: true },
  "failed-of": { type: "string" },
  remember: { type: "string" },
  "logical-date": { type: "string" },
  conf: { type: "string" },
  param: { type: "string", multiple: true },
  parallel: { type: "string" },
  pool: { type: "string", multiple: true },
  python: { type: "string" },
  engine: { type: "string" },
  airflow: { type: "string" },
  variables: { type: "string" },
  mock: { type: "string" },
  "max-wait": { type: "string" },
  "runs-folder": { type: "string" },
  format: { type: "string", default: "text" },
  junit: { type: "string" },
  watch: { type: "boolean", default: false },
} as const;

type Values = ReturnType<typeof parseOptions<typeof runFlags>>["values"];

/** Reads the command line of `run`. */
export async function runArguments(
  args: readonly string[],
  terminal: Terminal,
): Promise<RunArguments> {
  const { values, positionals } = parseOptions(withEachId(args), runFlags);
  return {
    options: await runOptions(values, positionals, terminal),
    format: formatOf(values.format),
    junit: values.junit,
    watch: values.watch,
  };
}

/** Names each id by a flag of its own: `FILE --task a b` is `FILE --task a --task b`. Before the file, one id follows a flag. */
export function withEachId(args: readonly string[]): readonly string[] {
  const spread: string[] = [];
  let flag: string | undefined;
  let hasFile = false;
  for (const [at, word] of args.entries()) {
    const before = args[at - 1] ?? "";
    const isValue = before.startsWith("--") && !before.includes("=") && before !== "--watch";
    if (word.startsWith("-")) flag = undefined;
    else if (isValue) flag = idFlags.has(before) ? before : undefined;
    else if (flag !== undefined && hasFile) spread.push(flag);
    else {
      hasFile = true;
      flag = undefined;
    }
    spread.push(word);
  }
  return spread;
}

const idFlags = new Set(["--task", "--from", "--until"]);

/** What the values of the flags mean to the runner. */
export async function runOptions(
  values: Values,
  positionals: readonly string[],
  terminal: Terminal,
): Promise<RunOptions> {
  const workspace = terminal.cwd;
  return {
    file: fileOf(positionals, terminal),
    ...(await pythonOptions(values, terminal)),
    selection: selectionOf(values),
    conf: { ...confOf(values.conf), ...paramsOf(values.param ?? []) },
    parallel: count(values.parallel, "--parallel") ?? usualOptions.parallel,
    pools: poolsOf(values.pool ?? []),
    mocks: mocksOf(values.mock, workspace),
    ...localValues(values.variables, workspace),
    runsFolder: runsFolderOf(values["runs-folder"], workspace),
    longestWait: seconds(values["max-wait"]) ?? Infinity,
    ...(values.dag === undefined ? {} : { dagId: values.dag }),
    ...(values.remember === undefined ? {} : { remember: values.remember }),
    ...logicalDateOf(values["logical-date"]),
  };
}

/** What is needed to load any file of the working directory in Python. */
export async function pythonOptions(
  values: {
    readonly python?: string | undefined;
    readonly engine?: string | undefined;
    readonly airflow?: string | undefined;
  },
  terminal: Terminal,
): Promise<Omit<RunOptions, "file">> {
  const workspace = terminal.cwd;
  const env = { ...Object.fromEntries(dotEnv(workspace)), ...terminal.env };
  const python = await findPython({ wanted: values.python, workspace, env });
  if ("problem" in python) throw new UsageError(python.problem);
  return {
    ...usualOptions,
    workspace,
    python: python.path,
    engine: engineOf(values.engine, values.python),
    airflow: airflowOf(values.airflow, workspace),
    env,
    runsFolder: null,
    bridgeFolder: bridgeFolder(),
  };
}

/** Where runs of a workspace are recorded. */
export function runsFolderOf(option: string | undefined, cwd: string): string {
  return option === undefined ? join(cwd, ".dagsight", "runs") : resolve(cwd, option);
}

/** `text` or `json`. */
export function formatOf(format: string): "text" | "json" {
  if (format === "text" || format === "json") return format;
  throw new UsageError(`There is no format "${format}". Formats: text, json.`);
}

function fileOf(positionals: readonly string[], terminal: Terminal): string {
  const [given, ...more] = positionals;
  if (given === undefined) throw new UsageError("Say which file to run: dagsight run FILE");
  if (more.length > 0) throw new UsageError(`One file at a time: got ${positionals.join(", ")}.`);
  const file = resolve(terminal.cwd, given);
  if (!existsSync(file)) throw new UsageError(`There is no file "${given}".`);
  return file;
}

function selectionOf(values: Values): Selection {
  const chosen: Selection[] = [];
  if (values.task) chosen.push({ kind: "tasks", taskIds: values.task.flatMap(ids) });
  if (values.from) chosen.push({ kind: "from", taskIds: values.from.flatMap(ids) });
  if (values.until) chosen.push({ kind: "until", taskIds: values.until.flatMap(ids) });
  const failedOf = values["failed-of"];
  if (failedOf !== undefined) chosen.push({ kind: "failed", runId: failedOf });
  const [first, ...others] = chosen;
  if (others.length > 0)
    throw new UsageError("Take one of --task, --from, --until and --failed-of.");
  return first ?? { kind: "all" };
}

/** `a,b` names two tasks. */
function ids(text: string): readonly string[] {
  return text
    .split(",")
    .map((id) => id.trim())
    .filter((id) => id !== "");
}

function confOf(text: string | undefined): Readonly<Record<string, unknown>> {
  if (text === undefined) return {};
  const value = jsonOf(text);
  if (typeof value === "object" && value !== null && !Array.isArray(value))
    return value as Readonly<Record<string, unknown>>;
  throw new UsageError(`--conf takes a JSON object such as '{"n": 1}', not ${text}`);
}

function paramsOf(params: readonly string[]): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    params.map((param) => {
      const [name, value] = pair(param, "--param", "name=value");
      // A word that is not JSON is a string.
      return [name, jsonOf(value) ?? (value === "null" ? null : value)];
    }),
  );
}

function poolsOf(pools: readonly string[]): ReadonlyMap<string, number> {
  return new Map(
    pools.map((pool) => {
      const [name, slots] = pair(pool, "--pool", "name=slots");
      return [name, count(slots, "--pool") ?? 0];
    }),
  );
}

function pair(text: string, flag: string, shape: string): readonly [string, string] {
  const at = text.indexOf("=");
  if (at <= 0) throw new UsageError(`${flag} takes ${shape}, not "${text}".`);
  return [text.slice(0, at), text.slice(at + 1)];
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The caller says what it takes instead.
    return undefined;
  }
}

function mocksOf(path: string | undefined, cwd: string): RunOptions["mocks"] {
  if (path === undefined) return usualOptions.mocks;
  const parsed = parseMocks(textOf(path, cwd, "--mock"));
  if ("problem" in parsed) throw new UsageError(`${path}: ${parsed.problem}`);
  return parsed.mocks;
}

function localValues(
  path: string | undefined,
  cwd: string,
): Pick<RunOptions, "variables" | "connections"> {
  if (path === undefined)
    return {
      variables: usualOptions.variables,
      connections: new Map(),
    };
  const parsed = parseLocalValues(textOf(path, cwd, "--variables"));
  if ("problem" in parsed) throw new UsageError(`${basename(path)}: ${parsed.problem}`);
  return parsed;
}

function textOf(path: string, cwd: string, flag: string): string {
  try {
    return readFileSync(resolve(cwd, path), "utf8");
  } catch {
    throw new UsageError(`${flag}: there is no file "${path}".`);
  }
}

function dotEnv(workspace: string): ReadonlyMap<string, string> {
  const file = join(workspace, ".env");
  return existsSync(file) ? parseDotEnv(readFileSync(file, "utf8")) : new Map<string, string>();
}

/** A Python that was named is run with the Airflow that it has; one that was found, too, if asked for. */
function engineOf(engine: string | undefined, python: string | undefined): RunOptions["engine"] {
  if (engine === undefined) return python === undefined ? "lite" : "auto";
  if (engine === "lite" || engine === "airflow" || engine === "auto") return engine;
  throw new UsageError(`--engine takes lite, airflow or auto, not "${engine}".`);
}

function airflowOf(option: string | undefined, workspace: string): "2" | "3" {
  if (option === undefined)
    return pinnedAirflow(nodeFiles(workspace), "")?.airflow === 2 ? "2" : "3";
  const [major] = option.split(".");
  if (major === "2" || major === "3") return major;
  throw new UsageError(`--airflow takes 2 or 3, not "${option}".`);
}

function logicalDateOf(text: string | undefined): { readonly logicalDate?: number } {
  if (text === undefined) return {};
  const logicalDate = parseTime(text);
  if (logicalDate !== undefined) return { logicalDate };
  throw new UsageError(`--logical-date takes a date such as 2024-01-31T02:00:00Z, not "${text}".`);
}

function count(text: string | undefined, flag: string): number | undefined {
  if (text === undefined) return undefined;
  const number = Number(text);
  if (Number.isInteger(number) && number >= 1) return number;
  throw new UsageError(`${flag} takes a whole number from 1, not "${text}".`);
}

function seconds(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const number = Number(text);
  if (number >= 0) return number * 1000;
  throw new UsageError(`--max-wait takes a number of seconds, not "${text}".`);
}

/** Beside the bundle in the package, or beside the source. */
function bridgeFolder(): string {
  const above = [join(__dirname, ".."), join(__dirname, "..", "..")];
  const found = above
    .map((folder) => join(folder, "runner", "python"))
    .find((folder) => existsSync(join(folder, "guard.py")));
  return found ?? join(__dirname, "..", "runner", "python");
}
