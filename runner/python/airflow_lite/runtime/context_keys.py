"""The names that a task's context has. Airflow: task-sdk definitions/context.py."""

KNOWN_CONTEXT_KEYS = frozenset(
    """conn dag dag_run data_interval_end data_interval_start outlet_events ds ds_nodash expanded_ti_count exception
    inlets inlet_events logical_date macros map_index_template outlets params prev_data_interval_start_success
    prev_data_interval_end_success prev_start_date_success prev_end_date_success reason run_id start_date task
    task_reschedule_count task_instance task_instance_key_str templates_dict test_mode ti triggering_asset_events
    try_number ts ts_nodash ts_nodash_with_tz var conf execution_date next_ds next_ds_nodash next_execution_date
    prev_ds prev_ds_nodash prev_execution_date prev_execution_date_success tomorrow_ds tomorrow_ds_nodash
    yesterday_ds yesterday_ds_nodash triggering_dataset_events""".split()
) - {"start_date"}
