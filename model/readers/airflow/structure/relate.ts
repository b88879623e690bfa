import { report, type Building } from "./building.ts";
import { openWays } from "./choices.ts";
import {
  isRoot,
  type DagDraft,
  type EdgeDraft,
  type GroupDraft,
  type LabelDraft,
  type Node,
  type Statement,
  type TaskDraft,
} from "./draft.ts";
import { leavesOf, rootsOf, type Candidate } from "./groups.ts";
import { joinDag } from "./tasks.ts";

/** `node >> others` and `node.set_downstream(others)`. */
export function setDownstream(
  building: Building,
  node: Node,
  others: readonly Node[],
  statement: Statement,
  label?: LabelDraft,
): void {
  relate({ building, statement, upstream: false }, node, others, label);
}

/** `node << others` and `node.set_upstream(others)`. */
export function setUpstream(
  building: Building,
  node: Node,
  others: readonly Node[],
  statement: Statement,
  label?: LabelDraft,
): void {
  relate({ building, statement, upstream: true }, node, others, label);
}

/** One statement being carried out: `upstream` when the others come first. */
interface Relating {
  readonly building: Building;
  readonly statement: Statement;
  readonly upstream: boolean;
}

function relate(relating: Relating, node: Node, others: readonly Node[], label?: LabelDraft): void {
  switch (node.kind) {
    case "task":
      relateTask(relating, node, others, label);
      return;
    case "xcom":
      for (const task of node.tasks) relateTask(relating, task, others, label);
      return;
    case "group":
      relateGroup(relating, node, others, label);
      return;
    case "label":
      relateLabel(relating, node, others);
      return;
  }
}

/** Airflow: DAGNode._set_relatives. */
function relateTask(
  relating: Relating,
  task: TaskDraft,
  others: readonly Node[],
  label: LabelDraft | undefined,
): void {
  const { building, upstream } = relating;
  const found: Candidate[] = [];
  for (let at = 0, other = others[0]; other; other = others[++at]) {
    answerRelation(relating, other, task, label);
    if (other.kind === "task") found.push({ task: other, sure: true });
    else found.push(...endsOf(other, upstream ? "leaves" : "roots"));
  }
  const dag = sharedDag(relating, task, found);
  if (!dag) return;
  if (!task.dag) joinDag(building, task, dag);
  for (let at = 0, candidate = found[0]; candidate; candidate = found[++at]) {
    const { task: relative, sure } = candidate;
    if (!relative.dag) joinDag(building, relative, dag);
    const up = upstream ? relative : task;
    const down = upstream ? task : relative;
    link(dag, up, down, relating.statement, sure);
    if (label) setLabel(dag, up.id, down.id, label);
  }
}

/** Airflow: TaskGroup._set_relatives. In Airflow 3 what stands before an empty group takes its place. */
function relateGroup(
  relating: Relating,
  group: GroupDraft,
  others: readonly Node[],
  label: LabelDraft | undefined,
): void {
  const { building, upstream } = relating;
  const leaves = building.airflow === 3 ? leavesOrBefore(group) : undefined;
  for (const other of others) relateGroupItself(group, other, upstream, label);
  const ends = upstream ? rootsOf(group) : (leaves ?? leavesOf(group));
  for (const { task, sure } of ends) {
    // What surely cannot be is no possibility.
    if (!sure && others.includes(task)) continue;
    relateTask(withSureness(relating, sure), task, others, undefined);
  }
}

function withSureness(relating: Relating, sure: boolean): Relating {
  if (sure) return relating;
  const statement = { ...relating.statement, certainty: "dynamic" as const, choices: openWays };
  return { ...relating, statement };
}

function leavesOrBefore(group: GroupDraft): Candidate[] {
  let isEmpty = true;
  for (let at: GroupDraft | undefined = group; at; at = at.parent) {
    const leaves = leavesOf(at);
    if (leaves.length > 0) return isEmpty ? leaves : leaves.map(perhaps);
    // Code that cannot be followed may have put tasks into it.
    isEmpty &&= !at.open;
    if (at.upstreamTasks.size > 0)
      return [...at.upstreamTasks].map((task) => ({ task, sure: isEmpty }));
  }
  return [];
}

function perhaps({ task }: Candidate): Candidate {
  return { task, sure: false };
}

/** Airflow: update_relative. `other` learns of a relation whose main side is `task`. */
function answerRelation(
  relating: Relating,
  other: Node,
  task: TaskDraft,
  label: LabelDraft | undefined,
): void {
  switch (other.kind) {
    case "task":
    case "xcom":
      return;
    case "group":
      relateGroupItself(other, task, !relating.upstream, label);
      return;
    case "label":
      relateLabel({ ...relating, upstream: !relating.upstream }, other, [task]);
      return;
  }
}

/** Records a relation of a group as a whole: what stands before it, and labels at its border. */
function relateGroupItself(
  group: GroupDraft,
  other: Node,
  upstream: boolean,
  label: LabelDraft | undefined,
): void {
  const dag = group.dag;
  const join = (of: GroupDraft, side: "upstream" | "downstream"): string =>
    `${of.id}.${side}_join_id`;
  if (other.kind === "group") {
    const [first, second] = upstream ? [other, group] : [group, other];
    if (label) setLabel(dag, join(first, "downstream"), join(second, "upstream"), label);
    return;
  }
  for (const { task } of endsOf(other, "roots")) {
    if (upstream) group.upstreamTasks.add(task);
    if (!label) continue;
    if (upstream) setLabel(dag, task.id, join(group, "upstream"), label);
    else setLabel(dag, join(group, "downstream"), task.id, label);
  }
}

/** Airflow: EdgeModifier.set_upstream and set_downstream. */
function relateLabel(relating: Relating, label: LabelDraft, others: readonly Node[]): void {
  const { upstream } = relating;
  for (const other of others) {
    if (other.kind === "label") {
      report(relating.building, "R5", relating.statement.span, { given: "EdgeModifier" });
      continue;
    }
    (upstream ? label.upstream : label.downstream).push(other);
  }
  if (label.upstream.length > 0 && label.downstream.length > 0) liftToGroups(label);
  for (const node of upstream ? label.downstream : label.upstream) {
    relate(relating, node, others, label);
  }
}

/** Where the sides are not all in one group, tasks in a group are replaced by it. */
function liftToGroups(label: LabelDraft): void {
  const groups = new Set<string>();
  for (const node of [...label.upstream, ...label.downstream]) {
    const group = groupForLabel(node);
    if (group) groups.add(isRoot(group) ? "root" : group.id);
  }
  if (groups.size === 1) return;
  label.upstream = label.upstream.map(lifted);
  label.downstream = label.downstream.map(lifted);
}

function groupForLabel(node: Node): GroupDraft | undefined {
  switch (node.kind) {
    case "task":
      return node.group;
    case "group":
      return node.parent;
    case "xcom":
      return node.tasks[0]?.group;
    case "label":
      return undefined;
  }
}

function lifted(node: Node): Node {
  const group = node.kind === "task" ? node.group : node.kind === "group" ? node.parent : undefined;
  return group && !isRoot(group) ? group : node;
}

/** The tasks at one end of a node. */
function endsOf(node: Node, end: "roots" | "leaves"): Candidate[] {
  switch (node.kind) {
    case "task":
      return [{ task: node, sure: true }];
    case "xcom":
      return node.tasks.map((task) => ({ task, sure: true }));
    case "group":
      return end === "roots" ? rootsOf(node) : leavesOf(node);
    case "label":
      return (end === "roots" ? node.downstream : node.upstream).flatMap((inner) =>
        inner.kind === "task" ? [{ task: inner, sure: true }] : [],
      );
  }
}

/** The one DAG that all the tasks share; a fault and undefined when there is none, or more than one. */
function sharedDag(
  relating: Relating,
  task: TaskDraft,
  others: readonly Candidate[],
): DagDraft | undefined {
  const { building, statement } = relating;
  let only = task.dag;
  let isShared = true;
  for (let at = 0, other = others[0]?.task; other; other = others[++at]?.task) {
    only ??= other.dag;
    if (other.dag && other.dag !== only) isShared = false;
  }
  if (only && isShared) return only;
  const tasks = [task, ...others.map((other) => other.task)];
  const dags = new Set(tasks.flatMap((task) => (task.dag ? [task.dag] : [])));
  const [first] = dags;
  if (statement.certainty === "dynamic") return undefined;
  const ids = tasks.map((task) => task.id);
  if (dags.size === 0) report(building, "R3", statement.span, { taskIds: ids });
  else {
    const dagIds = [...dags].map((dag) => dag.dagId);
    report(building, "R2", statement.span, { taskIds: ids, dagIds }, { dagId: first?.dagId });
  }
  return undefined;
}

/** Adds one edge, or makes a known one surer. */
function link(dag: DagDraft, up: TaskDraft, down: TaskDraft, said: Statement, sure: boolean): void {
  const statement = sure ? said : { ...said, certainty: "dynamic" as const };
  const known = up.downstream.get(down);
  if (known) {
    if (known.statement.certainty === "dynamic" && statement.certainty !== "dynamic") {
      keepAgain(known, known.statement);
      known.statement = statement;
    } else keepAgain(known, statement);
    return;
  }
  const edge: EdgeDraft = { from: up, to: down, statement };
  up.downstream.set(down, edge);
  down.upstream.set(up, edge);
  dag.edges.push(edge);
}

function keepAgain(edge: EdgeDraft, statement: Statement): void {
  const isSame = ({ span, fromSpan, toSpan }: Statement): boolean =>
    span.start === statement.span.start &&
    span.end === statement.span.end &&
    fromSpan?.start === statement.fromSpan?.start &&
    toSpan?.start === statement.toSpan?.start;
  if (!isSame(edge.statement) && !edge.again?.some(isSame)) (edge.again ??= []).push(statement);
}

function setLabel(dag: DagDraft, up: string, down: string, label: LabelDraft): void {
  const row = dag.labels.get(up) ?? new Map<string, string>();
  row.set(down, label.text);
  dag.labels.set(up, row);
}
