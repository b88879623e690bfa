"""Which DAG, group and setup/teardown block a new task falls into."""

from __future__ import annotations

import sys
from collections import deque
from types import ModuleType
from typing import Any, Deque, List, Optional


class DagContext:
    """The stack of `with DAG` blocks."""

    stack: Deque[Any] = deque()
    registered: List[Any] = []
    """DAGs whose block has ended, with the module it ended in."""
    autoregister_current_module: Optional[str] = None

    @classmethod
    def push(cls, dag: Any) -> None:
        """Enters."""
        cls.stack.appendleft(dag)

    @classmethod
    def pop(cls) -> Any:
        """Leaves; the DAG is registered from now on."""
        dag = cls.stack.popleft()
        if getattr(dag, "auto_register", True):
            module = _calling_module()
            if not any(dag is known for known, _ in cls.registered):
                cls.registered.append((dag, module))
        return dag

    @classmethod
    def get_current(cls) -> Any:
        """The innermost."""
        return cls.stack[0] if cls.stack else None

    get_current_dag = get_current
    push_context_managed_dag = push
    pop_context_managed_dag = pop


def _calling_module() -> Optional[ModuleType]:
    """The module that is being loaded, if this runs while it is loaded."""
    frame = sys._getframe(2)
    while frame is not None:
        if frame.f_code.co_name == "<module>":
            name = frame.f_globals.get("__name__")
            return sys.modules.get(str(name))
        frame = frame.f_back  # type: ignore[assignment]
    return None


class TaskGroupContext:
    """The stack of `with TaskGroup` blocks."""

    current: Any = None
    stack: Deque[Any] = deque()

    @classmethod
    def push(cls, group: Any) -> None:
        """Enters."""
        cls.stack.append(cls.current)
        cls.current = group

    @classmethod
    def pop(cls) -> None:
        """Leaves."""
        cls.current = cls.stack.pop() if cls.stack else None

    @classmethod
    def get_current(cls, dag: Any) -> Any:
        """The innermost, else the DAG's own."""
        if cls.current is None:
            found = dag or DagContext.get_current()
            return found.task_group if found is not None else None
        return cls.current

    get_current_task_group = get_current


class SetupTeardownContext:
    """The stack of `with setup_or_teardown` blocks, and the plain tasks made in each."""

    stack: List[Any] = []

    @classmethod
    def active(cls) -> bool:
        """Whether we are in a block."""
        return bool(cls.stack)

    @classmethod
    def note(cls, task: Any) -> None:
        """A task was made in the innermost block."""
        if cls.stack and not (task.is_setup or task.is_teardown):
            cls.stack[-1].add(task)
        elif cls.stack:
            cls.stack[-1].maybe.append(task)


class Scope:
    """One `with` block of setups and teardowns."""

    def __init__(self, tasks: List[Any]) -> None:
        self.tasks = tasks
        self.work: List[Any] = []
        self.maybe: List[Any] = []
        self.setups = [task for task in tasks if task.is_setup]
        self.teardowns = [task for task in tasks if task.is_teardown]
        for teardown in list(self.teardowns):
            self._take(teardown.upstream_list, "is_setup", self.setups)
        for setup in list(self.setups):
            self._take(setup.downstream_list, "is_teardown", self.teardowns)

    @staticmethod
    def _take(near: List[Any], what: str, into: List[Any]) -> None:
        for task in near:
            if getattr(task, what) and task not in into:
                into.append(task)

    def add(self, task: Any) -> None:
        """A task made inside."""
        if not any(task is other for other in self.work):
            self.work.append(task)

    def add_task(self, task: Any) -> None:
        """`scope.add_task(t)`: one made elsewhere."""
        from airflow_lite.xcom_arg import XComArg

        self.add(task.operator if isinstance(task, XComArg) else task)

    def close(self, outer: Optional[Scope]) -> None:
        """Ties the work between the setups and the teardowns."""
        work = [task for task in self.work if not (task.is_setup or task.is_teardown)]
        if work:
            roots = [task for task in work if not task.upstream_task_ids] or work[:1]
            leaves = [task for task in work if not task.downstream_task_ids] or work[-1:]
            for teardown in self.teardowns:
                teardown.set_upstream(leaves)
            for setup in self.setups:
                setup.set_downstream(roots)
        if outer is not None:
            for setup in self.setups:
                for before in outer.setups:
                    if before is not setup:
                        before.set_downstream(setup)
            for teardown in self.teardowns:
                for after in outer.teardowns:
                    if after is not teardown:
                        teardown.set_downstream(after)
            for task in work:
                outer.add(task)


def enter_scope(tasks: List[Any]) -> Scope:
    """`with s >> t:`"""
    from airflow_lite.edges import error_2

    if not tasks or not all(task.is_setup or task.is_teardown for task in tasks):
        raise error_2("Only setup/teardown tasks can be used as context managers.", RuntimeError)
    scope = Scope(tasks)
    SetupTeardownContext.stack.append(scope)
    return scope


def leave_scope() -> None:
    """The end of the block."""
    scope = SetupTeardownContext.stack.pop()
    outer = SetupTeardownContext.stack[-1] if SetupTeardownContext.stack else None
    scope.close(outer)


class context_wrapper(List[Any]):
    """`with context_wrapper([s1, s2]):`"""

    def __enter__(self) -> Scope:
        from airflow_lite.xcom_arg import XComArg

        return enter_scope([task.operator if isinstance(task, XComArg) else task for task in self])

    def __exit__(self, *_: Any) -> None:
        leave_scope()
