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

/** What is known of a task's class without its package. */
export interface ClassFacts {
  /** It comes with Airflow itself, so that its version is that of Airflow. */
  readonly isStandard: boolean;
  /** The names of all its arguments; undefined when they are not known to the last. */
  readonly known: ReadonlySet<string> | undefined;
  /** The arguments that are rendered as templates. */
  readonly templateFields: ReadonlySet<string> | undefined;
}

/** Looks a task's class up; undefined for one that is not in the catalogue. */
export function classFactsOf({ operator, operatorPath, kind }: Task): ClassFacts | undefined {
  if ((kind !== "operator" && kind !== "sensor") || !operatorPath?.startsWith("airflow.")) {
    return undefined;
  }
  const module = operatorPath.slice(0, operatorPath.lastIndexOf("."));
  const facts = operatorClassFacts(operator, module);
  if (!facts) return undefined;
  const before = gathered.get(facts);
  if (before) return before;
  const own = allArguments(facts);
  const made: ClassFacts = {
    isStandard: isStandard(facts),
    known: own && new Set([...own.map(({ name }) => name), ...baseArguments, ...older]),
    templateFields: facts.templateFields && new Set(facts.templateFields),
  };
  gathered.set(facts, made);
  return made;
}

/** The catalogue stays what it is: what was gathered of a class once is so for all files. */
const gathered = new WeakMap<OperatorClassFacts, ClassFacts>();

/** Whether a class comes with Airflow itself. */
export function isStandard({ module }: OperatorClassFacts): boolean {
  return (
    module.startsWith("airflow.providers.standard.") || !module.startsWith("airflow.providers.")
  );
}
