import { byUrgency, limitsOf, mayStart, use } from "./limits.ts";
import { judgeInstance, type Judgement } from "./judgement.ts";
import { instanceCount, isMapped, relevantInstances } from "./mapScopes.ts";
import type { Plan } from "./plan.ts";
import {
  lengthsOf,
  type Choices,
  type EasyRules,
  type Decision,
  type Progress,
  type Skips,
} from "./progress.ts";
import { decidingTasks, runResult } from "./runResult.ts";
import type { SkipTarget } from "./skips.ts";
import { taskGraph } from "./taskGraph.ts";
import { taskLinks } from "./taskLinks.ts";
import {
  countInstances,
  countState,
  freshInstance,
  type TaskInstance,
  type TaskNode,
} from "./taskNode.ts";
import { isFinal, type FinalState, type RunResult } from "./taskState.ts";
import { putXCom } from "./xcomStore.ts";

/** What a run is allowed to use, and what its past holds back. */
export interface ProgressOptions {
  readonly parallel: number;
  readonly pools: ReadonlyMap<string, number>;
  readonly heldByPast: ReadonlyMap<string, string>;
  /** Left out: every task has instances. */
  readonly absent?: ReadonlyMap<string, string>;
  /** Absent: each task looks under its own map index. */
  readonly choices?: Choices;
  /** Absent: each looks at its own index. */
  readonly easyRules?: EasyRules;
  /** Absent: what ran stays as it ended. */
  readonly skips?: Skips;
}

/** The state before anything ran. */
export function beginProgress(plan: Plan, options: ProgressOptions): Progress {
  const nodes = taskGraph(plan, options.easyRules ?? "own index");
  const progress: Progress = {
    plan,
    nodes,
    xcoms: new Map(),
    limits: limitsOf(plan.dag, options.parallel, options.pools),
    usage: { active: 0, pools: new Map() },
    heldByPast: options.heldByPast,
    absent: options.absent ?? new Map<string, string>(),
    choices: options.choices ?? "own index",
    skips: options.skips ?? "what did not run",
    ready: [],
    waiting: 0,
    unfinished: plan.tasks.length - (options.absent?.size ?? 0),
    suspects: new Map(),
    decisions: [],
    phase: "running",
    verdict: undefined,
    deciding: decidingTasks(plan.tasks, taskLinks(plan.tasks)),
  };
  for (const { task, result } of plan.given) {
    for (const { mapIndex, xcoms } of result.instances) {
      for (const [key, value] of xcoms) putXCom(progress.xcoms, task.taskId, mapIndex, key, value);
    }
  }
  for (const node of nodes.values()) {
    if (node.given) for (const instance of node.instances) tellDownstream(progress, instance);
    else if (isAbsent(progress, node)) node.pending.clear();
    else {
      expandLiterally(progress, node);
      suspect(progress, node);
    }
  }
  return progress;
}

/** Everything that follows from what was told since the last time; call it after each event. */
export function decide(progress: Progress): readonly Decision[] {
  if (progress.phase === "running") {
    for (const [node, instances] of progress.suspects) {
      progress.suspects.delete(node);
      judgeNode(progress, node, instances === "all" ? [...node.pending] : instances);
    }
    startReady(progress);
  }
  endIfDone(progress);
  const { decisions } = progress;
  progress.decisions = [];
  return decisions;
}

/** Its process is gone (or its mock is over) and this is how it ended; what was forced on it wins. Answers the state it has now. */
export function endInstance(
  progress: Progress,
  instance: TaskInstance,
  ended: FinalState,
): FinalState {
  const state = instance.forced ?? ended;
  use(instance, progress.usage, -1);
  if (state === "failed" && progress.plan.dag.failFast && progress.phase === "running") {
    failFast(progress, instance.node);
  }
  settle(progress, instance, state);
  return state;
}

/** Gives its slots back until `wakeInstance`: it waits for its next try, its next poke or its trigger. */
export function pauseInstance(
  progress: Progress,
  instance: TaskInstance,
  state: "up_for_retry" | "up_for_reschedule" | "deferred",
): void {
  use(instance, progress.usage, -1);
  instance.state = state;
  instance.resumes = state !== "up_for_retry";
  progress.waiting++;
}

/** What it waited for is there. Answers false if it was settled meanwhile. */
export function wakeInstance(progress: Progress, instance: TaskInstance): boolean {
  if (!isPaused(instance)) return false;
  progress.waiting--;
  makeReady(progress, instance);
  return true;
}

/** Its trigger failed, and tries are left: it waits for the next one instead. */
export function retryPaused(instance: TaskInstance): void {
  instance.state = "up_for_retry";
  instance.resumes = false;
}

/** What it waited for went wrong (a trigger that fails): it ends without a process of its own. */
export function endPaused(
  progress: Progress,
  instance: TaskInstance,
  state: FinalState,
): FinalState | undefined {
  if (!isPaused(instance)) return undefined;
  progress.waiting--;
  use(instance, progress.usage, 1);
  return endInstance(progress, instance, state);
}

/** A branch or short circuit asks for these to be skipped now. */
export function skipInstances(
  progress: Progress,
  by: TaskInstance,
  targets: readonly SkipTarget[],
): void {
  for (const { taskId, mapIndex } of targets) {
    const node = progress.nodes.get(taskId);
    if (!node || node.given || isAbsent(progress, node)) continue;
    const meant =
      mapIndex === null
        ? relevantInstances(by, node, lengthsOf(progress))
        : node.instances.filter((one) => one.mapIndex === mapIndex);
    for (const instance of meant) skipInstance(progress, by, instance);
  }
}

/** Not one that runs: only its own end says what becomes of it. What was decided without running it is decided anew. */
function skipInstance(progress: Progress, by: TaskInstance, instance: TaskInstance): void {
  const reason = `skipped by ${by.node.task.taskId}`;
  const { state } = instance;
  if (state === "none" || state === "scheduled" || isPaused(instance)) {
    leavePause(progress, instance);
    settleUnrun(progress, instance, "skipped", reason, by.wave);
    return;
  }
  const isOpen = state === "upstream_failed" || state === "removed";
  // What began beside it ends as it does: whether it is done by now is chance.
  const isUndone =
    progress.skips === "what is done, too" &&
    isFinal(state) &&
    state !== "skipped" &&
    instance.wave !== by.wave;
  if (!isOpen && !isUndone) return;
  for (const below of instance.node.downstream) {
    if (below.outer.includes(instance.node))
      countState(below.outerCounts, instance.node, state, -1);
  }
  instance.state = "skipped";
  tellDownstream(progress, instance);
  progress.decisions.push({ kind: "settled", instance, state: "skipped", reason });
}

/** Ends the run: what runs is killed, the rest never starts. */
export function endEarly(
  progress: Progress,
  verdict: { readonly result: RunResult; readonly reason: string },
  states: {
    readonly running: "failed" | "skipped" | "cancelled";
    readonly idle: "skipped" | "cancelled";
  },
): void {
  if (progress.phase !== "running") return;
  progress.phase = "ending";
  progress.verdict = verdict;
  for (const node of progress.nodes.values()) {
    for (const instance of node.instances) {
      stop(progress, instance, states.running, states.idle, verdict.reason);
    }
  }
}

function isAbsent(progress: Progress, node: TaskNode): boolean {
  return progress.absent.has(node.task.taskId);
}

function judgeNode(progress: Progress, node: TaskNode, instances: Iterable<TaskInstance>): void {
  if (isAbsent(progress, node)) return;
  for (const instance of instances) {
    if (instance.state !== "none") continue;
    const judgement = judgeInstance(progress, instance);
    act(progress, instance, judgement);
    // Without a group around both, the upstream counts are the same for all instances of a task.
    if (judgement.kind === "wait" && node.inner.length === 0 && node.setups.length === 0) return;
  }
}

function act(progress: Progress, instance: TaskInstance, judgement: Judgement): void {
  switch (judgement.kind) {
    case "wait":
      return;
    case "settle":
      settleUnrun(progress, instance, judgement.state, judgement.reason);
      return;
    case "run":
      if (instance.mapIndex < 0 && isMapped(instance.node)) expand(progress, instance);
      else makeReady(progress, instance);
  }
}

function makeReady(progress: Progress, instance: TaskInstance): void {
  instance.state = "scheduled";
  instance.wave = 1 + Math.max(instance.wave, upstreamWave(instance.node));
  instance.node.pending.delete(instance);
  let low = 0;
  let high = progress.ready.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const other = progress.ready[middle];
    if (other && byUrgency(other, instance) <= 0) low = middle + 1;
    else high = middle;
  }
  progress.ready.splice(low, 0, instance);
}

/** The last step that had to be taken before a task could be looked at. */
function upstreamWave(node: TaskNode): number {
  let wave = 0;
  for (const upstream of [node.outer, node.inner]) {
    for (const one of upstream) wave = Math.max(wave, one.doneWave);
  }
  return wave;
}

function startReady(progress: Progress): void {
  for (let i = 0; i < progress.ready.length;) {
    if (progress.usage.active >= progress.limits.parallel) return;
    const instance = progress.ready[i];
    if (!instance || !mayStart(instance, progress.limits, progress.usage)) {
      i++;
      continue;
    }
    progress.ready.splice(i, 1);
    instance.state = "queued";
    if (!instance.resumes) instance.tries++;
    use(instance, progress.usage, 1);
    progress.decisions.push({ kind: "start", instance });
  }
}

/** Lengths that are in the file are known before anything runs. */
function expandLiterally(progress: Progress, node: TaskNode): void {
  if (!isMapped(node)) return;
  const count = instanceCount(node, () => undefined);
  if (count !== undefined && count > 0) putInstances(progress, node, count);
}

function expand(progress: Progress, placeholder: TaskInstance): void {
  const count = instanceCount(placeholder.node, lengthsOf(progress));
  if (count === undefined) {
    settleUnrun(progress, placeholder, "upstream_failed", "there is nothing to map over");
  } else if (count === 0) {
    settleUnrun(progress, placeholder, "skipped", "the list to map over is empty");
  } else putInstances(progress, placeholder.node, count);
}

function putInstances(progress: Progress, node: TaskNode, length: number): void {
  const more = length - node.instances.length;
  node.instances = Array.from({ length }, (_, index) => freshInstance(node, index));
  node.expanded = true;
  node.pending.clear();
  for (const instance of node.instances) node.pending.add(instance);
  progress.unfinished += more;
  for (const below of node.downstream) {
    if (below.outer.includes(node)) countInstances(below.outerCounts, node, more);
    suspect(progress, below);
  }
  suspect(progress, node);
  progress.decisions.push({ kind: "mapped", node, length });
  keepInstances(progress, node);
}

/** What an earlier run had done of a mapped task counts as done, if there are as many instances as then. */
function keepInstances(progress: Progress, node: TaskNode): void {
  const { taskId } = node.task;
  const kept = progress.plan.kept?.get(taskId);
  if (kept?.length !== node.instances.length) return;
  for (const [mapIndex, remembered] of kept.instances) {
    const instance = node.instances[mapIndex];
    if (!instance) continue;
    for (const [key, value] of remembered.xcoms)
      putXCom(progress.xcoms, taskId, mapIndex, key, value);
    settle(progress, instance, remembered.state === "skipped" ? "skipped" : "success");
    progress.decisions.push({ kind: "kept", instance, remembered });
  }
}

function settleUnrun(
  progress: Progress,
  instance: TaskInstance,
  state: FinalState,
  reason: string,
  wave = 1 + upstreamWave(instance.node),
): void {
  if (instance.state === "scheduled") {
    const place = progress.ready.indexOf(instance);
    if (place >= 0) progress.ready.splice(place, 1);
  }
  instance.wave = Math.max(instance.wave, wave);
  settle(progress, instance, state);
  progress.decisions.push({ kind: "settled", instance, state, reason });
}

function settle(progress: Progress, instance: TaskInstance, state: FinalState): void {
  instance.node.doneWave = Math.max(instance.node.doneWave, instance.wave);
  instance.state = state;
  instance.node.pending.delete(instance);
  progress.unfinished--;
  tellDownstream(progress, instance);
}

function tellDownstream(progress: Progress, instance: TaskInstance): void {
  const { node } = instance;
  for (const below of node.downstream) {
    if (below.outer.includes(node)) {
      countState(below.outerCounts, node, instance.state);
      suspect(progress, below);
    } else suspect(progress, below, counterpart(instance, below));
  }
  for (const other of node.watchers) suspect(progress, other);
}

/** Has a task looked at again, or one instance of it. */
function suspect(progress: Progress, node: TaskNode, instance?: TaskInstance): void {
  const before = progress.suspects.get(node);
  if (before === "all") return;
  if (!instance) progress.suspects.set(node, "all");
  else if (before) before.add(instance);
  else progress.suspects.set(node, new Set([instance]));
}

/** The one instance of a task in the same mapped group that looks at this one; undefined when it may be several. */
function counterpart(instance: TaskInstance, below: TaskNode): TaskInstance | undefined {
  const { instances } = instance.node;
  if (!below.expanded || below.instances.length !== instances.length) return undefined;
  return below.instances[instance.mapIndex];
}

/** A task failed for good in a DAG with `fail_fast`: others are stopped, teardowns are not. */
function failFast(progress: Progress, failed: TaskNode): void {
  const reason = `${failed.task.taskId} failed and the DAG stops at the first failure`;
  for (const node of progress.nodes.values()) {
    if (node === failed || node.task.teardown) continue;
    for (const instance of node.instances) stop(progress, instance, "failed", "skipped", reason);
  }
}

/** Gives an instance that is not done yet its end: one state if it runs, another if it does not. */
function stop(
  progress: Progress,
  instance: TaskInstance,
  running: "failed" | "skipped" | "cancelled",
  idle: "skipped" | "cancelled",
  reason: string,
): void {
  if (isFinal(instance.state) || isAbsent(progress, instance.node)) return;
  if (instance.state === "queued" || instance.state === "running") {
    if (instance.forced) return;
    instance.forced = running;
    progress.decisions.push({ kind: "kill", instance });
    return;
  }
  leavePause(progress, instance);
  settleUnrun(progress, instance, idle, reason);
}

function leavePause(progress: Progress, instance: TaskInstance): void {
  if (!isPaused(instance)) return;
  progress.waiting--;
  // A deferred one has a process that awaits its trigger.
  if (instance.state === "deferred") progress.decisions.push({ kind: "kill", instance });
}

function endIfDone(progress: Progress): void {
  if (progress.phase === "done") return;
  if (progress.unfinished > 0 && !isStuck(progress)) return;
  progress.phase = "done";
  const { verdict } = progress;
  if (verdict) progress.decisions.push({ kind: "done", ...verdict });
  else if (progress.unfinished > 0)
    progress.decisions.push({ kind: "done", result: "failed", reason: whyStuck(progress) });
  else progress.decisions.push({ kind: "done", result: resultOf(progress), reason: null });
}

/** Something is unfinished, but nothing runs, waits for a time, or can start. */
function isStuck(progress: Progress): boolean {
  return progress.usage.active === 0 && progress.waiting === 0 && progress.phase === "running";
}

function whyStuck(progress: Progress): string {
  const blocked = progress.ready[0];
  if (blocked) {
    const { taskId, pool, poolSlots } = blocked.node.task;
    return `${taskId} needs ${poolSlots} slots of pool "${pool}", which has fewer`;
  }
  for (const node of progress.nodes.values()) {
    const held = progress.heldByPast.get(node.task.taskId);
    if (held !== undefined && node.pending.size > 0) return held;
    const above = [...node.outer, ...node.inner].find((one) => isAbsent(progress, one));
    const missing = above && progress.absent.get(above.task.taskId);
    if (missing !== undefined && node.pending.size > 0)
      return `${missing} ${node.task.taskId} waits for it.`;
  }
  const names = [...progress.nodes.values()]
    .filter((node) => node.pending.size > 0)
    .map((node) => node.task.taskId);
  return `Nothing can run any more: ${names.slice(0, 5).join(", ")} wait for what will not come`;
}

function resultOf(progress: Progress): "success" | "failed" {
  return runResult(
    progress.deciding.flatMap((id) =>
      (progress.nodes.get(id)?.instances ?? []).map((one) => one.state),
    ),
  );
}

function isPaused(instance: TaskInstance): boolean {
  return (
    instance.state === "up_for_retry" ||
    instance.state === "up_for_reschedule" ||
    instance.state === "deferred"
  );
}
