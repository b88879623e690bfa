import type { Task } from "../../dag/dag.ts";

const python = ["templates_dict", "op_args", "op_kwargs"];
const external = [
  "external_dag_id",
  "external_task_id",
  "external_task_ids",
  "external_task_group_id",
];

/** Which arguments are rendered as templates, for operators that every Airflow has (providers/standard). */
const fields: Readonly<Record<string, readonly string[]>> = {
  BashOperator: ["bash_command", "env", "cwd"],
  BashSensor: ["bash_command", "env"],
  PythonOperator: python,
  BranchPythonOperator: python,
  ShortCircuitOperator: python,
  PythonSensor: python,
  EmptyOperator: [],
  TriggerDagRunOperator: [
    "trigger_dag_id",
    "trigger_run_id",
    "logical_date",
    "execution_date",
    "conf",
    "wait_for_completion",
    "skip_when_already_exists",
  ],
  ExternalTaskSensor: external,
  FileSensor: ["filepath"],
  DateTimeSensor: ["target_time"],
};

/** Whether an argument of a task is rendered as a template; undefined when the operator is not known that well. */
export function isTemplateField(
  { operator, operatorPath }: Task,
  name: string,
): boolean | undefined {
  if (!Object.hasOwn(fields, operator) || operatorPath?.startsWith("airflow.") === false)
    return undefined;
  return fields[operator]?.includes(name);
}
