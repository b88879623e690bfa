import { mkdtempSync, readFileSync } from "node:fs";
import { join } from "node:path";

import type { RunEvent } from "../../model/run/events.ts";
import { usualOptions, type Runner } from "../../runner/runner.ts";

/** What Airflow made of a run of a DAG (see python/example_truth.py and python/scheduled_truth.py). */
export interface Truth {
  /** State of the run, where it was written down. */
  readonly run?: string;
  readonly states: Readonly<Record<string, string>>;
  readonly tries: Readonly<Record<string, number>>;
  /** By `task|map index|key`. */
  readonly xcoms: Readonly<Record<string, unknown>>;
}

/** With what a DAG was run; absent: on the usual date, with nothing. */
interface Wish {
  readonly date?: string;
  readonly conf?: Readonly<Record<string, unknown>>;
}

type Told = Truth | { readonly error: string };

/** A DAG and what came of its runs in Airflow, one after the other, or why nothing did. */
export interface Case {
  readonly file: string;
  readonly dagId: string;
  readonly runs: readonly (Told & Wish)[];
}

/** With what a case is run. */
export interface How {
  readonly python: string;
  readonly engine: "airflow" | "lite";
  readonly airflow: "2" | "3";
  readonly workspace: string;
}

/** How our run of a DAG compares. */
export interface Agreement {
  /** One sentence for each difference in states, tries and XComs. */
  readonly faults: readonly string[];
  /** Why the two cannot be compared. */
  readonly leftOut?: string;
}

/** Every DAG of a file that example_truth.py wrote; `fileOf` finds the DAG files again. */
export function casesOf(truthFile: string, fileOf: (name: string) => string): readonly Case[] {
  const found = parsed(readFileSync(truthFile, "utf8")) as Readonly<
    Record<string, Readonly<Record<string, Told | { readonly runs: Case["runs"] } | string>>>
  >;
  return Object.entries(found).flatMap(([name, dags]) =>
    Object.entries(dags).map(([dagId, truth]) => ({
      file: fileOf(name),
      dagId,
      runs: typeof truth === "string" ? [{ error: truth }] : "runs" in truth ? truth.runs : [truth],
    })),
  );
}

/** Runs many cases, a few at a time since most of them wait most of the time. */
export async function agreeAll(
  runner: Runner,
  cases: readonly Case[],
  how: How,
): Promise<ReadonlyMap<string, Agreement>> {
  const queue = [...cases];
  const found = new Map<string, Agreement>();
  const work = async (): Promise<void> => {
    for (let next = queue.shift(); next; next = queue.shift())
      found.set(next.dagId, await agree(runner, next, how));
  };
  await Promise.all(Array.from({ length: together }, work));
  return found;
}

const together = 6;

/** The differences of all cases, and why some were left out, as lines to print. */
export function differencesOf(found: ReadonlyMap<string, Agreement>): readonly string[] {
  return [...found].flatMap(([dagId, { faults }]) => faults.map((fault) => `${dagId}: ${fault}`));
}

/** Runs a DAG as often as Airflow did and compares what came of it with what Airflow made of the same. */
async function agree(runner: Runner, { file, dagId, runs }: Case, how: How): Promise<Agreement> {
  const [only] = runs;
  if (only && runs.length === 1 && "error" in only)
    return { faults: [], leftOut: only.error.trim().split("\n").at(-1) ?? "no reason" };
  if (runs.every((run) => "states" in run && Object.keys(run.states).length === 0))
    return { faults: [], leftOut: "no task has an instance on that date" };
  const runsFolder = runs.length > 1 ? mkdtempSync(join(how.workspace, `${dagId}-`)) : null;
  const faults: string[] = [];
  for (const [index, run] of runs.entries()) {
    const xcoms = new Map<string, unknown>();
    const keep = keepXComs(xcoms);
    const ends = new Map<string, string>();
    const state = await runner.startRun(
      {
        ...usualOptions,
        file,
        dagId,
        workspace: how.workspace,
        parallel: 4,
        python: how.python,
        engine: how.engine,
        airflow: how.airflow,
        logicalDate: run.date === undefined ? Date.UTC(2025, 0, 2) : Date.parse(run.date),
        conf: run.conf ?? {},
        env: { ...environment, AIRFLOW_HOME: how.workspace },
        runsFolder,
        bridgeFolder: join(import.meta.dirname, "..", "..", "runner", "python"),
      },
      (event) => {
        keep(event);
        if (event.kind === "finished" && event.state === "failed")
          ends.set(nameOf(event), JSON.stringify([event.error, event.exit, event.reason]));
      },
    ).done;
    const { tasks = [], simulated = 0 } = state.summary ?? {};
    const found =
      "error" in run
        ? state.result === "failed"
          ? []
          : [`is refused in Airflow (${run.error}), ${state.result ?? "nothing"} here`]
        : tasks.length === 0
          ? [state.reason ?? "nothing ran"]
          : [
              ...runFaults(run.run, state.result ?? "nothing"),
              ...stateFaults(run, tasks, ends),
              ...xcomFaults(run.xcoms, xcoms),
            ];
    if (found.length > 0 && simulated > 0)
      return { faults: [], leftOut: `${simulated} tasks only pretend here` };
    faults.push(...found.map((one) => (runs.length > 1 ? `run ${index + 1}: ${one}` : one)));
  }
  return { faults };
}

/** A run that waits for its past goes on for ever in Airflow; here it ends and says so. */
function runFaults(want: string | undefined, result: string): readonly string[] {
  if (want === undefined || want === result || (want === "running" && result === "failed"))
    return [];
  return [`ends with ${want} in Airflow, ${result} here`];
}

const environment = {
  ...process.env,
  AIRFLOW_CONN_FS_DEFAULT: "fs:///",
  COMPARE: "ours",
  PYTHONPATH: join(import.meta.dirname, "python", "steady"),
};

/** Fills in XComs as they are pushed; a new try begins without the values of the one before. */
function keepXComs(xcoms: Map<string, unknown>): (event: RunEvent) => void {
  const begun = new Set<string>();
  return (event) => {
    if (event.kind === "started") {
      const name = `${event.taskId}|${event.mapIndex ?? -1}|`;
      if (!begun.has(name + String(event.try)))
        for (const key of [...xcoms.keys()]) if (key.startsWith(name)) xcoms.delete(key);
      begun.add(name + String(event.try));
    }
    if (event.kind === "xcom" && event.value !== null)
      xcoms.set(`${event.taskId}|${event.mapIndex ?? -1}|${event.key}`, parsed(event.value));
  };
}

function nameOf(one: { readonly taskId: string; readonly mapIndex: number | null }): string {
  return one.mapIndex === null ? one.taskId : `${one.taskId}[${one.mapIndex}]`;
}

function stateFaults(
  truth: Truth,
  tasks: readonly {
    readonly taskId: string;
    readonly mapIndex: number | null;
    readonly state: string;
    readonly tries: number;
  }[],
  ends: ReadonlyMap<string, string>,
): readonly string[] {
  const ours = new Map(tasks.map((one) => [nameOf(one), one]));
  return [...new Set([...Object.keys(truth.states), ...ours.keys()])].flatMap((name) => {
    const want = truth.states[name] ?? "nothing";
    const { state = "nothing", tries = 0 } = ours.get(name) ?? {};
    // A task without an instance on that date is listed here, and does nothing.
    if (want === "nothing" && state === "none") return [];
    if (want !== (state === "none" ? "None" : state))
      return [`${name}: state ${want} in Airflow, ${state} here ${ends.get(name) ?? ""}`.trimEnd()];
    // How often something was tried that did not run is bookkeeping.
    const isRun = want !== "skipped" && want !== "upstream_failed";
    return isRun && truth.tries[name] !== tries
      ? [`${name}: ${truth.tries[name] ?? 0} tries in Airflow, ${tries} here`]
      : [];
  });
}

function xcomFaults(truth: Truth["xcoms"], ours: ReadonlyMap<string, unknown>): readonly string[] {
  return [...new Set([...Object.keys(truth), ...ours.keys()])].flatMap((name) => {
    // Addresses of a web server that is not there.
    if (name.includes("|_link_")) return [];
    const [want, got] = [steady(truth[name], name), steady(ours.get(name), name)];
    return want === got
      ? []
      : [`${name}: ${want.slice(0, 200)} in Airflow, ${got.slice(0, 200)} here`];
  });
}

/** A value as text, without times, run ids and folders of the moment, and with keys in order. */
function steady(value: unknown, name: string): string {
  if (value === undefined) return "nothing";
  const isChoice = name.endsWith("|skipmixin_key");
  return JSON.stringify(value, (key, inner: unknown) => {
    if (key === "timestamp") return "…";
    if (typeof inner === "string") return steadyText(inner);
    // Which tasks were followed or skipped comes from a set.
    if (Array.isArray(inner))
      return isChoice ? [...(inner as string[])].sort() : (inner as unknown);
    if (typeof inner !== "object" || inner === null) return inner;
    return Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}

function steadyText(text: string): string {
  return (
    text
      .replaceAll(/manual__\S+/g, "manual__…")
      // Airflow names a DAG file's module by a digest of its path.
      .replaceAll(/unusual_prefix_[0-9a-f]{40}/g, "unusual_prefix_…")
      .replaceAll(/\d\d:\d\d:\d\d(\.\d+)?/g, "…")
      .replaceAll(/\/tmp\/dagsight-[\w-]*(\/\d+\.\d+\.\d+)?/g, "/tmp/…")
  );
}

/** Python also writes `Infinity` and `NaN`. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Not JSON, but nearly.
    return JSON.parse(text.replaceAll(/(?<=[:,[\s]|^)(-?Infinity|NaN)(?=[,\]}\s]|$)/g, '"$1"'));
  }
}
