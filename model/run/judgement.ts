import { mappedOver } from "./mapping.ts";
import { relevantInstances } from "./mapScopes.ts";
import { lengthsOf, type Progress } from "./progress.ts";
import { skipKey, wasSkippedBy } from "./skips.ts";
import { countInstances, countState, type TaskInstance, type TaskNode } from "./taskNode.ts";
import { isFinal, type FinalState } from "./taskState.ts";
import { judgeTriggerRule, type UpstreamCounts } from "./triggerRules.ts";
import { findXCom } from "./xcomStore.ts";

/** What may happen to an instance that did not start yet. */
export type Judgement =
  | { readonly kind: "run" }
  | { readonly kind: "wait" }
  | { readonly kind: "settle"; readonly state: FinalState; readonly reason: string };

/**
 * Asks in Airflow's order: the setups around it, its trigger rule, what a branch above chose, whether what it is mapped over
 * is there, and its past. No scheduler looks at `wait_for_past_depends_before_skipping`: only commands of Airflow 2 do.
 */
export function judgeInstance(progress: Progress, instance: TaskInstance): Judgement {
  const judgement =
    bySetups(progress, instance) ??
    byTriggerRule(progress, instance) ??
    byScope(progress, instance) ??
    byBranch(progress, instance) ??
    byExpansion(progress, instance);
  if (judgement) return judgement;
  return progress.heldByPast.has(instance.node.task.taskId) ? wait : run;
}

const run: Judgement = { kind: "run" };
const wait: Judgement = { kind: "wait" };

function bySetups(progress: Progress, instance: TaskInstance): Judgement | undefined {
  let complete = true;
  for (const setup of instance.node.setups) {
    for (const one of relevantInstances(instance, setup, lengthsOf(progress))) {
      const why = `its setup ${setup.task.taskId} ${worded(one.state)}`;
      if (one.state === "failed" || one.state === "upstream_failed")
        return { kind: "settle", state: "upstream_failed", reason: why };
      if (one.state === "skipped") return { kind: "settle", state: "skipped", reason: why };
      if (one.state !== "success") complete = false;
    }
  }
  return complete ? undefined : wait;
}

function byTriggerRule(progress: Progress, instance: TaskInstance): Judgement | undefined {
  const { task } = instance.node;
  const answer = judgeTriggerRule(
    task.triggerRule,
    countsFor(progress, instance),
    instance.mapIndex,
  );
  if (answer === "run") return undefined;
  if (answer === "wait") return wait;
  const state = task.triggerRule === "all_success" ? firstSeen(progress, instance, answer) : answer;
  return state === "wait" ? wait : { kind: "settle", state, reason: whyNot(progress, instance) };
}

/** A teardown does not run into what it tears down. */
function byScope(progress: Progress, instance: TaskInstance): Judgement | undefined {
  const lengths = lengthsOf(progress);
  const isBusy = instance.node.between.some((node) =>
    relevantInstances(instance, node, lengths).some((one) => !isFinal(one.state)),
  );
  return isBusy ? wait : undefined;
}

function countsFor(progress: Progress, instance: TaskInstance): UpstreamCounts {
  const { node } = instance;
  if (node.inner.length === 0) return node.outerCounts;
  const counts = { ...node.outerCounts };
  const lengths = lengthsOf(progress);
  for (const upstream of node.inner) {
    const relevant = relevantInstances(instance, upstream, lengths);
    countInstances(counts, upstream, relevant.length);
    for (const one of relevant) countState(counts, upstream, one.state);
  }
  return counts;
}

/**
 * With a skipped and a failed upstream, what was seen first counts, and of two that are seen at once the failure. Which of two
 * tasks that run side by side ends first is chance; a scheduler that goes step by step sees both at once, and so do we: what
 * began in an earlier step, or with the one that was skipped, is waited for.
 */
function firstSeen<Answer extends FinalState>(
  progress: Progress,
  instance: TaskInstance,
  answer: Answer,
): Answer | "skipped" | "wait" {
  if (answer !== "skipped" && answer !== "upstream_failed") return answer;
  const lengths = lengthsOf(progress);
  const { outer, inner } = instance.node;
  const relevant = [...outer, ...inner].flatMap((one) => relevantInstances(instance, one, lengths));
  const skip = firstWave(relevant, ["skipped"]);
  if (answer === "skipped")
    return relevant.some((one) => isUnderWay(one) && one.wave <= skip) ? "wait" : answer;
  const failure = firstWave(relevant, ["failed", "upstream_failed"]);
  if (relevant.some((one) => isUnderWay(one) && one.wave < Math.min(failure, skip + 1)))
    return "wait";
  return skip < failure ? "skipped" : answer;
}

function firstWave(instances: readonly TaskInstance[], states: readonly string[]): number {
  let first = Infinity;
  for (const { state, wave } of instances)
    if (states.includes(state)) first = Math.min(first, wave);
  return first;
}

function isUnderWay({ state }: TaskInstance): boolean {
  return state === "scheduled" || state === "queued" || state === "running";
}

/** Names the first upstream that is not a success, as the likeliest cause. */
function whyNot(progress: Progress, instance: TaskInstance): string {
  const rule = instance.node.task.triggerRule;
  const lengths = lengthsOf(progress);
  for (const upstream of [...instance.node.outer, ...instance.node.inner]) {
    const culprit = relevantInstances(instance, upstream, lengths).find(
      (one) => isFinal(one.state) && one.state !== "success",
    );
    if (culprit) return `${rule}: ${upstream.task.taskId} ${worded(culprit.state)}`;
  }
  return `${rule}: its upstream tasks succeeded`;
}

/** A branch or short circuit directly above remembers its choice. */
function byBranch(progress: Progress, instance: TaskInstance): Judgement | undefined {
  const { task } = instance.node;
  for (const id of task.upstream) {
    const parent = progress.nodes.get(id);
    if (!parent?.instances.some((one) => isFinal(one.state))) continue;
    const isOwn = progress.choices === "own index" || parent.task.expand !== null;
    const choice = findXCom(progress.xcoms, id, isOwn ? instance.mapIndex : -1, skipKey);
    if (wasSkippedBy(choice?.text, task.taskId))
      return { kind: "settle", state: "skipped", reason: `skipped by ${id}` };
  }
  return undefined;
}

/**
 * What a task or its group is mapped over must be there, whatever the trigger rule says; a source that is expanded itself is
 * (Airflow: ti_deps/deps/mapped_task_upstream_dep.py).
 */
function byExpansion(progress: Progress, instance: TaskInstance): Judgement | undefined {
  for (const source of sourcesOf(progress, instance.node)) {
    if (source.expanded) {
      if (instance.mapIndex < 0 && !source.instances.every((one) => isFinal(one.state)))
        return wait;
      continue;
    }
    for (const one of source.instances) {
      const why = `${source.task.taskId}, which it is mapped over, ${worded(one.state)}`;
      if (one.state === "failed" || one.state === "upstream_failed")
        return { kind: "settle", state: "upstream_failed", reason: why };
      if (one.state === "skipped") return { kind: "settle", state: "skipped", reason: why };
      if (!isFinal(one.state)) return wait;
    }
  }
  return undefined;
}

function sourcesOf(progress: Progress, node: TaskNode): readonly TaskNode[] {
  const own = node.task.expand ?? node.scopes.at(-1)?.expand;
  return own ? mappedOver(own).flatMap((id) => progress.nodes.get(id) ?? []) : [];
}

function worded(state: string): string {
  return state === "upstream_failed" ? "did not run" : state === "skipped" ? "was skipped" : state;
}
