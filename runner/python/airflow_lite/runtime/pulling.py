"""Reading results of other tasks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Dict, List, Optional

from airflow_lite import serde
from airflow_lite.exceptions import AirflowRuntimeError, ValidationError, XComNotFound
from airflow_lite.state import State
from airflow_lite.xcom_arg import RETURN_KEY

MISSING = object()


def ids(dag_id: str, run_id: str, task_id: str, key: str) -> Dict[str, Any]:
    """Names an XCom; the server of Airflow 3 has no address for one without a key, or of a task without an id."""
    if not State.is_2():
        if "" in (task_id, key):
            raise AirflowRuntimeError(
                "API_SERVER_ERROR: The key of an XCom and the id of its task may not be empty."
            )
        if not isinstance(key, str):
            raise ValidationError(f"The key of an XCom is text, not {key!r}")
    return {"dag_id": dag_id, "run_id": run_id, "task_id": task_id, "key": key}


def any_key(names: Dict[str, Any]) -> Dict[str, Any]:
    """Airflow 2 pulls what was pushed last where no key is given, be it under which it may."""
    return {**names, "key": names["key"] or None} if State.is_2() else names


def get_one(names: Dict[str, Any], map_index: int, prior: bool = False) -> Any:
    """One value, or MISSING."""
    body = {
        "type": "GetXCom",
        **any_key(names),
        "map_index": map_index,
        "include_prior_dates": prior,
    }
    reply = State.ask(body)
    value = reply.get("value") if isinstance(reply, dict) else None
    return MISSING if value is None else serde.loads(value)


def get_all(names: Dict[str, Any], prior: bool = False) -> List[Any]:
    """The values of all instances that pushed one, in order."""
    body = {
        "type": "GetXComSequenceSlice",
        **any_key(names),
        "start": None,
        "stop": None,
        "step": None,
    }
    reply = State.ask({**body, "include_prior_dates": prior})
    found = reply.get("root") if isinstance(reply, dict) else None
    return [serde.loads(each) for each in found or []]


def count(names: Dict[str, Any]) -> int:
    """How many instances pushed one."""
    reply = State.ask({"type": "GetXComCount", **any_key(names)})
    return int(reply.get("len", 0)) if isinstance(reply, dict) else 0


class LazyXComSequence(Sequence):  # type: ignore[type-arg]
    """The results of a mapped task: read when they are looked at."""

    def __init__(self, names: Dict[str, Any]) -> None:
        self._names = names
        self._length: Optional[int] = None
        self._values: Optional[List[Any]] = None

    def _all(self) -> List[Any]:
        if self._values is None:
            self._values = get_all(self._names)
        return self._values

    def __len__(self) -> int:
        if self._values is not None:
            return len(self._values)
        if self._length is None:
            self._length = count(self._names)
        return self._length

    def __iter__(self) -> Any:
        return iter(self._all())

    def __getitem__(self, index: Any) -> Any:
        if isinstance(index, slice) or self._values is not None:
            return self._all()[index]
        reply = State.ask({"type": "GetXComSequenceItem", **any_key(self._names), "offset": index})
        if not isinstance(reply, dict) or reply.get("type") != "XComSequenceIndexResult":
            raise IndexError(index)
        return serde.loads(str(reply["root"]))

    def __repr__(self) -> str:
        if State.is_2():
            return f"LazySelectSequence([{_items(len(self))}])"
        length = "<unevaluated length>" if self._length is None else f"[{_items(self._length)}]"
        return f"LazyXComSequence({length})"

    __str__ = __repr__

    def __eq__(self, other: Any) -> bool:
        return isinstance(other, Sequence) and list(self) == list(other)

    __hash__ = None  # type: ignore[assignment]


class LazyXComSelectSequence(LazyXComSequence):
    """Airflow 2: what was pulled from several tasks; JSON does not know it inside of something else."""

    def __init__(self, values: List[Any]) -> None:
        super().__init__({})
        self._values = values


def _items(count_: int) -> str:
    return f"{count_} item{'' if count_ == 1 else 's'}"


def pull_reference(operator: Any, key: str, context: Any) -> Any:
    """What an XComArg stands for, seen from the running task."""
    ti = context["ti"]
    names = ids(ti.dag_id, ti.run_id, operator.task_id, key)
    group = _mapped_group(operator)
    if operator.is_mapped or group is not None:
        if group is not None and not operator.is_mapped and _inside(ti.task, group):
            found = get_one(names, ti.map_index)
        elif group is not None and not operator.is_mapped and not State.is_2():
            # Airflow 3 pulls what a group made as any other values; if there is one, it alone.
            return ti.xcom_pull(task_ids=operator.task_id, key=key)
        else:
            if not State.is_2() or count(names):
                return LazyXComSequence(names)
            found = MISSING
    else:
        found = get_one(names, -1)
    if found is not MISSING:
        return found
    if key == RETURN_KEY or getattr(operator, "multiple_outputs", False):
        return None
    raise XComNotFound(ti.dag_id, operator.task_id, key)


def _mapped_group(operator: Any) -> Any:
    group = operator.task_group
    return next(group.iter_mapped_task_groups(), None) if group is not None else None


def _inside(task: Any, group: Any) -> bool:
    own = task.task_group
    return own is not None and any(group is each for each in own.iter_mapped_task_groups())
