"""Operators that do nothing, or only look at the clock."""

from __future__ import annotations

from typing import Any

from airflow_lite.dates import utcnow
from airflow_lite.operator import BaseOperator
from airflow_lite.operators.branching import BaseBranchOperator
from airflow_lite.state import State


class EmptyOperator(BaseOperator):
    """Does nothing."""

    ui_color = "#e8f7e4"
    inherits_from_empty_operator = True

    def execute(self, context: Any) -> None:
        """Nothing."""


DummyOperator = EmptyOperator


class LatestOnlyOperator(BaseBranchOperator):
    """Lets only the latest scheduled run go on; a manual run always."""

    ui_color = "#e9ffdb"

    def choose_branch(self, context: Any) -> Any:
        run = context["dag_run"]
        everything = list(context["task"].get_direct_relative_ids(upstream=False))
        scheduled = context["dag"].timetable.can_be_scheduled
        # Airflow 2 asks who triggered the run, and a run on this machine counts as the scheduler's, as in dag.test().
        if not scheduled or (run.run_type == "manual" and not State.is_2()):
            self.log.info("Manually triggered DAG_Run: allowing execution to proceed.")
            return everything
        start, end = run.data_interval_start, run.data_interval_end
        if start is None or end is None:
            return everything
        first = end if State.is_2() else start
        if first < utcnow() <= end + (end - start):
            self.log.info("Latest, allowing execution to proceed.")
            return everything
        self.log.info("Not latest execution, skipping downstream.")
        return []
