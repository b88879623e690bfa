"""What real Airflow builds from DAG files, as JSON on stdout: `truth.py ROOT FILE...` under an Airflow environment's Python.

Each file is loaded by Airflow's own DagBag in a forked process, with a throw-away home and no example DAGs. One without a
database is loaded again with an empty schema if it asks for one. It executes the files.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
import tempfile


def prepare(home: str, root: str) -> None:
    for name in [name for name in os.environ if "AIRFLOW" in name]:
        del os.environ[name]
    os.environ.update(
        AIRFLOW_HOME=home,
        AIRFLOW__CORE__DAGS_FOLDER=root,
        AIRFLOW__CORE__LOAD_EXAMPLES="False",
        AIRFLOW__CORE__UNIT_TEST_MODE="False",
        AIRFLOW__LOGGING__LOGGING_LEVEL="CRITICAL",
        AIRFLOW__DATABASE__SQL_ALCHEMY_CONN=f"sqlite:///{home}/none.db",
        TZ="UTC",
    )
    if "/example_dags" in root:
        os.environ["AIRFLOW__CORE__LOAD_EXAMPLES"] = "True"


def use_schema(home: str) -> None:
    """Points Airflow at an empty sqlite database with all tables."""
    from airflow import models, settings
    from airflow.models.base import Base

    os.environ["AIRFLOW__DATABASE__SQL_ALCHEMY_CONN"] = f"sqlite:///{home}/db-{os.getpid()}.db"
    settings.configure_vars()
    settings.configure_orm()
    getattr(models, "import_all_models", lambda: None)()
    for table in Base.metadata.tables.values():
        try:
            table.create(settings.engine, checkfirst=True)
        except Exception:  # A foreign key to a table of the auth manager: no DAG file reads that one.
            pass


def load(path: str) -> dict:
    import airflow

    if int(airflow.__version__.split(".")[0]) >= 3:
        from airflow.dag_processing.dagbag import DagBag

        bag = DagBag(path, safe_mode=True)
    else:
        from airflow.models.dagbag import DagBag

        bag = DagBag(path, include_examples=False, safe_mode=True, read_dags_from_db=False)
    # SubDAGs are judged as part of nothing: Airflow 3 has none.
    whole = [dag for dag in bag.dags.values() if getattr(dag, "parent_dag", None) is None]
    dags = sorted(whole, key=lambda dag: dag.dag_id)
    return {"error": next(iter(bag.import_errors.values()), None), "dags": [dump(dag) for dag in dags]}


def dump(dag) -> dict:
    groups = dag.task_group.get_task_group_dict()
    return {
        "dagId": dag.dag_id,
        "tasks": [task_of(task) for task in dag.task_dict.values()],
        "edges": sorted([task.task_id, down] for task in dag.task_dict.values() for down in task.downstream_task_ids),
        "groups": [group_of(group) for group_id, group in groups.items() if group_id],
        "schedule": schedule_of(dag),
    }


def around(node) -> str | None:
    group = getattr(node, "task_group", None)
    return group.group_id if group is not None and getattr(group, "_group_id", None) else None


def task_of(task) -> dict:
    return {
        "taskId": task.task_id,
        "group": around(task),
        "mapped": type(task).__name__.endswith("MappedOperator"),
        "setup": bool(getattr(task, "is_setup", False)),
        "teardown": bool(getattr(task, "is_teardown", False)),
        "triggerRule": str(getattr(task.trigger_rule, "value", task.trigger_rule)),
    }


def group_of(group) -> dict:
    mapped = type(group).__name__ == "MappedTaskGroup"
    return {"groupId": group.group_id, "parent": around(group), "mapped": mapped}


PLAIN = {"NullTimetable": "none", "OnceTimetable": "once", "ContinuousTimetable": "continuous"}


def schedule_of(dag) -> dict:
    table = dag.timetable
    name = type(table).__name__
    raw = getattr(dag, "schedule_interval", None) if hasattr(dag, "schedule_interval") else dag.schedule
    if name in PLAIN:
        return {"kind": PLAIN[name], "expression": None}
    if name in ("AssetTriggeredTimetable", "DatasetTriggeredTimetable"):
        condition = getattr(table, "asset_condition", None) or table.dataset_condition
        return {"kind": "assets", "expression": asset_text(condition)}
    # In Airflow 2 a timetable that was given shows its summary here.
    plain = raw is not table and (not hasattr(dag, "schedule_interval") or name == "CronDataIntervalTimetable")
    if isinstance(raw, str) and plain:
        return {"kind": "preset" if raw.startswith("@") else "cron", "expression": raw}
    delta = getattr(table, "_delta", getattr(table, "delta", None))
    if delta is not None and hasattr(delta, "total_seconds") and raw is not table:
        return {"kind": "delta", "seconds": delta.total_seconds()}
    return {"kind": "timetable", "class": name}


def asset_text(condition, nested: bool = False) -> str:
    kind = type(condition).__name__
    if hasattr(condition, "objects") and "Alias" not in kind:
        parts = [asset_text(part, True) for part in condition.objects]
        text = (" | " if kind.endswith("Any") else " & ").join(parts)
        return f"({text})" if nested and len(parts) > 1 else text
    if "Alias" in kind:
        return f"alias({json.dumps(condition.name)})"
    if kind == "AssetNameRef":
        return f"ref(name={json.dumps(condition.name)})"
    if kind == "AssetUriRef":
        return f"ref(uri={json.dumps(condition.uri)})"
    return json.dumps(getattr(condition, "name", condition.uri), ensure_ascii=False)


def apart(run) -> dict:
    """The answer of a function that runs in a forked process."""
    read, write = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(read)
        silence = os.open(os.devnull, os.O_RDWR)
        for number in (0, 1, 2):
            os.dup2(silence, number)
        try:
            answer = run()
        except BaseException as error:
            answer = {"error": f"{type(error).__name__}: {error}", "dags": []}
        with os.fdopen(write, "w") as pipe:
            json.dump(answer, pipe)
        os._exit(0)
    os.close(write)
    with os.fdopen(read) as pipe:
        text = pipe.read()
    os.waitpid(pid, 0)
    return json.loads(text) if text else {"error": "the process ended without an answer", "dags": []}


def main() -> None:
    root, *files = sys.argv[1:]
    home = tempfile.mkdtemp(prefix="dagsight-truth-")
    try:
        prepare(home, root)
        sys.path[0] = root
        import airflow  # noqa: F401 - imported once, for all the forked processes

        for file in files:
            path = os.path.join(root, file)
            answer = apart(lambda: load(path))
            if "no such table" in str(answer["error"]):

                def again() -> dict:
                    use_schema(home)
                    return load(path)

                answer = apart(again)
            print(json.dumps({"file": file, **answer}), flush=True)
    finally:
        shutil.rmtree(home, ignore_errors=True)


if __name__ == "__main__":
    if os.environ.get("PYTHONHASHSEED") != "0":
        os.environ["PYTHONHASHSEED"] = "0"
        os.execv(sys.executable, [sys.executable, *sys.argv])
    main()
