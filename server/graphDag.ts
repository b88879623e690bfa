import type { Dag } from "../model/dag/dag.ts";
import type { GraphDag } from "../model/dag/graphJson.ts";
import { rangeAt, type LineIndex } from "../model/text/lineIndex.ts";
import type { Span } from "../model/text/span.ts";

/** A DAG as the panel and the command line show it. */
export function graphDag(dag: Dag, lines: LineIndex): GraphDag {
  const range = (span: Span): GraphDag["range"] => rangeAt(lines, span);
  const { schedule } = dag.timing;
  return {
    dagId: dag.dagId,
    file: dag.span.file,
    range: range(dag.span),
    certainty: dag.certainty,
    unknown: dag.unknown.map(({ span, reason }) => ({ range: range(span), reason })),
    schedule: {
      kind: schedule.kind,
      expression: "expression" in schedule ? schedule.expression : null,
      timezone: "timezone" in schedule ? (schedule.timezone ?? dag.timing.timezone) : null,
      text: null,
      certainty: schedule.certainty,
    },
    tasks: Array.from(dag.tasks.values(), (task) => ({
      taskId: task.taskId,
      operator: task.operator,
      group: task.group,
      range: range(task.span),
      certainty: task.certainty,
      mapped: task.mapped,
      setup: task.setup,
      teardown: task.teardown,
      triggerRule: task.triggerRule,
      kind: task.kind,
    })),
    edges: dag.edges.map(({ from, to, label, certainty }) => ({ from, to, label, certainty })),
    groups: Array.from(dag.groups.values(), (group) => ({
      groupId: group.groupId,
      parent: group.parent,
      mapped: group.mapped,
      range: range(group.span),
      certainty: group.certainty,
    })),
  };
}
