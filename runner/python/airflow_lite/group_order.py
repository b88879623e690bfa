"""What is in a group, and in which order: asked by files that walk through their own groups."""

from __future__ import annotations

from typing import Any, Dict, Iterator, List, Set

from airflow_lite.exceptions import AirflowDagCycleException


class GroupOrder:
    """Questions about a group's children, answered as Airflow answers them."""

    children: Dict[str, Any]
    dag: Any
    upstream_task_ids: Set[str]
    downstream_task_ids: Set[str]

    def get_child_by_label(self, label: str) -> Any:
        """The task or group with this id, without the group's prefix."""
        return self.children[self.child_id(label)]

    def child_id(self, label: str) -> str:
        """The id of a child."""
        raise NotImplementedError

    def iter_tasks(self) -> Iterator[Any]:
        """Its tasks, those of inner groups last."""
        groups: List[Any] = [self]
        for group in groups:
            for child in group.children.values():
                if isinstance(child, GroupOrder):
                    groups.append(child)
                else:
                    yield child

    def hierarchical_alphabetical_sort(self) -> List[Any]:
        """Groups first, then tasks, each by id."""
        return sorted(
            self.children.values(),
            key=lambda child: (not isinstance(child, GroupOrder), child.node_id),
        )

    def topological_sort(self, **_: Any) -> List[Any]:
        """Each child after those that come before it."""
        left = dict(self.children)
        done: List[Any] = []
        while left:
            before = len(done)
            # What becomes free on the way is taken on the way.
            for key, each in list(left.items()):
                if not _waits(each, left):
                    done.append(left.pop(key))
            if len(done) == before:
                raise AirflowDagCycleException(
                    f"A cyclic dependency occurred in dag: {self.dag.dag_id}"
                )
        return done

    @property
    def dag_id(self) -> str:
        """The id of its DAG."""
        return self.dag.dag_id if self.dag is not None else "_in_memory_dag_"

    def has_dag(self) -> bool:
        """Whether it belongs to a DAG."""
        return self.dag is not None

    def get_dag(self) -> Any:
        """Its DAG."""
        return self.dag

    def get_direct_relative_ids(self, upstream: bool = False) -> Set[str]:
        """Ids of the tasks that an arrow joins with the group as a whole."""
        return self.upstream_task_ids if upstream else self.downstream_task_ids

    def get_direct_relatives(self, upstream: bool = False) -> List[Any]:
        """The tasks that an arrow joins with the group as a whole."""
        return [self.dag.get_task(each) for each in self.get_direct_relative_ids(upstream)]

    @property
    def upstream_list(self) -> List[Any]:
        """The tasks directly before the group."""
        return self.get_direct_relatives(upstream=True)

    @property
    def downstream_list(self) -> List[Any]:
        """The tasks directly after the group."""
        return self.get_direct_relatives()


def _waits(node: Any, left: Dict[str, Any]) -> bool:
    """Whether something before it, or a group around that, is still left."""
    for task in node.upstream_list:
        if task.node_id in left:
            return True
        group = task.task_group
        while group is not None:
            if group.node_id in left and group is not node:
                return True
            group = group.parent_group
    return False
