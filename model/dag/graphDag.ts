import { rangeAt, type LineIndex, type Range } from "../text/lineIndex.ts";
import type { Span } from "../text/span.ts";
import type { Dag, Task, TaskGroup } from "./dag.ts";
import type { GraphDag, GraphGroup, GraphSchedule, GraphTask } from "./graphJson.ts";

/** Says a schedule in plain English; null where there is nothing to say. */
export type DescribeSchedule = (timing: Dag["timing"]) => string | null;

/** The file that was read, with its lines. */
export interface ReadFile {
  readonly file: string;
  readonly lines: LineIndex;
}

/**
 * A DAG as the panel and the command line show it. All ranges are places in the file that was read: what is made in another
 * file is placed where this one calls or imports it, and names the other.
 */
export function graphDag(
  dag: Dag,
  { file, lines }: ReadFile,
  describe?: DescribeSchedule,
): GraphDag {
  const placed = (span: Span, calledAt: Span | undefined, otherwise: Range): Range => {
    const here = span.file === file ? span : calledAt;
    return here?.file === file ? rangeAt(lines, here) : otherwise;
  };
  const whole = placed(dag.span, dag.calledAt, rangeAt(lines, { start: 0, end: 0 }));
  const place: PlaceOf = (span, calledAt) => ({
    range: placed(span, calledAt, whole),
    ...(span.file !== file && { madeIn: span.file }),
  });
  return {
    dagId: dag.dagId,
    file,
    ...place(dag.span, dag.calledAt),
    certainty: dag.certainty,
    unknown: dag.unknown.map(({ span, reason }) => ({
      range: placed(span, undefined, whole),
      reason,
    })),
    schedule: graphSchedule(dag, describe),
    tasks: Array.from(dag.tasks.values(), (task) => graphTask(task, place)),
    edges: dag.edges.map(({ from, to, label, certainty }) => ({ from, to, label, certainty })),
    groups: Array.from(dag.groups.values(), (group) => graphGroup(group, place)),
    ...(dag.neighbours && dag.neighbours.length > 0 && { neighbours: dag.neighbours }),
  };
}

type PlaceOf = (span: Span, calledAt?: Span) => { readonly range: Range; readonly madeIn?: string };

function graphSchedule({ timing }: Dag, describe: DescribeSchedule | undefined): GraphSchedule {
  const { schedule } = timing;
  const { certainty } = schedule;
  const text = describe?.(timing) ?? null;
  if (certainty === "dynamic")
    return { kind: "dynamic", expression: null, timezone: null, text, certainty };
  const ofDag = schedule.kind === "none" || schedule.kind === "dynamic" ? null : timing.timezone;
  return {
    kind: schedule.kind,
    expression: "expression" in schedule ? schedule.expression : null,
    timezone: "timezone" in schedule ? schedule.timezone : ofDag,
    text,
    certainty,
  };
}

function graphTask(task: Task, place: PlaceOf): GraphTask {
  const { taskId, operator, group, certainty, mapped, setup, teardown, triggerRule, kind } = task;
  const display = task.args.get("task_display_name")?.value;
  return {
    taskId,
    operator,
    group,
    ...place(task.span, task.calledAt),
    certainty,
    mapped,
    setup,
    teardown,
    triggerRule,
    kind,
    ...(display?.kind === "str" && { displayName: display.value }),
    ...(task.doc !== undefined && { doc: task.doc }),
    ...(task.branchTargets && { branchTargets: task.branchTargets.map(({ id }) => id) }),
  };
}

function graphGroup(group: TaskGroup, place: PlaceOf): GraphGroup {
  const { groupId, parent, mapped, certainty, tooltip } = group;
  return {
    groupId,
    parent,
    mapped,
    ...place(group.span, group.calledAt),
    certainty,
    ...(tooltip !== undefined && { tooltip }),
  };
}
