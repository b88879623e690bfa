"""Real Airflow 3: one try is `task_runner.run` and `finalize`, with our own object where Airflow expects its supervisor.

Nothing here touches a database: the address is an impossible one, so any access would raise.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import socket
import sys
import tempfile
import threading
import uuid
import warnings
from datetime import datetime, timezone
from importlib import import_module
from typing import Any, Dict, List, Optional, Tuple

from dagsight_runner.airflow_describe import describe_dags
from dagsight_runner.airflow_records import RecordStream
from dagsight_runner.engine import Link, Loaded, Opened
from dagsight_runner.errors import describe_error
from dagsight_runner.triggers import await_trigger
from dagsight_runner.wire import Message, json_text

TEXTS = {"SetXCom": "value"}
"""Fields of requests that are JSON text on the wire."""

UNANSWERED = {
    "SetXCom",
    "SetRenderedFields",
    "SetRenderedMapIndex",
    "SkipDownstreamTasks",
    "SucceedTask",
    "TaskState",
    "RetryTask",
    "RescheduleTask",
    "DeferTask",
}
"""Requests that the engine only takes note of."""

WARM = [
    "airflow.operators",
    "airflow.sensors",
    "airflow.sdk._shared.logging.factory",
    "airflow.sdk._shared.logging.remote",
    "airflow.sdk.definitions.asset.metadata",
    "encodings.idna",
    "jinja2.ext",
]
"""What each try would import by itself."""


def set_environment(version: str, impossible: bool = True) -> None:
    """No examples, no remote logs, no database; a private home unless the user has one."""
    if impossible:
        os.environ["AIRFLOW__DATABASE__SQL_ALCHEMY_CONN"] = "sqlite:////nonexistent/dagsight.db"
    os.environ["AIRFLOW__CORE__LOAD_EXAMPLES"] = "False"
    os.environ["AIRFLOW__LOGGING__REMOTE_LOGGING"] = "False"
    home = os.environ.get("AIRFLOW_HOME") or os.path.expanduser("~/airflow")
    if "AIRFLOW_HOME" not in os.environ and not os.path.exists(os.path.join(home, "airflow.cfg")):
        os.environ["AIRFLOW_HOME"] = private_home(version)


def private_home(version: str) -> str:
    """A home of each version's own: Airflow writes its defaults there, and reads another version's as the user's wishes."""
    folder = os.path.join(tempfile.gettempdir(), f"dagsight-airflow-{os.getuid()}", version)
    os.makedirs(folder, mode=0o700, exist_ok=True)
    return folder


class Airflow3:
    """Loads files and runs tries with the interpreter's own Airflow 3."""

    name = "airflow"

    def __init__(self, version: str) -> None:
        self.version = version
        self._is_imported = False
        self._records: Optional[RecordStream] = None

    def prepare(self) -> None:
        """Imports what every file and try needs, and loads a file for practice."""
        self._import()
        practise(_dag_bag())

    def _import(self) -> None:
        set_environment(self.version)
        if self._is_imported:
            return
        self._is_imported = True
        import_module("airflow")
        import_module("airflow.sdk.execution_time.task_runner")
        import_module("airflow.sdk.execution_time.supervisor")
        _reset_logging()
        _keep_adapter()
        _forget_nothing()
        operators = [
            f"airflow.providers.standard.operators.{name}" for name in ("python", "bash", "empty")
        ]
        for name in operators + WARM:
            try:
                import_module(name)
            except ImportError:
                continue  # Not in this version, or the standard provider is not installed.
        _dag_bag()

    def begin(self) -> None:
        """Nothing is shared."""

    def load(self, opened: Opened) -> Loaded:
        """Fills a DagBag with the file."""
        self._import()
        os.environ["AIRFLOW__CORE__DAGS_FOLDER"] = opened.dags_folder
        os.environ["AIRFLOW__CORE__DAGBAG_IMPORT_TIMEOUT"] = str(opened.load_timeout)
        return load_with(_dag_bag(), opened)

    def settle(self) -> None:
        """Sets up logging, and lets go of the database: both cost a fork more than a task without work."""
        try:
            self._records = _set_up_logging()
        except Exception:
            pass  # Each try meets the same fault, and says so.

    def close(self) -> None:
        """Nothing is kept."""

    def _begin(self, link: Link) -> Any:
        """Logging of the try; returns the task's logger."""
        import structlog

        if self._records is None:
            self._records = _set_up_logging()
        self._records.link = link
        _tell_masks(link)
        return structlog.get_logger("task")

    def start(self, loaded: Loaded, opened: Opened, message: Message, link: Link) -> None:
        """One try."""
        from airflow.sdk.execution_time import task_runner

        log = self._begin(link)
        dag = loaded.dags[message["dagId"]]
        ti = _task_instance(dag, message)
        task_runner.SUPERVISOR_COMMS = EngineComms(link)
        _send_no_email(ti.task)
        keep: List[Any] = []
        _prepare_task(ti.task, message, keep, link)
        context = ti.get_template_context()
        state, told, error = task_runner.run(ti, context, log)
        _settle(link, opened, state, told, error)
        context["exception"] = error
        task_runner.finalize(ti, state, context, log, error)

    def trigger(self, loaded: Loaded, opened: Opened, message: Message, link: Link) -> None:
        """The first event of a trigger."""
        from airflow.sdk.execution_time import task_runner

        self._begin(link)
        task_runner.SUPERVISOR_COMMS = EngineComms(link)
        await_trigger(link, message, _decode, _encode, "3")

    def callback(self, loaded: Loaded, opened: Opened, message: Message, link: Link) -> None:
        """The DAG's own callbacks."""
        from airflow.sdk.execution_time import task_runner

        log = self._begin(link)
        task_runner.SUPERVISOR_COMMS = EngineComms(link)
        dag = loaded.dags[message["dagId"]]
        task_id = message.get("taskId")
        context: Dict[str, Any] = {"dag": dag, "run_id": message["run"]["runId"]}
        if task_id in dag.task_dict:
            context = dict(_task_instance(dag, message).get_template_context())
        run_callbacks(dag, message, context, log)
        link.send({"kind": "outcome", "state": "success", "message": {}, "error": None})


def run_callbacks(dag: Any, message: Message, context: Dict[str, Any], log: Any) -> None:
    """Calls the DAG's callbacks; what they raise is only logged."""
    context["reason"] = message.get("reason")
    found = getattr(dag, f"on_{message['callback']}_callback", None)
    for each in found if isinstance(found, (list, tuple)) else [found]:
        if each is None:
            continue
        try:
            each(context)
        except Exception:
            log.exception("Failed to run the DAG's callback")


def practise(bag_class: Any) -> None:
    """Loads a file as any other is loaded. A fault of that is no fault of the user's file, which may meet it again."""
    file = os.path.join(os.path.dirname(os.path.abspath(__file__)), "warm_dag.py")
    env, known = dict(os.environ), set(sys.modules)
    logging.disable(logging.CRITICAL)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            load_with(bag_class, Opened.of_file(file))
    except Exception as error:
        sys.stderr.write("dagsight: could not practise: %r\n" % error)
    finally:
        logging.disable(logging.NOTSET)
        os.environ.clear()
        os.environ.update(env)
        for name in set(sys.modules) - known:
            if name.startswith("unusual_prefix_"):
                del sys.modules[name]


def load_with(bag_class: Any, opened: Opened) -> Loaded:
    """A DagBag's DAGs and errors, described."""
    from dagsight_runner.airflow_errors import bag_errors

    options: Dict[str, Any] = {"dag_folder": opened.file, "safe_mode": False}
    known = bag_class.__init__.__code__.co_varnames
    if "load_op_links" in known:
        options["load_op_links"] = False
    if "include_examples" in known:
        options["include_examples"] = False
    loaded = Loaded()
    with bag_errors(opened) as caught:
        bag = bag_class(**options)
    loaded.errors = caught(bag.import_errors)
    loaded.dags = dict(bag.dags)
    loaded.descriptions = describe_dags(loaded.dags)
    return loaded


def _dag_bag() -> Any:
    try:
        return import_module("airflow.dag_processing.dagbag").DagBag
    except (ImportError, AttributeError):
        return import_module("airflow.models.dagbag").DagBag


class EngineComms:
    """Stands where Airflow expects its supervisor."""

    socket = None

    def __init__(self, link: Link) -> None:
        self._link = link
        self._reply: Any = None
        self.lock = threading.RLock()  # 3.0.0 only.

    def send(self, msg: Any) -> Any:
        """Asks the engine; class names, since the tags changed once."""
        from airflow.sdk.execution_time import comms

        kind = type(msg).__name__
        if kind == "MaskSecret":
            self._link.mask(_texts(msg.value))
            return None
        if kind == "ResendLoggingFD":
            return None
        body = {**msg.model_dump(mode="json"), "type": kind}
        if "XCom" in kind and "" in (body.get("key"), body.get("task_id")):
            raise _refused("The key of an XCom and the id of its task may not be empty.")
        if kind == "SetXCom" and (body.get("mapped_length") or 0) > _most_mapped():
            raise _refused("pushed value is too large to map as a downstream's dependency")
        if kind in TEXTS:
            # Airflow's server refuses what is not JSON, and so the task fails.
            body[TEXTS[kind]] = json_text(body[TEXTS[kind]])
        for field in ("trigger_kwargs", "next_kwargs"):
            if field in body:
                body[field] = json.dumps(body[field])
        for event in body.get("outlet_events") or ():
            event["extra"] = json_text(event.get("extra"))
        if kind in UNANSWERED:
            self._link.tell(body)
            return None
        reply = self._link.ask(body)
        if reply is None:
            return None
        fields = {name: value for name, value in reply.items() if name != "type"}
        _parse_texts(reply["type"], fields)
        model = getattr(comms, reply["type"])
        return _build_reply(model, fields)

    async def asend(self, msg: Any) -> Any:
        """The same, for asynchronous tasks."""
        return await asyncio.to_thread(self.send, msg)

    def send_request(self, log: Any, msg: Any) -> None:
        """3.0.0 only."""
        self._reply = self.send(msg)

    def get_message(self) -> Any:
        """3.0.0 only."""
        return self._reply


def _most_mapped() -> int:
    """How many instances Airflow's server lets a value be mapped to."""
    conf = import_module("airflow.configuration").conf
    return int(conf.getint("core", "max_map_length", fallback=1024))


def _refused(text: str) -> Exception:
    """Airflow's server has no address for an XCom without a key, or of a task without an id, and limits what is mapped over."""
    from airflow.sdk.exceptions import AirflowRuntimeError, ErrorType
    from airflow.sdk.execution_time.comms import ErrorResponse

    detail = {"message": text}
    found: Exception = AirflowRuntimeError(
        ErrorResponse(error=ErrorType.API_SERVER_ERROR, detail=detail)
    )
    return found


def _texts(value: Any) -> List[str]:
    if isinstance(value, str):
        return [value] if len(value) > 3 else []
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, (list, tuple)):
        return [text for each in value for text in _texts(each)]
    return []


def _parse_texts(kind: str, fields: Dict[str, Any]) -> None:
    if kind == "XComResult" and fields.get("value") is not None:
        fields["value"] = json.loads(fields["value"])
    elif kind == "XComSequenceIndexResult":
        fields["root"] = json.loads(fields["root"])
    elif kind == "XComSequenceSliceResult":
        fields["root"] = [json.loads(each) for each in fields["root"]]
    elif kind == "AssetEventsResult":
        for event in fields["asset_events"]:
            event["extra"] = json.loads(event["extra"])


def _build_reply(model: Any, fields: Dict[str, Any]) -> Any:
    if model.__name__ == "ErrorResponse":
        from airflow.sdk.exceptions import ErrorType

        known = {each.value for each in ErrorType}
        if fields.get("error") not in known:
            fields["error"] = "GENERIC_ERROR"
    return model(**fields)


def _build(model: Any, **values: Any) -> Any:
    """Only the fields that this Airflow knows."""
    return model(**{name: value for name, value in values.items() if name in model.model_fields})


def _task_instance(dag: Any, start: Message) -> Any:
    from airflow.sdk.api.datamodels import _generated as api
    from airflow.sdk.execution_time import task_runner

    now, run = datetime.now(timezone.utc), start["run"]
    most, tried = int(start.get("maxTries", 0)), int(start.get("try", 1))
    dag_run = _build(
        api.DagRun,
        dag_id=dag.dag_id,
        run_id=run["runId"],
        run_type=run.get("runType") or "manual",
        state="running",
        conf=run.get("conf"),
        logical_date=run["logicalDate"],
        data_interval_start=run["intervalStart"],
        data_interval_end=run["intervalEnd"],
        run_after=run["runAfter"],
        start_date=run["startDate"],
        end_date=None,
        clear_number=0,
        consumed_asset_events=[],
        partition_key=None,
    )
    next_kwargs = start.get("nextKwargs")
    from_server = _build(
        api.TIRunContext,
        dag_run=dag_run,
        max_tries=most,
        should_retry=tried <= most,
        task_reschedule_count=int(start.get("reschedules") or 0),
        variables=[],
        connections=[],
        xcom_keys_to_clear=[],
        upstream_map_indexes=start.get("upstreamMapIndexes"),
        next_method=start.get("nextMethod"),
        next_kwargs=None if next_kwargs is None else json.loads(next_kwargs),
    )
    ti = _build(
        api.TaskInstance,
        id=uuid.UUID(start["ti"]),
        task_id=start["taskId"],
        dag_id=dag.dag_id,
        run_id=run["runId"],
        try_number=tried,
        map_index=int(start.get("mapIndex", -1)),
        dag_version_id=uuid.UUID(int=0),
    )
    return task_runner.RuntimeTaskInstance.model_construct(
        **ti.model_dump(exclude_unset=True),
        task=dag.task_dict[start["taskId"]],
        bundle_instance=None,
        _ti_context_from_server=from_server,
        max_tries=most,
        start_date=now,
        state=api.TaskInstanceState.RUNNING,
        sentry_integration="",
    )


def _reset_logging() -> None:
    """As if Airflow had not touched it. Where it had not, 3.0 takes away what shows warnings, and the next one is an error."""
    shown = warnings.showwarning
    import_module("airflow.sdk.log").reset_logging()
    if not callable(warnings.showwarning):
        warnings.showwarning = shown


def _keep_adapter() -> None:
    """Airflow makes the same adapter for each field that it has rendered, which takes longer than a short task."""
    task_runner = import_module("airflow.sdk.execution_time.task_runner")
    names = vars(task_runner)
    if "TypeAdapter" not in names or "JsonValue" not in names:
        return
    real, value = names["TypeAdapter"], names["JsonValue"]
    kept = real(value)

    class Adapters(real):  # type: ignore[misc,valid-type]
        """The one that is kept, or another."""

        def __new__(cls, kind: Any, *args: Any, **kwargs: Any) -> Any:
            if kind is value and not args and not kwargs:
                return kept
            return real(kind, *args, **kwargs)

    task_runner.TypeAdapter = Adapters  # type: ignore[attr-defined]


def _forget_nothing() -> None:
    """In each fork Airflow forgets the connections to its database. The impossible one never has any."""
    settings = import_module("airflow.settings")
    for name in ("engine", "async_engine"):
        engine = getattr(settings, name, None)
        engine = getattr(engine, "sync_engine", engine)
        if engine is not None:
            engine.dispose = lambda **_: None


def _set_up_logging() -> RecordStream:
    """Airflow's, into what is returned; nothing asks a database from here on."""
    from airflow.sdk.execution_time.supervisor import block_orm_access
    from airflow.sdk.log import configure_logging

    stream = RecordStream()
    try:
        configure_logging(json_output=True, output=stream, sending_to_supervisor=False)
    except TypeError:  # 3.0
        configure_logging(enable_pretty_log=False, output=stream, sending_to_supervisor=False)
    block_orm_access()
    return stream


def _tell_masks(link: Link) -> None:
    """Secrets that Airflow's masker learns are hidden in what is printed, too."""
    from dagsight_runner.airflow_errors import secrets_masker

    masker = secrets_masker()
    if masker is None:
        return
    real = masker.add_mask

    def add_mask(secret: Any, name: Optional[str] = None) -> Any:
        found = real(secret, name)
        if isinstance(secret, str) and len(secret) > 3:
            link.mask([secret])
        return found

    known = [each for each in getattr(masker, "patterns", ()) or () if len(each) > 3]
    if known:
        link.mask(list(known))
    masker.add_mask = add_mask


def _prepare_task(task: Any, message: Message, keep: List[Any], link: Link) -> None:
    """TERM ends the task; a debugger stops the clock; children with their own Airflow can ask, too."""
    if message.get("debug"):
        task.execution_timeout = None
    terminated = _terminated()
    inside = _Stoppable(terminated)
    inside.wrap(task)
    bases = getattr(task, "operator_class", type(task)).__mro__
    if any(base.__name__ == "_BasePythonVirtualenvOperator" for base in bases):
        keep.append(serve_children(EngineComms(link)))


def _terminated() -> Any:
    for module in ("airflow.sdk.exceptions", "airflow.exceptions"):
        found = getattr(import_module(module), "AirflowTaskTerminated", None)
        if found is not None:
            return found
    return SystemExit


class _Stoppable:
    """On 3.x the handler of SIGTERM only calls `on_kill`: afterwards the task has to end."""

    def __init__(self, error: Any) -> None:
        self._error = error

    def wrap(self, task: Any) -> None:
        """Also what a mapped task is unmapped to."""
        if hasattr(task, "partial_kwargs"):
            real_unmap = type(task).unmap
            stoppable = self

            def unmap(self: Any, *args: Any, **kwargs: Any) -> Any:
                made = real_unmap(self, *args, **kwargs)
                stoppable.wrap(made)
                return made

            type(task).unmap = unmap
            return
        import signal

        real, error = task.on_kill, self._error

        def on_kill() -> None:
            asked = sys._getframe(1).f_code.co_name in ("_on_term", "handler", "_handle_signal")
            real()
            if asked or _in_handler(signal.SIGTERM):
                raise error("The task was asked to stop.")

        try:
            task.on_kill = on_kill
        except AttributeError:
            return  # An operator with slots.


def _send_no_email(task: Any) -> None:
    """`finalize` would really send it."""
    if hasattr(task, "partial_kwargs"):
        task.partial_kwargs["email"] = None
    else:
        task.email = None


def _in_handler(number: int) -> bool:
    """Whether a handler of this signal is on the stack: `on_kill` is also called by a time-out."""
    import signal

    handler = signal.getsignal(number)
    code = getattr(handler, "__code__", None)
    frame: Any = sys._getframe(1)
    while frame is not None:
        if frame.f_code is code:
            return True
        frame = frame.f_back
    return False


def _settle(link: Link, opened: Opened, state: Any, told: Any, error: Any) -> None:
    from dagsight_runner.airflow_errors import redact

    name = str(getattr(state, "value", state))
    message: Dict[str, Any] = {}
    if told is not None:
        dumped = told.model_dump(mode="json")
        for field in (
            "retry_delay_seconds",
            "retry_reason",
            "reschedule_date",
            "classpath",
            "next_method",
        ):
            if dumped.get(field) is not None:
                message[field] = dumped[field]
        for field in ("trigger_kwargs", "next_kwargs"):
            if field in dumped:
                message[field] = json.dumps(dumped[field])
        timeout = getattr(told, "trigger_timeout", None)
        if timeout is not None:
            message["trigger_timeout"] = timeout.total_seconds()
    failed = error is not None and name in ("failed", "up_for_retry")
    described = describe_error(error, redact, opened.file) if failed else None
    link.send({"kind": "outcome", "state": name, "message": message, "error": described})


def _decode(text: str) -> Dict[str, Any]:
    """Trigger arguments as Airflow wrote them."""
    value = json.loads(text)
    if isinstance(value, dict) and ("__type" in value or "__var" in value):
        base = _base_serialization()
        return dict(base.deserialize(value))
    serde = _serde()
    if serde is not None:
        return {name: serde.deserialize(each) for name, each in value.items()}
    return dict(_base_serialization().deserialize(value))


def _encode(value: Dict[str, Any]) -> str:
    serde = _serde()
    if serde is not None:
        return json.dumps(serde.serialize(value))
    return json.dumps(_base_serialization().serialize(value))


def _serde() -> Any:
    """3.2 and newer."""
    try:
        return import_module("airflow.sdk.serde")
    except ImportError:
        return None


def _base_serialization() -> Any:
    return import_module("airflow.serialization.serialized_objects").BaseSerialization


def serve_children(comms: EngineComms) -> Tuple[Any, Any]:
    """Tasks in another interpreter that has Airflow speak to their supervisor over a socket: we answer there."""
    import msgspec
    from airflow.sdk.execution_time import comms as words
    from pydantic import TypeAdapter

    ours, theirs = socket.socketpair()
    theirs.set_inheritable(True)
    os.environ["__AIRFLOW_SUPERVISOR_FD"] = str(theirs.fileno())
    log_end, log_start = os.pipe()

    def loop() -> None:
        frames = msgspec.msgpack.Decoder(words._RequestFrame)
        messages: Any = TypeAdapter(words.ToSupervisor)
        stream = ours.makefile("rb")
        while True:
            head = stream.read(4)
            if not head:
                return
            frame = frames.decode(stream.read(int.from_bytes(head, "big")))
            asked = messages.validate_python(frame.body)
            if type(asked).__name__ == "ResendLoggingFD":
                body = words.SentFDs(fds=[log_start]).model_dump()
                reply = words._ResponseFrame(id=frame.id, body=body)
                socket.send_fds(ours, [bytes(reply.as_bytes())], [log_start])
                continue
            answer = comms.send(asked)
            body = None if answer is None else answer.model_dump()
            ours.sendall(words._ResponseFrame(id=frame.id, body=body).as_bytes())

    def drain() -> None:
        with open(log_end, "rb") as stream:
            for line in stream:
                logging.getLogger("task.child").info(line.decode("utf-8", "replace").rstrip())

    threading.Thread(target=loop, daemon=True).start()
    threading.Thread(target=drain, daemon=True).start()
    return ours, theirs
