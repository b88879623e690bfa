"""Groups of tasks."""

from __future__ import annotations

import functools
import inspect
import re
from typing import Any, Callable, Dict, Iterator, List, Optional, Set

from airflow_lite.contexts import DagContext, TaskGroupContext
from airflow_lite.edges import DependencyMixin, TaskMixin, as_list, error_2, validate_group_key
from airflow_lite.exceptions import DuplicateTaskIdFound, TaskAlreadyInTaskGroup
from airflow_lite.group_order import GroupOrder
from airflow_lite.state import State

_SUFFIX = re.compile(r"__\d+$")


class TaskGroup(GroupOrder, DependencyMixin):
    """Tasks that belong together; prefixes their ids."""

    def __init__(
        self,
        group_id: Optional[str],
        prefix_group_id: bool = True,
        parent_group: Optional[TaskGroup] = None,
        dag: Any = None,
        default_args: Optional[Dict[str, Any]] = None,
        tooltip: str = "",
        ui_color: str = "CornflowerBlue",
        ui_fgcolor: str = "#000",
        add_suffix_on_collision: bool = False,
        group_display_name: str = "",
    ) -> None:
        self.prefix_group_id = prefix_group_id
        self.default_args = dict(default_args or {})
        self.tooltip, self.ui_color, self.ui_fgcolor = tooltip, ui_color, ui_fgcolor
        self.group_display_name = group_display_name
        self.children: Dict[str, Any] = {}
        self.upstream_group_ids: Set[Optional[str]] = set()
        self.downstream_group_ids: Set[Optional[str]] = set()
        self.upstream_task_ids: Set[str] = set()
        self.downstream_task_ids: Set[str] = set()
        self.is_root = group_id is None
        self.parent_group: Optional[TaskGroup] = None
        if group_id is None:
            self._group_id: Optional[str] = None
            self.used_group_ids: Set[Optional[str]] = set()
            self.dag = dag
            return
        self.dag = dag or (parent_group.dag if parent_group else DagContext.get_current())
        if self.dag is None:
            raise error_2("TaskGroup can only be used inside a dag", RuntimeError)
        self.parent_group = parent_group or TaskGroupContext.get_current(self.dag)
        assert self.parent_group is not None
        if self.parent_group.dag is not self.dag:
            raise error_2(f"Cannot mix TaskGroups from different Dags: {self.dag}")
        self.used_group_ids = self.parent_group.used_group_ids
        validate_group_key(group_id)
        merged = dict(self.parent_group.default_args)
        merged.update(self.default_args)
        self.default_args = merged
        self._group_id = group_id
        if self.group_id in self.used_group_ids:
            if not add_suffix_on_collision:
                raise DuplicateTaskIdFound(
                    f"group_id '{self.group_id}' has already been added to the DAG"
                )
            self._group_id = self._suffixed(group_id)
        self.used_group_ids.add(self.group_id)
        self.used_group_ids.update((self.upstream_join_id, self.downstream_join_id))
        self.parent_group.add(self)

    def _suffixed(self, group_id: str) -> str:
        base = _SUFFIX.sub("", group_id)
        full = self.parent_group.child_id(base) if self.parent_group else base
        pattern = re.compile(re.escape(full) + r"__(\d+)$")
        numbers = [0]
        for used in self.used_group_ids:
            found = pattern.match(used or "")
            if found:
                numbers.append(int(found.group(1)))
        return f"{base}__{max(numbers) + 1}"

    @classmethod
    def create_root(cls, dag: Any) -> TaskGroup:
        """The group of what is in no group."""
        return cls(group_id=None, dag=dag)

    @property
    def group_id(self) -> Optional[str]:
        """The full id."""
        if self.parent_group and self.parent_group.prefix_group_id and self.parent_group._group_id:
            return self.parent_group.child_id(str(self._group_id))
        return self._group_id

    @property
    def node_id(self) -> Optional[str]:
        """The full id."""
        return self.group_id

    @property
    def label(self) -> str:
        """What is shown."""
        return self.group_display_name or str(self._group_id)

    @property
    def task_group(self) -> Optional[TaskGroup]:
        """The group around it."""
        return self.parent_group

    def child_id(self, label: str) -> str:
        """The id of a child."""
        if self.prefix_group_id and self.group_id:
            return f"{self.group_id}.{label}"
        return label

    @property
    def upstream_join_id(self) -> str:
        """Reserved."""
        return f"{self.group_id}.upstream_join_id"

    @property
    def downstream_join_id(self) -> str:
        """Reserved."""
        return f"{self.group_id}.downstream_join_id"

    def add(self, task: Any) -> Any:
        """Takes in a task or group."""
        key = task.node_id
        if isinstance(task, TaskMixin):
            held = getattr(task, "task_group", None)
            if held is not None and held is not self and key in held.children:
                raise TaskAlreadyInTaskGroup(key, held.node_id, self.node_id)
        if key in self.children and self.children[key] is not task:
            what = "Task" if isinstance(task, TaskMixin) else "Task (or Task Group)"
            raise DuplicateTaskIdFound(f"{what} id '{key}' has already been added to the DAG")
        if isinstance(task, TaskGroup):
            if self.dag is not task.dag:
                raise error_2(
                    f"Cannot mix TaskGroups from different Dags: {self.dag} and {task.dag}"
                )
            if task.children:
                raise error_2("Cannot add a non-empty TaskGroup")
        elif key in self.used_group_ids:
            raise DuplicateTaskIdFound(
                f"Task (or Task Group) id '{key}' has already been added to the Dag"
            )
        self.children[key] = task
        return task

    def __enter__(self) -> TaskGroup:
        TaskGroupContext.push(self)
        return self

    def __exit__(self, *_: Any) -> None:
        TaskGroupContext.pop()

    def __iter__(self) -> Iterator[Any]:
        for child in self.children.values():
            if isinstance(child, TaskGroup):
                yield from child
            else:
                yield child

    def has_task(self, task: Any) -> bool:
        """Whether the task is in here."""
        return any(task is other for other in self)

    def get_roots(self) -> Iterator[Any]:
        """Tasks with nothing before them in here."""
        tasks = list(self)
        ids = {task.task_id for task in tasks}
        for task in tasks:
            if task.upstream_task_ids.isdisjoint(ids):
                yield task

    def get_leaves(self) -> Iterator[Any]:
        """Tasks with nothing after them in here; a teardown is passed over."""
        tasks = list(self)
        ids = {task.task_id for task in tasks}

        def works_on(task: Any, but: str) -> bool:
            return any(
                down.task_id != but and down.task_id in ids and not down.is_teardown
                for down in task.downstream_list
            )

        def before(task: Any) -> Iterator[Any]:
            for up in task.upstream_list:
                if up.task_id not in ids:
                    continue
                if up.is_teardown:
                    yield from before(up)
                elif task.is_teardown and up.is_setup:
                    continue
                elif not works_on(up, task.task_id):
                    yield up

        for task in tasks:
            if task.downstream_task_ids.isdisjoint(ids):
                if not task.is_teardown:
                    yield task
                else:
                    yield from before(task)

    @property
    def roots(self) -> List[Any]:
        """Where an arrow to the group ends."""
        return list(self.get_roots())

    @property
    def leaves(self) -> List[Any]:
        """Where an arrow from the group begins. Airflow 3 sees through an empty group."""
        found = list(self.get_leaves())
        if found or self.children or State.is_2():
            return found
        if self.upstream_task_ids:
            return [self.dag.get_task(task_id) for task_id in sorted(self.upstream_task_ids)]
        for group_id in self.upstream_group_ids:
            group = self.dag.task_group_dict.get(group_id)
            if group is not None:
                return list(group.leaves)
        return []

    def set_upstream(self, other: Any, edge_modifier: Any = None) -> None:
        """`other` comes before all its roots."""
        self._lite_relate(other, True, edge_modifier)

    def set_downstream(self, other: Any, edge_modifier: Any = None) -> None:
        """`other` comes after all its leaves."""
        self._lite_relate(other, False, edge_modifier)

    def _lite_relate(self, other: Any, upstream: bool, edge_modifier: Any) -> None:
        items = as_list(other)
        for item in items:
            self.update_relative(item, upstream, edge_modifier)
        if upstream:
            for task in self.roots:
                task.set_upstream(items, edge_modifier=edge_modifier)
        else:
            for task in self.leaves:
                task.set_downstream(items, edge_modifier=edge_modifier)

    def update_relative(self, other: Any, upstream: bool = True, edge_modifier: Any = None) -> None:
        """Remembers what was drawn to the group as a whole."""
        if isinstance(other, TaskGroup):
            (self.upstream_group_ids if upstream else self.downstream_group_ids).add(other.group_id)
            mine = other.downstream_group_ids if upstream else other.upstream_group_ids
            mine.add(self.group_id)
        elif not isinstance(other, DependencyMixin):
            raise AttributeError(
                f"'{type(other).__name__}' object has no attribute 'update_relative'"
            )
        else:
            ends = other.roots if not upstream else other.leaves
            ids = {end.task_id for end in ends if isinstance(end, TaskMixin)}
            (self.upstream_task_ids if upstream else self.downstream_task_ids).update(ids)
            if not isinstance(other, TaskMixin):
                other.update_relative(self, not upstream, edge_modifier=edge_modifier)

    def iter_mapped_task_groups(self) -> Iterator[MappedTaskGroup]:
        """The mapped groups this one lies in, innermost first."""
        group: Optional[TaskGroup] = self
        while group is not None:
            if isinstance(group, MappedTaskGroup):
                yield group
            group = group.parent_group

    def get_task_group_dict(self) -> Dict[Optional[str], TaskGroup]:
        """All groups by id."""
        found: Dict[Optional[str], TaskGroup] = {self.group_id: self}
        for child in self.children.values():
            if isinstance(child, TaskGroup):
                found.update(child.get_task_group_dict())
        return found

    def as_setup(self) -> Any:
        """Not for groups."""
        raise NotImplementedError("Task groups cannot be marked as setup or teardown.")

    def as_teardown(self, **_: Any) -> Any:
        """Not for groups."""
        raise NotImplementedError("Task groups cannot be marked as setup or teardown.")

    def add_task(self, task: Any) -> None:
        """Takes in a task."""
        self.add(task)

    def __repr__(self) -> str:
        return f"<TaskGroup: {self.group_id}>"


class MappedTaskGroup(TaskGroup):
    """A group that is repeated for each index of its expand input."""

    def __init__(self, *, expand_input: Any, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._expand_input = expand_input

    @property
    def expand_input(self) -> Any:
        """What it is mapped over."""
        return self._expand_input

    def __exit__(self, *rest: Any) -> None:
        for operator, _ in self._expand_input.iter_references():
            self.set_upstream(operator)
        super().__exit__(*rest)

    def iter_mapped_dependencies(self) -> Iterator[Any]:
        """The tasks whose results it is mapped over."""
        for operator, _ in self._expand_input.iter_references():
            yield operator


class _GroupFactory:
    """A function decorated by `@task_group`."""

    def __init__(
        self, function: Callable[..., Any], kwargs: Dict[str, Any], partial: Dict[str, Any]
    ) -> None:
        self.function, self.kwargs, self.partial_kwargs = function, kwargs, partial
        self.function_signature = inspect.signature(function)
        functools.update_wrapper(self, function)
        allowed = set(inspect.signature(TaskGroup.__init__).parameters) - {
            "self",
            "add_suffix_on_collision",
        }
        for name in kwargs:
            if name not in allowed:
                raise TypeError(f"__init__() got an unexpected keyword argument {name!r}")
        for mark in ("is_setup", "is_teardown"):
            if getattr(function, mark, False):
                raise error_2("Task groups cannot be marked as setup or teardown.")

    def _options(self) -> Dict[str, Any]:
        options = dict(self.kwargs)
        options.setdefault("group_id", self.function.__name__)
        if not options.get("tooltip") and self.function.__doc__:
            options["tooltip"] = self.function.__doc__
        return options

    def _build(self, group: TaskGroup, args: Any, kwargs: Dict[str, Any]) -> Any:
        with group:
            value = self.function(*args, **{**self.partial_kwargs, **kwargs})
        return value if value is not None else group

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        self.function_signature.bind_partial(*args, **kwargs)
        group = TaskGroup(add_suffix_on_collision=True, **self._options())
        value = self._build(group, args, kwargs)
        # An arrow to the call's value also counts for the group, as the label on its box.
        return value

    def override(self, **kwargs: Any) -> _GroupFactory:
        """With other options."""
        return _GroupFactory(self.function, {**self.kwargs, **kwargs}, self.partial_kwargs)

    def partial(self, **kwargs: Any) -> _GroupFactory:
        """With some arguments fixed."""
        self._check("partial", kwargs)
        for name in kwargs:
            if name in self.partial_kwargs:
                raise TypeError(f"duplicate partial argument: {name}")
        return _GroupFactory(self.function, self.kwargs, {**self.partial_kwargs, **kwargs})

    def expand(self, **kwargs: Any) -> Any:
        """Repeated for each combination."""
        from airflow_lite.mapped import DictOfListsExpandInput, check_mappable

        if not kwargs:
            raise TypeError("no arguments to expand against")
        self._check("expand", kwargs)
        for name, value in kwargs.items():
            if name in self.partial_kwargs:
                raise TypeError(f"mapping already partial argument: {name}")
            check_mappable(self.function.__name__ + ".expand()", name, value)
        return self._mapped(DictOfListsExpandInput(kwargs), list(kwargs))

    def expand_kwargs(self, kwargs: Any, strict: bool = True) -> Any:
        """Repeated for each set of arguments."""
        from airflow_lite.mapped import ListOfDictsExpandInput, check_list_of_dicts

        for parameter in self.function_signature.parameters.values():
            if parameter.kind in (parameter.VAR_POSITIONAL, parameter.VAR_KEYWORD):
                raise TypeError(
                    "calling expand_kwargs() on task group function with * or ** is not supported"
                )
        check_list_of_dicts(kwargs)
        names = [
            name for name in self.function_signature.parameters if name not in self.partial_kwargs
        ]
        return self._mapped(ListOfDictsExpandInput(kwargs), names)

    def _check(self, what: str, kwargs: Dict[str, Any]) -> None:
        parameters = self.function_signature.parameters
        if any(each.kind == each.VAR_KEYWORD for each in parameters.values()):
            return
        for name in kwargs:
            if name not in parameters:
                raise TypeError(
                    f"{self.function.__name__}.{what}() got an unexpected keyword argument {name!r}"
                )

    def _mapped(self, expand_input: Any, names: List[str]) -> Any:
        from airflow_lite.mapped import MappedArgument

        if any(
            True
            for group in [TaskGroupContext.get_current(None)]
            if group
            for _ in group.iter_mapped_task_groups()
        ):
            for _, value in expand_input.iter_values():
                if isinstance(value, MappedArgument):
                    raise ValueError("Nested Mapped TaskGroups are not yet supported")
        group = MappedTaskGroup(
            expand_input=expand_input, add_suffix_on_collision=True, **self._options()
        )
        stubs = {name: MappedArgument(expand_input, name, group) for name in names}
        return self._build(group, (), stubs)

    def __get__(self, instance: Any, owner: Any = None) -> Any:
        return self if instance is None else functools.partial(self, instance)


def task_group(group: Any = None, **kwargs: Any) -> Any:
    """`@task_group`: a positional string is ignored, as Airflow does."""
    if callable(group) and not kwargs:
        return _GroupFactory(group, {}, {})
    return lambda function: _GroupFactory(function, kwargs, {})
