"""Tasks that are repeated over lists."""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence
from typing import Any, Dict, Iterator, List, Optional, Set, Tuple

from airflow_lite.contexts import DagContext, SetupTeardownContext, TaskGroupContext
from airflow_lite.edges import TaskMixin, validate_key
from airflow_lite.enums import TriggerRule
from airflow_lite.operator import (
    DEFAULTS,
    UNMAPPABLE,
    BaseOperator,
    argument_names,
    default_args_of,
    merged_params,
)
from airflow_lite.state import State
from airflow_lite.xcom_arg import (
    RETURN_KEY,
    XComArg,
    apply_upstream_relationship,
    elements,
    find_xcom_args,
)


def check_mappable(where: str, name: str, value: Any) -> None:
    """What `expand` takes."""
    if isinstance(value, MappedArgument):
        return
    if isinstance(value, XComArg):
        if value.key != RETURN_KEY:
            task = value.operator.task_id
            raise ValueError(f"cannot map over XCom with custom key {value.key!r} from {task}")
        return
    if isinstance(value, str) or not isinstance(value, (Sequence, Mapping)):
        kind = type(value).__name__
        raise ValueError(f"{where} got an unexpected type {kind!r} for keyword argument {name}")


def check_list_of_dicts(value: Any) -> None:
    """What `expand_kwargs` takes."""
    if isinstance(value, XComArg):
        return
    if isinstance(value, Sequence) and not isinstance(value, str):
        if all(isinstance(item, (Mapping, XComArg)) for item in value):
            return
    raise TypeError(f"expected XComArg or list[dict], not {type(value).__name__}")


class DictOfListsExpandInput:
    """`expand(a=…, b=…)`: each combination, the last one fastest."""

    def __init__(self, value: Dict[str, Any]) -> None:
        self.value = value

    def iter_values(self) -> Iterator[Tuple[str, Any]]:
        """Keywords and what they go over."""
        yield from self.value.items()

    def iter_references(self) -> Iterator[Tuple[Any, str]]:
        """Tasks it waits for."""
        for value in self.value.values():
            for found in find_xcom_args(value):
                yield from found.iter_references()

    def expand_tree(self) -> Dict[str, Any]:
        """How many there are, for the engine."""
        of = [_tree(value) for value in self.value.values()]
        return of[0] if len(of) == 1 else {"kind": "product", "of": of}

    def resolve(self, context: Any, index: int) -> Dict[str, Any]:
        """The arguments of one index."""
        values = {
            name: elements(_resolve(value, context), f"expand({name}=…)")
            for name, value in self.value.items()
        }
        found: Dict[str, Any] = {}
        rest = index
        for name in reversed(list(values)):
            rest, at = divmod(rest, len(values[name]))
            found[name] = values[name][at]
        return {name: found[name] for name in values}

    def results_among(self, arguments: Dict[str, Any]) -> List[Any]:
        """Those of one index that come from tasks."""
        kinds = (XComArg, MappedArgument)
        return [arguments[name] for name, value in self.value.items() if isinstance(value, kinds)]


class ListOfDictsExpandInput:
    """`expand_kwargs([…])`: one set of arguments for each element."""

    def __init__(self, value: Any) -> None:
        self.value = value

    def iter_values(self) -> Iterator[Tuple[str, Any]]:
        """The whole."""
        yield "", self.value

    def iter_references(self) -> Iterator[Tuple[Any, str]]:
        """Tasks it waits for."""
        for found in find_xcom_args(self.value):
            yield from found.iter_references()

    def expand_tree(self) -> Dict[str, Any]:
        """How many there are, for the engine."""
        return _tree(self.value)

    def resolve(self, context: Any, index: int) -> Dict[str, Any]:
        """The arguments of one index."""
        value = _resolve(self.value, context)
        if not isinstance(value, Sequence):
            raise ValueError(f"expand_kwargs() expects a list[dict], not {type(value).__name__}")
        item = _resolve(value[index], context)
        if not isinstance(item, Mapping):
            raise ValueError(
                f"expand_kwargs() expects a list[dict], not list[{type(item).__name__}]"
            )
        for key in item:
            if not isinstance(key, str):
                raise ValueError(
                    f"expand_kwargs() input dict keys must all be str, but {key!r} is of type {type(key).__name__}"
                )
        return dict(item)

    def results_among(self, arguments: Dict[str, Any]) -> List[Any]:
        """Airflow takes all of them for written in the file; a task's result in one stays what it is, without its value."""
        return [each for each in arguments.values() if isinstance(each, (XComArg, MappedArgument))]


def _tree(value: Any) -> Dict[str, Any]:
    if isinstance(value, XComArg):
        return value.expand_tree()
    if isinstance(value, MappedArgument):
        return value.expand_input.expand_tree()  # type: ignore[no-any-return]
    return {"kind": "literal", "length": len(value)}


def _resolve(value: Any, context: Any) -> Any:
    return value.resolve(context) if isinstance(value, (XComArg, MappedArgument)) else value


class MappedArgument:
    """A parameter inside a mapped group: its value depends on the index."""

    def __init__(self, expand_input: Any, key: str, group: Any) -> None:
        self.expand_input, self._key, self.group = expand_input, key, group

    def __getitem__(self, item: Any) -> Any:
        raise TypeError("'MappedArgument' object is not subscriptable")

    def iter_references(self) -> Iterator[Tuple[Any, str]]:
        """Tasks it waits for."""
        return self.expand_input.iter_references()  # type: ignore[no-any-return]

    def resolve(self, context: Any, include_xcom: bool = True) -> Any:
        """Its value at the index of the running task."""
        values = self.expand_input.resolve(context, context["ti"].map_index)
        if self._key not in values:
            raise KeyError(self._key)
        return values[self._key]


class OperatorPartial:
    """`Operator.partial(…)`, before it is expanded."""

    def __init__(self, operator_class: Any, kwargs: Dict[str, Any], params: Any) -> None:
        self.operator_class, self.kwargs, self.params = operator_class, kwargs, params
        self._expanded = False
        _check_names(operator_class, "partial", kwargs)

    def __del__(self) -> None:
        if not self._expanded:
            warnings.warn(f"Task {self.kwargs.get('task_id')} was never mapped!", stacklevel=1)

    def expand(self, **mapped: Any) -> MappedOperator:
        """Over each combination."""
        if not mapped:
            raise TypeError("no arguments to expand against")
        name = self.operator_class.__name__
        for key, value in mapped.items():
            check_mappable(f"{name}.expand()", key, value)
        self._check_free(mapped)
        _check_names(self.operator_class, "expand", mapped)
        return self._expand(DictOfListsExpandInput(mapped), True)

    def expand_kwargs(self, kwargs: Any, *, strict: bool = True) -> MappedOperator:
        """Over each set of arguments."""
        check_list_of_dicts(kwargs)
        return self._expand(ListOfDictsExpandInput(kwargs), strict)

    def _check_free(self, mapped: Dict[str, Any]) -> None:
        taken = [name for name in mapped if name in self.kwargs or name in UNMAPPABLE]
        if taken:
            plural = "s" if len(taken) > 1 else ""
            names = ", ".join(taken)
            raise TypeError(f"unmappable or already specified argument{plural}: {names}")

    def _expand(self, expand_input: Any, strict: bool) -> MappedOperator:
        self._expanded = True
        return MappedOperator(self.operator_class, expand_input, self.kwargs, self.params, strict)


def _check_names(operator_class: Any, what: str, names: Dict[str, Any]) -> None:
    known = argument_names(operator_class)
    if known is None:
        return
    for name in names:
        if name not in known:
            raise TypeError(
                f"{operator_class.__name__}.{what}() got an unexpected keyword argument {name!r}"
            )


def make_partial(operator_class: Any, kwargs: Dict[str, Any]) -> OperatorPartial:
    """`Operator.partial`: default arguments are taken now."""
    dag = kwargs.get("dag") or DagContext.get_current()
    group = kwargs.get("task_group") or (TaskGroupContext.get_current(dag) if dag else None)
    defaults = {**default_args_of(dag, group), **(kwargs.pop("default_args", None) or {})}
    known = argument_names(operator_class)
    taken = {name: value for name, value in defaults.items() if known is None or name in known}
    taken.pop("params", None)
    merged = {**taken, **kwargs}
    merged["dag"], merged["task_group"] = dag, group
    params = merged_params(dag, merged.pop("params", None))
    return OperatorPartial(
        operator_class, {k: v for k, v in merged.items() if v is not None or k in kwargs}, params
    )


class MappedOperator(TaskMixin):
    """A task of which there is one instance for each index."""

    is_mapped = True
    custom_name: Optional[str] = None

    def __init__(
        self,
        operator_class: Any,
        expand_input: Any,
        partial_kwargs: Dict[str, Any],
        params: Any,
        strict: bool,
        op_kwargs: Optional[Dict[str, Any]] = None,
    ) -> None:
        self.operator_class, self.expand_input = operator_class, expand_input
        self.partial_kwargs = {
            name: value
            for name, value in partial_kwargs.items()
            if name not in ("dag", "task_group")
        }
        self.op_kwargs_of_partial = op_kwargs
        self.strict, self.params = strict, params
        self._dag: Any = None
        self.task_group = partial_kwargs.get("task_group")
        self.upstream_task_ids: Set[str] = set()
        self.downstream_task_ids: Set[str] = set()
        self.is_setup = bool(self.partial_kwargs.pop("is_setup", False))
        self.is_teardown = bool(self.partial_kwargs.pop("is_teardown", False))
        self.on_failure_fail_dagrun = bool(self.partial_kwargs.pop("on_failure_fail_dagrun", False))
        if self.is_teardown:
            self.partial_kwargs["trigger_rule"] = TriggerRule.ALL_DONE_SETUP_SUCCESS
        task_id = self.partial_kwargs["task_id"]
        group = self.task_group
        self.task_id = group.child_id(task_id) if group and operator_class is not None else task_id
        if self.partial_kwargs.pop("_full_id", False):
            self.task_id = task_id
        validate_key(self.task_id)
        if group is not None:
            if any(True for _ in group.iter_mapped_task_groups()):
                raise NotImplementedError(
                    "operator expansion in an expanded task group is not yet supported"
                )
            group.add(self)
        from airflow_lite.operator import source_of

        self._lite_source = source_of()
        if partial_kwargs.get("dag") is not None:
            self.dag = partial_kwargs["dag"]
        SetupTeardownContext.note(self)
        self.set_xcomargs_dependencies()

    def set_xcomargs_dependencies(self) -> None:
        """What its arguments wait for comes first."""
        for operator, _ in self.expand_input.iter_references():
            self.set_upstream(operator)
        for name in self.operator_class.template_fields:
            apply_upstream_relationship(self, self.partial_kwargs.get(name))
        apply_upstream_relationship(self, self.op_kwargs_of_partial)

    @property
    def dag(self) -> Any:
        """Its DAG."""
        if self._dag is None:
            raise RuntimeError(f"Operator {self.task_id} has not been assigned to a Dag yet")
        return self._dag

    @dag.setter
    def dag(self, dag: Any) -> None:
        if self._dag is dag:
            return
        self._dag = dag
        dag.add_task(self)

    @property
    def operator_name(self) -> str:
        """As Airflow shows it."""
        return str(
            getattr(self.operator_class, "custom_operator_name", self.operator_class.__name__)
        )

    task_type = operator_name

    @property
    def output(self) -> XComArg:
        """Its results."""
        return XComArg(self)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        partial = self.__dict__.get("partial_kwargs", {})
        if name in partial:
            return partial[name]
        if name == "ignore_first_depends_on_past":
            return State.is_2()
        if name in DEFAULTS:
            return DEFAULTS[name]
        return getattr(self.__dict__["operator_class"], name)

    def as_setup(self) -> MappedOperator:
        """Marks it."""
        self.is_setup = True
        return self

    def as_teardown(
        self, *, setups: Any = None, on_failure_fail_dagrun: Optional[bool] = None
    ) -> Any:
        """Marks it."""
        own: Any = self
        return BaseOperator.as_teardown(
            own, setups=setups, on_failure_fail_dagrun=on_failure_fail_dagrun
        )

    def __enter__(self) -> Any:
        from airflow_lite.contexts import enter_scope

        return enter_scope([self])

    def __exit__(self, *_: Any) -> None:
        from airflow_lite.contexts import leave_scope

        leave_scope()

    def unmap(self, context: Any, index: int) -> Any:
        """The operator of one index."""
        mapped = self.expand_input.resolve(context, index)
        kwargs = dict(self.partial_kwargs)
        if self.op_kwargs_of_partial is not None:
            taken = [name for name in mapped if name in self.op_kwargs_of_partial]
            if taken and self.strict:
                raise TypeError(f"mapping already partial argument: {', '.join(taken)}")
            kwargs["op_kwargs"] = {**self.op_kwargs_of_partial, **mapped}
        else:
            taken = [name for name in mapped if name in self.partial_kwargs]
            if taken and self.strict and isinstance(self.expand_input, ListOfDictsExpandInput):
                raise TypeError(f"unmappable or already specified argument: {', '.join(taken)}")
            kwargs.update(mapped)
        kwargs["task_id"] = self.partial_kwargs["task_id"]
        params = dict(self.params or {})
        params.update(kwargs.pop("params", None) or {})
        operator = self.operator_class(**kwargs, params=params, _airflow_from_mapped=True)
        operator.task_id = self.task_id
        operator._dag, operator.task_group = self._dag, self.task_group
        operator.upstream_task_ids = set(self.upstream_task_ids)
        operator.downstream_task_ids = set(self.downstream_task_ids)
        operator.is_setup, operator.is_teardown = self.is_setup, self.is_teardown
        # What comes from a task is no template.
        operator._lite_results = self.expand_input.results_among(mapped)
        return operator

    def __repr__(self) -> str:
        return f"<Mapped({self.operator_name}): {self.task_id}>"


def needs_mapping(task: Any) -> List[Any]:
    """The mapped tasks and groups that are mapped over the result of `task`."""
    found: List[Any] = []
    for other in task.dag.tasks:
        if isinstance(other, MappedOperator) and _refers(other.expand_input, task):
            found.append(other)
    for group in task.dag.task_group_dict.values():
        expand_input = getattr(group, "expand_input", None)
        if expand_input is not None and _refers(expand_input, task):
            found.append(group)
    return found


def _refers(expand_input: Any, task: Any) -> bool:
    """Only what gives the length counts, not values inside a literal list."""
    for _, value in expand_input.iter_values():
        if isinstance(value, XComArg):
            if any(
                op.task_id == task.task_id and key == RETURN_KEY
                for op, key in value.iter_references()
            ):
                return True
    return False
