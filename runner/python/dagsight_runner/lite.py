"""The engine for interpreters without Airflow: airflow_lite."""

from __future__ import annotations

import ast
import hashlib
import importlib.machinery
import importlib.util
import logging
import os
import sys
from types import ModuleType
from typing import Any, Dict, List, Optional, Set, Tuple

from airflow_lite.state import State

from dagsight_runner import simple
from dagsight_runner.describe import describe_dag, manual_interval
from dagsight_runner.engine import Link, Loaded, Opened
from dagsight_runner.errors import describe_error, describe_import_error
from dagsight_runner.loading import time_limit
from dagsight_runner.triggers import await_trigger
from dagsight_runner.wire import Message

OPERATORS = ("Operator", "Sensor", "SensorAsync", "Hook", "Trigger", "Notifier")


class Lite:
    """Loads files with airflow_lite as `airflow`, and runs their tasks."""

    name = "lite"

    def __init__(self, here: str) -> None:
        self.version = "lite"
        self._vendor = os.path.join(here, "vendor")

    def prepare(self) -> None:
        """Imports what every file and try needs."""
        from airflow_lite.install import install

        self._finder = install()
        if importlib.util.find_spec("jinja2") is None and os.path.isdir(self._vendor):
            sys.path.append(self._vendor)
        import airflow_lite.dag
        import airflow_lite.decorators
        import airflow_lite.extras
        import airflow_lite.runtime.execute
        import airflow_lite.variables

        try:
            airflow_lite.templates.jinja()
        except ImportError:
            pass  # Said when a template needs it.

    def begin(self) -> None:
        """Nothing is shared."""

    def load(self, opened: Opened) -> Loaded:
        """Runs the file as Airflow would import it."""
        self.prepare()
        State.target, State.dags_folder = opened.target, opened.dags_folder
        # Wherever Airflow is installed for others, this is set, and files rely on it.
        os.environ.setdefault("AIRFLOW_HOME", os.path.dirname(opened.dags_folder))
        from airflow_lite.contexts import DagContext
        from airflow_lite.exceptions import AirflowTaskTimeout

        DagContext.registered.clear()
        loaded = Loaded()
        text = f"DagBag import timeout for {opened.file} after {opened.load_timeout}s."
        try:
            self._finder.operators_of = _only_operators(opened.file)
            with simple.recording() as workflows:
                with time_limit(opened.load_timeout, text, AirflowTaskTimeout):
                    module = _run_file(opened)
        except BaseException as error:
            loaded.errors.append(describe_import_error(error, opened.file))
            return loaded
        for dag in _dags_of(module):
            self._take(dag, loaded, opened)
        if not loaded.dags and not loaded.errors:
            for record in workflows:
                _take_workflow(record, loaded, opened)
        return loaded

    def _take(self, dag: Any, loaded: Loaded, opened: Opened) -> None:
        try:
            dag.validate()
            interval = manual_interval(dag.timetable.played(dag.zone()), dag.zone())
            schedule = {**dag.timetable.tell(dag.zone()), "interval": interval}
            described = describe_dag(dag, schedule, _expand, _source)
        except Exception as error:
            loaded.errors.append(describe_import_error(error, opened.file))
            return
        loaded.dags[dag.dag_id] = dag
        loaded.descriptions.append(described)

    def settle(self) -> None:
        """Each try begins fast enough."""

    def close(self) -> None:
        """Nothing is kept."""

    def start(self, loaded: Loaded, opened: Opened, message: Message, link: Link) -> None:
        """One try."""
        dag = _connect(loaded, message, link)
        if isinstance(dag, simple.Recorded):
            _run_simple(dag, message, link, opened)
            return
        from airflow_lite.runtime.execute import run_task
        from airflow_lite.runtime.reporting import redact

        def settled(outcome: Any) -> None:
            state, told, error = outcome
            described = None if error is None else describe_error(error, redact, opened.file)
            link.send({"kind": "outcome", "state": state, "message": told, "error": described})

        run_task(dag, message, settled)

    def trigger(self, loaded: Loaded, opened: Opened, message: Message, link: Link) -> None:
        """The first event of a trigger."""
        from airflow_lite import serde

        _connect(loaded, message, link)
        State.running = True
        await_trigger(link, message, serde.loads, serde.dumps_deferred, State.target)

    def callback(self, loaded: Loaded, opened: Opened, message: Message, link: Link) -> None:
        """The DAG's own callbacks."""
        from airflow_lite.runtime.execute import run_dag_callbacks

        dag = _connect(loaded, message, link)
        run_dag_callbacks(dag, message)
        link.send({"kind": "outcome", "state": "success", "message": {}, "error": None})


def _connect(loaded: Loaded, message: Message, link: Link) -> Any:
    """Ties the stand-in to the engine; returns the DAG."""
    from airflow_lite.runtime.reporting import start_logging

    State.ask = link.ask  # type: ignore[method-assign, assignment]
    State.tell = link.tell  # type: ignore[method-assign, assignment]
    start_logging(link.send, link.mask)
    return loaded.dags[message["dagId"]]


def _run_simple(record: simple.Recorded, message: Message, link: Link, opened: Opened) -> None:
    from airflow_lite import serde

    task = record.tasks[message["taskId"]]
    ids = {"dag_id": record.name, "run_id": message["run"]["runId"], "task_id": message["taskId"]}
    try:
        result = simple.work_of(task)()
        if result is not None:
            try:
                text = serde.dumps(result)
            except (TypeError, ValueError, AttributeError):
                text = serde.dumps(repr(result))  # Only shown: no task of a workflow reads it.
            body = {"type": "SetXCom", **ids, "key": "return_value", "map_index": -1, "value": text}
            link.tell({**body, "mapped_length": None})
    except Exception as error:
        state = "up_for_retry" if message["try"] <= message["maxTries"] else "failed"
        logging.getLogger("workflow").error("Task failed", exc_info=error)
        told = describe_error(error, file=opened.file)
        link.send({"kind": "outcome", "state": state, "message": {}, "error": told})
        return
    link.send({"kind": "outcome", "state": "success", "message": {}, "error": None})


def _only_operators(file: str) -> Set[str]:
    """Modules of which a file imports nothing but operators, sensors, hooks: if they are missing they are stood in for."""
    try:
        with open(file, "rb") as source:
            tree = ast.parse(source.read(), file)
    except (OSError, SyntaxError, ValueError):
        return set()
    wanted: Dict[str, List[str]] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module and not node.level:
            wanted.setdefault(node.module, []).extend(alias.name for alias in node.names)
    return {
        module
        for module, names in wanted.items()
        if not module.startswith("airflow") and all(name.endswith(OPERATORS) for name in names)
    }


def _run_file(opened: Opened) -> ModuleType:
    folder = os.path.dirname(opened.file)
    if folder not in sys.path:
        sys.path.append(folder)
    base = os.path.splitext(os.path.basename(opened.file))[0]
    name = f"unusual_prefix_{hashlib.sha1(opened.file.encode()).hexdigest()}_{base}"
    sys.modules.pop(name, None)
    loader = importlib.machinery.SourceFileLoader(name, opened.file)
    spec = importlib.util.spec_from_loader(name, loader)
    assert spec is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    loader.exec_module(module)
    return module


def _dags_of(module: ModuleType) -> List[Any]:
    """Globals of the module, and DAGs whose block ended in it; in the order of their making."""
    from airflow_lite.contexts import DagContext
    from airflow_lite.dag import DAG

    found: List[Any] = []
    for dag, where in DagContext.registered:
        if where is module and not any(dag is known for known in found):
            found.append(dag)
    for value in list(vars(module).values()):
        if isinstance(value, DAG) and not any(value is known for known in found):
            found.append(value)
    ids: Dict[str, Any] = {}
    for dag in found:
        ids.setdefault(dag.dag_id, dag)
        # Airflow 2's SubDagOperator carries a DAG that counts as one of the file's own.
        found.extend(sub for task in dag.tasks if isinstance(sub := _sub_dag(task), DAG))
    return list(ids.values())


def _sub_dag(task: Any) -> Any:
    return getattr(task, "subdag", None) if State.is_2() else None


def _expand(value: Any) -> Optional[Message]:
    tree = value.expand_tree()
    return tree if isinstance(tree, dict) else None


def _source(task: Any) -> Optional[Message]:
    where: Optional[Tuple[str, int]] = getattr(task, "_lite_source", None)
    return None if where is None else {"file": where[0], "line": where[1]}


def _take_workflow(record: simple.Recorded, loaded: Loaded, opened: Opened) -> None:
    for fault in simple.faults(record):
        loaded.errors.append(describe_import_error(ValueError(fault), opened.file))
    if loaded.errors:
        return
    tasks = []
    for task_id, task in record.tasks.items():
        upstream = sorted({up for up, down in record.edges if down == task_id})
        tasks.append(_describe_simple(task_id, task, upstream))
    loaded.dags[record.name] = record
    loaded.descriptions.append(
        {
            "dagId": record.name,
            "file": opened.file,
            "format": "workflow",
            "schedule": {"kind": "none", "expression": None, "timezone": "UTC"},
            "startDate": None,
            "endDate": None,
            "catchup": False,
            "maxActiveTasks": 1,
            "maxActiveRuns": 1,
            "failFast": True,
            "dagrunTimeout": None,
            "params": {},
            "callbacks": [],
            "description": None,
            "tags": [],
            "labels": [],
            "tasks": tasks,
            "groups": [],
        }
    )


def _describe_simple(task_id: str, task: Any, upstream: List[str]) -> Message:
    code = getattr(simple.work_of(task), "__code__", None)
    source = {"file": code.co_filename, "line": code.co_firstlineno} if code is not None else None
    return {
        "taskId": task_id, "operator": "Task", "module": type(task).__module__, "group": None, "upstream": upstream,
        "triggerRule": "all_success", "retries": simple.attempts_of(task) - 1, "retryDelay": 0,
        "retryExponentialBackoff": 0, "maxRetryDelay": None, "executionTimeout": None, "retryPolicy": False,
        "dependsOnPast": False, "waitForDownstream": False, "ignoreFirstDependsOnPast": True,
        "startDate": None, "endDate": None,
        "priorityWeight": 1, "weightRule": "absolute",
        "pool": "default_pool", "poolSlots": 1, "maxActiveTisPerDag": None, "maxActiveTisPerDagrun": None,
        "setup": False, "teardown": False, "onFailureFailDagrun": False, "expand": None, "mapIndexTemplate": None,
        "sensor": None, "branch": None, "empty": False, "callbacks": [], "inlets": [], "outlets": [],
        "simulated": None, "source": source, "params": {}, "doc": None,
    }  # fmt: skip
