/** Where the names that examples use come from. */
const homes: Readonly<Record<string, string>> = {
  Asset: "airflow.sdk",
  BaseOperator: "airflow.sdk",
  DAG: "airflow.sdk",
  Label: "airflow.sdk",
  Param: "airflow.sdk",
  TaskGroup: "airflow.sdk",
  TriggerRule: "airflow.sdk",
  Variable: "airflow.sdk",
  chain: "airflow.sdk",
  chain_linear: "airflow.sdk",
  cross_downstream: "airflow.sdk",
  dag: "airflow.sdk",
  setup: "airflow.sdk",
  task: "airflow.sdk",
  task_group: "airflow.sdk",
  teardown: "airflow.sdk",
  BashOperator: "airflow.providers.standard.operators.bash",
  EmptyOperator: "airflow.providers.standard.operators.empty",
  BranchDateTimeOperator: "airflow.providers.standard.operators.datetime",
  BranchDayOfWeekOperator: "airflow.providers.standard.operators.weekday",
  BranchPythonOperator: "airflow.providers.standard.operators.python",
  PythonOperator: "airflow.providers.standard.operators.python",
  TriggerDagRunOperator: "airflow.providers.standard.operators.trigger_dagrun",
  DateTimeSensor: "airflow.providers.standard.sensors.date_time",
  DayOfWeekSensor: "airflow.providers.standard.sensors.weekday",
  ExternalTaskSensor: "airflow.providers.standard.sensors.external_task",
  FileSensor: "airflow.providers.standard.sensors.filesystem",
  PythonSensor: "airflow.providers.standard.sensors.python",
  datetime: "datetime",
  timedelta: "datetime",
};

/** An example file: the imports that its code needs, and the code. Marks are kept. */
export function exampleFile(code: string): string {
  const used = new Set<string>();
  for (const [, name = ""] of code.matchAll(/(?<![\w."'])([A-Za-z_]\w*)\b(?!\s*=[^=])/g))
    if (Object.hasOwn(homes, name)) used.add(name);
  const byModule = new Map<string, string[]>();
  for (const name of used) {
    const module = homes[name] ?? "";
    byModule.set(module, [...(byModule.get(module) ?? []), name].sort());
  }
  const imports = [...byModule]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([module, names]) => `from ${module} import ${names.join(", ")}\n`);
  return `${imports.join("")}\n${code.replace(/^\n/, "").replace(/\s*$/, "\n")}`;
}

/** An example file with one DAG; `body` is the code inside its `with` block, unindented. */
export function exampleDag(body: string, dagArgs = '"etl", schedule=None'): string {
  const indented = body
    .replace(/^\n/, "")
    .trimEnd()
    .split("\n")
    .map((line) => (line === "" ? "" : `    ${line}`));
  return exampleFile(`with DAG(${dagArgs}) as dag:\n${indented.join("\n")}\n`);
}
