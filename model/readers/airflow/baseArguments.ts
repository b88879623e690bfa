import type { AirflowVersion } from "../reader.ts";

/** Types that Airflow checks of the arguments of every operator (`BASEOPERATOR_ARGS_EXPECTED_TYPES`); None always passes. */
export const expectedTypes: ReadonlyMap<string, string> = new Map([
  ["task_id", "str"],
  ["email", "str or list"],
  ["email_on_retry", "bool"],
  ["email_on_failure", "bool"],
  ["retry_exponential_backoff", "number"],
  ["depends_on_past", "bool"],
  ["ignore_first_depends_on_past", "bool"],
  ["wait_for_past_depends_before_skipping", "bool"],
  ["wait_for_downstream", "bool"],
  ["priority_weight", "int"],
  ["queue", "str"],
  ["pool", "str"],
  ["pool_slots", "int"],
  ["run_as_user", "str"],
  ["map_index_template", "str"],
  ["max_active_tis_per_dag", "int"],
  ["max_active_tis_per_dagrun", "int"],
  ["executor", "str"],
  ["do_xcom_push", "bool"],
  ["multiple_outputs", "bool"],
  ["doc", "str"],
  ["doc_md", "str"],
  ["doc_json", "str"],
  ["doc_yaml", "str"],
  ["doc_rst", "str"],
  ["task_display_name", "str"],
  ["logger_name", "str"],
  ["allow_nested_operators", "bool"],
]);

const both = [
  ...expectedTypes.keys(),
  "dag",
  "default_args",
  "end_date",
  "execution_timeout",
  "executor_config",
  "inlets",
  "max_retry_delay",
  "on_execute_callback",
  "on_failure_callback",
  "on_retry_callback",
  "on_skipped_callback",
  "on_success_callback",
  "outlets",
  "owner",
  "params",
  "post_execute",
  "pre_execute",
  "resources",
  "retries",
  "retry_delay",
  "sla",
  "start_date",
  "start_from_trigger",
  "start_trigger_args",
  "task_group",
  "trigger_rule",
  "weight_rule",
];

const only3 = ["render_template_as_native_obj", "retry_policy"];
const only2 = ["task_concurrency"];

/** Whether every operator of a version takes an argument of this name. */
export function isBaseArgument(name: string, airflow: AirflowVersion): boolean {
  return both.includes(name) || (airflow === 3 ? only3 : only2).includes(name);
}

/** Arguments of every sensor. */
export const sensorArguments: ReadonlySet<string> = new Set([
  "poke_interval",
  "timeout",
  "soft_fail",
  "mode",
  "exponential_backoff",
  "max_wait",
  "silent_fail",
  "never_fail",
]);
