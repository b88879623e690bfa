import { ownOf } from "../../ownOf.ts";

/** What Airflow 2 fills in for a task and Airflow 3 does not, with what to write instead where there is something. */
export const removedContext: ReadonlyMap<string, string | undefined> = new Map([
  ["execution_date", "logical_date"],
  ["next_execution_date", "data_interval_end"],
  ["next_ds", "data_interval_end | ds"],
  ["next_ds_nodash", "data_interval_end | ds_nodash"],
  ["prev_execution_date", "prev_data_interval_start_success"],
  ["prev_execution_date_success", "prev_data_interval_start_success"],
  ["prev_ds", "macros.ds_add(ds, -1)"],
  ["prev_ds_nodash", undefined],
  ["yesterday_ds", "macros.ds_add(ds, -1)"],
  ["yesterday_ds_nodash", undefined],
  ["tomorrow_ds", "macros.ds_add(ds, 1)"],
  ["tomorrow_ds_nodash", undefined],
  ["triggering_dataset_events", "triggering_asset_events"],
  ["conf", "dag_run.conf"],
  ["test_mode", undefined],
  ["expanded_ti_count", undefined],
]);

/** Those whose replacement means just the same. */
export const sameContext: ReadonlySet<string> = new Set([
  "execution_date",
  "triggering_dataset_events",
]);

/**
 * What a run, a task instance and a DAG tell in templates of Airflow 2 and not of 3: what is in DagRun, TaskInstance and DAG of
 * 2.11 and neither in those of airflow.sdk nor in its RuntimeTaskInstance.
 */
const goneOf: Readonly<Record<string, ReadonlySet<string>>> = {
  dag_run: new Set(
    "creating_job_id dag dag_hash execution_date external_trigger fetch_task_instance fetch_task_instances find generate_run_id get_dag get_latest_runs get_previous_dagrun get_previous_scheduled_dagrun get_state get_task_instance get_task_instances id is_backfill last_scheduling_decision log_template_id queued_at task_instances updated_at".split(
      " ",
    ),
  ),
  ti: new Set(
    "command_as_list current_state dag_run duration execution_date executor external_executor_id get_dagrun get_previous_execution_date get_previous_start_date job_id key logical_date next_retry_datetime next_try_number note operator pid pool pool_slots prev_attempted_tries previous_start_date_success previous_ti previous_ti_success priority_weight queued_by_job_id queued_dttm run_as_user test_mode unixname updated_at".split(
      " ",
    ),
  ),
  dag: new Set(
    "allow_future_exec_dates concurrency concurrency_reached date_range default_view fail_stop filepath following_schedule full_filepath get_active_runs get_dagrun get_is_paused get_last_dagrun get_latest_execution_date get_num_active_runs is_paused is_subdag latest_execution_date normalized_schedule_interval orientation parent_dag previous_schedule safe_dag_id schedule_interval subdags".split(
      " ",
    ),
  ),
};

/** Whether Airflow 3 has left out an attribute that Airflow 2 has of this object of the context. */
export function isGoneOf(object: string, attribute: string): boolean {
  return ownOf(goneOf, object === "task_instance" ? "ti" : object)?.has(attribute) === true;
}

/** Attributes of a run that are there under another name. */
export const renamedOfRun: Readonly<Record<string, string>> = { execution_date: "logical_date" };
