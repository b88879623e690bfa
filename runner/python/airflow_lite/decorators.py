"""`@task` and its relatives."""

from __future__ import annotations

import functools
import inspect
import re
import typing
from collections.abc import Mapping
from typing import Any, Callable, Dict, List, Optional, Tuple

from airflow_lite.contexts import DagContext, TaskGroupContext
from airflow_lite.edges import error_2
from airflow_lite.enums import TriggerRule
from airflow_lite.exceptions import AirflowSkipException
from airflow_lite.operator import BaseOperator, argument_names, default_args_of
from airflow_lite.operators.bash import BashOperator
from airflow_lite.operators.elsewhere import (
    BranchExternalPythonOperator,
    BranchPythonVirtualenvOperator,
    ExternalPythonOperator,
    PythonVirtualenvOperator,
)
from airflow_lite.operators.empty import EmptyOperator
from airflow_lite.operators.python import (
    BranchPythonOperator,
    PythonOperator,
    ShortCircuitOperator,
    call_with_context,
)
from airflow_lite.operators.sensors import PythonSensor
from airflow_lite.runtime.context_keys import KNOWN_CONTEXT_KEYS
from airflow_lite.xcom_arg import XComArg, signature_without_context

_SUFFIX = re.compile(r"^(.*?)(?:__\d+)?$", re.DOTALL)


def unique_task_id(task_id: str, dag: Any, group: Any) -> str:
    """`f`, `f__1`, `f__2` …: a decorated function may be called again and again."""
    if dag is None:
        return task_id
    full = group.child_id(task_id) if group else task_id
    if full not in dag.task_ids:
        return task_id

    def core(text: str) -> str:
        found = _SUFFIX.match(text)
        return found.group(1) if found else text

    prefix = core(full)
    numbers = [0]
    for known in dag.task_ids:
        found = re.match(rf"{prefix}__(\d+)$", known)
        if found:
            numbers.append(int(found.group(1)))
    return f"{core(task_id)}__{max(numbers) + 1}"


class DecoratedOperator(BaseOperator):
    """An operator whose work is a function with arguments."""

    template_fields: Any = ("templates_dict", "op_args", "op_kwargs")
    template_fields_renderers = {"op_args": "py", "op_kwargs": "py", "templates_dict": "json"}
    custom_operator_name = "@task"

    def __init__(
        self,
        *,
        python_callable: Callable[..., Any],
        task_id: str,
        op_args: Any = None,
        op_kwargs: Any = None,
        templates_dict: Any = None,
        kwargs_to_upstream: Any = None,
        **kwargs: Any,
    ) -> None:
        kwargs.pop("python_callable", None)
        if not self._lite_from_mapped:
            task_id = unique_task_id(task_id, kwargs.get("dag"), kwargs.get("task_group"))
        op_args, op_kwargs = op_args or [], op_kwargs or {}
        if not self._lite_from_mapped:
            signature_without_context(python_callable).bind(*op_args, **op_kwargs)
        self.multiple_outputs = kwargs.get("multiple_outputs", False)
        own = dict(kwargs_to_upstream or {})
        order = type(self).__mro__
        following = argument_names(order[order.index(DecoratedOperator) + 1]) or frozenset()
        if "python_callable" in following:
            own.update(python_callable=python_callable, op_args=op_args, op_kwargs=op_kwargs)
        super().__init__(task_id=task_id, **own, **kwargs)
        self.python_callable = python_callable
        self.op_args, self.op_kwargs = op_args, op_kwargs
        self.templates_dict = templates_dict

    def _hook_apply_defaults(
        self, defaults: Dict[str, Any], kwargs: Dict[str, Any]
    ) -> Tuple[Dict[str, Any], Dict[str, Any]]:
        function = kwargs["python_callable"]
        names = [name for name in inspect.signature(function).parameters if name != "self"]
        given = dict(kwargs.get("op_kwargs") or {})
        count = len(kwargs.get("op_args") or [])
        for name in names[count:]:
            if name in defaults and name not in given:
                given[name] = defaults[name]
        kwargs["op_kwargs"] = given
        return kwargs, defaults

    def _lite_call(self, context: Any) -> Any:
        """The function with its arguments and what it wants of the context."""
        return call_with_context(
            self.python_callable, self.op_args, self.op_kwargs, context, self.templates_dict
        )


class _PythonDecoratedOperator(DecoratedOperator, PythonOperator):
    custom_operator_name = "@task"


class _BranchPythonDecoratedOperator(DecoratedOperator, BranchPythonOperator):
    custom_operator_name = "@task.branch"


class _ShortCircuitDecoratedOperator(DecoratedOperator, ShortCircuitOperator):
    custom_operator_name = "@task.short_circuit"


class _PythonVirtualenvDecoratedOperator(DecoratedOperator, PythonVirtualenvOperator):
    custom_operator_name = "@task.virtualenv"


class _PythonExternalDecoratedOperator(DecoratedOperator, ExternalPythonOperator):
    custom_operator_name = "@task.external_python"


class _BranchPythonVirtualenvDecoratedOperator(DecoratedOperator, BranchPythonVirtualenvOperator):
    custom_operator_name = "@task.branch_virtualenv"


class _BranchExternalPythonDecoratedOperator(DecoratedOperator, BranchExternalPythonOperator):
    custom_operator_name = "@task.branch_external_python"


class DecoratedSensorOperator(DecoratedOperator, PythonSensor):
    custom_operator_name = "@task.sensor"


class _StubOperator(DecoratedOperator, EmptyOperator):
    custom_operator_name = "@task.stub"
    inherits_from_empty_operator = False


class _BashDecoratedOperator(DecoratedOperator, BashOperator):
    custom_operator_name = "@task.bash"
    template_fields: Any = (*DecoratedOperator.template_fields, *BashOperator.template_fields)

    def __init__(self, *, python_callable: Callable[..., Any], **kwargs: Any) -> None:
        kwargs.pop("bash_command", None)
        super().__init__(python_callable=python_callable, bash_command="", **kwargs)

    def execute(self, context: Any) -> Any:
        command = self._lite_call(context)
        if not isinstance(command, str) or not command.strip():
            raise TypeError(
                "The returned value from the TaskFlow callable must be a non-empty string."
            )
        self.bash_command = self.render_template(command, context)
        return BashOperator.execute(self, context)


class TaskDecorator:
    """A decorated function: calling it makes a task."""

    def __init__(
        self, function: Callable[..., Any], operator_class: Any, kwargs: Dict[str, Any]
    ) -> None:
        if isinstance(function, (classmethod, staticmethod)) or not callable(function):
            raise TypeError("@task can only decorate functions")
        self.function, self.operator_class = function, operator_class
        self.kwargs = dict(kwargs)
        self.is_setup = self.is_teardown = False
        self.on_failure_fail_dagrun = False
        if "self" in inspect.signature(function).parameters:
            raise TypeError(
                f"@{operator_class.custom_operator_name.lstrip('@')} does not support methods"
            )
        if "multiple_outputs" not in self.kwargs:
            self.kwargs["multiple_outputs"] = _returns_mapping(function)
        self.kwargs.setdefault("task_id", function.__name__)
        functools.update_wrapper(self, function)

    @property
    def __wrapped__(self) -> Callable[..., Any]:  # type: ignore[override]
        return self.function

    @__wrapped__.setter
    def __wrapped__(self, value: Any) -> None:
        """update_wrapper sets it."""

    def __call__(self, *args: Any, **kwargs: Any) -> XComArg:
        self._fix_rule()
        options = self._options()
        fails = options.pop("on_failure_fail_dagrun", self.on_failure_fail_dagrun)
        operator = self.operator_class(
            python_callable=self.function, op_args=list(args), op_kwargs=kwargs, **options
        )
        operator.is_setup = self.is_setup
        operator.is_teardown = self.is_teardown
        operator.on_failure_fail_dagrun = fails
        if not any(
            self.kwargs.get(name) for name in ("doc", "doc_md", "doc_json", "doc_yaml", "doc_rst")
        ):
            operator.doc_md = self.function.__doc__
        hooks = getattr(self.function, "_run_conditions", None)
        if hooks:
            operator._pre_execute_hook = _conditions(hooks, operator._pre_execute_hook)
        return XComArg(operator)

    def _fix_rule(self) -> None:
        """Airflow keeps the rule where it looks for one that was given: a teardown can be called only once, it or a copy of it."""
        if not self.is_teardown:
            return
        if "trigger_rule" in self.kwargs:
            raise ValueError("Trigger rule not configurable for teardown tasks.")
        self.kwargs["trigger_rule"] = TriggerRule.ALL_DONE_SETUP_SUCCESS

    def _options(self) -> Dict[str, Any]:
        options = dict(self.kwargs)
        for name in ("is_setup", "is_teardown"):
            options.pop(name, None)
        return options

    def override(self, **kwargs: Any) -> TaskDecorator:
        """With other options."""
        return self._copy({**self.kwargs, **kwargs})

    def _copy(self, kwargs: Dict[str, Any]) -> TaskDecorator:
        made = TaskDecorator(self.function, self.operator_class, kwargs)
        made.is_setup, made.is_teardown = self.is_setup, self.is_teardown
        made.on_failure_fail_dagrun = self.on_failure_fail_dagrun
        made.fixed = dict(self.fixed)
        return made

    fixed: Dict[str, Any] = {}
    """Arguments given to `partial`."""

    def partial(self, **kwargs: Any) -> TaskDecorator:
        """With some arguments fixed."""
        self._check("partial", kwargs)
        for name in kwargs:
            if name in self.fixed:
                raise TypeError(f"duplicate partial argument: {name}")
        made = self._copy(self.kwargs)
        made.fixed = {**self.fixed, **kwargs}
        return made

    def expand(self, **mapped: Any) -> XComArg:
        """One instance for each combination."""
        from airflow_lite.mapped import DictOfListsExpandInput, check_mappable

        if not mapped:
            raise TypeError("no arguments to expand against")
        self._check("expand", mapped)
        for name, value in mapped.items():
            if name in self.fixed:
                raise TypeError(f"mapping already partial argument: {name}")
            check_mappable(f"{self.function.__name__}.expand()", name, value)
        return self._map(DictOfListsExpandInput(mapped), True)

    def expand_kwargs(self, kwargs: Any, *, strict: bool = True) -> XComArg:
        """One instance for each set of arguments."""
        from airflow_lite.mapped import ListOfDictsExpandInput, check_list_of_dicts

        check_list_of_dicts(kwargs)
        return self._map(ListOfDictsExpandInput(kwargs), strict)

    def _check(self, what: str, kwargs: Dict[str, Any]) -> None:
        parameters = inspect.signature(self.function).parameters
        for name in kwargs:
            if name in KNOWN_CONTEXT_KEYS and name in parameters:
                raise ValueError(f"cannot call {what}() on task context variable {name!r}")
        if any(each.kind == each.VAR_KEYWORD for each in parameters.values()):
            return
        for name in kwargs:
            if name not in parameters:
                raise TypeError(
                    f"{self.function.__name__}.{what}() got an unexpected keyword argument {name!r}"
                )

    def _map(self, expand_input: Any, strict: bool) -> XComArg:
        from airflow_lite.mapped import MappedOperator
        from airflow_lite.operator import merged_params

        self._fix_rule()
        options = self._options()
        dag = options.pop("dag", None) or DagContext.get_current()
        group = options.pop("task_group", None) or (
            TaskGroupContext.get_current(dag) if dag else None
        )
        defaults = default_args_of(dag, group)
        own = options.pop("default_args", None) or {}
        known = argument_names(self.operator_class) or frozenset()
        for name, value in {**defaults, **own}.items():
            if name in known and name != "params":
                options.setdefault(name, value)
        options["task_id"] = unique_task_id(options["task_id"], dag, group)
        retries = options.get("retries")
        if retries is not None and not isinstance(retries, int):
            options["retries"] = int(retries)
        params = merged_params(dag, options.pop("params", None))
        fixed = dict(self.fixed)
        for name in inspect.signature(self.function).parameters:
            if name in defaults and name not in fixed and not _maps(expand_input, name):
                fixed[name] = defaults[name]
        partial = {
            **options, "python_callable": self.function, "dag": dag, "task_group": group,
            "is_setup": self.is_setup, "is_teardown": self.is_teardown,
            "on_failure_fail_dagrun": self.on_failure_fail_dagrun,
        }  # fmt: skip
        operator = MappedOperator(self.operator_class, expand_input, partial, params, strict, fixed)
        return XComArg(operator)

    def __get__(self, instance: Any, owner: Any = None) -> Any:
        return self if instance is None else functools.partial(self, instance)


def _maps(expand_input: Any, name: str) -> bool:
    value = expand_input.value
    return isinstance(value, dict) and name in value


def _returns_mapping(function: Callable[..., Any]) -> bool:
    try:
        hint = typing.get_type_hints(function).get("return", Any)
    except Exception:  # An annotation that cannot be resolved counts as none.
        return False
    kind = typing.get_origin(hint) or hint
    if isinstance(kind, type):
        return issubclass(kind, Mapping)
    return False


def _conditions(hooks: List[Any], before: Any) -> Any:
    def check(context: Any) -> None:
        for wanted, condition, message in hooks:
            met = bool(condition(context))
            if met != wanted:
                raise AirflowSkipException(message or "skipped since its condition says so")
        if before is not None:
            before(context)

    return check


_CLASSES = {
    "python": _PythonDecoratedOperator, "virtualenv": _PythonVirtualenvDecoratedOperator, "external_python": _PythonExternalDecoratedOperator, "branch": _BranchPythonDecoratedOperator,
    "branch_virtualenv": _BranchPythonVirtualenvDecoratedOperator, "branch_external_python": _BranchExternalPythonDecoratedOperator,
    "short_circuit": _ShortCircuitDecoratedOperator, "sensor": DecoratedSensorOperator, "bash": _BashDecoratedOperator, "stub": _StubOperator,
}  # fmt: skip

_ELSEWHERE = {
    "docker": "docker", "kubernetes": "cncf.kubernetes", "kubernetes_cmd": "cncf.kubernetes",
    "pyspark": "apache.spark", "snowpark": "snowflake", "sftp_sensor": "sftp", "sql": "common.sql",
    "analytics": "common.sql", "agent": "common.ai", "llm": "common.ai", "llm_branch": "common.ai",
    "llm_sql": "common.ai", "llm_schema_compare": "common.ai", "llm_file_analysis": "common.ai",
}  # fmt: skip
"""Decorators of providers: their tasks only pretend."""


def simulated_decorator(name: str) -> Any:
    """The operator of a provider's decorator."""
    from airflow_lite.simulated import simulate, why_missing

    reason = why_missing(f"airflow.providers.{_ELSEWHERE[name]}")
    body = {
        "custom_operator_name": f"@task.{name}",
        "simulated": reason,
        "takes_anything": True,
        "execute": lambda self, context: simulate(self, reason),
        "__init__": _lenient_init,
    }
    return type(f"_{name}", (DecoratedOperator,), body)


def _lenient_init(self: Any, *, python_callable: Any, **kwargs: Any) -> None:
    known = argument_names(DecoratedOperator) or frozenset()
    extra = {key: kwargs.pop(key) for key in list(kwargs) if key not in known}
    DecoratedOperator.__init__(self, python_callable=python_callable, **kwargs)
    for key, value in extra.items():
        if not hasattr(self, key):
            object.__setattr__(self, key, value)


class TaskDecoratorCollection:
    """`@task`, `@task.bash` …"""

    def __init__(self, dag: Any = None) -> None:
        self._dag = dag

    def bound_to(self, dag: Any) -> TaskDecoratorCollection:
        """For one DAG."""
        return TaskDecoratorCollection(dag)

    def __call__(
        self, python_callable: Any = None, multiple_outputs: Any = None, **kwargs: Any
    ) -> Any:
        return self._decorate(_PythonDecoratedOperator, python_callable, multiple_outputs, kwargs)

    def _decorate(
        self, operator_class: Any, function: Any, multiple_outputs: Any, kwargs: Dict[str, Any]
    ) -> Any:
        if multiple_outputs is not None:
            kwargs = {**kwargs, "multiple_outputs": multiple_outputs}
        if self._dag is not None:
            kwargs = {**kwargs, "dag": self._dag}
        if function is not None:
            if isinstance(function, TaskDecorator):
                raise TypeError("@task cannot be applied twice")
            if not callable(function):
                raise TypeError(
                    f"{type(function).__name__!r} object is not callable: @task takes only keywords"
                )
            return TaskDecorator(function, operator_class, kwargs)
        return lambda decorated: TaskDecorator(decorated, operator_class, kwargs)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        if name in ("run_if", "skip_if"):
            return run_if if name == "run_if" else skip_if
        operator_class = _CLASSES.get(name)
        if operator_class is None and name in _ELSEWHERE:
            operator_class = simulated_decorator(name)
        if operator_class is None:
            raise AttributeError(f"task decorator {name!r} not found")

        def decorator(
            python_callable: Any = None, multiple_outputs: Any = None, **kwargs: Any
        ) -> Any:
            if name in (
                "virtualenv",
                "external_python",
                "branch_virtualenv",
                "branch_external_python",
            ):
                multiple_outputs = kwargs.pop("multiple_outputs", multiple_outputs)
            return self._decorate(operator_class, python_callable, multiple_outputs, kwargs)

        return decorator


task = TaskDecoratorCollection()


def run_if(condition: Any, skip_message: Optional[str] = None) -> Any:
    """Runs only if the condition on the context holds."""
    return _conditional("run_if", True, condition, skip_message)


def skip_if(condition: Any, skip_message: Optional[str] = None) -> Any:
    """Is skipped if the condition on the context holds."""
    return _conditional("skip_if", False, condition, skip_message)


def _conditional(name: str, wanted: bool, condition: Any, message: Optional[str]) -> Any:
    def wrap(decorated: Any) -> Any:
        if not isinstance(decorated, TaskDecorator):
            raise TypeError(
                f"{name} can only be used with task. decorate with @task before @{name}."
            )
        previous = decorated.kwargs.get("pre_execute")
        decorated.kwargs["pre_execute"] = _conditions([(wanted, condition, message)], previous)
        return decorated

    return wrap


def setup_task(function: Any) -> Any:
    """`@setup`"""
    return _marked(function, "is_setup", False)


def teardown_task(function: Any = None, *, on_failure_fail_dagrun: bool = False) -> Any:
    """`@teardown`"""
    if function is None:
        return lambda decorated: _marked(decorated, "is_teardown", on_failure_fail_dagrun)
    return _marked(function, "is_teardown", on_failure_fail_dagrun)


def _marked(function: Any, mark: str, fail: bool) -> Any:
    from airflow_lite.taskgroup import _GroupFactory

    if isinstance(function, _GroupFactory):
        raise error_2("Task groups cannot be marked as setup or teardown.")
    decorated = function if isinstance(function, TaskDecorator) else task(function)
    setattr(decorated, mark, True)
    decorated.on_failure_fail_dagrun = fail
    return decorated
