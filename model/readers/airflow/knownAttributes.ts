import type { AirflowVersion } from "../reader.ts";

/** Whether a DAG or the class Variable has an attribute, in this Airflow; names with an underscore in front are not known. */
export function hasAttribute(
  of: "DAG" | "Variable",
  name: string,
  airflow: AirflowVersion,
): boolean {
  return name.startsWith("_") || attributesOf(of, airflow).includes(name);
}

/** The attributes of a DAG or of the class Variable, as this Airflow has them. */
export function attributesOf(of: "DAG" | "Variable", airflow: AirflowVersion): readonly string[] {
  if (of === "Variable") return (airflow === 3 ? ofVariable3 : ofVariable2).split(" ");
  return `${ofBothDags} ${airflow === 3 ? ofDag3 : ofDag2}`.split(" ");
}

/** What the class Variable is asked for; the rest belongs to single variables. */
export function variableMethods(airflow: AirflowVersion): readonly string[] {
  return airflow === 3
    ? ["delete", "get", "keys", "set"]
    : ["delete", "get", "set", "setdefault", "update"];
}

const ofVariable3 = "delete description get key keys set value";
const ofVariable2 =
  "check_for_write_conflict delete description get get_val get_variable_from_secrets id is_encrypted key log logger metadata on_db_load registry rotate_fernet_key set set_val setdefault update val";

const ofBothDags =
  "access_control add_task add_tasks auto_register catchup cli dag_display_name dag_id dagrun_timeout default_args description doc_md edge_info end_date fileloc folder get_edge_info get_serialized_fields get_task get_template_env has_on_failure_callback has_on_success_callback has_task has_task_group is_paused_upon_creation jinja_environment_kwargs last_loaded leaves max_active_runs max_active_tasks max_consecutive_failed_dag_runs on_failure_callback on_success_callback owner owner_links param params partial partial_subset relative_fileloc render_template_as_native_obj resolve_template_files roots set_dependency set_edge_info sla_miss_callback start_date tags tasks task task_dict task_group task_group_dict task_ids tasks_upstream_of_teardowns teardowns template_searchpath template_undefined test timetable timezone topological_sort user_defined_filters user_defined_macros validate validate_setup_teardown";
const ofDag3 =
  "add_result allowed_run_types check_cycle deadline disable_bundle_versioning fail_fast rerun_with_latest_version schedule";
const ofDag2 =
  "allow_future_exec_dates bulk_sync_to_db bulk_write_to_db clear clear_dags concurrency concurrency_reached create_dagrun date_range deactivate_stale_dags deactivate_unknown_dags default_view execute_callback fail_stop fetch_callback fetch_dagrun filepath following_schedule full_filepath get_active_runs get_concurrency_reached get_dagrun get_dagruns_between get_default_view get_doc_md get_is_active get_is_paused get_last_dagrun get_latest_execution_date get_next_data_interval get_num_active_runs get_num_task_instances get_run_data_interval get_run_dates get_task_instances get_task_instances_before get_tree_view handle_callback has_dag_runs infer_automated_data_interval is_fixed_time_schedule is_paused is_subdag iter_dagrun_infos_between iter_invalid_owner_links latest_execution_date log logger next_dagrun_after_date next_dagrun_info normalize_schedule normalized_schedule_interval orientation parent_dag pickle pickle_id pickle_info previous_schedule run safe_dag_id schedule_interval set_dag_runs_state set_task_group_state set_task_instance_state sub_dag subdags sync_to_db task_count tree_view validate_executor_field validate_schedule_and_params";
