"""BaseOperator: arguments, defaults, dependencies."""

from __future__ import annotations

import copy
import functools
import inspect
import os
import sys
import warnings
from abc import ABCMeta
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Callable, Dict, FrozenSet, Iterable, List, Optional, Set, Tuple

from airflow_lite.contexts import DagContext, SetupTeardownContext, TaskGroupContext
from airflow_lite.dates import delta, instance, parse
from airflow_lite.edges import TaskMixin, error_2, validate_key
from airflow_lite.enums import TriggerRule
from airflow_lite.state import State
from airflow_lite.xcom_arg import XComArg, apply_upstream_relationship

TRIGGER_RULES = [
    "all_success",
    "all_failed",
    "all_done",
    "all_done_min_one_success",
    "all_done_setup_success",
    "one_success",
    "one_failed",
    "one_done",
    "none_failed",
    "none_skipped",
    "none_failed_min_one_success",
    "always",
    "all_skipped",
    "dummy",
    "none_failed_or_skipped",
]

DEFAULTS: Dict[str, Any] = {
    "owner": "airflow", "email": None, "email_on_retry": True, "email_on_failure": True, "retries": 0,
    "retry_delay": timedelta(seconds=300), "retry_exponential_backoff": False, "max_retry_delay": None,
    "start_date": None, "end_date": None, "depends_on_past": False, "ignore_first_depends_on_past": None,
    "wait_for_past_depends_before_skipping": False, "wait_for_downstream": False, "priority_weight": 1,
    "weight_rule": "downstream", "queue": "default", "pool": "default_pool", "pool_slots": 1, "sla": None,
    "execution_timeout": None, "on_execute_callback": None, "on_failure_callback": None,
    "on_success_callback": None, "on_retry_callback": None, "on_skipped_callback": None, "trigger_rule": "all_success",
    "resources": None, "run_as_user": None, "map_index_template": None, "max_active_tis_per_dag": None,
    "max_active_tis_per_dagrun": None, "executor": None, "executor_config": None, "do_xcom_push": True,
    "multiple_outputs": False, "inlets": None, "outlets": None, "doc": None, "doc_md": None, "doc_json": None,
    "doc_yaml": None, "doc_rst": None, "task_display_name": None, "logger_name": None,
    "allow_nested_operators": True, "render_template_as_native_obj": None, "retry_policy": None,
}  # fmt: skip

UNMAPPABLE = frozenset(
    [
        "task_id",
        "dag",
        "task_group",
        "allow_nested_operators",
        "depends_on_past",
        "email_on_failure",
        "email_on_retry",
        "execution_timeout",
        "executor_config",
        "ignore_first_depends_on_past",
        "inlets",
        "outlets",
        "map_index_template",
        "on_execute_callback",
        "on_failure_callback",
        "on_success_callback",
        "on_retry_callback",
        "on_skipped_callback",
        "owner",
        "pool_slots",
        "priority_weight",
        "queue",
        "retries",
        "retry_delay",
        "max_retry_delay",
        "retry_exponential_backoff",
        "trigger_rule",
        "wait_for_past_depends_before_skipping",
        "wait_for_downstream",
        "weight_rule",
    ]
)

TYPES: Dict[str, Any] = {
    "email": (str, Sequence), "email_on_retry": bool, "email_on_failure": bool, "retries": int,
    "retry_exponential_backoff": (int, float), "depends_on_past": bool, "ignore_first_depends_on_past": bool,
    "wait_for_past_depends_before_skipping": bool, "wait_for_downstream": bool, "priority_weight": int, "queue": str,
    "pool": str, "pool_slots": int, "trigger_rule": str, "run_as_user": str, "map_index_template": str,
    "max_active_tis_per_dag": int, "max_active_tis_per_dagrun": int, "executor": str, "do_xcom_push": bool,
    "multiple_outputs": bool, "doc_md": str, "task_display_name": str, "logger_name": str,
}  # fmt: skip


def default_args_of(dag: Any, group: Any) -> Dict[str, Any]:
    """From the DAG, overridden by the groups around."""
    found: Dict[str, Any] = dict(dag.default_args) if dag is not None else {}
    if group is not None:
        found.update(group.default_args)
    return found


def merged_params(dag: Any, own: Any) -> Any:
    """The DAG's params below the task's. Values are of the DAG's params until Airflow 3, where they are params of their own."""
    from airflow_lite.params import ParamsDict

    found = ParamsDict(dict(dag.params.raw()) if dag is not None else {})
    given = _plain(own)
    found.update(given if State.is_2() else ParamsDict(given).raw())
    return found


def source_of() -> Optional[Tuple[str, int]]:
    """The user's line that makes a task: the innermost frame that is not ours."""
    frame = sys._getframe(1)
    while frame is not None:
        name = frame.f_code.co_filename
        if not name.startswith(_HERE) and not name.startswith("<"):
            return name, frame.f_lineno
        frame = frame.f_back  # type: ignore[assignment]
    return None


_HERE = os.path.dirname(os.path.abspath(__file__)) + os.sep


@functools.cache
def argument_names(operator_class: Any) -> Optional[FrozenSet[str]]:
    """Everything the class and its bases take by name; None when it takes anything."""
    if getattr(operator_class, "takes_anything", False):
        return None
    names: Set[str] = set()
    for base in operator_class.__mro__:
        init = base.__dict__.get("__init__")
        if init is not None:
            for parameter in inspect.signature(
                getattr(init, "__wrapped__", init)
            ).parameters.values():
                if parameter.kind not in (parameter.VAR_KEYWORD, parameter.VAR_POSITIONAL):
                    names.add(parameter.name)
    return frozenset(names - {"self"})


class BaseOperatorMeta(ABCMeta):
    """Wraps each `__init__`: keywords only, defaults filled in, what is missing named."""

    def __new__(
        mcs, name: str, bases: Tuple[type, ...], namespace: Dict[str, Any], **rest: Any
    ) -> Any:
        made = super().__new__(mcs, name, bases, namespace, **rest)
        init = namespace.get("__init__")
        if init is not None:
            made.__init__ = mcs._apply_defaults(init)  # type: ignore[misc]
        return made

    @staticmethod
    def _apply_defaults(init: Callable[..., None]) -> Callable[..., None]:
        parameters = [
            each
            for each in inspect.signature(init).parameters.values()
            if each.name != "self" and each.kind not in (each.VAR_POSITIONAL, each.VAR_KEYWORD)
        ]
        names = {each.name for each in parameters}
        needed = {
            each.name
            for each in parameters
            if each.default is each.empty and each.name != "task_id"
        }

        @functools.wraps(init)
        def apply_defaults(self: Any, *args: Any, **kwargs: Any) -> None:
            if args:
                raise error_2("Use keyword arguments when initializing operators", TypeError)
            outermost = not getattr(self, "_lite_init_started", False)
            if outermost:
                object.__setattr__(self, "_lite_init_started", True)
                object.__setattr__(
                    self, "_lite_from_mapped", kwargs.pop("_airflow_from_mapped", False)
                )
                object.__setattr__(self, "_lite_source", source_of())
            mapped = self._lite_from_mapped
            dag = kwargs.get("dag") or (None if mapped else DagContext.get_current())
            group = kwargs.get("task_group")
            if dag is not None and group is None and not mapped:
                group = TaskGroupContext.get_current(dag)
            defaults = default_args_of(dag, group)
            own = kwargs.pop("default_args", None) or {}
            of_group = defaults.pop("params", None)
            defaults.update(own)
            if outermost:
                # Those of the task's own default_args go last (Airflow: bases/operator.py, get_merged_defaults).
                given = (of_group, kwargs.get("params"), defaults.pop("params", None))
                merged = {name: value for each in given for name, value in _plain(each).items()}
                kwargs["params"] = merged_params(dag, merged)
            hook = getattr(self, "_hook_apply_defaults", None)
            if hook is not None and outermost:
                kwargs, defaults = hook(defaults, kwargs)
            for each in names:
                if each not in kwargs and each in defaults:
                    kwargs[each] = defaults[each]
            missing = sorted(needed - kwargs.keys())
            if missing:
                one = len(missing) == 1
                what = (
                    f"argument {missing[0]!r}"
                    if one
                    else "arguments " + ", ".join(map(repr, missing))
                )
                raise error_2(f"missing keyword {what}", TypeError)
            if dag is not None:
                kwargs["dag"] = dag
            if group is not None:
                kwargs["task_group"] = group
            if "task_id" in names and "task_id" not in kwargs and "kwargs" not in kwargs:
                cls = type(self).__name__
                raise error_2(
                    f"{cls}.__init__() missing 1 required keyword-only argument: 'task_id'",
                    TypeError,
                )
            init(self, **kwargs, default_args=defaults)
            if outermost:
                self._lite_finish_init()

        return apply_defaults


def _plain(params: Any) -> Dict[str, Any]:
    if params is None:
        return {}
    if not isinstance(params, Mapping):
        raise TypeError(f"params must be a mapping, got {type(params)}")
    return dict(params.raw() if hasattr(params, "raw") else params)


class BaseOperator(TaskMixin, metaclass=BaseOperatorMeta):
    """What every operator is made of."""

    template_fields: Any = ()
    template_ext: Any = ()
    template_fields_renderers: Dict[str, str] = {}
    ui_color = "#fff"
    ui_fgcolor = "#000"
    is_mapped = False
    inherits_from_empty_operator = False
    inherits_from_skipmixin = False
    _lite_from_mapped = False
    owner: str
    priority_weight: int
    weight_rule: Any
    start_from_trigger = False
    start_trigger_args: Any = None
    shallow_copy_attrs: Any = ()
    operator_extra_links: Any = ()
    pool: str

    def __init__(
        self,
        *,
        task_id: str,
        owner: str = "airflow",
        email: Any = None,
        email_on_retry: bool = True,
        email_on_failure: bool = True,
        retries: Any = 0,
        retry_delay: Any = timedelta(seconds=300),
        retry_exponential_backoff: Any = False,
        max_retry_delay: Any = None,
        start_date: Any = None,
        end_date: Any = None,
        depends_on_past: bool = False,
        ignore_first_depends_on_past: Optional[bool] = None,
        wait_for_past_depends_before_skipping: bool = False,
        wait_for_downstream: bool = False,
        dag: Any = None,
        params: Any = None,
        default_args: Any = None,
        priority_weight: int = 1,
        weight_rule: Any = "downstream",
        queue: str = "default",
        pool: Optional[str] = None,
        pool_slots: int = 1,
        sla: Any = None,
        execution_timeout: Any = None,
        on_execute_callback: Any = None,
        on_failure_callback: Any = None,
        on_success_callback: Any = None,
        on_retry_callback: Any = None,
        on_skipped_callback: Any = None,
        pre_execute: Any = None,
        post_execute: Any = None,
        trigger_rule: Any = "all_success",
        resources: Any = None,
        run_as_user: Optional[str] = None,
        map_index_template: Optional[str] = None,
        max_active_tis_per_dag: Optional[int] = None,
        max_active_tis_per_dagrun: Optional[int] = None,
        executor: Optional[str] = None,
        executor_config: Any = None,
        do_xcom_push: bool = True,
        multiple_outputs: bool = False,
        inlets: Any = None,
        outlets: Any = None,
        task_group: Any = None,
        doc: Any = None,
        doc_md: Any = None,
        doc_json: Any = None,
        doc_yaml: Any = None,
        doc_rst: Any = None,
        task_display_name: Optional[str] = None,
        logger_name: Optional[str] = None,
        allow_nested_operators: bool = True,
        render_template_as_native_obj: Optional[bool] = None,
        retry_policy: Any = None,
        task_concurrency: Optional[int] = None,
        **kwargs: Any,
    ) -> None:
        if ignore_first_depends_on_past is None:
            ignore_first_depends_on_past = State.is_2()  # Its default became False in Airflow 3.
        given = dict(locals())
        if kwargs:
            raise error_2(
                f"Invalid arguments were passed to {type(self).__name__} (task_id: {task_id}). "
                f"Invalid arguments were:\n**kwargs: {kwargs}",
                TypeError,
            )
        self._dag: Any = None
        self.upstream_task_ids: Set[str] = set()
        self.downstream_task_ids: Set[str] = set()
        self.is_setup = False
        self.is_teardown = False
        self.on_failure_fail_dagrun = False
        if not self._lite_from_mapped:
            validate_key(task_group.child_id(task_id) if task_group else task_id)
        for name in DEFAULTS:
            if name in given:
                setattr(self, name, given[name])
        self.task_id = (
            task_group.child_id(task_id) if task_group and not self._lite_from_mapped else task_id
        )
        self.task_group = task_group
        self.start_date, self.end_date = _moment(start_date), _moment(end_date)
        self.pool = pool or "default_pool"
        self.pool_slots = pool_slots
        self._lite_check(pool_slots, execution_timeout, trigger_rule, dag)
        self.trigger_rule = TriggerRule(trigger_rule)
        self.weight_rule = getattr(weight_rule, "value", weight_rule)
        self.retries = _retries(retries, task_id)
        for name, kind in TYPES.items():
            _check_type(self, name, kind, task_id)
        self.retry_delay = delta(retry_delay)
        self.max_retry_delay = None if max_retry_delay is None else delta(max_retry_delay)
        self.execution_timeout = execution_timeout
        self.depends_on_past = depends_on_past or wait_for_downstream
        if task_concurrency and not max_active_tis_per_dag:
            self.max_active_tis_per_dag = task_concurrency
        self._pre_execute_hook, self._post_execute_hook = pre_execute, post_execute
        self.params: Any = params
        self.inlets, self.outlets = _several(inlets), _several(outlets)
        if sla is not None and not State.is_2():
            warnings.warn("The SLA feature is removed in Airflow 3.0", UserWarning, stacklevel=2)
        if self._lite_from_mapped:
            return
        if task_group is not None:
            task_group.add(self)
        if dag is not None:
            self.dag = dag

    def _lite_check(self, pool_slots: Any, timeout: Any, rule: Any, dag: Any) -> None:
        where = f"{dag.dag_id if dag is not None else ''}.{self.task_id}"
        if isinstance(pool_slots, int) and pool_slots < 1:
            text = f" in dag {dag.dag_id}" if dag is not None else ""
            raise ValueError(f"pool slots for {self.task_id}{text} cannot be less than 1")
        if timeout is not None and not isinstance(timeout, timedelta):
            raise ValueError(
                f"execution_timeout must be timedelta object but passed as type: {type(timeout)}"
            )
        name = str(getattr(rule, "value", rule))
        if name not in TRIGGER_RULES:
            raise error_2(
                f"The trigger_rule must be one of {TRIGGER_RULES},'{where}'; received '{rule}'."
            )
        if (
            dag is not None
            and getattr(dag, "fail_fast", False)
            and name not in ("all_success", "all_done_setup_success")
        ):
            from airflow_lite.exceptions import FailFastDagInvalidTriggerRule

            raise FailFastDagInvalidTriggerRule()

    def _lite_finish_init(self) -> None:
        """After the outermost `__init__`: arrows for results among the arguments."""
        object.__setattr__(self, "_lite_init_done", True)
        if self._lite_from_mapped:
            return
        SetupTeardownContext.note(self)
        self.set_xcomargs_dependencies()

    def set_xcomargs_dependencies(self) -> None:
        """Tasks whose results are in template fields come first."""
        for name in self.template_fields:
            apply_upstream_relationship(self, getattr(self, name, None))

    def __setattr__(self, name: str, value: Any) -> None:
        object.__setattr__(self, name, value)
        done = self.__dict__.get("_lite_init_done", False) and not self.__dict__.get(
            "_lite_from_mapped", False
        )
        if done and name in self.template_fields and not State.running:
            apply_upstream_relationship(self, value)

    @property
    def dag(self) -> Any:
        """Its DAG."""
        if self._dag is None:
            raise error_2(
                f"Operator {self.task_id} has not been assigned to a Dag yet", RuntimeError
            )
        return self._dag

    @dag.setter
    def dag(self, dag: Any) -> None:
        from airflow_lite.dag import DAG

        if dag is None:
            self._dag = None
            return
        if not isinstance(dag, DAG):
            raise TypeError(f"Expected dag; received {type(dag).__name__}")
        if self._dag is dag:
            return
        if self._dag is not None:
            raise error_2(f"The dag assigned to {self} can not be changed.")
        self._dag = dag
        dag.add_task(self)

    @property
    def dag_id(self) -> str:
        """The id of its DAG."""
        return self._dag.dag_id if self._dag is not None else f"adhoc_{self.owner}"

    @property
    def task_type(self) -> str:
        """Its class."""
        return type(self).__name__

    @property
    def operator_name(self) -> str:
        """As Airflow shows it."""
        return str(getattr(self, "custom_operator_name", None) or type(self).__name__)

    @property
    def output(self) -> XComArg:
        """Its result."""
        return XComArg(self)

    @property
    def log(self) -> Any:
        """Its logger."""
        import logging

        name = f"airflow.task.operators.{type(self).__module__}.{type(self).__name__}"
        return logging.getLogger(self.__dict__.get("logger_name") or name)

    @classmethod
    def partial(cls, **kwargs: Any) -> Any:
        """With some arguments fixed, to be expanded over others."""
        from airflow_lite.mapped import make_partial

        if "task_id" not in kwargs:
            raise TypeError("partial() missing 1 required keyword-only argument: 'task_id'")
        return make_partial(cls, kwargs)

    def as_setup(self) -> Any:
        """Marks it."""
        if self.is_teardown:
            raise ValueError(
                f"Cannot mark task '{self.task_id}' as setup; task is already a teardown."
            )
        self.is_setup = True
        return self

    def as_teardown(
        self, *, setups: Any = None, on_failure_fail_dagrun: Optional[bool] = None
    ) -> Any:
        """Marks it; it then runs when its setups did."""
        if self.is_setup:
            raise ValueError(
                f"Cannot mark task '{self.task_id}' as teardown; task is already a setup."
            )
        self.is_teardown = True
        self.trigger_rule = TriggerRule.ALL_DONE_SETUP_SUCCESS
        if on_failure_fail_dagrun is not None:
            self.on_failure_fail_dagrun = on_failure_fail_dagrun
        if setups is not None:
            for setup in setups if isinstance(setups, (list, tuple, set)) else [setups]:
                setup.is_setup = True
                setup.set_downstream(self)
        return self

    def __enter__(self) -> Any:
        from airflow_lite.contexts import enter_scope

        return enter_scope([self])

    def __exit__(self, *_: Any) -> None:
        from airflow_lite.contexts import leave_scope

        leave_scope()

    @property
    def logger(self) -> Any:
        """Its logger."""
        return self.log

    @property
    def operator_class(self) -> Any:
        """Its class."""
        return type(self)

    def get_needs_expansion(self) -> bool:
        """Whether it is mapped or lies in a mapped group."""
        return self.get_closest_mapped_task_group() is not None

    def iter_mapped_task_groups(self) -> Iterable[Any]:
        """The mapped groups around it, innermost first."""
        return self.task_group.iter_mapped_task_groups() if self.task_group else ()

    def unmap(self, _: Any = None) -> Any:
        """Itself: only a mapped one is made into another."""
        return self

    def prepare_for_execution(self) -> Any:
        """A copy to run."""
        return copy.copy(self)

    def get_extra_links(self, *_: Any) -> None:
        """No link."""

    def __getattr__(self, name: str) -> Any:
        if name in _HAS_CALLBACK:
            return bool(getattr(self, name[len("has_") :]))
        if name in _SIMPLE:
            return _SIMPLE[name]
        if State.is_2() and name == "priority_weight_total":
            return _weight_of_all(self)
        raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")

    def get_dag(self) -> Any:
        """Its DAG, if it has one."""
        return self._dag

    def get_closest_mapped_task_group(self) -> Any:
        """The mapped group it lies in."""
        return next(self.task_group.iter_mapped_task_groups(), None) if self.task_group else None

    def pre_execute(self, context: Any) -> None:
        """Called just before `execute`."""
        if State.is_2() and self._pre_execute_hook is not None:
            self._pre_execute_hook(context)

    def execute(self, context: Any) -> Any:
        """The work."""
        raise NotImplementedError()

    def post_execute(self, context: Any, result: Any = None) -> None:
        """Called just after `execute`."""
        if State.is_2() and self._post_execute_hook is not None:
            self._post_execute_hook(context, result)

    def on_kill(self) -> None:
        """Called when the task is stopped."""

    def resume_execution(
        self, next_method: str, next_kwargs: Optional[Dict[str, Any]], context: Any
    ) -> Any:
        """Goes on after a deferral."""
        if next_method == "__fail__":
            from airflow_lite.exceptions import TaskDeferralError, TaskDeferralTimeout

            kwargs = next_kwargs or {}
            if kwargs.get("traceback") is not None:
                self.log.error("Trigger failed:\n%s", "\n".join(kwargs["traceback"]))
            text = str(kwargs.get("error", "Unknown"))
            timed_out = text == "Trigger timeout"
            raise (TaskDeferralTimeout if timed_out else TaskDeferralError)(text)
        return getattr(self, next_method)(context, **(next_kwargs or {}))

    def defer(
        self, *, trigger: Any, method_name: str, kwargs: Any = None, timeout: Any = None
    ) -> None:
        """Waits for a trigger without taking a slot."""
        from airflow_lite.exceptions import TaskDeferred

        raise TaskDeferred(trigger=trigger, method_name=method_name, kwargs=kwargs, timeout=timeout)

    def dry_run(self) -> None:
        """Nothing."""

    def prepare_template(self) -> None:
        """Called before templates are rendered."""

    def render_template_fields(self, context: Any, jinja_env: Any = None) -> None:
        """Renders its template fields in place."""
        from airflow_lite.templates import render_fields

        render_fields(self, context, jinja_env)

    def render_template(
        self, content: Any, context: Any, jinja_env: Any = None, seen: Any = None
    ) -> Any:
        """Renders one value."""
        from airflow_lite.templates import environment_of, render

        return render(content, context, jinja_env or environment_of(self), self)

    def get_template_env(self, dag: Any = None) -> Any:
        """The Jinja environment of its templates."""
        from airflow_lite.templates import environment_of

        return environment_of(self)

    def xcom_pull(self, context: Any, *args: Any, **kwargs: Any) -> Any:
        """Airflow 2's old way."""
        return context["ti"].xcom_pull(*args, **kwargs)

    def xcom_push(self, context: Any, key: str, value: Any, **_: Any) -> None:
        """Airflow 2's old way."""
        context["ti"].xcom_push(key=key, value=value)

    def add_inlets(self, inlets: Iterable[Any]) -> None:
        """More inlets."""
        self.inlets.extend(inlets)

    def add_outlets(self, outlets: Iterable[Any]) -> None:
        """More outlets."""
        self.outlets.extend(outlets)

    def __gt__(self, other: Any) -> Any:
        self.add_outlets(_several(other))
        return self

    def __lt__(self, other: Any) -> Any:
        self.add_inlets(_several(other))
        return self

    def __or__(self, other: Any) -> Any:
        self.set_downstream(other)
        return self

    def __eq__(self, other: object) -> bool:
        return self is other

    def __hash__(self) -> int:
        return hash((type(self).__name__, self.task_id))

    def __repr__(self) -> str:
        return f"<Task({self.operator_name}): {self.task_id}>"


def _weight_of_all(task: BaseOperator) -> int:
    """Its own weight and, by its rule, that of all after or before it."""
    total = task.priority_weight
    if task.weight_rule == "absolute" or task._dag is None:
        return total
    for other in task.get_flat_relatives(upstream=task.weight_rule == "upstream"):
        total += int(other.priority_weight)
    return total


_HAS_CALLBACK = frozenset(
    f"has_on_{when}_callback" for when in ("execute", "failure", "success", "retry", "skipped")
)
_SIMPLE: Dict[str, Any] = {"is_async": False, "extra_links": [], "task_concurrency": None}


def _several(value: Any) -> List[Any]:
    if value is None:
        return []
    return list(value) if isinstance(value, (list, tuple, set)) else [value]


def _moment(value: Any) -> Any:
    if isinstance(value, str):
        return parse(value)
    return instance(value) if isinstance(value, datetime) else value


def _retries(value: Any, task_id: str) -> int:
    if value is None:
        return 0
    if isinstance(value, (bool, int)):
        return int(value)
    try:
        return int(value)
    except (TypeError, ValueError):
        raise error_2(
            f"'retries' type must be int, not {type(value).__name__}", TypeError
        ) from None


def _check_type(operator: Any, name: str, kind: Any, task_id: str) -> None:
    value = getattr(operator, name, None)
    if value is None or isinstance(value, kind):
        return
    expected = (
        kind.__name__ if isinstance(kind, type) else " or ".join(each.__name__ for each in kind)
    )
    raise TypeError(
        f"{name!r} for task {task_id!r} expects {expected}, got {type(value).__name__} with value {value!r}"
    )


class BaseOperatorLink:
    """A link beside a task: nothing to show here."""

    name = ""

    def get_link(self, operator: Any, *, ti_key: Any = None) -> str:
        """No link."""
        return ""
