import { ownOf } from "../../model/ownOf.ts";

/** What the arguments of all operators mean (Airflow: task-sdk BaseOperator). */
export const taskArguments: Readonly<Record<string, string>> = {
  task_id:
    "The id of the task, unique within the DAG. Letters, digits, dashes, dots and underscores.",
  owner: "Who looks after the task.",
  email: "Where mails about retries and failures go.",
  email_on_retry: "Whether a mail is sent when a try fails and another follows.",
  email_on_failure: "Whether a mail is sent when the task fails.",
  retries: "How often the task is tried again after a failure. 0 by default.",
  retry_delay: "How long to wait before the next try: a timedelta. 5 minutes by default.",
  retry_exponential_backoff: "Waits longer before each further try.",
  max_retry_delay: "The longest wait before a try: a timedelta.",
  retry_policy: "Decides by the exception whether and when there is another try.",
  start_date: "From when on the task is scheduled. Usually the DAG's.",
  end_date: "Until when the task is scheduled.",
  depends_on_past: "Runs only if the same task of the run before has succeeded.",
  wait_for_past_depends_before_skipping: "Does not skip before the run before is known.",
  wait_for_downstream: "Runs only if the tasks after it in the run before have succeeded.",
  ignore_first_depends_on_past: "Lets the very first run ignore depends_on_past.",
  dag: "The DAG of the task. Not needed inside `with DAG(…)`.",
  params: "Parameters for templates, with their defaults.",
  default_args: "Arguments of the task that are not given themselves.",
  priority_weight: "Higher goes first when slots are short.",
  weight_rule: "How the weights of the tasks after it count: downstream, upstream or absolute.",
  queue: "The queue of the executor.",
  pool: "The pool whose slots limit how many such tasks run at once.",
  pool_slots: "How many slots of the pool the task takes.",
  execution_timeout: "How long a try may take: a timedelta. Then it fails.",
  on_execute_callback: "Called right before the task runs.",
  on_failure_callback: "Called when the task has failed.",
  on_success_callback: "Called when the task has succeeded.",
  on_retry_callback: "Called when a try has failed and another follows.",
  on_skipped_callback: "Called when the task skips itself.",
  pre_execute: "Called before the operator, with the context.",
  post_execute: "Called after the operator, with the context and the result.",
  trigger_rule: "When the task runs, by how the tasks before it ended.",
  resources: "What the task needs of the machine.",
  run_as_user: "The Unix user that runs the task.",
  map_index_template: "A template that names the instances of a mapped task.",
  max_active_tis_per_dag: "How many instances of this task run at once over all runs.",
  max_active_tis_per_dagrun: "How many instances of this task run at once in one run.",
  executor: "The executor that runs the task.",
  executor_config: "Settings of the executor for this task.",
  do_xcom_push: "Whether what the task returns is kept as XCom.",
  multiple_outputs: "Keeps each key of a returned dict as an XCom of its own.",
  inlets: "The assets that the task reads.",
  outlets: "The assets that the task writes.",
  task_group: "The group of the task. Not needed inside `with TaskGroup(…)`.",
  doc: "What the task does, in plain text.",
  doc_md: "What the task does, in Markdown.",
  task_display_name: "The name that is shown instead of the id.",
};

/** What the arguments of a DAG mean. */
export const dagArguments: Readonly<Record<string, string>> = {
  dag_id: "The id of the DAG, unique in the whole Airflow.",
  description: "What the DAG does, in one line.",
  schedule: "When the DAG runs: a cron expression, a preset, a timedelta, assets or a timetable.",
  start_date: "From when on the DAG is scheduled.",
  end_date: "Until when the DAG is scheduled.",
  catchup: "Whether runs are made for all the time since the start date.",
  default_args: "Arguments for all tasks of the DAG.",
  tags: "Words to find the DAG by.",
  params: "Parameters of a run, with defaults and schemas.",
  max_active_tasks: "How many tasks of one run are at work at once.",
  max_active_runs: "How many runs are at work at once.",
  max_consecutive_failed_dag_runs: "After so many failed runs in a row the DAG is paused.",
  dagrun_timeout: "How long a run may take: a timedelta. Then it fails.",
  doc_md: "What the DAG does, in Markdown.",
  on_success_callback: "Called when a run has succeeded.",
  on_failure_callback: "Called when a run has failed.",
  template_searchpath: "Folders in which templates are looked up.",
  user_defined_macros: "More names for templates.",
  user_defined_filters: "More filters for templates.",
  render_template_as_native_obj: "Templates give Python values instead of text.",
  is_paused_upon_creation: "Whether a new DAG starts paused.",
  fail_fast: "The first failed task stops the run.",
  owner_links: "Links behind the names of owners.",
  dag_display_name: "The name that is shown instead of the id.",
  access_control: "Who may do what with the DAG.",
  auto_register: "Whether `with` alone makes Airflow find the DAG.",
};

/** What the arguments of a task group mean. */
export const groupArguments: Readonly<Record<string, string>> = {
  group_id: "The id of the group; it begins the ids of its tasks.",
  group_display_name: "The name that is shown instead of the id.",
  prefix_group_id: "Whether the ids of its tasks begin with the group's.",
  parent_group: "The group around it. Not needed inside `with TaskGroup(…)`.",
  dag: "The DAG of the group. Not needed inside `with DAG(…)`.",
  default_args: "Arguments for all tasks of the group.",
  tooltip: "What is shown when the mouse rests on the group.",
  ui_color: "The colour of the group in Airflow's graph.",
  ui_fgcolor: "The colour of its text in Airflow's graph.",
  add_suffix_on_collision: "Adds a number when there is a group of this id already.",
};

/** What arguments mean that many operators share, or that the most used ones need. */
export const operatorArguments: Readonly<Record<string, string>> = {
  bash_command: "The shell command or script. A template.",
  env: "Environment variables of the command. A template.",
  append_env: "Keeps the environment of Airflow and adds env.",
  cwd: "The folder that the command runs in.",
  skip_on_exit_code: "Exit codes that skip the task instead of failing it. 99 by default.",
  python_callable: "The function that is called.",
  op_args: "Positional arguments of the function. A template.",
  op_kwargs: "Keyword arguments of the function. A template.",
  templates_dict: "More values with templates, given to the function.",
  requirements: "Packages of the virtual environment.",
  trigger_dag_id: "The id of the DAG that is started.",
  conf: "What the started run is given.",
  wait_for_completion: "Waits until the started run has ended.",
  reset_dag_run: "Clears a run of the same date and starts it again.",
  external_dag_id: "The DAG that is waited for.",
  external_task_id: "The task that is waited for; without one, the whole DAG.",
  external_task_ids: "The tasks that are waited for.",
  external_task_group_id: "The task group that is waited for.",
  execution_delta: "How much earlier the awaited run's logical date is: a timedelta.",
  execution_date_fn: "A function from this logical date to the awaited one.",
  allowed_states: "States that end the waiting with success.",
  failed_states: "States that end the waiting with a failure.",
  check_existence: "Fails if the awaited DAG or task does not exist.",
  poke_interval: "How long between two looks, in seconds or as a timedelta.",
  timeout: "How long is waited in all, in seconds or as a timedelta.",
  mode: "poke keeps its slot between looks; reschedule gives it back.",
  soft_fail: "Skips instead of failing when the timeout is reached.",
  exponential_backoff: "Waits longer between later looks.",
  deferrable: "Waits in the triggerer, without a worker.",
  sql: "The statement, several, or a file with them. A template.",
  conn_id: "The id of the Airflow connection.",
  filepath: "The file or folder that is waited for. A template.",
  endpoint: "The path behind the connection's host. A template.",
};

/** What an argument means; undefined when there are no words for it. */
export function argumentText(owner: "task" | "dag" | "group", name: string): string | undefined {
  switch (owner) {
    case "dag":
      return ownOf(dagArguments, name);
    case "group":
      return ownOf(groupArguments, name);
    case "task":
      if (name.endsWith("_conn_id")) return "The id of the Airflow connection.";
      return ownOf(taskArguments, name) ?? ownOf(operatorArguments, name);
  }
}
