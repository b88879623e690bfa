import type { AirflowVersion } from "../../model/readers/reader.ts";

/** One name that a template may use. */
export interface TemplateName {
  readonly name: string;
  readonly text: string;
  /** The version that alone has it. */
  readonly airflow?: AirflowVersion;
}

/** What `{{ … }}` may name in Airflow (airflow: task-sdk definitions/context.py and 2.11's utils/context.py). */
export const templateNames: readonly TemplateName[] = [
  { name: "ds", text: "The logical date as YYYY-MM-DD." },
  { name: "ds_nodash", text: "The logical date as YYYYMMDD." },
  { name: "ts", text: "The logical date and time, such as 2024-01-01T00:00:00+00:00." },
  { name: "ts_nodash", text: "The logical date and time as 20240101T000000." },
  { name: "ts_nodash_with_tz", text: "The same with the offset: 20240101T000000+0000." },
  { name: "logical_date", text: "The logical date as a date-time with its zone." },
  { name: "data_interval_start", text: "Where the data of this run begins." },
  { name: "data_interval_end", text: "Where the data of this run ends." },
  {
    name: "prev_data_interval_start_success",
    text: "Where the data of the last successful run begins.",
  },
  {
    name: "prev_data_interval_end_success",
    text: "Where the data of the last successful run ends.",
  },
  { name: "prev_start_date_success", text: "When the last successful run started." },
  { name: "prev_end_date_success", text: "When the last successful run ended." },
  { name: "dag", text: "The DAG." },
  { name: "task", text: "The task." },
  { name: "ti", text: "The task instance: ti.xcom_pull(…), ti.try_number." },
  { name: "task_instance", text: "The task instance: the same as ti." },
  { name: "task_instance_key_str", text: "DAG, task and date in one text." },
  { name: "dag_run", text: "The DAG run: dag_run.conf holds what it was triggered with." },
  { name: "run_id", text: "The id of the DAG run." },
  { name: "params", text: "The parameters of the run: params.name." },
  { name: "var", text: "Airflow's Variables: var.value.name, var.json.name.key." },
  { name: "conn", text: "Airflow's connections: conn.name.host." },
  { name: "macros", text: "Functions for dates and more: macros.ds_add(ds, 1)." },
  { name: "inlets", text: "The assets that the task reads." },
  { name: "outlets", text: "The assets that the task writes." },
  { name: "inlet_events", text: "Earlier events of the assets that the task reads." },
  { name: "outlet_events", text: "The events that the task's outlets will make." },
  {
    name: "map_index_template",
    text: "How a mapped instance is named.",
  },
  { name: "triggering_asset_events", text: "The asset events that started the run.", airflow: 3 },
  { name: "task_reschedule_count", text: "How often a sensor was rescheduled.", airflow: 3 },
  {
    name: "triggering_dataset_events",
    text: "The dataset events that started the run.",
    airflow: 2,
  },
  { name: "conf", text: "Airflow's configuration.", airflow: 2 },
];

/** What `macros.` offers. */
export const macroNames: readonly TemplateName[] = [
  { name: "ds_add", text: "ds_add(ds, days): a date some days later or earlier." },
  { name: "ds_format", text: "ds_format(ds, from, to): a date in another form." },
  {
    name: "ds_format_locale",
    text: "ds_format_locale(ds, from, to, locale): the same in a language.",
  },
  { name: "datetime", text: "Python's datetime.datetime." },
  { name: "timedelta", text: "Python's datetime.timedelta." },
  { name: "dateutil", text: "The package dateutil." },
  { name: "time", text: "Python's time." },
  { name: "uuid", text: "Python's uuid." },
  { name: "random", text: "Python's random.random." },
  { name: "json", text: "Python's json." },
  { name: "yaml", text: "The package yaml." },
  { name: "datetime_diff_for_humans", text: "How long ago, in words." },
];

/** What may stand behind `|`: Airflow's own filters, and those of Jinja that templates use. */
export const filterNames: readonly TemplateName[] = [
  { name: "ds", text: "A date-time as YYYY-MM-DD." },
  { name: "ds_nodash", text: "A date-time as YYYYMMDD." },
  { name: "ts", text: "A date-time such as 2024-01-01T00:00:00+00:00." },
  { name: "ts_nodash", text: "A date-time as 20240101T000000." },
  { name: "ts_nodash_with_tz", text: "The same with the offset: 20240101T000000+0000." },
  { name: "default", text: "default(value): another value where there is none." },
  { name: "first", text: "The first element." },
  { name: "float", text: "As a number with a fraction." },
  { name: "int", text: "As a whole number." },
  { name: "join", text: "join(separator): the elements as one text." },
  { name: "last", text: "The last element." },
  { name: "length", text: "How many elements there are." },
  { name: "list", text: "As a list." },
  { name: "lower", text: "In small letters." },
  { name: "replace", text: "replace(old, new): with one text in place of another." },
  { name: "tojson", text: "As JSON." },
  { name: "trim", text: "Without blanks at its ends." },
  { name: "upper", text: "In capital letters." },
];
