"""Dependencies between tasks: the arrows, chain and its relatives, and labels on edges."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Dict, Iterable, List, Optional, Set

from airflow_lite.state import State

KEY = re.compile(r"^[\w.-]+$")
GROUP_KEY = re.compile(r"^[\w-]+$")


def error_2(message: str, otherwise: type = ValueError) -> Exception:
    """Airflow 2 raised AirflowException where 3 raises Python's own."""
    from airflow_lite.exceptions import AirflowException

    return AirflowException(message) if State.is_2() else otherwise(message)


def validate_key(key: Any, most: int = 250) -> None:
    """Ids of DAGs and tasks."""
    if not isinstance(key, str):
        raise TypeError(f"The key has to be a string and is {type(key)}:{key}")
    if len(key) > most:
        raise error_2(f"The key has to be less than {most} characters, not {len(key)}")
    if not KEY.match(key):
        raise error_2(
            f"The key {key!r} has to be made of alphanumeric characters, dashes, dots, and underscores exclusively"
        )


def validate_group_key(key: Any, most: int = 200) -> None:
    """Ids of groups: no dots."""
    if not isinstance(key, str):
        raise TypeError(f"The key has to be a string and is {type(key)}:{key}")
    if len(key) > most:
        raise error_2(f"The key has to be less than {most} characters, not {len(key)}")
    if not GROUP_KEY.match(key):
        raise error_2(
            f"The key {key!r} has to be made of alphanumeric characters, dashes and underscores exclusively"
        )


class DependencyMixin:
    """Whatever an arrow may point at."""

    @property
    def roots(self) -> Iterable[Any]:
        """The tasks where an arrow to this one ends."""
        raise NotImplementedError

    @property
    def leaves(self) -> Iterable[Any]:
        """The tasks where an arrow from this one begins."""
        raise NotImplementedError

    def set_upstream(self, other: Any, edge_modifier: Any = None) -> None:
        """`other` comes first."""
        raise NotImplementedError

    def set_downstream(self, other: Any, edge_modifier: Any = None) -> None:
        """`other` comes after."""
        raise NotImplementedError

    def update_relative(self, other: Any, upstream: bool = True, edge_modifier: Any = None) -> None:
        """Told when it is one end of an arrow made by the other end."""

    def as_setup(self) -> Any:
        """Marks it as a setup."""
        raise NotImplementedError

    def as_teardown(
        self, *, setups: Any = None, on_failure_fail_dagrun: Optional[bool] = None
    ) -> Any:
        """Marks it as a teardown."""
        raise NotImplementedError

    def __lshift__(self, other: Any) -> Any:
        self.set_upstream(other)
        return other

    def __rshift__(self, other: Any) -> Any:
        self.set_downstream(other)
        return other

    def __rrshift__(self, other: Any) -> Any:
        self.__lshift__(other)
        return self

    def __rlshift__(self, other: Any) -> Any:
        self.__rshift__(other)
        return self

    def iter_references(self) -> Iterable[Any]:
        """Tasks whose results this needs, as (task, key)."""
        return ()


def as_list(items: Any) -> List[Any]:
    """One or many, as many; a string is a sequence of its characters, as in Airflow."""
    return list(items) if isinstance(items, Sequence) else [items]


class TaskMixin(DependencyMixin):
    """A node of the DAG: an operator, mapped or not."""

    task_id: str
    dag: Any
    task_group: Any
    upstream_task_ids: Set[str]
    downstream_task_ids: Set[str]
    is_setup: bool
    is_teardown: bool

    @property
    def node_id(self) -> str:
        """The task id."""
        return self.task_id

    @property
    def label(self) -> str:
        """The id without its group's prefix."""
        group = self.task_group
        if group and group.node_id and group.prefix_group_id:
            if self.task_id.startswith(group.node_id + "."):
                return self.task_id[len(group.node_id) + 1 :]
        return self.task_id

    @property
    def roots(self) -> Iterable[Any]:
        """Itself."""
        return [self]

    @property
    def leaves(self) -> Iterable[Any]:
        """Itself."""
        return [self]

    def has_dag(self) -> bool:
        """Whether it belongs to a DAG already."""
        return getattr(self, "_dag", None) is not None

    @property
    def upstream_list(self) -> List[Any]:
        """The tasks directly before."""
        return [self.dag.get_task(task_id) for task_id in self.upstream_task_ids]

    @property
    def downstream_list(self) -> List[Any]:
        """The tasks directly after."""
        return [self.dag.get_task(task_id) for task_id in self.downstream_task_ids]

    def get_direct_relative_ids(self, upstream: bool = False) -> Set[str]:
        """Ids directly before or after."""
        return self.upstream_task_ids if upstream else self.downstream_task_ids

    def get_direct_relatives(self, upstream: bool = False) -> List[Any]:
        """Tasks directly before or after."""
        return self.upstream_list if upstream else self.downstream_list

    def get_flat_relative_ids(self, *, upstream: bool = False, depth: Any = None) -> Set[str]:
        """Ids anywhere before or after."""
        found: Set[str] = set()
        queue = [self.task_id]
        while queue:
            near = self.dag.get_task(queue.pop()).get_direct_relative_ids(upstream)
            fresh = near - found
            found |= fresh
            queue.extend(fresh)
        return found

    def get_flat_relatives(self, upstream: bool = False, depth: Any = None) -> List[Any]:
        """Tasks anywhere before or after."""
        return [self.dag.get_task(each) for each in self.get_flat_relative_ids(upstream=upstream)]

    def set_upstream(self, other: Any, edge_modifier: Any = None) -> None:
        """`other` comes first."""
        self._lite_relate(other, True, edge_modifier)

    def set_downstream(self, other: Any, edge_modifier: Any = None) -> None:
        """`other` comes after."""
        self._lite_relate(other, False, edge_modifier)

    def _lite_relate(self, other: Any, upstream: bool, edge_modifier: Any) -> None:
        ends: List[TaskMixin] = []
        for item in as_list(other):
            item.update_relative(self, not upstream, edge_modifier=edge_modifier)
            ends.extend(item.leaves if upstream else item.roots)
        for end in ends:
            if not isinstance(end, TaskMixin):
                raise error_2(
                    "Relationships can only be set between Operators; received "
                    + type(end).__name__,
                    TypeError,
                )
        dags: Dict[str, Any] = {}
        for task in [self, *ends]:
            if task.has_dag():
                dags[task.dag.dag_id] = task.dag
        if len(dags) > 1:
            names = ", ".join(sorted(dags))
            raise error_2(
                f"Tried to set relationships between tasks in more than one Dag: {names}",
                RuntimeError,
            )
        if not dags:
            raise error_2(
                "Tried to create relationships between tasks that don't have Dags yet. "
                f"Set the Dag for at least one task and try again: {[self, *ends]}"
            )
        dag = next(iter(dags.values()))
        if not self.has_dag():
            self.dag = dag
        for task in ends:
            if not task.has_dag():
                task.dag = dag
            first, second = (task, self) if upstream else (self, task)
            first.downstream_task_ids.add(second.task_id)
            second.upstream_task_ids.add(first.task_id)
            if edge_modifier is not None:
                edge_modifier.add_edge_info(dag, first.task_id, second.task_id)


class EdgeModifier(DependencyMixin):
    """A label between two ends. It waits until both sides are known, then draws the arrows."""

    def __init__(self, label: Optional[str] = None) -> None:
        self.label = label
        self._upstream: List[Any] = []
        self._downstream: List[Any] = []

    @property
    def roots(self) -> List[Any]:
        """The ends it will point at."""
        return self._downstream

    @property
    def leaves(self) -> List[Any]:
        """The ends it comes from."""
        return self._upstream

    def _save(self, nodes: List[Any], side: List[Any]) -> None:
        from airflow_lite.taskgroup import TaskGroup
        from airflow_lite.xcom_arg import XComArg

        for node in nodes:
            if not isinstance(node, (TaskMixin, TaskGroup, XComArg)):
                raise TypeError(
                    f"Cannot use edge labels with {type(node).__name__}, only tasks, XComArg or TaskGroups"
                )
            side.append(node.operator if isinstance(node, XComArg) else node)

    def _to_groups(self, side: List[Any]) -> List[Any]:
        """When the ends lie in different groups, the stored side becomes its whole groups."""
        groups = {id(_group_of(node)) for node in self._upstream + self._downstream}
        if len(groups) == 1:
            return side
        found: List[Any] = []
        for node in side:
            group = _group_of(node)
            end = node if group is None or group.is_root else group
            if not any(end is other for other in found):
                found.append(end)
        return found

    def set_upstream(self, other: Any, edge_modifier: Any = None) -> None:
        """`other >> Label`, or the far end of `b << Label << a`."""
        self._save(as_list(other), self._upstream)
        if self._upstream and self._downstream:
            for node in self._to_groups(self._downstream):
                node.set_upstream(other, edge_modifier=self)

    def set_downstream(self, other: Any, edge_modifier: Any = None) -> None:
        """`Label >> other`."""
        self._save(as_list(other), self._downstream)
        if self._upstream and self._downstream:
            for node in self._to_groups(self._upstream):
                node.set_downstream(other, edge_modifier=self)

    def update_relative(self, other: Any, upstream: bool = True, edge_modifier: Any = None) -> None:
        """The near end tells that it comes before or after."""
        if upstream:
            self._save(as_list(other), self._upstream)
            if self._upstream and self._downstream:
                for node in self._to_groups(self._upstream):
                    node.set_downstream(self._downstream, edge_modifier=self)
        else:
            self._save(as_list(other), self._downstream)
            if self._upstream and self._downstream:
                for node in self._to_groups(self._downstream):
                    node.set_upstream(self._upstream, edge_modifier=self)

    @property
    def _is_label(self) -> bool:
        return True

    def add_edge_info(self, dag: Any, upstream_id: str, downstream_id: str) -> None:
        """Keeps the label with the DAG."""
        dag.set_edge_info(upstream_id, downstream_id, {"label": self.label})


def _group_of(node: Any) -> Any:
    from airflow_lite.taskgroup import TaskGroup

    return node if isinstance(node, TaskGroup) else node.task_group


def Label(label: str) -> EdgeModifier:
    """A label for an edge."""
    return EdgeModifier(label=label)


def _is_many(item: Any) -> bool:
    return isinstance(item, Sequence) and not isinstance(item, str)


def chain(*tasks: Any) -> None:
    """Each after the one before; lists of equal length pairwise."""
    for first, second in zip(tasks, tasks[1:]):
        if isinstance(first, DependencyMixin):
            first.set_downstream(second)
        elif isinstance(second, DependencyMixin):
            second.set_upstream(first)
        elif not _is_many(first) or not _is_many(second):
            raise TypeError(
                f"Chain not supported between instances of {type(first)} and {type(second)}"
            )
        elif len(first) != len(second):
            raise error_2(
                f"Chain not supported for different length Iterable. Got {len(first)} and {len(second)}."
            )
        else:
            for one, other in zip(first, second):
                one.set_downstream(other)


def chain_linear(*elements: Any) -> None:
    """Each of one list before each of the next."""
    if not elements:
        raise ValueError("No tasks provided; nothing to do.")
    previous: Optional[List[Any]] = None
    connected = False
    for element in elements:
        current = [element] if isinstance(element, DependencyMixin) else list(element)
        if any(isinstance(item, EdgeModifier) for item in current):
            raise ValueError("Labels are not supported by chain_linear")
        if not current:
            continue
        if previous is not None:
            for task in previous:
                task.set_downstream(current)
                connected = True
        previous = current
    if not connected:
        raise ValueError("No dependencies were set. Did you forget to expand with `*`?")


def cross_downstream(from_tasks: Any, to_tasks: Any) -> None:
    """Each of the first before each of the second."""
    for task in from_tasks:
        task.set_downstream(to_tasks)
