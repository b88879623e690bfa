import type { NativeCall } from "../../python/native.ts";
import { checkJson } from "./jsonValues.ts";
import { booleanOf, stringOf, type Session } from "./session.ts";
import { report } from "./structure/building.ts";
import type { DagDraft } from "./structure/draft.ts";

/** Arguments of DAG that Airflow 3 no longer takes. */
const removed = [
  "schedule_interval",
  "timetable",
  "full_filepath",
  "concurrency",
  "default_view",
  "orientation",
  "fail_stop",
];

/** Notes what Airflow refuses of a DAG's arguments, or silently takes otherwise than it seems. */
export function checkDagArguments(session: Session, call: NativeCall, dag: DagDraft): void {
  const { building, airflow } = session;
  const { args, dagId } = dag;
  const say = (condition: string, name: string, facts = {}): void => {
    const given = args.get(name);
    const span = given?.keywordSpan ?? given?.span ?? call.span;
    report(building, condition, span, { name, ...facts }, { dagId });
  };
  if (airflow === 3) {
    for (const name of removed) if (args.has(name)) say("S11", name);
  } else {
    const schedules = ["schedule_interval", "timetable", "schedule"].filter((name) =>
      args.has(name),
    );
    if (schedules.length > 1) say("S9", schedules[0] ?? "schedule", { names: schedules });
  }
  checkSchedule(session, call, dag);
  if (args.get("tags")?.value.kind === "str") say("N12", "tags");
  for (const tag of dag.tags) if (tag.length > 100) say("N11", "tags", { tag });
  const params = args.get("params")?.value;
  for (const { value, valueSpan } of params?.kind === "dict" ? params.entries.values() : [])
    checkJson(session, value, valueSpan ?? value.span ?? call.span);
  const defaults = args.get("default_args")?.value.kind;
  if (defaults && !["dict", "none", "unknown", "instance"].includes(defaults)) {
    say("N13", "default_args", { expected: "dict", given: defaults });
  }
}

function checkSchedule(session: Session, call: NativeCall, dag: DagDraft): void {
  const { building, airflow } = session;
  const { args, dagId, timing } = dag;
  if (!timing || call.uncertain) return;
  const { kind, span } = timing.schedule;
  const at = span ?? call.span;
  if (kind === "continuous") {
    const runs = args.get("max_active_runs")?.value;
    const known = runs?.kind === "int" ? Number(runs.value) : undefined;
    if (!runs || (known !== undefined && known > 1)) {
      report(building, "S6", at, { given: known ?? null }, { dagId });
    }
  }
  const hasSchedule = kind !== "none" && kind !== "dynamic";
  if (!hasSchedule || timing.startDate !== null) return;
  if (airflow === 3 && booleanOf(args.get("catchup")?.value) === true) {
    report(building, "S7", args.get("catchup")?.keywordSpan ?? call.span, {}, { dagId });
  }
  const written = ["schedule", "schedule_interval", "timetable"].find((name) => args.has(name));
  const text = written && stringOf(args.get(written)?.value);
  if (airflow === 2 && written && text !== "") {
    report(building, "S8", args.get(written)?.keywordSpan ?? call.span, {}, { dagId });
  }
}
