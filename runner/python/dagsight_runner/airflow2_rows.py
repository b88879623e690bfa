"""The rows of Airflow 2's database that stand for the run and the states of its task instances."""

from __future__ import annotations

from typing import Any, Dict, List, Optional, Tuple

from dagsight_runner.wire import Message

Row = Tuple[str, int]
"""Task id and map index."""


def rows_of(session: Any, dag_id: str, run_id: str) -> Dict[Row, Optional[str]]:
    """The states of all task instances of a run. Plain text: what is asked in each try must not be composed each time."""
    from sqlalchemy import text

    asked = text(
        "select task_id, map_index, state from task_instance where dag_id = :dag and run_id = :run"
    )
    found = session.execute(asked, {"dag": dag_id, "run": run_id})
    return {(task_id, index): state for task_id, index, state in found}


_OF_ONE = "dag_id = :dag_id and task_id = :task_id and run_id = :run_id and map_index = :map_index"


def pushed_by(session: Any, one: Message) -> Tuple[Optional[int], List[Tuple[str, Any]]]:
    """The length that a task instance may be mapped over, and its XComs: the JSON as it is stored."""
    from sqlalchemy import text

    length = session.execute(text(f"select length from task_map where {_OF_ONE}"), one).scalar()
    found = session.execute(text(f"select key, value from xcom where {_OF_ONE}"), one)
    return length, [(key, value) for key, value in found]


def make_run(session: Any, dag: Any, run: Message) -> None:
    """The run and an instance of each of its tasks, unless they are there."""
    import pendulum
    from airflow.models.dagrun import DagRun
    from airflow.utils.types import DagRunType

    if session.query(DagRun.id).filter_by(dag_id=dag.dag_id, run_id=run["runId"]).first():
        return
    names = ("logicalDate", "startDate", "intervalStart", "intervalEnd")
    logical = run["logicalDate"] or run.get("runAfter") or run["startDate"]
    at = {name: pendulum.parse(run.get(name) or logical) for name in names}
    kinds = {each.value: each for each in DagRunType}
    dag.create_dagrun(
        run_type=kinds.get(str(run.get("runType")), DagRunType.MANUAL),
        run_id=run["runId"],
        execution_date=at["logicalDate"],
        state="running",
        conf=run.get("conf"),
        start_date=at["startDate"],
        data_interval=(at["intervalStart"], at["intervalEnd"]),
        external_trigger=False,  # As dag.test() has it: LatestOnly looks at it.
        session=session,
    )
    _make_datasets(session, dag)


def _make_datasets(session: Any, dag: Any) -> None:
    """A dataset without a row has no events; the scheduler makes it when it reads the file (Airflow: dag_processing/collection.py)."""
    found = [
        each
        for task in dag.tasks
        for each in (*(task.inlets or ()), *(task.outlets or ()))
        if hasattr(each, "uri") or type(each).__name__ == "DatasetAlias"
    ]
    if not found:
        return
    from airflow.models.dataset import DatasetAliasModel, DatasetModel

    known = {uri for (uri,) in session.query(DatasetModel.uri)}
    known.update(name for (name,) in session.query(DatasetAliasModel.name))
    wanted = {getattr(each, "uri", None) or each.name: each for each in found}
    for name, each in wanted.items():
        if name not in known:
            model = DatasetModel if hasattr(each, "uri") else DatasetAliasModel
            session.add(model.from_public(each))
    session.commit()


def write_states(
    session: Any,
    dag: Any,
    run_id: str,
    known: Dict[Row, Optional[str]],
    wanted: Dict[Row, Optional[str]],
) -> None:
    """Writes the states that differ and makes the instances that are missing."""
    from airflow.models.taskinstance import TaskInstance

    changed: List[Dict[str, Any]] = []
    for (task_id, index), state in wanted.items():
        if (task_id, index) not in known:
            other = TaskInstance(dag.task_dict[task_id], run_id=run_id, map_index=index)
            other.state = state
            session.add(other)
            if index >= 0 and known.pop((task_id, -1), "gone") != "gone":
                _remove(session, dag.dag_id, run_id, task_id)
        elif known[task_id, index] != state:
            changed.append({"task": task_id, "index": index, "to": state})
    if changed:
        _update(session, dag.dag_id, run_id, changed)


def _remove(session: Any, dag_id: str, run_id: str, task_id: str) -> None:
    """An instance that has been expanded."""
    from airflow.models.taskinstance import TaskInstance

    rows = session.query(TaskInstance)
    rows.filter_by(dag_id=dag_id, task_id=task_id, run_id=run_id, map_index=-1).delete()


def _update(session: Any, dag_id: str, run_id: str, changed: List[Dict[str, Any]]) -> None:
    from airflow.models.taskinstance import TaskInstance
    from sqlalchemy import bindparam

    table = TaskInstance.__table__
    columns = table.c
    statement = (
        table.update()
        .where(
            columns.dag_id == dag_id,
            columns.run_id == run_id,
            columns.task_id == bindparam("task"),
            columns.map_index == bindparam("index"),
        )
        .values(state=bindparam("to"))
    )
    session.execute(statement, changed)
