/** A DAG whose first task sleeps longer than any test, in a process that can be told from all others. */
export function slowDag(marker: string): string {
  return `from datetime import datetime

from airflow.providers.standard.operators.bash import BashOperator
from airflow.providers.standard.operators.empty import EmptyOperator
from airflow.sdk import DAG

with DAG("slow", schedule=None, start_date=datetime(2024, 1, 1)) as dag:
    wait = BashOperator(task_id="wait", bash_command="exec -a ${marker} sleep 600")
    after = EmptyOperator(task_id="after")
    wait >> after
`;
}
