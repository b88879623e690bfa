"""Real Airflow 2.10 and 2.11: one try is `ti._run_raw_task` against a private SQLite file that lives as long as the host.

The file is a copy of an empty template made once for each Airflow version; nothing of it is the user's database.
"""

from __future__ import annotations

import glob
import json
import logging
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing, contextmanager, suppress
from importlib import import_module
from types import SimpleNamespace
from typing import Any, Dict, Iterator, Optional, Set, Tuple

from dagsight_runner.airflow2_imports import import_airflow
from dagsight_runner.airflow2_rows import Row, make_run, pushed_by, rows_of, write_states
from dagsight_runner.airflow2_savings import before_commit, save_statements
from dagsight_runner.airflow3 import (
    load_with,
    practise,
    private_home,
    run_callbacks,
    set_environment,
)
from dagsight_runner.engine import Link, Loaded, Opened
from dagsight_runner.errors import describe_error
from dagsight_runner.triggers import await_trigger
from dagsight_runner.wire import Message

AT = "2025-01-01T00:00:00Z"
WARM = "__dagsight_warm__"
LEFT = "dagsight-airflow2-"


class Airflow2:
    """Loads files and runs tries with the interpreter's own Airflow 2."""

    name = "airflow"

    def __init__(self, version: str) -> None:
        self.version = version
        self._folder: Optional[str] = None
        self._has_connections = True

    def prepare(self) -> None:
        """Imports what every file and try needs, and tries it out with a database that is thrown away at once."""
        self._import()
        folder, database = self._copy_template()
        try:
            _connect_database(database)
            _warm()
            practise(import_module("airflow.models.dagbag").DagBag)
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def _import(self) -> None:
        if "airflow" not in sys.modules:
            template = _template(self.version)
            os.environ["AIRFLOW__DATABASE__SQL_ALCHEMY_CONN"] = f"sqlite:///{template}"
            set_environment(self.version, impossible=False)
        import_airflow()

    def _copy_template(self) -> Tuple[str, str]:
        folder = tempfile.mkdtemp(prefix=f"{LEFT}{os.getpid()}-")
        database = os.path.join(folder, "run.db")
        shutil.copyfile(_template(self.version), database)
        return folder, database

    def begin(self) -> None:
        """Makes the database that all tries of a host share; they find it in their environment."""
        if "DAGSIGHT_DATABASE" in os.environ:
            return
        _remove_left_over()
        self._folder, database = self._copy_template()
        os.environ["DAGSIGHT_DATABASE"] = database

    def load(self, opened: Opened) -> Loaded:
        """Fills a DagBag with the file; a file of its own becomes the database of its tries."""
        self._import()
        os.environ["AIRFLOW__CORE__DAGS_FOLDER"] = opened.dags_folder
        os.environ["AIRFLOW__CORE__DAGBAG_IMPORT_TIMEOUT"] = str(opened.load_timeout)
        self.begin()
        _connect_database(os.environ["DAGSIGHT_DATABASE"])
        loaded = load_with(import_module("airflow.models.dagbag").DagBag, opened)
        _begin_listeners()
        for described in loaded.descriptions:
            for task in described["tasks"]:
                found = loaded.dags[described["dagId"]].task_dict[task["taskId"]]
                task["simulated"] = elsewhere(found)
        _quiet_loggers()
        return loaded

    def settle(self) -> None:
        """Closes what connections the file has opened, so that no try has to forget them."""
        from airflow import settings

        try:
            settings.engine.dispose()
            self._has_connections = False
        except Exception:
            pass  # Then each try forgets them, as it does without us.

    def close(self) -> None:
        """The host ends: so does its database."""
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)
        _remove_left_over()

    def _begin(self, link: Link) -> Any:
        """A forked try has its own connection."""
        from airflow import settings

        if self._has_connections:
            settings.engine.dispose(close=False)
        return _begin(link)

    def start(self, loaded: Loaded, opened: Opened, message: Message, link: Link) -> None:
        """One try."""
        self._begin(link)
        dag = loaded.dags[message["dagId"]]
        task = dag.task_dict[message["taskId"]]
        if hasattr(task, "partial_kwargs"):
            task.partial_kwargs["email"] = None
        else:
            task.email = None
        if message.get("debug"):
            _stop_the_clock(task)
        reason = elsewhere(task)
        if reason is not None:
            _pretend(task, reason)
        state, told, error = run_task(dag, message, link.ask)
        if reason is not None:
            told["simulated"] = reason
        if type(error).__name__ == "AirflowTaskTerminated":
            state = "failed"  # Whoever stops a task does not want another try.
        if state == "running":  # It ended in a way that Airflow leaves to its supervisor.
            state = "up_for_retry" if message["try"] <= message["maxTries"] else "failed"
        described = None
        if error is not None and state in ("failed", "up_for_retry"):
            from dagsight_runner.airflow_errors import redact

            described = describe_error(error, redact, opened.file)
        link.send({"kind": "outcome", "state": state, "message": told, "error": described})

    def trigger(self, loaded: Loaded, opened: Opened, message: Message, link: Link) -> None:
        """The first event of a trigger."""
        from airflow.serialization.serialized_objects import BaseSerialization

        self._begin(link)

        def loads(text: str) -> Dict[str, Any]:
            found: Dict[str, Any] = BaseSerialization.deserialize(json.loads(text))
            return found

        def dumps(value: Dict[str, Any]) -> str:
            return json.dumps(BaseSerialization.serialize(value))

        await_trigger(link, message, loads, dumps, "2")

    def callback(self, loaded: Loaded, opened: Opened, message: Message, link: Link) -> None:
        """The DAG's own callbacks."""
        log = self._begin(link)
        dag = loaded.dags[message["dagId"]]
        context: Dict[str, Any] = {"dag": dag, "run_id": message["run"]["runId"]}
        if message.get("taskId") in dag.task_dict:
            with _session() as session:
                ti, _ = _find(session, dag, message)
                context = dict(ti.get_template_context(session=session))
                run_callbacks(dag, message, context, log)
        else:
            run_callbacks(dag, message, context, log)
        link.send({"kind": "outcome", "state": "success", "message": {}, "error": None})


def _remove_left_over() -> None:
    """Databases of hosts that were killed."""
    for path in glob.glob(os.path.join(tempfile.gettempdir(), LEFT + "*")):
        pid = os.path.basename(path)[len(LEFT) :].split("-")[0]
        if pid.isdigit() and not os.path.exists(f"/proc/{pid}") and os.path.isdir("/proc"):
            shutil.rmtree(path, ignore_errors=True)


def _template(version: str) -> str:
    """An empty database of this version, migrated once."""
    folder = private_home(version)
    made = os.path.join(folder, f"empty-{version}.db")
    if os.path.exists(made):
        return made
    beside = f"{made}.{os.getpid()}"
    env = {**os.environ, "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN": f"sqlite:///{beside}"}
    env.update(AIRFLOW__CORE__LOAD_EXAMPLES="False", AIRFLOW_HOME=folder)
    command = [sys.executable, "-m", "airflow", "db", "migrate"]
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        lines = done.stderr.strip().splitlines()
        raise RuntimeError(
            f"Airflow could not make an empty database: {lines[-1] if lines else ''}"
        )
    # It stays so in every copy: tries that begin at the same time need not ask for it.
    with closing(sqlite3.connect(beside)) as connection:
        connection.execute("pragma journal_mode=wal")
    os.replace(beside, made)
    return made


def _connect_database(path: str) -> None:
    """Points Airflow's engine to the file. It stays the same engine, as the statements that it has compiled go with it."""
    from airflow import settings
    from sqlalchemy import event, pool
    from sqlalchemy.engine import make_url

    address = f"sqlite:///{path}"
    os.environ["AIRFLOW__DATABASE__SQL_ALCHEMY_CONN"] = address
    settings.SQL_ALCHEMY_CONN = address
    if hasattr(settings.engine, "dagsight"):
        settings.engine.url = make_url(address)
        return
    # Connections are kept for the next session: opening one costs more than what is asked over it.
    settings.configure_orm(pool_class=pool.QueuePool)
    settings.engine.dagsight = True

    def choose(_dialect: Any, _record: Any, args: Any, _options: Any) -> None:
        args[0] = settings.engine.url.database

    def settle(connection: Any, _record: Any) -> None:
        for pragma in ("busy_timeout=20000", "synchronous=off"):
            connection.execute(f"pragma {pragma}")
        # SQLite does not wait to change this while another connection is open, and works as it is all the same.
        with suppress(sqlite3.OperationalError):
            connection.execute("pragma journal_mode=wal")

    event.listen(settings.engine, "do_connect", choose)
    event.listen(settings.engine, "connect", settle)


@contextmanager
def _session() -> Iterator[Any]:
    from airflow.utils.session import create_session

    with create_session() as session:
        yield session


def _quiet_loggers() -> None:
    """Only the root speaks, to the engine; once for all tries of a host."""
    for name in list(logging.root.manager.loggerDict):
        logger = logging.getLogger(name)
        logger.handlers = []
        logger.propagate = True


def _begin_listeners() -> None:
    """The listeners of the user's plugins are found once for all tries of a host."""
    try:
        import_module("airflow.listeners.listener").get_listener_manager()
    except Exception:
        pass  # Each try meets the same fault, and says so.


def _begin(link: Link) -> Any:
    """The log of a try goes to the engine."""
    from airflow_lite.runtime.reporting import start_logging

    from dagsight_runner.airflow_errors import redact, secrets_masker

    start_logging(link.send, link.mask, redact)
    masker = secrets_masker()
    if masker is not None:
        _tell_masks(masker, link)
    return logging.getLogger("airflow.task")


def _tell_masks(masker: Any, link: Link) -> None:
    real = masker.add_mask

    def add_mask(secret: Any, name: Any = None) -> Any:
        found = real(secret, name)
        if isinstance(secret, str) and len(secret) > 3:
            link.mask([secret])
        return found

    masker.add_mask = add_mask
    link.mask([each for each in masker.patterns if len(each) > 3])


def elsewhere(task: Any) -> Optional[str]:
    """Why a task that needs runs of other DAGs only pretends: they are not in this run's database."""
    names = {base.__name__ for base in getattr(task, "operator_class", type(task)).__mro__}
    if "TriggerDagRunOperator" in names:
        return "Other DAGs are not triggered from here."
    return "Other DAGs do not run here." if "ExternalTaskSensor" in names else None


def _pretend(task: Any, reason: str) -> None:
    cls = getattr(task, "operator_class", type(task))

    def execute(self: Any, context: Any) -> None:
        self.log.warning("Simulated: %s did not really run. %s", self.task_type, reason)

    cls.execute = execute


def _stop_the_clock(task: Any) -> None:
    if hasattr(task, "partial_kwargs"):
        task.partial_kwargs["execution_timeout"] = None
    else:
        task.execution_timeout = None


def _warm() -> None:
    """Fills SQLAlchemy's cache of statements, which forks inherit: the first try makes the run, the second finds it."""
    import pendulum
    from airflow import DAG, settings
    from airflow.models import taskinstance
    from airflow.operators.python import PythonOperator

    names = ("running", "success", "failed")
    hook = SimpleNamespace(**{f"on_task_instance_{name}": lambda **_: None for name in names})
    listeners = taskinstance.get_listener_manager
    taskinstance.get_listener_manager = lambda: SimpleNamespace(hook=hook)
    env, caught = dict(os.environ), signal.getsignal(signal.SIGTERM)
    logging.disable(logging.CRITICAL)
    try:
        with DAG(WARM, start_date=pendulum.parse(AT), schedule=None) as dag:
            for task_id in ("a", "b"):
                PythonOperator(task_id=task_id, python_callable=lambda: 1)
        run = dict.fromkeys(
            ("runId", "logicalDate", "intervalStart", "intervalEnd", "startDate"), AT
        )
        for task_id in dag.task_dict:
            start = {"taskId": task_id, "try": 1, "maxTries": 0, "run": run}
            run_task(dag, start, lambda body: None)
    finally:
        taskinstance.get_listener_manager = listeners
        logging.disable(logging.NOTSET)
        os.environ.clear()
        os.environ.update(env)
        signal.signal(signal.SIGTERM, caught)
        settings.Session.remove()
        settings.engine.dispose()


def _synchronise(session: Any, dag: Any, start: Message) -> Dict[Row, Optional[str]]:
    """Makes the run and the states that the engine decided; one writer at a time, and none if all is as it should be.
    Answers with the states as they were found."""
    import fcntl

    from airflow import settings

    known = rows_of(session, dag.dag_id, start["run"]["runId"])
    wanted = {(task_id, index): state for task_id, index, state in start.get("sync") or ()}
    # Its own row, too: another try that runs beside this one may be about to make it.
    own = (start["taskId"], int(start.get("mapIndex", -1)))
    wanted[own] = known.get(own)
    if not known or any(known.get(row, "") != state for row, state in wanted.items()):
        with open(settings.engine.url.database + ".lock", "w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            session.rollback()
            known = rows_of(session, dag.dag_id, start["run"]["runId"])
            if not known:
                make_run(session, dag, start["run"])
                known = rows_of(session, dag.dag_id, start["run"]["runId"])
            wanted[own] = known.get(own)
            write_states(session, dag, start["run"]["runId"], known, wanted)
            session.commit()
    return {**known, **wanted}


def _find(session: Any, dag: Any, start: Message) -> Tuple[Any, Dict[Row, Optional[str]]]:
    """The task instance, and the states of all."""
    from airflow.models.taskinstance import TaskInstance

    states = _synchronise(session, dag, start)
    task = dag.task_dict[start["taskId"]]
    index, run_id = int(start.get("mapIndex", -1)), start["run"]["runId"]
    ti = session.get(TaskInstance, (dag.dag_id, task.task_id, run_id, index))
    ti.refresh_from_task(task)
    ti.task, ti.try_number, ti.max_tries = task, start["try"], start["maxTries"]
    return ti, states


def run_task(dag: Any, start: Message, ask: Any) -> Tuple[str, Message, Optional[BaseException]]:
    """One try; tells XComs and skips afterwards."""
    import pendulum
    from airflow.exceptions import TaskDeferred
    from airflow.serialization.serialized_objects import BaseSerialization

    with _session() as session:
        ti, states = _find(session, dag, start)
        ti.state = "running"
        if start.get("nextMethod"):
            ti.next_method = start["nextMethod"]
            ti.next_kwargs = BaseSerialization.deserialize(
                json.loads(start.get("nextKwargs") or "{}")
            )
        elif not start.get("reschedules"):
            ti.start_date = pendulum.now("UTC")
        before_commit(ti)
        session.commit()
        before = {row for row, state in states.items() if state == "skipped"}
        save_statements(ti, session, ask)
        error: Optional[BaseException] = None
        message: Message = {}
        try:
            # Everything real: templates, hooks, callbacks, XCom, state.
            ti._run_raw_task(session=session, raise_on_defer=True)
        except TaskDeferred as deferred:
            ti.state = "deferred"
            message = _deferral(deferred)
        except BaseException as caught:
            error = caught
        session.commit()
        _tell(session, dag, start, ti, message, before, ask)
        return str(getattr(ti.state, "value", ti.state)), message, error


def _deferral(deferred: Any) -> Message:
    from airflow.serialization.serialized_objects import BaseSerialization

    classpath, kwargs = deferred.trigger.serialize()
    timeout = getattr(deferred, "timeout", None)
    return {
        "classpath": classpath,
        "trigger_kwargs": json.dumps(BaseSerialization.serialize(kwargs)),
        "next_method": deferred.method_name,
        "next_kwargs": json.dumps(BaseSerialization.serialize(deferred.kwargs or {})),
        "trigger_timeout": timeout.total_seconds() if timeout is not None else None,
    }


def _tell(
    session: Any,
    dag: Any,
    start: Message,
    ti: Any,
    message: Message,
    before: Set[Row],
    ask: Any,
) -> None:
    names = ("dag_id", "task_id", "run_id", "map_index")
    mine = dict(zip(names, (dag.dag_id, ti.task_id, start["run"]["runId"], ti.map_index)))
    if ti.state == "up_for_reschedule":
        from airflow.models.taskreschedule import TaskReschedule

        rows = session.query(TaskReschedule).filter_by(**mine)
        last = rows.order_by(TaskReschedule.id.desc()).first()
        message["reschedule_date"] = last.reschedule_date.isoformat()
    length, xcoms = pushed_by(session, mine)
    for name, value in xcoms:
        text = value.decode() if isinstance(value, bytes) else str(value)
        mapped = length if name == "return_value" else None
        ask({"type": "SetXCom", **mine, "key": name, "value": text, "mapped_length": mapped})
    now = rows_of(session, dag.dag_id, start["run"]["runId"])
    skipped = [row for row, state in now.items() if state == "skipped" and row not in before]
    others = [list(row) for row in skipped if row[0] != ti.task_id]
    if others:
        ask({"type": "SkipDownstreamTasks", "tasks": others})
    if getattr(ti, "rendered_map_index", None):
        ask({"type": "SetRenderedMapIndex", "rendered_map_index": ti.rendered_map_index})
