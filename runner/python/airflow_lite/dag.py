"""DAG and `@dag`."""

from __future__ import annotations

import copy
import functools
import inspect
import logging
import os
from datetime import datetime, timedelta
from typing import Any, Callable, Dict, List, Optional, Set

from airflow_lite.contexts import DagContext, TaskGroupContext
from airflow_lite.dates import default_timezone, instance, parse, zone_name
from airflow_lite.edges import TaskMixin, error_2, validate_key
from airflow_lite.exceptions import AirflowDagCycleException, DuplicateTaskIdFound, TaskNotFound
from airflow_lite.operator import source_of
from airflow_lite.params import NOTSET as NO_DEFAULT
from airflow_lite.params import DagParam, ParamsDict
from airflow_lite.state import State
from airflow_lite.taskgroup import TaskGroup
from airflow_lite.timetables import make_timetable

UNSET: Any = object()

ORDER_2 = [
    "description",
    "schedule",
    "schedule_interval",
    "timetable",
    "start_date",
    "end_date",
    "full_filepath",
    "template_searchpath",
    "template_undefined",
    "user_defined_macros",
    "user_defined_filters",
    "default_args",
    "concurrency",
    "max_active_tasks",
    "max_active_runs",
    "max_consecutive_failed_dag_runs",
    "dagrun_timeout",
    "sla_miss_callback",
    "default_view",
    "orientation",
    "catchup",
]
"""What Airflow 2 takes by position after the id."""


class DAG:
    """Tasks, their order, and when they run."""

    def __init__(
        self,
        dag_id: str,
        *args: Any,
        description: Optional[str] = None,
        schedule: Any = UNSET,
        schedule_interval: Any = UNSET,
        timetable: Any = None,
        start_date: Any = None,
        end_date: Any = None,
        template_searchpath: Any = None,
        template_undefined: Any = None,
        user_defined_macros: Optional[Dict[str, Any]] = None,
        user_defined_filters: Optional[Dict[str, Any]] = None,
        default_args: Optional[Dict[str, Any]] = None,
        max_active_tasks: int = 16,
        concurrency: Optional[int] = None,
        max_active_runs: int = 16,
        max_consecutive_failed_dag_runs: int = 0,
        dagrun_timeout: Optional[timedelta] = None,
        deadline: Any = None,
        sla_miss_callback: Any = None,
        catchup: Optional[bool] = None,
        on_success_callback: Any = None,
        on_failure_callback: Any = None,
        doc_md: Optional[str] = None,
        params: Any = None,
        access_control: Any = None,
        is_paused_upon_creation: Optional[bool] = None,
        jinja_environment_kwargs: Optional[Dict[str, Any]] = None,
        render_template_as_native_obj: bool = False,
        tags: Any = None,
        owner_links: Any = None,
        auto_register: bool = True,
        fail_fast: bool = False,
        fail_stop: bool = False,
        dag_display_name: Optional[str] = None,
        disable_bundle_versioning: bool = False,
        allowed_run_types: Any = None,
        full_filepath: Optional[str] = None,
        default_view: Optional[str] = None,
        orientation: Optional[str] = None,
        rerun_with_latest_version: Optional[bool] = None,
    ) -> None:
        if args:
            if not State.is_2():
                raise TypeError(
                    f"DAG.__init__() takes 2 positional arguments but {2 + len(args)} were given"
                )
            again = dict(zip(ORDER_2, args))
            given = {
                name: value
                for name, value in locals().items()
                if name in _keywords() and name not in again
            }
            DAG.__init__(self, dag_id, **{**given, **again})
            return
        validate_key(dag_id)
        self.dag_id = dag_id
        self.description = description
        self.default_args = copy.copy(default_args or {})
        if not isinstance(self.default_args, dict):
            raise TypeError("default_args must be a dict")
        self._read_schedule(schedule, schedule_interval, timetable)
        first = start_date if start_date is not None else self.default_args.get("start_date")
        last = end_date if end_date is not None else self.default_args.get("end_date")
        self.timezone = getattr(first, "tzinfo", None) or default_timezone()
        self.start_date, self.end_date = _moment(first), _moment(last)
        self.template_searchpath = (
            [template_searchpath] if isinstance(template_searchpath, str) else template_searchpath
        )
        self.template_undefined = template_undefined
        self.user_defined_macros = user_defined_macros
        self.user_defined_filters = user_defined_filters
        self.max_active_tasks = max_active_tasks if concurrency is None else concurrency
        self.max_active_runs = max_active_runs
        self.max_consecutive_failed_dag_runs = max_consecutive_failed_dag_runs
        if dagrun_timeout is not None and not isinstance(dagrun_timeout, timedelta):
            raise TypeError(f"'dagrun_timeout' must be {timedelta}")
        self.dagrun_timeout = dagrun_timeout
        self.catchup = State.is_2() if catchup is None else catchup
        self.on_success_callback, self.on_failure_callback = (
            on_success_callback,
            on_failure_callback,
        )
        self.doc_md = doc_md
        self.tags: Any = list(tags or ()) if State.is_2() else set(tags or ())
        for tag in self.tags:
            if len(tag) > 100:
                raise error_2("tag cannot be longer than 100 characters")
        self.is_paused_upon_creation = is_paused_upon_creation
        self.jinja_environment_kwargs = jinja_environment_kwargs
        self.render_template_as_native_obj = render_template_as_native_obj
        self.owner_links = owner_links or {}
        self.auto_register = auto_register
        self.fail_fast = bool(fail_fast or fail_stop)
        self.dag_display_name = dag_display_name or dag_id
        self.access_control = access_control
        self.deadline = deadline
        if params is not None and not hasattr(params, "items"):
            raise TypeError(f"params must be a mapping, got {type(params)}")
        self.params = ParamsDict(params or {})
        self.params.update(self.default_args.pop("params", None) or {})
        self.task_dict: Dict[str, Any] = {}
        self.edge_info: Dict[str, Dict[str, Any]] = {}
        self._task_group = TaskGroup.create_root(self)
        where = source_of()
        self.fileloc = where[0] if where else ""
        self.line = where[1] if where else None
        self._check_schedule()

    def _read_schedule(self, schedule: Any, interval: Any, timetable: Any) -> None:
        given = [each for each in (schedule, interval) if each is not UNSET]
        if timetable is not None:
            given.append(timetable)
        if len(given) > 1:
            raise ValueError(
                "At most one allowed for args 'schedule_interval', 'timetable', and 'schedule'."
            )
        otherwise = timedelta(days=1) if State.is_2() else None
        self.schedule = given[0] if given else otherwise
        self.timetable = make_timetable(self.schedule)
        self._explicit = bool(given)

    def _check_schedule(self) -> None:
        limit = self.timetable.active_runs_limit
        if limit is not None and self.max_active_runs > limit:
            raise error_2(
                f"Invalid max_active_runs: {type(self.timetable).__name__} requires max_active_runs <= {limit}"
            )
        if not self.timetable.can_be_scheduled:
            return
        if State.is_2():
            if self._explicit and self.start_date is None:
                raise ValueError("DAG is missing the start_date parameter")
        elif self.catchup and self.start_date is None:
            raise ValueError("start_date is required when catchup=True")

    @property
    def relative_fileloc(self) -> str:
        """Its file below the dags folder."""
        return os.path.relpath(self.fileloc, State.dags_folder)

    filepath = relative_fileloc

    @property
    def folder(self) -> str:
        """The folder of its file."""
        return os.path.dirname(self.fileloc)

    @property
    def task_group(self) -> TaskGroup:
        """The group of all."""
        return self._task_group

    @property
    def task_group_dict(self) -> Dict[str, TaskGroup]:
        """Its groups by id."""
        return {
            key: group
            for key, group in self._task_group.get_task_group_dict().items()
            if key is not None
        }

    @property
    def tasks(self) -> List[Any]:
        """Its tasks."""
        return list(self.task_dict.values())

    @property
    def task_ids(self) -> List[str]:
        """Their ids."""
        return list(self.task_dict)

    @property
    def task_count(self) -> int:
        """How many there are."""
        return len(self.task_dict)

    @property
    def roots(self) -> List[Any]:
        """Tasks with nothing before."""
        return [task for task in self.tasks if not task.upstream_task_ids]

    @property
    def leaves(self) -> List[Any]:
        """Tasks with nothing after."""
        return [task for task in self.tasks if not task.downstream_task_ids]

    @property
    def owner(self) -> str:
        """The owners of its tasks."""
        return ", ".join(sorted({task.owner for task in self.tasks}))

    @property
    def task(self) -> Any:
        """`@dag.task`: the same decorators, bound to this DAG."""
        from airflow_lite.decorators import task

        return task.bound_to(self)

    def __enter__(self) -> DAG:
        DagContext.push(self)
        TaskGroupContext.push(self._task_group)
        return self

    def __exit__(self, *_: Any) -> None:
        TaskGroupContext.pop()
        DagContext.pop()

    def add_task(self, task: Any) -> None:
        """Takes in a task."""
        task_id = task.task_id
        if self.task_dict.get(task_id) is task:
            return
        if task_id in self.task_dict or task_id in self._task_group.used_group_ids:
            raise DuplicateTaskIdFound(f"Task id '{task_id}' has already been added to the DAG")
        if task.task_group is None:
            task.task_group = self._task_group
            self._task_group.add(task)
        if getattr(task, "start_date", None) is None and self.start_date is not None:
            task.start_date = self.start_date
        if getattr(task, "end_date", None) is None and self.end_date is not None:
            task.end_date = self.end_date
        if not task.has_dag():
            task._dag = self
        self.task_dict[task_id] = task

    def add_tasks(self, tasks: Any) -> None:
        """Takes in several."""
        for task in tasks:
            task.dag = self

    def get_task(self, task_id: str, include_subdags: bool = False) -> Any:
        """A task by id."""
        if task_id in self.task_dict:
            return self.task_dict[task_id]
        raise TaskNotFound(f"Task {task_id} not found")

    def has_task(self, task_id: str) -> bool:
        """Whether there is such a task."""
        return task_id in self.task_dict

    def has_task_group(self, group_id: str) -> bool:
        """Whether there is such a group."""
        return group_id in self.task_group_dict

    def set_dependency(self, upstream_task_id: str, downstream_task_id: str) -> None:
        """By ids."""
        self.get_task(upstream_task_id).set_downstream(self.get_task(downstream_task_id))

    def set_edge_info(self, upstream_id: str, downstream_id: str, info: Dict[str, Any]) -> None:
        """A label."""
        self.edge_info.setdefault(upstream_id, {})[downstream_id] = info

    def get_edge_info(self, upstream_id: str, downstream_id: str) -> Dict[str, Any]:
        """A label."""
        return dict(self.edge_info.get(upstream_id, {}).get(downstream_id, {}))

    def param(self, name: str, default: Any = NO_DEFAULT) -> DagParam:
        """A value that a run may give."""
        return DagParam(self, name, default)

    def get_template_env(self, *, force_sandboxed: bool = False) -> Any:
        """The Jinja environment of its templates."""
        from airflow_lite.templates import environment

        return environment(self)

    def add_result(self, xcom_arg: Any) -> Any:
        """What a task returns is the result of the run (Airflow 3.3)."""
        from airflow_lite.xcom_arg import RETURN_KEY, XComArg

        if type(xcom_arg) is not XComArg or xcom_arg.key != RETURN_KEY:
            raise ValueError("Only plain return value can be used as dag result")
        return xcom_arg

    def topological_sort(self) -> List[Any]:
        """Each after what comes before it."""
        done: Dict[str, Any] = {}
        waiting = dict(self.task_dict)
        while waiting:
            ready = [
                task for task in waiting.values() if not (task.upstream_task_ids & waiting.keys())
            ]
            if not ready:
                raise AirflowDagCycleException(
                    f"A cyclic dependency occurred in dag: {self.dag_id}"
                )
            for task in ready:
                done[task.task_id] = waiting.pop(task.task_id)
        return list(done.values())

    def check_cycle(self) -> None:
        """Refuses tasks that wait for each other."""
        left = {task_id: set(task.upstream_task_ids) for task_id, task in self.task_dict.items()}
        while left:
            ready = [task_id for task_id, before in left.items() if not before & left.keys()]
            if not ready:
                faulty = sorted(left)[0]
                raise AirflowDagCycleException(
                    f"Cycle detected in Dag: {self.dag_id}. Faulty task: {faulty}"
                )
            for task_id in ready:
                del left[task_id]

    def validate(self) -> None:
        """What Airflow checks when it takes in the DAG."""
        self.check_cycle()
        for task in self.tasks:
            if not task.is_setup:
                continue
            for after in task.downstream_list:
                if not after.is_teardown and after.trigger_rule != "all_success":
                    raise ValueError("Setup tasks must be followed with trigger rule ALL_SUCCESS.")
        if self.timetable.can_be_scheduled:
            missing = [
                name for name, param in self.params.raw().items() if param.value is NO_DEFAULT
            ]
            if missing:
                raise ValueError(
                    f"Dag {self.dag_id!r} is not allowed to define a Schedule, as there are required params without default values or default values don't match their schema."
                )

    @property
    def teardowns(self) -> List[Any]:
        """The tasks that are teardowns."""
        return [task for task in self.tasks if task.is_teardown]

    @property
    def tasks_upstream_of_teardowns(self) -> List[Any]:
        """What the teardowns come after, but no teardowns."""
        return [
            task for each in self.teardowns for task in each.upstream_list if not task.is_teardown
        ]

    @property
    def has_on_success_callback(self) -> bool:
        """Whether something is called when a run succeeds."""
        return self.on_success_callback is not None

    @property
    def has_on_failure_callback(self) -> bool:
        """Whether something is called when a run fails."""
        return self.on_failure_callback is not None

    def __getattr__(self, name: str) -> Any:
        """What only Airflow 2's has."""
        if State.is_2() and name in _OF_2:
            return _OF_2[name](self)
        raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")

    def zone(self) -> str:
        """The name of its time zone."""
        return zone_name(self.timezone)

    def test(self, *_: Any, **__: Any) -> None:
        """Nothing while a file is loaded; a run is started by Dagsight."""

    def cli(self) -> None:
        """Nothing."""

    def __eq__(self, other: object) -> bool:
        return self is other

    def __hash__(self) -> int:
        return hash(self.dag_id)

    def __lt__(self, other: Any) -> bool:
        return bool(self.dag_id < other.dag_id)

    def __repr__(self) -> str:
        return f"<DAG: {self.dag_id}>"


_OF_2: Dict[str, Callable[[DAG], Any]] = {
    "concurrency": lambda made: made.max_active_tasks,
    "concurrency_reached": lambda made: False,
    "default_view": lambda made: "grid",
    "fail_stop": lambda made: made.fail_fast,
    "full_filepath": lambda made: made.fileloc,
    "get_active_runs": lambda made: lambda *_, **__: [],
    "get_concurrency_reached": lambda made: lambda *_, **__: False,
    "get_is_active": lambda made: lambda *_, **__: True,
    "get_is_paused": lambda made: lambda *_, **__: False,
    "get_last_dagrun": lambda made: lambda *_, **__: None,
    "is_paused": lambda made: False,
    "is_subdag": lambda made: False,
    "log": lambda made: logging.getLogger("airflow.models.dag.DAG"),
    "logger": lambda made: lambda: logging.getLogger("airflow.models.dag.DAG"),
    "normalized_schedule_interval": lambda made: made.schedule,
    "orientation": lambda made: "LR",
    "parent_dag": lambda made: None,
    "schedule_interval": lambda made: made.schedule,
    "safe_dag_id": lambda made: made.dag_id.replace(".", "__dot__"),
    "sla_miss_callback": lambda made: None,
    "subdags": lambda made: [],
}
"""Without a metadata database no run was before this one and nothing is paused."""


def _keywords() -> Set[str]:
    parameters = inspect.signature(DAG.__init__).parameters
    return {name for name, each in parameters.items() if each.kind == each.KEYWORD_ONLY}


def _moment(value: Any) -> Any:
    if isinstance(value, str):
        return parse(value)
    return instance(value) if isinstance(value, datetime) else value


def dag(dag_id: Any = "", *args: Any, **kwargs: Any) -> Any:
    """`@dag`: the function makes a DAG each time it is called."""
    if callable(dag_id):
        return _factory(dag_id, "", (), {})
    return lambda function: _factory(function, dag_id, args, kwargs)


def _factory(function: Callable[..., Any], dag_id: str, args: Any, kwargs: Dict[str, Any]) -> Any:
    @functools.wraps(function)
    def make(*values: Any, **named: Any) -> DAG:
        bound = inspect.signature(function).bind(*values, **named)
        bound.apply_defaults()
        options = dict(kwargs)
        name = (
            options.pop("dag_id", None) or (dag_id.strip() if dag_id else "") or function.__name__
        )
        if function.__doc__ and not options.get("doc_md"):
            options["doc_md"] = function.__doc__
        made = DAG(name, *args, **options)
        made.fileloc = function.__code__.co_filename
        made.line = function.__code__.co_firstlineno
        with made:
            parameters = {each: made.param(each, value) for each, value in bound.arguments.items()}
            function(**parameters)
        return made

    return make


__all__ = ["DAG", "TaskMixin", "dag"]
