import type { BoxState } from "../model/layout/marks.ts";
import type { EarlierEnd, PanelRun, PanelTaskInstance, RunChoice } from "../protocol/graphPanel.ts";
import { boxStates, instancesOf, isTicking, putInstance, type Instances } from "./runStates.ts";
import type { Supposed } from "./suppose.ts";

/** The run that is painted, those that can be, and what is supposed instead of it. */
export class ShownRun {
  run: PanelRun | null = null;
  runs: readonly RunChoice[] = [];
  supposed: Supposed | undefined;
  /** What the host told of the task whose card was asked for last. */
  earlier: { readonly taskId: string; readonly ends: readonly EarlierEnd[] } | undefined;
  #instances: Instances = new Map();
  #ticking = 0;

  /** Takes a whole run. */
  begin(run: PanelRun | null, runs: readonly RunChoice[]): void {
    this.run = run;
    this.runs = runs;
    this.#instances = instancesOf(run);
  }

  /** Takes in what changed of the run. */
  put(run: PanelRun, changed: readonly PanelTaskInstance[]): void {
    this.run = run;
    for (const instance of changed) putInstance(this.#instances, instance);
  }

  get isRunning(): boolean {
    const state = this.run?.state;
    return state === "running" || state === "queued";
  }

  /** All that there is of a task in this run; its own or the summary first. */
  instancesOf(taskId: string): readonly PanelTaskInstance[] {
    return this.#instances.get(taskId) ?? [];
  }

  /** Where a task's log is, if it has begun. */
  logOf(taskId: string): { readonly runId: string; readonly mapIndex: number | null } | undefined {
    const [own] = this.instancesOf(taskId);
    return this.run && own?.startedAt != null
      ? { runId: this.run.runId, mapIndex: own.mapIndex }
      : undefined;
  }

  /** The states that tasks have. */
  get states(): string[] {
    const states = new Set<string>();
    for (const [own] of this.#instances.values()) if (own?.state) states.add(own.state);
    return [...states];
  }

  /** What boxes show now. Of those that they showed before only the changed ones are made anew. */
  boxStates(
    before: ReadonlyMap<string, BoxState>,
    changed: ReadonlySet<string> | undefined,
  ): ReadonlyMap<string, BoxState> {
    const known = changed && { states: before, changed };
    return this.supposed?.states ?? boxStates(this.#instances, Date.now(), known);
  }

  /** Calls after a second, if a duration is growing that is shown. */
  tick(act: () => void): void {
    clearTimeout(this.#ticking);
    if (!this.supposed && isTicking(this.#instances)) this.#ticking = window.setTimeout(act, 1000);
  }
}
