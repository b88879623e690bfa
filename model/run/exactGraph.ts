import type { GraphDag, GraphSchedule } from "../dag/graphJson.ts";
import { describeExpression } from "../schedule/describeSchedule.ts";
import type { Range } from "../text/lineIndex.ts";
import type { DagDescription } from "./description.ts";

/** The structure that Python built, in the shape of the static one. `file` is how the DAG's file is named in it. */
export function exactGraph(dag: DagDescription, file: string): GraphDag {
  const labels = new Map(
    (dag.labels ?? []).map(({ from, to, label }) => [`${from}\n${to}`, label]),
  );
  const certainty = "certain";
  return {
    dagId: dag.dagId,
    file,
    range: lineRange(undefined),
    certainty,
    unknown: [],
    schedule: scheduleOf(dag.schedule),
    tasks: dag.tasks.map((task) => ({
      taskId: task.taskId,
      operator: task.operator,
      group: task.group,
      range: lineRange(task.source?.file === dag.file ? task.source.line : undefined),
      certainty,
      mapped: task.expand !== null,
      setup: task.setup,
      teardown: task.teardown,
      triggerRule: task.triggerRule,
    })),
    edges: dag.tasks.flatMap((task) =>
      task.upstream.map((from) => ({
        from,
        to: task.taskId,
        label: labels.get(`${from}\n${task.taskId}`) ?? null,
        certainty,
      })),
    ),
    groups: dag.groups.map(({ groupId, parent, expand }) => ({
      groupId,
      parent,
      mapped: expand !== null,
      range: lineRange(undefined),
      certainty,
    })),
  };
}

function scheduleOf(schedule: DagDescription["schedule"]): GraphSchedule {
  const { expression, timezone } = schedule;
  const kind = kinds.find((one) => one === schedule.kind) ?? "timetable";
  const isCron = kind === "cron" || kind === "preset";
  const text = isCron && expression !== null ? describeExpression(expression) : undefined;
  return { kind, expression, timezone, text: text ?? null, certainty: "certain" };
}

const kinds = [
  "cron",
  "preset",
  "delta",
  "timetable",
  "assets",
  "once",
  "continuous",
  "none",
] as const satisfies readonly GraphSchedule["kind"][];

/** The start of a line counted from 1; the first where it is not known. */
function lineRange(line: number | undefined): Range {
  const at = { line: Math.max(0, (line ?? 1) - 1), character: 0 };
  return { start: at, end: at };
}
