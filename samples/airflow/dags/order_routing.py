"""Large and small orders go different ways and meet again: branching, trigger rules, labels and a group."""

from datetime import datetime

from airflow.providers.standard.operators.empty import EmptyOperator
from airflow.providers.standard.operators.python import BranchPythonOperator, PythonOperator
from airflow.sdk import DAG, Label, TaskGroup

ORDERS = [120, 40, 15, 900]
LIMIT = 500


def choose_way():
    return "by_hand.review" if max(ORDERS) > LIMIT else "automatic"


def review():
    large = [order for order in ORDERS if order > LIMIT]
    print(f"to be reviewed: {large}")
    return large


with DAG(
    dag_id="order_routing",
    description="Routes orders by their size",
    schedule="30 6 * * 1-5",
    start_date=datetime(2024, 1, 1),
    catchup=False,
    tags=["orders", "sample"],
) as dag:
    choose = BranchPythonOperator(task_id="choose", python_callable=choose_way)
    automatic = EmptyOperator(task_id="automatic")
    with TaskGroup("by_hand", tooltip="Orders that somebody has to look at") as by_hand:
        look = PythonOperator(task_id="review", python_callable=review)
        approve = EmptyOperator(task_id="approve")
        look >> approve
    book = EmptyOperator(task_id="book", trigger_rule="none_failed_min_one_success")

    choose >> Label("small") >> automatic >> book
    choose >> Label("large") >> by_hand >> book
