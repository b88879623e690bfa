import type { AirflowVersion } from "../reader.ts";
import type { GivenArgument, NativeCall } from "../../python/native.ts";
import type { Value } from "../../python/value.ts";
import { payloadOf, stringOf, type GivenMap, type Session } from "./session.ts";
import { contextKeys } from "./signature.ts";
import { report } from "./structure/building.ts";

/** Arguments of every operator that cannot be mapped, because `.partial` always fills them in. */
const unmappable: ReadonlySet<string> = new Set([
  "allow_nested_operators",
  "dag",
  "depends_on_past",
  "execution_timeout",
  "executor_config",
  "ignore_first_depends_on_past",
  "inlets",
  "map_index_template",
  "max_retry_delay",
  "on_execute_callback",
  "on_failure_callback",
  "on_retry_callback",
  "on_skipped_callback",
  "on_success_callback",
  "outlets",
  "owner",
  "pool_slots",
  "priority_weight",
  "queue",
  "retries",
  "retry_delay",
  "retry_exponential_backoff",
  "task_group",
  "task_id",
  "trigger_rule",
  "wait_for_downstream",
  "wait_for_past_depends_before_skipping",
  "weight_rule",
]);

const unmappableIn2: ReadonlySet<string> = new Set(
  "doc doc_json doc_md doc_rst doc_yaml email end_date executor logger_name max_active_tis_per_dag max_active_tis_per_dagrun pool resources run_as_user sla start_date task_display_name".split(
    " ",
  ),
);
const unmappableIn3: ReadonlySet<string> = new Set(["email_on_failure", "email_on_retry"]);

/** Whether Airflow refuses to map an argument that every operator has. */
export function isUnmappable(name: string, airflow: AirflowVersion): boolean {
  return unmappable.has(name) || (airflow === 2 ? unmappableIn2 : unmappableIn3).has(name);
}

/** Notes what Airflow refuses of `.expand(…)`. */
export function checkExpansion(
  session: Session,
  call: NativeCall,
  of: {
    readonly partial: GivenMap;
    readonly isTaskFlow: boolean;
    /** What the decorator of a task function was given. */
    readonly options?: GivenMap;
  },
): void {
  const { building } = session;
  if (call.keywords.size === 0 && !call.uncertain) report(building, "M1", call.span, {});
  for (const [name, given] of call.keywords) {
    const span = given.keywordSpan ?? given.span ?? call.span;
    if (of.partial.has(name) || (!of.isTaskFlow && isUnmappable(name, session.airflow))) {
      // A task function is only refused when it runs.
      report(building, "M4", span, { name, late: of.options !== undefined });
    }
    if (of.isTaskFlow && contextKeys.has(name))
      report(building, "M8", span, { name, call: "expand" });
    checkMappable(session, name, given, call);
  }
  checkAlways(session, call, of.options ?? of.partial);
  const count = [...call.keywords.values()].reduce((all, { value }) => all * lengthOf(value), 1);
  if (count > 1024) report(building, "M17", call.span, { count });
}

/** Notes what Airflow refuses of `.expand_kwargs(…)`. */
export function checkExpandKwargs(
  session: Session,
  call: NativeCall,
  given: GivenArgument | undefined,
): void {
  if (!given) return;
  const { value } = given;
  if (value.kind === "unknown" || payloadOf(value, "airflow.xcom")) return;
  const isList = value.kind === "list" || value.kind === "tuple";
  const items = isList ? value.items : [];
  const fine = items.every(
    (item) => item.kind === "dict" || item.kind === "unknown" || item.kind === "instance",
  );
  if (isList && fine) return;
  report(session.building, "M6", given.span ?? call.span, { given: value.kind });
}

function checkMappable(
  session: Session,
  name: string,
  given: GivenArgument,
  call: NativeCall,
): void {
  const { value } = given;
  const span = given.span ?? call.span;
  const xcom = payloadOf(value, "airflow.xcom")?.draft;
  if (xcom?.plain && xcom.key !== "return_value") {
    report(session.building, "M7", span, { name, key: xcom.key });
  } else if (!isMappable(value)) {
    report(session.building, "M3", span, { name, given: value.kind });
  }
}

function isMappable(value: Value): boolean {
  switch (value.kind) {
    case "int":
    case "float":
    case "bool":
    case "none":
    case "str":
    case "set":
    case "iterator":
      return false;
    default:
      return true;
  }
}

/** How many elements a value surely has; 1 if that is not known. */
function lengthOf(value: Value): number {
  if (value.kind === "list" && value.uncertain) return 1;
  return value.kind === "list" || value.kind === "tuple" ? value.items.length : 1;
}

function checkAlways(session: Session, call: NativeCall, partial: GivenMap): void {
  if (stringOf(partial.get("trigger_rule")?.value) !== "always") return;
  const overData = [...call.keywords.values()].some(({ value }) =>
    payloadOf(value, "airflow.xcom"),
  );
  if (overData) report(session.building, "M11", call.span, {});
}
