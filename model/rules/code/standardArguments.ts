import {
  allArguments,
  operatorClassFacts,
  type OperatorClassFacts,
} from "../../catalogue/catalogue.ts";
import type { Task } from "../../dag/dag.ts";

/** Arguments of every operator. Airflow: BaseOperator.__init__ of 2.11 and 3.3, and those that other rules speak of. */
export const baseArguments: ReadonlySet<string> = new Set(
  "task_id owner email email_on_retry email_on_failure retries retry_delay retry_exponential_backoff max_retry_delay start_date end_date depends_on_past ignore_first_depends_on_past wait_for_past_depends_before_skipping wait_for_downstream dag params default_args priority_weight weight_rule queue pool pool_slots sla execution_timeout on_execute_callback on_failure_callback on_success_callback on_retry_callback on_skipped_callback pre_execute post_execute trigger_rule resources run_as_user map_index_template max_active_tis_per_dag max_active_tis_per_dagrun executor executor_config do_xcom_push multiple_outputs inlets outlets task_group doc doc_md doc_json doc_yaml doc_rst task_display_name logger_name allow_nested_operators render_template_as_native_obj retry_policy task_concurrency provide_context start_trigger_args start_from_trigger".split(
    " ",
  ),
);

/** Arguments of Airflow 2 that the newest packages have no more. */
const older =
  "execution_date use_task_execution_date use_task_execution_day skip_exit_code deferrable poll_interval".split(
    " ",
  );

/** What is known of a task's class; undefined for one that is not in the catalogue. */
export function factsOf({ operator, operatorPath, kind }: Task): OperatorClassFacts | undefined {
  if (kind !== "operator" && kind !== "sensor") return undefined;
  if (!operatorPath?.startsWith("airflow.")) return undefined;
  return operatorClassFacts(operator, operatorPath.slice(0, operatorPath.lastIndexOf(".")));
}

/** Whether a class comes with Airflow itself, so that its version is that of Airflow. */
export function isStandard({ module }: OperatorClassFacts): boolean {
  return (
    module.startsWith("airflow.providers.standard.") || !module.startsWith("airflow.providers.")
  );
}

/** The names of all arguments of a task's class; undefined when they are not known to the last. */
export function argumentsOf(facts: OperatorClassFacts): ReadonlySet<string> | undefined {
  const own = allArguments(facts);
  return own && new Set([...own.map(({ name }) => name), ...baseArguments, ...older]);
}

/** The names of arguments without a default. */
export function requiredArguments(facts: OperatorClassFacts): readonly string[] {
  return (allArguments(facts) ?? []).filter(({ required }) => required).map(({ name }) => name);
}
