/** The text of a DAG file of `tasks` tasks, three or four lines each: groups of ten, chains between them, some loops. */
export function largeDagFile(tasks: number): string {
  const lines = [
    "from datetime import datetime",
    "from airflow.sdk import DAG, TaskGroup",
    "from airflow.providers.standard.operators.bash import BashOperator",
    "from airflow.providers.standard.operators.empty import EmptyOperator",
    "",
    'with DAG("large", schedule="0 2 * * *", start_date=datetime(2024, 1, 1), catchup=False, tags=["bench"]) as dag:',
  ];
  for (let at = 0; at < tasks; at++) {
    if (at % 10 === 0) lines.push(`    with TaskGroup("group_${at / 10}") as group_${at / 10}:`);
    const id = `task_${at}`;
    lines.push(
      at % 3 === 0
        ? `        ${id} = EmptyOperator(task_id="${id}")`
        : `        ${id} = BashOperator(task_id="${id}", bash_command=f"echo ${at} {{{{ ds }}}}", retries=2)`,
    );
    if (at % 10 !== 0) lines.push(`        task_${at - 1} >> ${id}`);
    if (at % 10 === 9 && at >= 10)
      lines.push(`    group_${(at - 9) / 10 - 1} >> group_${(at - 9) / 10}`);
  }
  return lines.join("\n") + "\n";
}
