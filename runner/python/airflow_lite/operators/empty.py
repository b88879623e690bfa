"""Operators that do nothing, or only look at the clock."""

from __future__ import annotations

from typing import Any

from airflow_lite.dates import utcnow
from airflow_lite.operator import BaseOperator
from airflow_lite.operators.branching import BaseBranchOperator


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
        if run.run_type == "manual" or run.external_trigger:
            self.log.info("Manually triggered DAG_Run: allowing execution to proceed.")
            return everything
        start, end = run.data_interval_start, run.data_interval_end
        if start is None or end is None or end <= start:
            return everything
        following = end + (end - start)
        if start < utcnow() <= following:
            self.log.info("Latest, allowing execution to proceed.")
            return everything
        self.log.info("Not latest execution, skipping downstream.")
        return []
