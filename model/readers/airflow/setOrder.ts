import type { Dag, Dependency } from "../../dag/dag.ts";
import type { Schedule } from "../../dag/schedule.ts";
import type { Reading } from "../reader.ts";

const reason = "the order of a set is known only when Python runs";

/** What two readings of a file agree on that walked its sets in two ways: what they say otherwise is not certain. */
export function agreeing(reading: Reading, other: Reading): Reading {
  const others = new Map(other.dags.map((dag) => [dag.dagId, dag]));
  const dags = reading.dags.map((dag) => agreed(dag, others.get(dag.dagId)));
  return dags.every((dag, at) => dag === reading.dags[at]) ? reading : { ...reading, dags };
}

function agreed(dag: Dag, other: Dag | undefined): Dag {
  const unknown = dag.unknown.some((known) => known.reason === reason)
    ? dag.unknown
    : [...dag.unknown, { span: dag.span, reason }];
  if (!other) return { ...dag, certainty: "dynamic", unknown };
  const tasks = new Map(
    [...dag.tasks].map(([id, task]) => {
      const same = JSON.stringify(facts(task)) === JSON.stringify(facts(other.tasks.get(id)));
      return [id, same ? task : { ...task, certainty: "dynamic" as const }];
    }),
  );
  const stated = new Set(other.edges.map(keyOf));
  const edges = dag.edges.map((edge): Dependency =>
    stated.has(keyOf(edge)) ? edge : { ...edge, certainty: "dynamic" },
  );
  const own = textOf(dag.timing.schedule);
  const schedule: Schedule =
    own === textOf(other.timing.schedule)
      ? dag.timing.schedule
      : { kind: "dynamic", certainty: "dynamic", span: dag.timing.schedule.span };
  const isSame =
    [...dag.tasks].every(([id, task]) => tasks.get(id) === task) &&
    edges.every((edge, at) => edge === dag.edges[at]) &&
    schedule === dag.timing.schedule &&
    dag.tasks.size === other.tasks.size &&
    dag.edges.length === other.edges.length &&
    [...dag.groups.keys()].sort().join() === [...other.groups.keys()].sort().join();
  if (isSame) return dag;
  return {
    ...dag,
    certainty: "dynamic",
    unknown,
    tasks,
    edges,
    timing: { ...dag.timing, schedule },
  };
}

function facts(task: ReturnType<Dag["tasks"]["get"]>): readonly unknown[] {
  if (!task) return [];
  const { operator, group, mapped, setup, teardown, triggerRule } = task;
  return [operator, group, mapped, setup, teardown, triggerRule];
}

function keyOf({ from, to, label }: Dependency): string {
  return JSON.stringify([from, to, label]);
}

function textOf(schedule: Schedule): string {
  return `${schedule.kind} ${"expression" in schedule ? schedule.expression : ""}`;
}
