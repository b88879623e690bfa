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
