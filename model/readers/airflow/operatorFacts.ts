/** What is known of an operator class without its package. */
export interface OperatorFacts {
  /** Undefined when the class is not known. */
  readonly templateFields: readonly string[] | undefined;
  readonly isSensor: boolean;
}

const python = ["templates_dict", "op_args", "op_kwargs"];
const virtualenv = [
  ...python,
  "requirements",
  "index_urls",
  "index_urls_from_connection_ids",
  "venv_cache_path",
];
const external = [
  "external_dag_id",
  "external_task_id",
  "external_task_ids",
  "external_task_group_id",
];

/** The standard operators, which every DAG may use (airflow: providers/standard). */
const standard: Readonly<Record<string, readonly string[]>> = {
  BaseOperator: [],
  BaseSensorOperator: [],
  BaseBranchOperator: [],
  BashOperator: ["bash_command", "env", "cwd"],
  BashSensor: ["bash_command", "env"],
  BranchDateTimeOperator: [],
  BranchDayOfWeekOperator: [],
  BranchExternalPythonOperator: [...python, "python"],
  BranchPythonOperator: python,
  BranchPythonVirtualenvOperator: virtualenv,
  DateTimeSensor: ["target_time"],
  DateTimeSensorAsync: ["target_time"],
  DayOfWeekSensor: [],
  DummyOperator: [],
  EmptyOperator: [],
  ExternalPythonOperator: [...python, "python"],
  ExternalTaskMarker: ["external_dag_id", "external_task_id", "logical_date", "execution_date"],
  ExternalTaskSensor: external,
  FileSensor: ["filepath"],
  HITLBranchOperator: ["subject", "body"],
  HITLEntryOperator: ["subject", "body"],
  HITLOperator: ["subject", "body"],
  ApprovalOperator: ["subject", "body"],
  LatestOnlyOperator: [],
  PythonOperator: python,
  PythonSensor: python,
  PythonVirtualenvOperator: virtualenv,
  ShortCircuitOperator: python,
  SubDagOperator: [],
  TimeDeltaSensor: [],
  TimeDeltaSensorAsync: [],
  TimeSensor: [],
  TimeSensorAsync: [],
  TriggerDagRunOperator: [
    "trigger_dag_id",
    "trigger_run_id",
    "logical_date",
    "execution_date",
    "conf",
    "wait_for_completion",
    "skip_when_already_exists",
  ],
  WaitSensor: [],
};

/** The facts of a class by its name and the module it is imported from. */
export function operatorFacts(name: string, module: string): OperatorFacts {
  const isCore = module === "airflow" || module.startsWith("airflow.");
  return {
    templateFields: isCore && Object.hasOwn(standard, name) ? standard[name] : undefined,
    isSensor: /Sensor(Async|Operator|Trigger)?$/.test(name),
  };
}
