import { rangeAt, type LineIndex, type Range } from "../text/lineIndex.ts";
import type { Span } from "../text/span.ts";
import type { Dag, Task, TaskGroup } from "./dag.ts";
import type { GraphDag, GraphGroup, GraphSchedule, GraphTask } from "./graphJson.ts";

/** Says a schedule in plain English; null where there is nothing to say. */
export type DescribeSchedule = (timing: Dag["timing"]) => string | null;

/**
 * A DAG as the panel and the command line show it. `lines` are those of the file that was read; what is made in another
 * file is placed where the file that was read calls it.
 */
export function graphDag(dag: Dag, lines: LineIndex, describe?: DescribeSchedule): GraphDag {
  const file = (dag.calledAt ?? dag.span).file;
  const whole = rangeAt(lines, dag.calledAt ?? dag.span);
  const range = (span: Span, calledAt?: Span): Range => {
    const here = span.file === file ? span : calledAt;
    return here?.file === file ? rangeAt(lines, here) : whole;
  };
  return {
    dagId: dag.dagId,
    file,
    range: whole,
    certainty: dag.certainty,
    unknown: dag.unknown.map(({ span, reason }) => ({ range: range(span), reason })),
    schedule: graphSchedule(dag, describe),
    tasks: Array.from(dag.tasks.values(), (task) => graphTask(task, range)),
    edges: dag.edges.map(({ from, to, label, certainty }) => ({ from, to, label, certainty })),
    groups: Array.from(dag.groups.values(), (group) => graphGroup(group, range)),
  };
}

type RangeOf = (span: Span, calledAt?: Span) => Range;

function graphSchedule({ timing }: Dag, describe: DescribeSchedule | undefined): GraphSchedule {
  const { schedule } = timing;
  const ofDag = schedule.kind === "none" || schedule.kind === "dynamic" ? null : timing.timezone;
  return {
    kind: schedule.kind,
    expression: "expression" in schedule ? schedule.expression : null,
    timezone: "timezone" in schedule ? schedule.timezone : ofDag,
    text: describe?.(timing) ?? null,
    certainty: schedule.certainty,
  };
}

function graphTask(task: Task, range: RangeOf): GraphTask {
  const { taskId, operator, group, certainty, mapped, setup, teardown, triggerRule, kind } = task;
  const display = task.args.get("task_display_name")?.value;
  return {
    taskId,
    operator,
    group,
    range: range(task.span, task.calledAt),
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

function graphGroup(group: TaskGroup, range: RangeOf): GraphGroup {
  const { groupId, parent, mapped, certainty, tooltip } = group;
  return {
    groupId,
    parent,
    mapped,
    range: range(group.span, group.calledAt),
    certainty,
    ...(tooltip !== undefined && { tooltip }),
  };
}
