import type { GroupDescription, TaskDescription } from "./description.ts";
import { commonScopes } from "./mapScopes.ts";
import { mappedOver } from "./mapping.ts";
import type { GivenTask, Plan } from "./plan.ts";
import type { EasyRules } from "./progress.ts";
import { priorities } from "./priorities.ts";
import { indirectSetups, teardownScopes } from "./setupTeardown.ts";
import { taskLinks } from "./taskLinks.ts";
import { countInstances, freshInstance, noCounts, type TaskNode } from "./taskNode.ts";

/** The tasks of a plan, linked with each other, each with one instance not looked at yet; given ones with theirs, done. */
export function taskGraph(plan: Plan, easyRules: EasyRules): ReadonlyMap<string, TaskNode> {
  const given = new Map(plan.given.map((one) => [one.task.taskId, one]));
  const running = new Set(plan.tasks.map((task) => task.taskId));
  const tasks = plan.dag.tasks.filter((task) => given.has(task.taskId) || running.has(task.taskId));
  const links = taskLinks(tasks);
  const priority = priorities(tasks, links);
  const groups = new Map(plan.dag.groups.map((group) => [group.groupId, group]));
  const nodes = new Map(
    tasks.map((task, index) => [
      task.taskId,
      makeNode(task, index, priority.get(task.taskId) ?? 0, groups, given.get(task.taskId)),
    ]),
  );
  for (const node of nodes.values()) link(node, nodes, easyRules);
  for (const [taskId, setups] of indirectSetups(tasks, links)) {
    watch(nodes, taskId, setups, "setups");
  }
  for (const [taskId, between] of teardownScopes(tasks, links)) {
    watch(nodes, taskId, between, "between");
  }
  return nodes;
}

function makeNode(
  task: TaskDescription,
  index: number,
  priority: number,
  groups: ReadonlyMap<string, GroupDescription>,
  given: GivenTask | undefined,
): TaskNode {
  const node: TaskNode = {
    task,
    index,
    given: given !== undefined,
    priority,
    scopes: scopesOf(task.group, groups),
    outer: [],
    inner: [],
    downstream: [],
    setups: [],
    between: [],
    watchers: [],
    outerCounts: noCounts(),
    instances: [],
    expanded: given?.result.instances.some((one) => one.mapIndex >= 0) ?? false,
    pending: new Set(),
    active: 0,
    doneWave: 0,
  };
  if (given) {
    node.instances = given.result.instances.map((one) => ({
      ...freshInstance(node, one.mapIndex),
      state: one.state,
    }));
  } else {
    node.instances = [freshInstance(node, -1)];
    for (const instance of node.instances) node.pending.add(instance);
  }
  return node;
}

function scopesOf(
  group: string | null,
  groups: ReadonlyMap<string, GroupDescription>,
): readonly GroupDescription[] {
  const scopes: GroupDescription[] = [];
  for (let at = group, depth = 0; at !== null && depth < 100; depth++) {
    const found = groups.get(at);
    if (found?.expand) scopes.unshift(found);
    at = found?.parent ?? null;
  }
  return scopes;
}

function link(node: TaskNode, nodes: ReadonlyMap<string, TaskNode>, easyRules: EasyRules): void {
  const upstream = node.task.upstream.flatMap((id) => nodes.get(id) ?? []);
  for (const other of upstream) other.downstream.push(node);
  for (const other of upstream) {
    const seesAll = easyRules === "whole group" && seesWholeGroup(node, other);
    if (commonScopes(node, other) > 0 && !seesAll) node.inner.push(other);
    else {
      node.outer.push(other);
      countInstances(node.outerCounts, other, other.instances.length);
    }
  }
}

/** Whether a task that stands directly in a mapped group, with a rule that one upstream can satisfy, looks at all its instances. */
function seesWholeGroup({ task, scopes }: TaskNode, upstream: TaskNode): boolean {
  if (scopes.at(-1)?.groupId !== task.group) return false;
  if (!["one_success", "one_failed", "one_done"].includes(task.triggerRule)) return false;
  const expands = [task.expand, ...scopes.map((group) => group.expand)];
  return !expands.some((expand) => expand && mappedOver(expand).includes(upstream.task.taskId));
}

function watch(
  nodes: ReadonlyMap<string, TaskNode>,
  taskId: string,
  others: readonly string[],
  as: "setups" | "between",
): void {
  const node = nodes.get(taskId);
  if (!node) return;
  for (const id of others) {
    const other = nodes.get(id);
    if (!other) continue;
    node[as].push(other);
    other.watchers.push(node);
  }
}
