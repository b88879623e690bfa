"""Operators that find the job that their last try began: `ResumableJobMixin` of Airflow 3.3."""

from __future__ import annotations

from typing import Any


class ResumableJobMixin:
    """Before an operator: `execute_resumable` submits a job, or goes on with the one of the last try."""

    external_id_key = "remote_job_id"

    def __init__(self, *, durable: bool = True, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.durable = durable

    def execute_resumable(self, context: Any) -> Any:
        """For `execute`."""
        store = context.get("task_state_store") if self.durable else None
        known = store.get(self.external_id_key) if store is not None else None
        if known:
            status = self.get_job_status(known, context)
            if self.is_job_active(status):
                return self.poll_until_complete(known, context)
            if self.is_job_succeeded(status):
                return self.get_job_result(known, context)
        made = self.submit_job(context)
        if store is not None and made is not None:
            store.set(self.external_id_key, made)
        self.poll_until_complete(made, context)
        return self.get_job_result(made, context)

    def submit_job(self, context: Any) -> Any:
        """Begins a job; its id."""
        raise NotImplementedError

    def get_job_status(self, external_id: Any, context: Any) -> str:
        """Its state, in the words of where it runs."""
        raise NotImplementedError

    def is_job_active(self, status: str) -> bool:
        """Whether it is still running."""
        raise NotImplementedError

    def is_job_succeeded(self, status: str) -> bool:
        """Whether it ended well."""
        raise NotImplementedError

    def poll_until_complete(self, external_id: Any, context: Any) -> Any:
        """Waits for its end."""
        raise NotImplementedError

    def get_job_result(self, external_id: Any, context: Any) -> Any:
        """What it gave."""
        raise NotImplementedError
