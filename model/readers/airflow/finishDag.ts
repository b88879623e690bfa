import { addTo } from "../../dag/addTo.ts";
import type { Certainty, Unknown } from "../../dag/certainty.ts";
import type { Dag, Dependency, Task, TaskGroup } from "../../dag/dag.ts";
import { neighboursOf } from "./neighbours.ts";
import { leastCertain } from "./session.ts";
import { coversAll } from "./structure/choices.ts";
import {
  isRoot,
  type DagDraft,
  type EdgeDraft,
  type GroupDraft,
  type TaskDraft,
} from "./structure/draft.ts";
import { isVague } from "./structure/groups.ts";
import { withMore } from "../../withMore.ts";

/** The DAG as it stands when the module has run. */
export function finishDag(draft: DagDraft, format: string): Dag {
  const groups = new Map<string, TaskGroup>();
  collectGroups(draft.root, groups);
  const doubles = new Map<string, TaskDraft[]>();
  for (const double of draft.doubles) addTo(doubles, double.id, double);
  draft.tasks.forEach((task) => settle(task, doubles.get(task.id) ?? []));
  const tasks = new Map<string, Task>();
  draft.tasks.forEach((task, id) => tasks.set(id, finishTask(task)));
  const edges = finishEdges(draft);
  const unknown = distinct([...draft.unknown, ...unknownParts(draft, edges)]);
  const timing = draft.timing ?? noTiming;
  return {
    dagId: draft.dagId,
    format,
    span: draft.span,
    calledAt: draft.calledAt,
    idSpan: draft.idSpan,
    bodySpan: draft.bodySpan,
    variable: draft.variable,
    certainty: certaintyOfAll(draft, [...tasks.values(), ...edges, ...groups.values()], unknown),
    unknown,
    timing,
    tasks,
    groups,
    edges,
    args: draft.args,
    tags: draft.tags,
    description: draft.description,
    neighbours: neighboursOf({ tasks, args: draft.args, timing }),
  };
}

/** A task that is made on each of the ways that there are, again as its doubles, is there, whichever is taken. */
function settle(task: TaskDraft, doubles: readonly TaskDraft[]): void {
  if (task.certainty !== "dynamic" || isVague(task.group)) return;
  const all = [task, ...doubles];
  const isOne = all.every(
    (other) =>
      other.mapped === task.mapped &&
      other.setup === task.setup &&
      other.teardown === task.teardown &&
      other.group === task.group,
  );
  if (!isOne || !coversAll(all.map(({ choices }) => choices))) return;
  task.certainty = "inferred";
  if (all.some(({ triggerRule }) => triggerRule !== task.triggerRule)) task.triggerRule = null;
}

const noTiming: Dag["timing"] = {
  schedule: { kind: "none", certainty: "certain", span: undefined },
  startDate: null,
  endDate: null,
  catchup: null,
  timezone: "UTC",
};

/** Certain only if all of it is; dynamic as soon as something may be missing or may be otherwise. */
function certaintyOfAll(
  draft: DagDraft,
  parts: readonly { readonly certainty: Certainty }[],
  unknown: readonly Unknown[],
): Certainty {
  if (unknown.length > 0) return "dynamic";
  const ofSchedule = draft.timing?.schedule.certainty === "certain" ? "certain" : "inferred";
  let least = leastCertain(draft.certainty, ofSchedule);
  for (let at = 0, part = parts[0]; part; part = parts[++at])
    if (part.certainty !== least) least = leastCertain(least, part.certainty);
  return least;
}

/** Each once, however often a loop came by. */
function distinct(unknown: readonly Unknown[]): Unknown[] {
  return [
    ...new Map(
      unknown.map((each) => [`${each.span.file}:${each.span.start}:${each.reason}`, each]),
    ).values(),
  ];
}

function unknownParts(draft: DagDraft, edges: readonly Dependency[]): Unknown[] {
  const tasks = [...draft.tasks.values()].filter((task) => task.certainty === "dynamic");
  const open = new Set(tasks.map(({ id }) => id));
  return [
    ...tasks.map((task) => ({ span: task.span, reason: reasonOf(task) })),
    ...edges
      .filter(
        ({ certainty, from, to }) => certainty === "dynamic" && !open.has(from) && !open.has(to),
      )
      .map(({ from, to, span, via }) => ({
        span,
        reason:
          via === "data"
            ? `whether ${to} waits for the output of ${from} is known where its operator is installed`
            : `whether ${to} waits for ${from} is known when Python runs`,
      })),
  ];
}

function reasonOf(task: TaskDraft): string {
  if (task.sort === "placeholder") return task.doc ?? `${task.id} is known when Python runs`;
  const because = task.why === undefined ? "" : `: ${task.why}`;
  return task.id.includes("{")
    ? `the id ${task.id} is known when Python runs${because}`
    : `whether ${task.id} exists is known when Python runs${because}`;
}

function collectGroups(group: GroupDraft, into: Map<string, TaskGroup>): void {
  for (const child of group.children.values()) {
    if (child.kind === "task") continue;
    into.set(child.id, finishGroup(child));
    collectGroups(child, into);
  }
}

function finishGroup(group: GroupDraft): TaskGroup {
  const { id, mapped, span, calledAt, idSpan, bodySpan, variable, certainty, tooltip } = group;
  const parent = group.parent && !isRoot(group.parent) ? group.parent.id : null;
  const own = { span, calledAt, idSpan, bodySpan, variable };
  return { groupId: id, parent, mapped, ...own, certainty, tooltip };
}

function finishTask(task: TaskDraft): Task {
  const { id, operator, operatorPath, sort, group, span, idSpan, variable, certainty } = task;
  const { calledAt, mapped, setup, teardown, triggerRule, args, callable, branchTargets, doc } =
    task;
  return {
    taskId: id,
    operator,
    operatorPath,
    kind: sort,
    group: group && !isRoot(group) ? group.id : null,
    span,
    calledAt,
    idSpan,
    variable,
    certainty,
    mapped,
    setup,
    teardown,
    triggerRule,
    args,
    callable,
    branchTargets,
    doc,
  };
}

/** One dependency for each pair of ids; a sure statement wins over one that may not run. */
function finishEdges(draft: DagDraft): Dependency[] {
  // Without two tasks of one id, each edge is the only one between its ids.
  if (draft.doubles.length === 0) {
    const all: Dependency[] = [];
    draft.edges.forEach((edge) => {
      const made = finishEdge(draft, [edge]);
      if (made) all.push(made);
    });
    return all;
  }
  const found = new Map<string, EdgeDraft[]>();
  for (const edge of draft.edges) addTo(found, `${edge.from.id}\n${edge.to.id}`, edge);
  return [...found.values()].flatMap((edges) => finishEdge(draft, edges) ?? []);
}

function finishEdge(draft: DagDraft, edges: readonly EdgeDraft[]): Dependency | undefined {
  const edge =
    edges.length === 1
      ? edges[0]
      : (edges.find(({ statement }) => statement.certainty !== "dynamic") ?? edges[0]);
  const from = edge && draft.tasks.get(edge.from.id);
  const to = edge && draft.tasks.get(edge.to.id);
  if (!from || !to) return undefined;
  const { span, statementSpan, fromSpan, toSpan, via, certainty } = edge.statement;
  const isStated =
    certainty === "dynamic" && coversAll(edges.map(({ statement }) => statement.choices));
  const isVagueEnd = from.certainty === "dynamic" || to.certainty === "dynamic";
  const made: Dependency = {
    from: from.id,
    to: to.id,
    label: labelOf(draft, from, to),
    certainty: isVagueEnd ? "dynamic" : isStated ? "inferred" : certainty,
    span,
    via,
    fromSpan,
    toSpan,
    statementSpan,
  };
  return edges.length > 1 || edge.again ? withMore(made, { again: againOf(edge, edges) }) : made;
}

/** The other statements of an edge. */
function againOf(edge: EdgeDraft, edges: readonly EdgeDraft[]): NonNullable<Dependency["again"]> {
  return edges.flatMap((each) =>
    [...(each === edge ? [] : [each.statement]), ...(each.again ?? [])].map(
      ({ span, via, fromSpan, toSpan, statementSpan }) => ({
        span,
        via,
        fromSpan,
        toSpan,
        statementSpan,
      }),
    ),
  );
}

/** A label on an edge, or on the border of a group that the edge crosses. */
function labelOf(draft: DagDraft, from: TaskDraft, to: TaskDraft): string | null {
  if (draft.labels.size === 0) return null;
  const [ups, downs] = [chainOf(from), chainOf(to)];
  const up = [
    from.id,
    ...ups.filter((g) => !downs.includes(g)).map((g) => `${g}.downstream_join_id`),
  ];
  const down = [
    to.id,
    ...downs.filter((g) => !ups.includes(g)).map((g) => `${g}.upstream_join_id`),
  ];
  for (const one of up) {
    const row = draft.labels.get(one);
    for (const other of row ? down : []) {
      const text = row?.get(other);
      if (text !== undefined) return text;
    }
  }
  return null;
}

/** The groups around a task, innermost first. */
function chainOf(task: TaskDraft): string[] {
  const chain: string[] = [];
  for (let at = task.group; at && !isRoot(at); at = at.parent) chain.push(at.id);
  return chain;
}
