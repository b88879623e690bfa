/** A DAG file of about a thousand lines: tasks in groups, arrows, templates, as people write them. */
export function generatedDag(tasks: number): string {
  const lines = [
    "from airflow.sdk import DAG, TaskGroup",
    "from airflow.providers.standard.operators.bash import BashOperator",
    "from airflow.providers.standard.operators.empty import EmptyOperator",
    "",
    'with DAG("large", schedule="0 2 * * *") as dag:',
    '    start = EmptyOperator(task_id="start")',
  ];
  for (let i = 0; i < tasks; i++) {
    const before = i === 0 ? "start" : `task_${i - 1}`;
    lines.push(
      `    task_${i} = BashOperator(`,
      `        task_id="task_${i}",`,
      `        bash_command="echo {{ ti.xcom_pull(task_ids='${before}') }}",`,
      "        retries=2,",
      "    )",
      `    ${before} >> task_${i}`,
    );
  }
  return `${lines.join("\n")}\n`;
}
