"""Operators that call a function."""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from typing import Any, Callable, Dict, List, Optional, Tuple

from airflow_lite.exceptions import AirflowException
from airflow_lite.operator import BaseOperator
from airflow_lite.operators.branching import SKIPPED, BaseBranchOperator, SkipMixin
from airflow_lite.state import State


def arguments_for(
    function: Callable[..., Any], args: Any, kwargs: Any, context: Any, templates_dict: Any = None
) -> Tuple[List[Any], Dict[str, Any]]:
    """A function's own arguments and what it names of the context."""
    known: Dict[str, Any] = dict(context)
    known.update(kwargs or {})
    known["templates_dict"] = templates_dict
    values = list(args or [])
    # Some built-ins tell nothing: that is an error in Airflow, too.
    parameters = inspect.signature(function).parameters
    for name, each in list(parameters.items())[: len(values)]:
        isnt_positional = each.kind in (each.KEYWORD_ONLY, each.VAR_KEYWORD)
        if name in known and (State.is_2() or not isnt_positional):
            raise ValueError(
                f"The key {name!r} in args is a part of kwargs and therefore reserved."
            )
    if any(each.kind == each.VAR_KEYWORD for each in parameters.values()):
        return values, known
    # What a function does not name it does not get, not even of its own arguments.
    return values, {name: known[name] for name in parameters if name in known}


def call_with_context(
    function: Callable[..., Any], args: Any, kwargs: Any, context: Any, templates_dict: Any = None
) -> Any:
    """Calls a function with its arguments and with what it names of the context, where its arguments stay."""
    # Callbacks and the template of the map index see them there.
    context.update({**(kwargs or {}), "templates_dict": templates_dict})
    values, named = arguments_for(function, args, kwargs, context, templates_dict)
    return awaited(function(*values, **named))


def awaited(result: Any) -> Any:
    """What a function returned, or, if it is an async one, what it returns in the end. Airflow 2 does not wait for that."""
    if inspect.iscoroutine(result) and not State.is_2():
        import asyncio

        return asyncio.run(result)
    return result


class PythonOperator(BaseOperator):
    """Calls a function."""

    template_fields: Any = ("templates_dict", "op_args", "op_kwargs")
    template_fields_renderers = {"templates_dict": "json", "op_args": "py", "op_kwargs": "py"}
    ui_color = "#ffefeb"
    shallow_copy_attrs = ("python_callable", "op_kwargs")

    def __init__(
        self,
        *,
        python_callable: Callable[..., Any],
        op_args: Any = None,
        op_kwargs: Any = None,
        templates_dict: Optional[Dict[str, Any]] = None,
        templates_exts: Any = None,
        show_return_value_in_logs: bool = True,
        provide_context: Any = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        if not callable(python_callable):
            raise AirflowException("`python_callable` param must be callable")
        self.python_callable = python_callable
        self.op_args, self.op_kwargs = op_args or (), op_kwargs or {}
        self.templates_dict = templates_dict
        self.show_return_value_in_logs = show_return_value_in_logs
        if templates_exts:
            self.template_ext = templates_exts

    def _lite_call(self, context: Any) -> Any:
        """The function with its arguments and what it wants of the context; subclasses may change both steps."""
        context.update({**self.op_kwargs, "templates_dict": self.templates_dict})
        self.op_kwargs = self.determine_kwargs(context)
        return self.execute_callable()

    def determine_kwargs(self, context: Any) -> Any:
        """What the function gets by name."""
        return arguments_for(
            self.python_callable, self.op_args, self.op_kwargs, context, self.templates_dict
        )[1]

    def execute_callable(self) -> Any:
        """Calls the function with `op_args` and `op_kwargs`."""
        return awaited(self.python_callable(*self.op_args, **self.op_kwargs))

    def execute(self, context: Any) -> Any:
        result = self._lite_call(context)
        if inspect.isgeneratorfunction(self.python_callable):
            result = _exhausted(result, context)
        if self.show_return_value_in_logs:
            self.log.info("Done. Returned value was: %s", result)
        else:
            self.log.info("Done. Returned value not shown")
        return result


def _exhausted(steps: Any, context: Any) -> Any:
    """What a generator returns; what it yields are facts about assets."""
    from airflow_lite.assets import Metadata

    while True:
        try:
            item = next(steps)
        except StopIteration as end:
            return end.value
        if isinstance(item, Metadata):
            context["outlet_events"][item.asset].extra.update(item.extra)
            if item.alias:
                context["outlet_events"][item.alias].add(item.asset, extra=item.extra)


class BranchPythonOperator(BaseBranchOperator, PythonOperator):
    """Follows the ids that a function returns."""

    def choose_branch(self, context: Any) -> Any:
        return PythonOperator.execute(self, context)


class ShortCircuitOperator(PythonOperator, SkipMixin):
    """Stops here if a function says so."""

    inherits_from_skipmixin = True

    def __init__(self, *, ignore_downstream_trigger_rules: bool = True, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.ignore_downstream_trigger_rules = ignore_downstream_trigger_rules

    def execute(self, context: Any) -> Any:
        condition = super().execute(context)
        self.log.info("Condition result is %s", condition)
        if condition:
            self.log.info("Proceeding with downstream tasks...")
            return condition
        task = context["task"]
        everything = self.ignore_downstream_trigger_rules
        after = task.get_flat_relatives() if everything else task.downstream_list
        skip = sorted(other.task_id for other in after if not other.is_teardown)
        if skip:
            self.log.info("Skipping downstream tasks %s", skip)
            SkipMixin._lite_stop(task, context, skip, {SKIPPED: skip})
        return condition


def get_current_context() -> Mapping[str, Any]:
    """The context of the running task."""
    from airflow_lite.runtime.task_instance import current_context

    return current_context()  # type: ignore[no-any-return]
