import * as vscode from "vscode";

import type { RunEvent } from "../../model/run/events.ts";
import type { RunState } from "../../model/run/state.ts";
import { DisposableStore } from "../disposableStore.ts";
import type { RunLauncher, RunOrder } from "./runLauncher.ts";

/** Views are told at most this often that a run went on. */
const pauseMs = 60;

/** What changed since the last word: the runs, and of each the tasks. */
export interface RunsChange {
  readonly runId: string;
  readonly taskIds: ReadonlySet<string>;
}

interface LiveRun {
  readonly order: RunOrder;
  cancel(): void;
}

/** All runs of this window: those under way and those on record. Tree, graph, lenses and status all read from here. */
export class Runs implements vscode.Disposable {
  readonly #store = new DisposableStore();
  readonly #changed = this.#store.add(new vscode.EventEmitter<readonly RunsChange[]>());
  readonly #ended = this.#store.add(new vscode.EventEmitter<RunState>());
  readonly #started = this.#store.add(new vscode.EventEmitter<string>());
  readonly #output = this.#store.add(new vscode.EventEmitter<string>());
  readonly #launcher: RunLauncher | undefined;
  readonly #states = new Map<string, RunState>();
  readonly #live = new Map<string, LiveRun>();
  readonly #orders = new Map<string, RunOrder>();
  #pending = new Map<string, Set<string>>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  readonly onChanged = this.#changed.event;
  readonly onEnded = this.#ended.event;
  /** A run of this file begins. */
  readonly onStarted = this.#started.event;
  /** A log file (its absolute path) has grown. */
  readonly onOutput = this.#output.event;

  constructor(launcher: RunLauncher | undefined) {
    this.#launcher = launcher;
  }

  get canRun(): boolean {
    return this.#launcher !== undefined;
  }

  /** Undefined in a browser. */
  get launcher(): RunLauncher | undefined {
    return this.#launcher;
  }

  /** Newest first. */
  get all(): readonly RunState[] {
    return [...this.#states.values()].sort((a, b) => b.startedAt - a.startedAt);
  }

  get running(): number {
    return this.#live.size;
  }

  get(runId: string): RunState | undefined {
    return this.#states.get(runId);
  }

  isLive(runId: string): boolean {
    return this.#live.has(runId);
  }

  /** Runs of one DAG of a file, newest first. */
  of(file: string, dagId: string | undefined): readonly RunState[] {
    return this.all.filter(
      (state) => state.file === file && (dagId === undefined || state.dagId === dagId),
    );
  }

  /** Reads the records of earlier runs. */
  async load(): Promise<void> {
    for (const state of (await this.#launcher?.history()) ?? []) {
      if (!this.#states.has(state.runId)) this.#states.set(state.runId, state);
    }
    this.#changed.fire([]);
  }

  /**
   * Starts a run. Answers its state when it has ended; `begun` hears its id as soon as it has one, `heard` everything that
   * happens in it.
   */
  async start(
    order: RunOrder,
    begun?: (runId: string) => void,
    heard?: (event: RunEvent, state: RunState) => void,
  ): Promise<RunState> {
    const launcher = this.#launcher;
    if (!launcher) throw new Error("There is no runner in this extension host.");
    this.#started.fire(order.file);
    const live: LiveRun = { order, cancel: () => launched.cancel() };
    let known: RunState | undefined;
    const launched = launcher.launch(order, (event, state) => {
      if (known && known.runId !== state.runId) this.#forget(known.runId);
      const isNew = known?.runId !== state.runId;
      known = state;
      this.#states.set(state.runId, state);
      this.#live.set(state.runId, live);
      this.#orders.set(state.runId, order);
      this.#tell(state.runId, event, state);
      heard?.(event, state);
      // The launcher may not have answered yet: what is called may want to cancel.
      if (isNew) queueMicrotask(() => begun?.(state.runId));
    });
    await launched.ended;
    if (!known) throw new Error("The runner said nothing of this run.");
    this.#live.delete(known.runId);
    this.#flush(known.runId);
    this.#ended.fire(known);
    return known;
  }

  cancel(runId: string): void {
    this.#live.get(runId)?.cancel();
  }

  /** What a run was asked to do, if it was started in this window. */
  orderOf(runId: string): RunOrder | undefined {
    return this.#orders.get(runId);
  }

  /** Forgets these runs, with their logs, as far as they have ended. */
  async forget(runs: readonly RunState[]): Promise<void> {
    const ended = runs.filter(({ runId }) => !this.#live.has(runId));
    for (const { runId } of ended) this.#states.delete(runId);
    this.#changed.fire([]);
    await this.#launcher?.clear(ended);
  }

  dispose(): void {
    clearTimeout(this.#timer);
    void this.#launcher?.dispose();
    this.#store.dispose();
  }

  #forget(runId: string): void {
    this.#states.delete(runId);
    this.#live.delete(runId);
    this.#orders.delete(runId);
  }

  #tell(runId: string, event: RunEvent, state: RunState): void {
    if ("taskId" in event && (event.kind === "output" || event.kind === "log")) {
      const log = state.tasks
        .get(event.taskId)
        ?.instances.get(event.mapIndex ?? -1)
        ?.tries.at(-1)?.log;
      if (log != null) this.#output.fire(log);
      return;
    }
    const tasks = this.#pending.get(runId) ?? new Set();
    if ("taskId" in event) tasks.add(event.taskId);
    this.#pending.set(runId, tasks);
    this.#timer ??= setTimeout(() => this.#flush(), pauseMs);
  }

  #flush(also?: string): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (also !== undefined && !this.#pending.has(also)) this.#pending.set(also, new Set());
    const changes = Array.from(this.#pending, ([runId, taskIds]) => ({ runId, taskIds }));
    this.#pending = new Map();
    if (changes.length > 0) this.#changed.fire(changes);
  }
}
