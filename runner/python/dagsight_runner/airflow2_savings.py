"""What a try of Airflow 2 need not ask its database, as that has one user, and only this try writes its own row."""

from __future__ import annotations

import json
import os
from typing import Any, Callable, Optional

Ask = Callable[[Any], Any]


def before_commit(ti: Any) -> None:
    """What Airflow would write in a commit of its own a moment later."""
    from airflow.utils.net import get_hostname

    ti.hostname = get_hostname()
    ti.pid = os.getpid()


def save_statements(ti: Any, session: Any, ask: Ask) -> None:
    """For a task instance that has just been committed: the rest of this process does without what changes nothing."""
    from airflow.models import taskinstance

    _refresh_when_changed(ti, session)
    _look_back_when_there_is_a_past(ti, session)
    if hasattr(taskinstance, "_update_rtif"):
        taskinstance._update_rtif = _rendered_to(ask)
    if hasattr(taskinstance, "_add_log"):
        taskinstance._add_log = _nothing  # The audit log of Airflow's own pages.
    cls = taskinstance.TaskInstance
    if hasattr(cls, "save_to_db") and not hasattr(cls.save_to_db, "dagsight"):
        cls.save_to_db = staticmethod(_saving(cls.save_to_db))


def _refresh_when_changed(ti: Any, session: Any) -> None:
    """Airflow refreshes a task instance when somebody may have changed its row. Who does also changes its stamp."""
    real = ti.refresh_from_db
    most = ti.max_tries
    seen = _stamp(ti, session)

    def refresh(session: Any = None, lock_for_update: bool = False) -> None:
        ti.max_tries = most  # Refreshing from the task sets it to the task's own retries.
        if session is None or _stamp(ti, session) != seen:
            given = {} if session is None else {"session": session}
            real(lock_for_update=lock_for_update, **given)

    ti.refresh_from_db = refresh


def _stamp(ti: Any, session: Any) -> Optional[str]:
    from sqlalchemy import text

    asked = text(
        "select updated_at from task_instance where dag_id = :dag and task_id = :task"
        " and run_id = :run and map_index = :index"
    )
    key = {"dag": ti.dag_id, "task": ti.task_id, "run": ti.run_id, "index": ti.map_index}
    found = session.execute(asked, key).scalar()
    return None if found is None else str(found)


def _look_back_when_there_is_a_past(ti: Any, session: Any) -> None:
    """The template context looks for earlier runs twice."""
    from sqlalchemy import text

    asked = text("select 1 from dag_run where dag_id = :dag and run_id <> :run limit 1")
    key = {"dag": ti.dag_id, "run": ti.run_id}
    if session.execute(asked, key).first() is None:
        ti.get_previous_dagrun = _nothing


def _rendered_to(ask: Ask) -> Callable[..., None]:
    """The rendered fields are shown by the engine, from where they need no table."""

    def tell(ti: Any, rendered_fields: Any, session: Any = None) -> None:
        from airflow.models.renderedtifields import RenderedTaskInstanceFields

        made = RenderedTaskInstanceFields(
            ti=ti, render_templates=False, rendered_fields=rendered_fields
        )
        ask({"type": "SetRenderedFields", "rendered_fields": plain(made.rendered_fields)})

    return tell


def plain(fields: Any) -> Any:
    """As JSON that everybody reads: Python's has numbers that are none, which would be no message at all."""
    return json.loads(json.dumps(fields, default=str), parse_constant=str)


def _saving(real: Callable[..., None]) -> Callable[..., None]:
    """Merging an instance into its session, or into an empty one, finds out with three questions that nothing differs."""

    def save(ti: Any, session: Any = None, refresh_dag: bool = True) -> None:
        from airflow.utils import timezone

        if session is None or not (ti in session or _is_empty(session)):
            real(ti=ti, **({} if session is None else {"session": session}))
            return
        session.add(ti)
        if session.is_modified(ti):
            ti.updated_at = timezone.utcnow()
            session.flush()
        session.commit()

    save.dagsight = True  # type: ignore[attr-defined]
    return save


def _is_empty(session: Any) -> bool:
    return not (session.new or session.dirty or session.deleted or len(session.identity_map))


def _nothing(*args: Any, **kwargs: Any) -> None:
    pass
