import { rmSync } from "node:fs";

import { absentTasks } from "../model/run/absent.ts";
import { areDeathsRetried } from "../model/run/deaths.ts";
import type { DagDescription } from "../model/run/description.ts";
import { heldByPast } from "../model/run/past.ts";
import { makePlan, type Plan, type PlanProblem } from "../model/run/plan.ts";
import { choicesOf, easyRulesOf, skipsOf } from "../model/run/progress.ts";
import { plannedGroups, plannedTasks } from "../model/run/plannedTasks.ts";
import {
  rememberNewest,
  rememberRun,
  type RememberedRun,
  type RememberedTask,
} from "../model/run/remembered.ts";
import { reduce, unopened, type RunState } from "../model/run/state.ts";
import type { RunEvent } from "../model/run/events.ts";
import { isFinal, type RunResult } from "../model/run/taskState.ts";
import type { Ready, RunDescription } from "../protocol/runner.ts";
import { Bridge, BridgeProblem, type Host } from "./bridge.ts";
import { chooseDag } from "./chooseDag.ts";
import { dagsFolderOf } from "./dagsFolder.ts";
import { bridgeEnvironment, hostEnvironment, loadedTooLong, loadTimeoutOf } from "./environment.ts";
import { isoTime } from "./isoTime.ts";
import { mockedTask } from "./mocks.ts";
import { nodePorts } from "./nodePorts.ts";
import type { Ports } from "./ports.ts";
import { readEvents, recordedRuns, removeOldRuns, RunRecord } from "./record.ts";
import type { RunOptions } from "./runOptions.ts";
import { dataInterval } from "./dataInterval.ts";
import { Session, type Happening, type SessionEnd } from "./session.ts";
import { bridgeCookie, isAlive, ownIdentity, sweepAbandoned, sweepBridge } from "./sweep.ts";
import { summaryOf } from "./summary.ts";

/** Hears of everything in a run, in order, with the state after it. */
export type RunListener = (event: RunEvent, state: RunState) => void;

/** A run that was started. */
export interface RunHandle {
  readonly state: () => RunState;
  /** Ends it: what runs is asked to end, and killed after a grace time, or at once when this is called again. */
  readonly cancel: (reason?: string) => void;
  /** Fulfilled with the final state when nothing of it runs any more; never rejected. */
  readonly done: Promise<RunState>;
}

/** What a host process needs to be started, run or not. */
export type BridgeChoice = Pick<
  RunOptions,
  "python" | "engine" | "airflow" | "workspace" | "env" | "bridgeFolder"
>;

/** Runs DAGs, and keeps Python warm between runs. The one way into this folder. */
export class Runner {
  readonly #ports: Ports;
  readonly #bridges = new Map<string, Bridge>();
  /** Full ones too, that have been replaced in the map. */
  readonly #allBridges = new Set<Bridge>();
  readonly #running = new Set<RunHandle>();
  readonly #folders = new Set<string>();

  constructor(ports: Ports = nodePorts) {
    this.#ports = ports;
  }

  /** Starts Python in the background, so that the next run begins at once. */
  warm(choice: BridgeChoice): void {
    this.#bridge(choice);
  }

  /** Starts a run. The first event comes before this returns. */
  startRun(options: RunOptions, listener: RunListener): RunHandle {
    let state = unopened;
    let record: RunRecord | undefined;
    const emit = (happening: Happening): void => {
      const event = { at: this.#ports.now(), ...happening } as RunEvent;
      record?.add(event);
      state = reduce(state, event);
      listener(event, state);
    };
    const now = this.#ports.now();
    const wanted = `${options.runType ?? "manual"}__${isoTime(options.logicalDate ?? now)}`;
    if (options.runsFolder !== null) {
      sweepAbandoned();
      record = RunRecord.create(options.runsFolder, wanted);
      this.#folders.add(record.folder);
    }
    emit({
      kind: "opened",
      runId: record?.runId ?? wanted,
      file: options.file,
      folder: record?.folder ?? null,
      owner: ownIdentity(),
    });
    const work = new Work(this.#ports, options, emit, record, () => this.#bridge(options));
    const handle: RunHandle = {
      state: () => state,
      cancel: (reason = "Cancelled by the user.") => {
        if (state.phase !== "done") work.cancel(reason);
      },
      done: work
        .run(() => state)
        .then(() => {
          record?.close();
          if (record) this.#folders.delete(record.folder);
          this.#running.delete(handle);
          if (options.runsFolder !== null)
            removeOldRuns(options.runsFolder, options.retention, this.#ports.now(), this.#folders);
          return state;
        }),
    };
    this.#running.add(handle);
    return handle;
  }

  /** The state of each recorded run, newest first. One without an end whose process is gone was cut off. */
  history(runsFolder: string, limit = 200): readonly RunState[] {
    return recordedRuns(runsFolder)
      .slice(0, limit)
      .flatMap(({ folder }) => {
        const state = recordedState(folder);
        if (state.runId === "") return [];
        return [state.owner !== null && isAlive(state.owner) ? state : closed(state)];
      });
  }

  /** Forgets the record and the logs of a run that has ended. */
  forget(state: RunState): void {
    if (state.folder !== null && !this.#folders.has(state.folder))
      rmSync(state.folder, { recursive: true, force: true });
  }

  /** Loads a file as Python does and answers what it built, without running it. */
  async load(options: RunOptions): Promise<Ready> {
    const host = await openHost(this.#bridge(options), options);
    try {
      return await readyInTime(host, this.#ports, options);
    } finally {
      await host.close();
    }
  }

  /** Ends every run and every process. */
  async dispose(): Promise<void> {
    const runs = [...this.#running];
    for (const run of runs) run.cancel("Dagsight was closed.");
    await Promise.all(runs.map((run) => run.done));
    await Promise.all([...this.#allBridges].map((bridge) => bridge.dispose()));
    this.#bridges.clear();
    this.#allBridges.clear();
  }

  #bridge(choice: BridgeChoice): Bridge {
    const key = JSON.stringify([
      choice.python,
      choice.engine,
      choice.airflow,
      choice.workspace,
      choice.bridgeFolder,
      choice.env,
    ]);
    const before = this.#bridges.get(key);
    if (before && before.ended === undefined && !before.isFull) return before;
    const cookie = bridgeCookie(this.#ports.uuid());
    const bridge: Bridge = new Bridge(
      {
        python: choice.python,
        folder: choice.bridgeFolder,
        engine: choice.engine,
        airflow: choice.airflow,
        cwd: choice.workspace,
        env: bridgeEnvironment(choice.env, cookie),
        direct: !this.#ports.morePipes,
      },
      this.#ports,
      () => {
        sweepBridge(cookie);
        this.#allBridges.delete(bridge);
      },
    );
    this.#bridges.set(key, bridge);
    this.#allBridges.add(bridge);
    return bridge;
  }
}

/** One run from the file to the summary. */
class Work {
  readonly #ports: Ports;
  readonly #options: RunOptions;
  readonly #emit: (event: Happening) => void;
  readonly #record: RunRecord | undefined;
  readonly #bridge: () => Bridge;
  #host: Host | undefined;
  #session: Session | undefined;
  #cancelled: string | undefined;

  constructor(
    ports: Ports,
    options: RunOptions,
    emit: (event: Happening) => void,
    record: RunRecord | undefined,
    bridge: () => Bridge,
  ) {
    this.#ports = ports;
    this.#options = options;
    this.#emit = emit;
    this.#record = record;
    this.#bridge = bridge;
  }

  cancel(reason: string): void {
    if (this.#cancelled !== undefined) {
      this.#session?.killNow();
      return;
    }
    this.#cancelled = reason;
    this.#emit({ kind: "cancelled", reason });
    if (this.#session) this.#session.cancel(reason);
    else void this.#host?.close();
  }

  async run(state: () => RunState): Promise<void> {
    const end = await this.#execute();
    await this.#host?.close();
    const pretended = new Set(
      [...(this.#session?.pretended ?? [])].map((one) => `${one.node.task.taskId} ${one.mapIndex}`),
    );
    this.#emit({
      kind: "summary",
      ...summaryOf(state(), {
        ...end,
        at: this.#ports.now(),
        unanswered: this.#session?.unanswered ?? new Map(),
        isPretended: (taskId, mapIndex) => pretended.has(`${taskId} ${mapIndex}`),
      }),
    });
  }

  async #execute(): Promise<SessionEnd> {
    try {
      this.#host = await openHost(this.#bridge(), this.#options);
      if (this.#cancelled !== undefined) return { result: "cancelled", reason: this.#cancelled };
      return await this.#runLoaded(await this.#loaded(this.#host), this.#host);
    } catch (error) {
      if (this.#cancelled !== undefined) return { result: "cancelled", reason: this.#cancelled };
      return this.#refuse(
        "python",
        error instanceof BridgeProblem ? error.message : sentenceOf(error),
        [],
      );
    }
  }

  async #loaded(host: Host): Promise<Ready> {
    try {
      return await readyInTime(host, this.#ports, this.#options);
    } catch (error) {
      throw error instanceof BridgeProblem && !(error instanceof TooLong)
        ? new BridgeProblem(`The file could not be loaded: ${error.message}`)
        : error;
    }
  }

  async #runLoaded(ready: Ready, host: Host): Promise<SessionEnd> {
    const { ms, engine, airflow, installed, python, executable, forks } = ready;
    this.#emit({
      kind: "engine",
      loadMs: ms,
      engine,
      airflow,
      installed,
      python,
      executable,
      forks,
    });
    const dag = chooseDag(ready, this.#options.dagId);
    if ("problem" in dag) return this.#refuse(dag.because, dag.problem, ready.errors);
    const earlier = this.#earlier(dag.dagId);
    const remembered = this.#remembered(earlier, dag);
    if (remembered !== undefined && "problem" in remembered)
      return this.#refuse("wish", remembered.problem, []);
    const plan = makePlan(dag, this.#options.selection, remembered, this.#mocked());
    if ("problem" in plan) return this.#refuse("wish", plan.problem, []);
    const run = this.#describeRun(dag.schedule);
    this.#emit({
      kind: "planned",
      runId: run.runId,
      dagId: dag.dagId,
      selection: plan.selection,
      logicalDate: run.logicalDate,
      conf: this.#options.conf,
      parallel: this.#options.parallel,
      tasks: plannedTasks(plan, new Set(this.#options.mocks.keys())),
      groups: plannedGroups(plan),
    });
    this.#tellSimulated(plan.tasks);
    this.#tellOdd(plan);
    const absent = absentTasks(plan, run);
    for (const text of absent.values()) this.#emit({ kind: "notice", text });
    this.#session = new Session({
      plan,
      host,
      ports: this.#ports,
      options: this.#options,
      run,
      isAirflow2: engine === "airflow" && airflow.startsWith("2"),
      choices: engine === "airflow" ? choicesOf(airflow) : "own index",
      easyRules: easyRulesOf(airflow),
      skips: skipsOf(airflow),
      areDeathsRetried: areDeathsRetried(airflow),
      skipIdAlone: engine === "airflow" && !airflow.startsWith("2") ? -1 : null,
      record: this.#record,
      heldByPast: heldByPast(plan, previousOf(earlier, run)),
      absent,
      emit: this.#emit,
    });
    return this.#session.run();
  }

  #refuse(
    because: "wish" | "file" | "python",
    reason: string,
    errors: Ready["errors"],
  ): SessionEnd {
    this.#emit({ kind: "refused", because, reason, errors });
    return { result: "failed" satisfies RunResult, reason };
  }

  #tellSimulated(
    tasks: readonly { readonly taskId: string; readonly simulated: string | null }[],
  ): void {
    for (const { taskId, simulated } of tasks) {
      if (this.#options.mocks.has(taskId))
        this.#emit({ kind: "simulated", taskId, reason: "its result is given by a mock" });
      else if (simulated !== null) this.#emit({ kind: "simulated", taskId, reason: simulated });
    }
  }

  /** What is given otherwise than it seems: results of another run than the newest, and mocks of tasks that are not there. */
  #tellOdd({ dag, given }: Plan): void {
    for (const { task, result } of given) {
      if (result.from !== undefined)
        this.#emit({
          kind: "notice",
          text: `The result of ${task.taskId} is that of run ${result.from}: the newest run did not have it.`,
        });
    }
    const known = new Set(dag.tasks.map((task) => task.taskId));
    for (const taskId of this.#options.mocks.keys()) {
      if (!known.has(taskId))
        this.#emit({
          kind: "notice",
          text: `The mock of "${taskId}" is for no task of DAG ${dag.dagId}.`,
        });
    }
  }

  #mocked(): ReadonlyMap<string, RememberedTask> {
    return new Map([...this.#options.mocks].map(([taskId, mock]) => [taskId, mockedTask(mock)]));
  }

  /** Finished runs of the same DAG, newest first. Read only as far as something depends on them. */
  #earlier(dagId: string): () => Iterable<RememberedRun> {
    const { runsFolder } = this.#options;
    const own = this.#record?.folder;
    return function* () {
      if (runsFolder === null) return;
      for (const { folder } of recordedRuns(runsFolder)) {
        if (folder === own) continue;
        const run = rememberRun(readEvents(folder));
        if (run.dagId === dagId) yield run;
      }
    };
  }

  #remembered(
    earlier: () => Iterable<RememberedRun>,
    dag: DagDescription,
  ): RememberedRun | PlanProblem | undefined {
    const { selection, remember } = this.#options;
    if (selection.kind === "all" || remember === null) return undefined;
    const wanted = selection.kind === "failed" ? selection.runId : remember;
    if (wanted === undefined) {
      const ids = dag.tasks.map((task) => task.taskId);
      return rememberNewest(earlier(), ids);
    }
    for (const run of earlier()) if (wanted === "latest" || run.runId === wanted) return run;
    return selection.kind === "failed" || wanted === "latest"
      ? undefined
      : { problem: `No run "${wanted}" of this DAG is recorded.` };
  }

  #describeRun(schedule: DagDescription["schedule"]): RunDescription {
    const { logicalDate, runType, conf } = this.#options;
    const now = this.#ports.now();
    const at = logicalDate ?? now;
    const [start, end] = this.#options.interval ?? dataInterval(schedule.interval, at);
    return {
      runId: this.#record?.runId ?? `${runType ?? "manual"}__${isoTime(at)}`,
      runType: runType ?? "manual",
      logicalDate: isoTime(at),
      intervalStart: isoTime(start),
      intervalEnd: isoTime(end),
      runAfter: isoTime(Math.max(at, end)),
      startDate: isoTime(now),
      conf,
    };
  }
}

async function openHost(bridge: Bridge, options: RunOptions): Promise<Host> {
  return bridge.open({
    file: options.file,
    dagsFolder: options.dagsFolder ?? dagsFolderOf(options.file),
    workspace: options.workspace,
    env: hostEnvironment(options.variables, options.connections),
    loadTimeout: loadTimeoutOf(options.env, options.loadTimeout),
    load: options.load,
  });
}

/** The host does not answer in time: it is closed, whatever it does. */
class TooLong extends BridgeProblem {}

/** What the host built. It watches its time itself; this is for a Python that hangs where nothing can stop it. */
function readyInTime(host: Host, ports: Ports, options: RunOptions): Promise<Ready> {
  const seconds = loadTimeoutOf(options.env, options.loadTimeout);
  return new Promise((resolve, reject) => {
    const callOff = ports.after((seconds + 15) * 1000, () => {
      reject(new TooLong(loadedTooLong(seconds)));
      void host.close();
    });
    host.ready.finally(callOff).then(resolve, (error: unknown) => {
      reject(error instanceof Error ? error : new BridgeProblem(sentenceOf(error)));
    });
  });
}

/** The run before this one, by logical date. */
function previousOf(
  earlier: () => Iterable<RememberedRun>,
  run: RunDescription,
): () => RememberedRun | undefined {
  return () => {
    const at = Date.parse(run.logicalDate ?? run.runAfter);
    return [...earlier()]
      .filter((one) => one.logicalDate !== null && Date.parse(one.logicalDate) < at)
      .sort((a, b) => Date.parse(b.logicalDate ?? "") - Date.parse(a.logicalDate ?? ""))[0];
  };
}

/** The state that a record tells; `unopened` when it tells nothing. */
function recordedState(folder: string): RunState {
  try {
    return readEvents(folder).reduce(reduce, unopened);
  } catch {
    // Damaged, or of a version that wrote otherwise: one such record does not hide the others.
    return unopened;
  }
}

/** A record without an end belongs to an engine that was killed: what ran then failed. */
function closed(state: RunState): RunState {
  if (state.phase === "done") return state;
  const at = latestTime(state);
  let ended = state;
  for (const task of [...state.tasks.values()]) {
    for (const instance of [...task.instances.values()]) {
      if (instance.tries.length === 0 || isFinal(instance.state)) continue;
      ended = reduce(ended, {
        kind: "finished",
        at,
        taskId: instance.taskId,
        mapIndex: instance.mapIndex,
        state: "failed",
        tries: instance.tries.length,
        durationMs: at - (instance.startedAt ?? at),
        error: null,
        exit: null,
        reason: cutOff,
      });
    }
  }
  return { ...ended, phase: "done", result: "failed", reason: cutOff, endedAt: at };
}

const cutOff = "It was cut off before its end.";

/** The last moment of which a record tells. */
function latestTime(state: RunState): number {
  let latest = state.startedAt;
  for (const task of state.tasks.values()) {
    for (const { tries } of task.instances.values()) {
      for (const one of tries) latest = Math.max(latest, one.endedAt ?? one.startedAt);
    }
  }
  return latest;
}

function sentenceOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

export { findPython } from "./pythons.ts";
export { parseTime } from "./isoTime.ts";
export { parseDotEnv, parseLocalValues, type LocalValues } from "./localValues.ts";
export { parseMocks } from "./mocks.ts";
export { usualOptions, type RunOptions } from "./runOptions.ts";
