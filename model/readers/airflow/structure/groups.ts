import type { Span } from "../../../text/span.ts";
import { currentDag, currentGroup, report, type Building } from "./building.ts";
import { isRoot, tasksIn, type DagDraft, type GroupDraft, type TaskDraft } from "./draft.ts";
import { highestSuffix, takeId } from "./suffixes.ts";

/** What `TaskGroup(…)` or a call of a `@task_group` function was given. */
export interface NewGroup {
  readonly ownId: string;
  readonly prefix: boolean;
  readonly parent: GroupDraft | undefined;
  readonly dag: DagDraft | undefined;
  readonly defaultArgs: GroupDraft["defaultArgs"];
  readonly mapped: boolean;
  readonly suffixOnCollision: boolean;
  readonly span: Span;
  readonly calledAt: Span | undefined;
  readonly idSpan: Span | undefined;
  readonly certainty: GroupDraft["certainty"];
  readonly tooltip: string | undefined;
}

/** Makes a group and adds it to its parent; undefined (and a fault) outside a DAG. */
export function newGroup(building: Building, given: NewGroup): GroupDraft | undefined {
  const { span, idSpan } = given;
  const outer = given.parent ?? building.groups.at(-1);
  const dag = outer?.dag ?? given.dag ?? currentDag(building);
  if (!dag) {
    report(building, "R11", span, { groupId: given.ownId });
    return undefined;
  }
  const parent = outer ?? currentGroup(building, dag) ?? dag.root;
  const [ownId, taken] = freeGroupId(building, parent, given);
  const group: GroupDraft = {
    kind: "group",
    ownId,
    id: idInside(parent, ownId),
    prefix: given.prefix,
    parent,
    dag,
    children: new Map(),
    upstreamTasks: new Set(),
    // Those of the DAG may still change: each task asks for them itself.
    defaultArgs: new Map([...parent.defaultArgs, ...given.defaultArgs]),
    mapped: given.mapped,
    open: false,
    span,
    calledAt: given.calledAt,
    idSpan,
    bodySpan: span,
    variable: undefined,
    certainty: given.certainty,
    tooltip: given.tooltip,
  };
  const double = taken ?? parent.children.get(group.id);
  if (double && group.certainty !== "dynamic") {
    const related = [{ span: idSpanOf(double), role: "first" }];
    report(
      building,
      taken ? "N7" : "N6",
      idSpan ?? span,
      { id: group.id },
      { related, dagId: dag.dagId },
    );
  }
  if (double?.kind === "group") {
    // A group whose id is not known is another one each time: it is like the first, and shown as that.
    return group.certainty === "dynamic" ? group : double;
  }
  parent.children.set(group.id, group);
  for (const id of [group.id, `${group.id}.upstream_join_id`, `${group.id}.downstream_join_id`]) {
    takeId(dag.usedIds, id);
  }
  return group;
}

/** The id that a group gives to something of its own id inside it. */
export function idInside(group: GroupDraft | undefined, ownId: string): string {
  return group && group.prefix && group.id ? `${group.id}.${ownId}` : ownId;
}

/** A task and whether it certainly is what it was asked for. */
export interface Candidate {
  readonly task: TaskDraft;
  readonly sure: boolean;
}

/** Tasks of the group that wait for no other task of it, now. */
export function rootsOf(group: GroupDraft): Candidate[] {
  const tasks = tasksIn(group);
  const inside = new Set(tasks);
  const found: Candidate[] = [];
  tasks.forEach((task) => addEnd(found, task, "upstream", inside));
  return found;
}

/** Tasks of the group that no other task of it waits for, now; what stands before a teardown counts in its place. */
export function leavesOf(group: GroupDraft): Candidate[] {
  const tasks = tasksIn(group);
  const inside = new Set(tasks);
  const found: Candidate[] = [];
  tasks.forEach((task) => addEnd(found, task, "downstream", inside));
  if (!found.some(({ task }) => task.teardown)) return found;
  return found.flatMap(({ task, sure }) =>
    task.teardown
      ? [...beforeTeardown(task, inside, new Set())].map((before) => ({ task: before, sure }))
      : [{ task, sure }],
  );
}

/** Adds the task unless it surely has a neighbour inside on this side. */
function addEnd(
  found: Candidate[],
  task: TaskDraft,
  side: "upstream" | "downstream",
  inside: ReadonlySet<TaskDraft>,
): void {
  let isLinked = false;
  for (const edge of task[side].values()) {
    const other = side === "upstream" ? edge.from : edge.to;
    if (!inside.has(other)) continue;
    if (edge.statement.certainty !== "dynamic" && other.certainty !== "dynamic") return;
    isLinked = true;
  }
  found.push({ task, sure: !isLinked && !task.open });
}

function* beforeTeardown(
  task: TaskDraft,
  inside: ReadonlySet<TaskDraft>,
  seen: Set<TaskDraft>,
): Generator<TaskDraft> {
  if (seen.has(task)) return;
  seen.add(task);
  for (const upstream of task.upstream.keys()) {
    if (!inside.has(upstream)) continue;
    if (upstream.teardown) yield* beforeTeardown(upstream, inside, seen);
    else if (task.teardown && upstream.setup) continue;
    else if (!hasOtherWork(upstream, task, inside)) yield upstream;
  }
}

function hasOtherWork(
  task: TaskDraft,
  besides: TaskDraft,
  inside: ReadonlySet<TaskDraft>,
): boolean {
  return [...task.downstream.keys()].some(
    (down) => down.id !== besides.id && inside.has(down) && !down.teardown,
  );
}

/**
 * The own id, with a suffix where that is asked for and needed; and what has the id already. Airflow 2 looks for the bare id
 * among all full ids, Airflow 3 for the full one.
 */
function freeGroupId(
  building: Building,
  parent: GroupDraft,
  given: NewGroup,
): [string, GroupDraft | TaskDraft | undefined] {
  const { dag } = parent;
  if (isVague(parent)) return [idAmong(parent, given), undefined];
  const id = building.airflow === 3 ? idInside(parent, given.ownId) : given.ownId;
  if (!dag.usedIds.all.has(id)) return [given.ownId, undefined];
  if (!given.suffixOnCollision) return [given.ownId, findById(dag.root, id)];
  const base = given.ownId.replace(/__\d+$/, "");
  const highest = highestSuffix(dag.usedIds, base);
  return [highest === 0 ? `${given.ownId}__1` : `${base}__${highest + 1}`, undefined];
}

function idAmong(parent: GroupDraft, { ownId, suffixOnCollision }: NewGroup): string {
  return suffixOnCollision ? freeIdAmong(parent, ownId) : ownId;
}

/** The own id with the first free suffix in a group of which only the own children are known. */
export function freeIdAmong(group: GroupDraft, ownId: string): string {
  if (!group.children.has(idInside(group, ownId))) return ownId;
  let count = 1;
  while (group.children.has(idInside(group, `${ownId}__${count}`))) count += 1;
  return `${ownId}__${count}`;
}

/** Whether a group's id, and so the ids in it, or its being there is not known. */
export function isVague(group: GroupDraft | undefined): boolean {
  for (let at = group; at; at = at.parent) {
    if (at.ownId !== null && at.certainty === "dynamic") return true;
  }
  return false;
}

function findById(group: GroupDraft, id: string): GroupDraft | TaskDraft | undefined {
  const own = group.children.get(id);
  if (own) return own;
  for (const child of group.children.values()) {
    const found = child.kind === "group" ? findById(child, id) : undefined;
    if (found) return found;
  }
  return undefined;
}

function idSpanOf(thing: GroupDraft | TaskDraft): Span {
  return thing.idSpan ?? thing.span;
}

/** Whether a group, or one around it, is mapped. */
export function isInMapped(group: GroupDraft | undefined): boolean {
  for (let at = group; at && !isRoot(at); at = at.parent) if (at.mapped) return true;
  return false;
}
