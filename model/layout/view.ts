import type { Certainty } from "../dag/certainty.ts";
import type { Change, GraphDag, GraphGroup, GraphNeighbour, GraphTask } from "../dag/graphJson.ts";
import { neighbourTies } from "../dag/neighbourTies.ts";
import { intAt } from "./arrays.ts";
import { closingEdges } from "./closingEdges.ts";
import { edgeEnds, type EdgeEnds } from "./edgeEnds.ts";
import { foldSiblings } from "./foldSiblings.ts";

/** What is chosen to be seen of a DAG. */
export interface ViewOptions {
  /** Groups shown as one box. */
  readonly collapsed: ReadonlySet<string>;
  /** Folds of siblings that were opened, by the id of their first task. */
  readonly unfolded: ReadonlySet<string>;
  /** Shows only these tasks; all if undefined. */
  readonly only?: ReadonlySet<string> | undefined;
}

/** A DAG as it is to be seen: closed groups are one box, long rows of like siblings are one box, edges lead between what is visible. */
export interface View {
  readonly dag: GraphDag;
  readonly boxes: readonly ViewBox[];
  readonly edges: readonly ViewEdge[];
  /** The box that shows a task or group: its own, or that of the closed group or fold that holds it. */
  readonly boxOf: ReadonlyMap<string, number>;
}

export type ViewBox = {
  readonly id: string;
  /** Box of the open group that holds it; -1 at the top. */
  readonly parent: number;
  readonly certainty: Certainty;
  readonly change: Change | undefined;
} & (
  | { readonly kind: "task"; readonly task: GraphTask; readonly label: string }
  | {
      readonly kind: "group";
      readonly group: GraphGroup;
      readonly label: string;
      readonly open: boolean;
      /** Tasks in it, at any depth. */
      readonly tasks: readonly string[];
    }
  | {
      readonly kind: "fold";
      readonly label: string;
      readonly operator: string;
      readonly tasks: readonly string[];
    }
  | {
      readonly kind: "neighbour";
      readonly label: string;
      readonly neighbour: GraphNeighbour;
      /** None is in it. */
      readonly tasks: readonly string[];
    }
);

export interface ViewEdge {
  readonly from: number;
  readonly to: number;
  readonly label: string | null;
  readonly certainty: Certainty;
  readonly closing: boolean;
  readonly change: Change | undefined;
  /** Indexes of the DAG's edges that it stands for; none for one to or from a neighbour. */
  readonly edges: readonly number[];
}

/** The visible part of a DAG. */
export function viewOf(dag: GraphDag, options: ViewOptions): View {
  const { groups, parents, members } = groupsOf(dag);
  const hidden = (task: GraphTask): boolean => options.only?.has(task.taskId) === false;
  const boxes: ViewBox[] = [];
  const boxOf = new Map<string, number>();
  const closedOver = (groupId: string | null): string | undefined => {
    if (options.collapsed.size === 0) return undefined;
    let top: string | undefined;
    for (let id = groupId, depth = 0; id !== null && depth <= groups.size; depth++) {
      if (options.collapsed.has(id) && groups.has(id)) top = id;
      id = parents.get(id) ?? null;
    }
    return top;
  };
  const boxAbove = (groupId: string | null): number =>
    groupId === null ? -1 : (boxOf.get(groupId) ?? -1);

  const addGroup = (groupId: string): void => {
    const group = groups.get(groupId);
    const tasks = members.get(groupId) ?? [];
    if (!group || boxOf.has(groupId)) return;
    if (options.only && !tasks.some((id) => options.only?.has(id))) return;
    const parent = parents.get(groupId) ?? null;
    const closed = closedOver(parent);
    if (closed !== undefined) {
      boxOf.set(groupId, boxOf.get(closed) ?? -1);
      return;
    }
    boxOf.set(groupId, boxes.length);
    boxes.push({
      kind: "group",
      id: groupId,
      parent: boxAbove(parent),
      certainty: group.certainty,
      change: undefined,
      group,
      label: shortName(groupId, parent),
      open: !options.collapsed.has(groupId),
      tasks,
    });
  };
  /** Groups around something, the outermost first, so that each has its box before what is in it. */
  const addAround = (groupId: string | null): void => {
    if (groupId === null || boxOf.has(groupId)) return;
    const around: string[] = [];
    for (
      let up: string | null = groupId;
      up !== null && around.length <= groups.size;
      up = parents.get(up) ?? null
    )
      around.push(up);
    for (const id of around.reverse()) addGroup(id);
  };

  const ends = edgeEnds(dag);
  const folds = foldSiblings(
    dag,
    ends,
    (task) => !hidden(task) && closedOver(task.group) === undefined,
    options.unfolded,
  );
  let next = 0;
  dag.tasks.forEach((task, at) => {
    // One that is there twice is shown once.
    if (intAt(ends.tasks, at) < next) return;
    next++;
    if (hidden(task)) return;
    addAround(task.group);
    const closed = closedOver(task.group);
    const holder = closed === undefined ? undefined : boxOf.get(closed);
    if (holder !== undefined) {
      boxOf.set(task.taskId, holder);
      return;
    }
    const fold = folds.get(task.taskId);
    const first = fold?.[0];
    if (fold && first && first.taskId !== task.taskId) {
      boxOf.set(task.taskId, boxOf.get(first.taskId) ?? -1);
      return;
    }
    boxOf.set(task.taskId, boxes.length);
    // Written out, without spreading: thousands of these are made.
    if (fold)
      boxes.push({
        id: task.taskId,
        parent: boxAbove(task.group),
        certainty: task.certainty,
        change: task.change,
        kind: "fold",
        label: patternOf(fold.map((one) => shortName(one.taskId, one.group))),
        operator: task.operator,
        tasks: fold.map((one) => one.taskId),
      });
    else
      boxes.push({
        id: task.taskId,
        parent: boxAbove(task.group),
        certainty: task.certainty,
        change: task.change,
        kind: "task",
        task,
        label: task.displayName ?? shortName(task.taskId, task.group),
      });
  });
  for (const groupId of groups.keys()) addAround(groupId);
  const edges = edgesBetween(dag, ends, boxOf);
  addNeighbours(dag, hidden, { boxes, boxOf, edges });
  return { dag, boxes, edges, boxOf };
}

/** Boxes for what is outside of the DAG. What comes before and what comes after are two boxes, even of one thing: no cycles. */
function addNeighbours(
  dag: GraphDag,
  hidden: (task: GraphTask) => boolean,
  {
    boxes,
    boxOf,
    edges,
  }: { readonly boxes: ViewBox[]; readonly boxOf: Map<string, number>; readonly edges: ViewEdge[] },
): void {
  if (!dag.neighbours) return;
  const tasks = new Map(dag.tasks.map((task) => [task.taskId, task]));
  const isShown = (id: string): boolean => {
    const task = tasks.get(id);
    return task !== undefined && !hidden(task);
  };
  for (const { neighbour, tasks: tied, isAfter } of neighbourTies(dag, isShown)) {
    const ends = new Set(tied.map((id) => boxOf.get(id) ?? -1).filter((box) => box >= 0));
    if (ends.size === 0) continue;
    const { role, kind, name } = neighbour;
    // No task's id has a space in it.
    const id = `${role} ${kind} ${name}`;
    const box = boxes.length;
    boxOf.set(id, box);
    const shared = { id, parent: -1, certainty: "certain", change: undefined } as const;
    boxes.push({ kind: "neighbour", label: name, neighbour, tasks: [], ...shared });
    for (const end of ends)
      edges.push({
        from: isAfter ? end : box,
        to: isAfter ? box : end,
        label: null,
        certainty: "certain",
        closing: false,
        change: undefined,
        edges: [],
      });
  }
}

/** An id without the prefix of its group. */
export function shortName(id: string, group: string | null): string {
  return group !== null && id.startsWith(`${group}.`) && id.length > group.length + 1
    ? id.slice(group.length + 1)
    : id;
}

/** The DAG's groups without repeated ids or parents that go in circles, and all tasks in each. */
function groupsOf(dag: GraphDag): {
  groups: ReadonlyMap<string, GraphGroup>;
  parents: ReadonlyMap<string, string | null>;
  members: ReadonlyMap<string, string[]>;
} {
  const groups = new Map<string, GraphGroup>();
  for (const group of dag.groups) if (!groups.has(group.groupId)) groups.set(group.groupId, group);
  const parents = new Map<string, string | null>();
  for (const group of groups.values()) {
    let parent = group.parent !== null && groups.has(group.parent) ? group.parent : null;
    for (let up = parent, depth = 0; up !== null; up = parents.get(up) ?? null)
      if (up === group.groupId || depth++ > groups.size) {
        parent = null;
        break;
      }
    parents.set(group.groupId, parent);
  }
  const members = new Map<string, string[]>([...groups.keys()].map((id) => [id, []]));
  for (const task of dag.tasks)
    for (let up = task.group, depth = 0; up !== null && depth <= groups.size; depth++) {
      members.get(up)?.push(task.taskId);
      up = parents.get(up) ?? null;
    }
  return { groups, parents, members };
}

/** What a row of names has in common: `load_…_daily`. */
function patternOf(names: readonly string[]): string {
  const [first = "", ...rest] = names;
  let start = first.length;
  let end = first.length;
  for (const name of rest) {
    let same = 0;
    while (same < start && name[same] === first[same]) same++;
    start = same;
    let tail = 0;
    while (tail < end && name[name.length - 1 - tail] === first[first.length - 1 - tail]) tail++;
    end = tail;
  }
  const tail = end > 1 ? first.slice(Math.max(start, first.length - end)) : "";
  return `${first.slice(0, start)}…${tail}`;
}

function edgesBetween(
  dag: GraphDag,
  ends: EdgeEnds,
  boxOf: ReadonlyMap<string, number>,
): ViewEdge[] {
  const closing = closingEdges(dag, ends);
  const boxes = new Int32Array(ends.numbers.size).fill(-1);
  ends.numbers.forEach((number, id) => (boxes[number] = boxOf.get(id) ?? -1));
  const find = pairFinder(dag.edges.length);
  const edges: ViewEdge[] = [];
  /** The DAG's edges of those that stand for several. */
  const several = new Map<number, number[]>();
  dag.edges.forEach((edge, index) => {
    const from = intAt(boxes, intAt(ends.from, index));
    const to = intAt(boxes, intAt(ends.to, index));
    if (from < 0 || to < 0) return;
    // An edge inside a closed group or a fold is not seen, but a task's edge to itself is.
    if (from === to && edge.from !== edge.to) return;
    const known = find(from, to);
    if (known < edges.length) {
      const list = several.get(known);
      if (list) list.push(index);
      else several.set(known, [...(edges[known]?.edges ?? []), index]);
      return;
    }
    edges.push({
      from,
      to,
      edges: [index],
      label: edge.label === "" ? null : edge.label,
      certainty: edge.certainty,
      closing: closing[index] === 1,
      change: edge.change,
    });
  });
  for (const [at, indexes] of several) {
    const all = indexes.flatMap((index) => dag.edges[index] ?? []);
    const { from, to } = edges[at] ?? { from: 0, to: 0 };
    edges[at] = {
      from,
      to,
      edges: indexes,
      label: sharedLabel(all.map(({ label }) => label)),
      certainty: strongest(all.map(({ certainty }) => certainty)),
      closing: indexes.every((index) => closing[index] === 1),
      change: sharedChange(all.map(({ change }) => change)),
    };
  }
  return edges;
}

/** Numbers pairs as they come: a pair that was there before has its number, else it gets the next. `most` may come. */
function pairFinder(most: number): (one: number, other: number) => number {
  let size = 64;
  while (size < 2 * most) size *= 2;
  // Each place of the table holds a pair and its number plus one; a pair is at its own place or at the next free one.
  const table = new Int32Array(3 * size);
  let count = 0;
  return (one, other) => {
    let place = (Math.imul(one + 1, 0x9e3779b1) ^ Math.imul(other + 1, 0x85ebca6b)) >>> 7;
    for (; ; place++) {
      const at = 3 * (place & (size - 1));
      const number = intAt(table, at + 2);
      if (number > 0 && (table[at] !== one || table[at + 1] !== other)) continue;
      if (number > 0) return number - 1;
      table[at] = one;
      table[at + 1] = other;
      table[at + 2] = ++count;
      return count - 1;
    }
  };
}

/** The label that all have; of several the first, with the count of others. */
function sharedLabel(labels: readonly (string | null)[]): string | null {
  const distinct = [...new Set(labels.filter((label) => label !== null && label !== ""))];
  const [first, ...others] = distinct;
  if (first === undefined || first === null) return null;
  return others.length === 0 ? first : `${first} +${others.length}`;
}

function strongest(all: readonly Certainty[]): Certainty {
  return all.includes("certain") ? "certain" : all.includes("inferred") ? "inferred" : "dynamic";
}

function sharedChange(all: readonly (Change | undefined)[]): Change | undefined {
  const [first] = all;
  if (all.every((change) => change === first)) return first;
  return "changed";
}
