"""The simple workflow of the course: tasks with ids, dependencies by id, one after another."""

from __future__ import annotations

import builtins
import functools
from contextlib import contextmanager
from typing import Any, Callable, Dict, Iterator, List, Tuple

CLASS = "SimpleWorkflow"


class Recorded:
    """What was said to one workflow while its file was loaded."""

    def __init__(self, workflow: Any) -> None:
        self.workflow = workflow
        self.tasks: Dict[str, Any] = {}
        self.edges: List[Tuple[str, str]] = []
        self.lines: Dict[str, int] = {}

    @property
    def name(self) -> str:
        """The workflow's name."""
        return str(getattr(self.workflow, "name", None) or CLASS)


@contextmanager
def recording() -> Iterator[List[Recorded]]:
    """While a file is loaded: notes what is added to workflows, and keeps `run()` from running."""
    found: List[Recorded] = []
    real = builtins.__build_class__
    loading = [True]

    def build(function: Any, name: str, *bases: Any, **rest: Any) -> Any:
        made = real(function, name, *bases, **rest)
        if name == CLASS and not any(hasattr(base, "_dagsight") for base in bases):
            _record(made, found, loading)
        return made

    builtins.__build_class__ = build  # type: ignore[assignment]
    try:
        yield found
    finally:
        builtins.__build_class__ = real
        loading[0] = False


def _record(cls: Any, found: List[Recorded], loading: List[bool]) -> None:
    cls._dagsight = True
    _wrap(cls, "add_task", lambda record, args, kwargs: _add(record, args, kwargs), found)
    _wrap(cls, "set_dependency", lambda record, args, kwargs: _tie(record, args, kwargs), found)
    _wrap(cls, "__init__", lambda record, args, kwargs: None, found)
    real_run = getattr(cls, "run", None)
    if real_run is None:
        return

    @functools.wraps(real_run)
    def run(self: Any, *args: Any, **kwargs: Any) -> Any:
        return None if loading[0] else real_run(self, *args, **kwargs)

    cls.run = run


def _wrap(
    cls: Any, name: str, note: Callable[[Recorded, Any, Any], None], found: List[Recorded]
) -> None:
    real = getattr(cls, name, None)
    if real is None:
        return

    @functools.wraps(real)
    def wrapped(self: Any, *args: Any, **kwargs: Any) -> Any:
        record = next((each for each in found if each.workflow is self), None)
        if record is None:
            record = Recorded(self)
            found.append(record)
        note(record, args, kwargs)
        return real(self, *args, **kwargs)

    setattr(cls, name, wrapped)


def _add(record: Recorded, args: Any, kwargs: Any) -> None:
    task = args[0] if args else next(iter(kwargs.values()), None)
    task_id = getattr(task, "task_id", None)
    if task_id is not None:
        record.tasks[str(task_id)] = task


def _tie(record: Recorded, args: Any, kwargs: Any) -> None:
    ends = [*args, *kwargs.values()][:2]
    if len(ends) == 2:
        upstream, downstream = (str(getattr(end, "task_id", end)) for end in ends)
        # As the workflow itself does: an unknown downstream id is dropped.
        if downstream in record.tasks:
            record.edges.append((upstream, downstream))


def faults(record: Recorded) -> List[str]:
    """Why `run()` would wait for ever."""
    found = [
        f"Task {down!r} waits for {up!r}, which was never added to the workflow: run() would wait for ever."
        for up, down in record.edges
        if up not in record.tasks
    ]
    left = {
        task_id: {up for up, down in record.edges if down == task_id and up in record.tasks}
        for task_id in record.tasks
    }
    while left:
        ready = [task_id for task_id, before in left.items() if not before & left.keys()]
        if not ready:
            names = ", ".join(sorted(left))
            found.append(f"These tasks wait for each other, so run() would wait for ever: {names}.")
            break
        for task_id in ready:
            del left[task_id]
    return found


def work_of(task: Any) -> Callable[[], Any]:
    """The function of a task."""
    for name in ("func", "function", "callable", "python_callable"):
        found = getattr(task, name, None)
        if callable(found):
            return found  # type: ignore[no-any-return]
    raise TypeError(f"Task {getattr(task, 'task_id', task)!r} has no function to call.")


def attempts_of(task: Any) -> int:
    """How often a task is tried in all."""
    value = getattr(task, "retries", 1)
    return max(1, value) if isinstance(value, int) else 1
