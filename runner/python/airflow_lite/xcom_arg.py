"""The result of a task, before there is one: passing it on makes a dependency."""

from __future__ import annotations

import inspect
from collections.abc import Mapping, Sequence
from typing import Any, Callable, Dict, Iterator, List, Optional, Tuple

from airflow_lite.edges import DependencyMixin, as_list

RETURN_KEY = "return_value"
NOTSET = object()


class XComArg(DependencyMixin):
    """One XCom of a task."""

    def __init__(self, operator: Any, key: str = RETURN_KEY) -> None:
        self.operator, self.key = operator, key

    def __eq__(self, other: object) -> bool:
        return (
            type(other) is type(self)
            and self.operator is getattr(other, "operator", None)
            and self.key == getattr(other, "key", None)
        )

    def __hash__(self) -> int:
        return hash((id(self.operator), self.key))

    def __getitem__(self, item: Any) -> XComArg:
        if not isinstance(item, str):
            raise ValueError(f"XComArg only supports str lookup, received {type(item).__name__}")
        return XComArg(self.operator, item)

    def __iter__(self) -> Any:
        raise TypeError("'XComArg' object is not iterable")

    def __str__(self) -> str:
        keys = [f"task_ids='{self.operator.task_id}'"]
        if self.operator.has_dag():
            keys.append(f"dag_id='{self.operator.dag.dag_id}'")
        keys.append(f"key='{self.key}'")
        return "{{ task_instance.xcom_pull(" + ", ".join(keys) + ") }}"

    @property
    def roots(self) -> List[Any]:
        """The task."""
        return [self.operator]

    @property
    def leaves(self) -> List[Any]:
        """The task."""
        return [self.operator]

    @property
    def is_setup(self) -> bool:
        """Of the task."""
        return bool(self.operator.is_setup)

    @is_setup.setter
    def is_setup(self, value: bool) -> None:
        self.operator.is_setup = value

    @property
    def is_teardown(self) -> bool:
        """Of the task."""
        return bool(self.operator.is_teardown)

    @is_teardown.setter
    def is_teardown(self, value: bool) -> None:
        self.operator.is_teardown = value

    @property
    def on_failure_fail_dagrun(self) -> bool:
        """Of the task."""
        return bool(self.operator.on_failure_fail_dagrun)

    @on_failure_fail_dagrun.setter
    def on_failure_fail_dagrun(self, value: bool) -> None:
        self.operator.on_failure_fail_dagrun = value

    def set_upstream(self, other: Any, edge_modifier: Any = None) -> None:
        """For its tasks."""
        for operator in self._operators():
            operator.set_upstream(other, edge_modifier)

    def set_downstream(self, other: Any, edge_modifier: Any = None) -> None:
        """For its tasks."""
        for operator in self._operators():
            operator.set_downstream(other, edge_modifier)

    def _operators(self) -> List[Any]:
        found: List[Any] = []
        for operator, _ in self.iter_references():
            if not any(operator is other for other in found):
                found.append(operator)
        return found

    def as_setup(self) -> XComArg:
        """Marks its tasks."""
        for operator in self._operators():
            operator.as_setup()
        return self

    def as_teardown(
        self, *, setups: Any = None, on_failure_fail_dagrun: Optional[bool] = None
    ) -> XComArg:
        """Marks its tasks."""
        for operator in self._operators():
            operator.as_teardown(setups=setups, on_failure_fail_dagrun=on_failure_fail_dagrun)
        return self

    def __enter__(self) -> Any:
        return self.operator.__enter__()

    def __exit__(self, *rest: Any) -> None:
        self.operator.__exit__(*rest)

    def iter_references(self) -> Iterator[Tuple[Any, str]]:
        """Its task and key."""
        yield self.operator, self.key

    def map(self, function: Callable[[Any], Any]) -> XComArg:
        """Each element through a plain function, when it is read."""
        if self.key != RETURN_KEY:
            raise ValueError("cannot map against non-return XCom")
        return MapXComArg(self, [function])

    def zip(self, *others: XComArg, fillvalue: Any = NOTSET) -> ZipXComArg:
        """Pairs with the elements of others."""
        return ZipXComArg([self, *others], fillvalue)

    def concat(self, *others: XComArg) -> ConcatXComArg:
        """One after the other."""
        if self.key != RETURN_KEY:
            raise ValueError("cannot concatenate non-return XCom")
        return ConcatXComArg([self, *others])

    def expand_tree(self) -> Dict[str, Any]:
        """How long it is, for the engine."""
        return {"kind": "xcom", "taskId": self.operator.task_id, "key": self.key}

    def resolve(self, context: Any, include_xcom: bool = True) -> Any:
        """Its value now."""
        from airflow_lite.runtime.pulling import pull_reference

        return pull_reference(self.operator, self.key, context)

    def __repr__(self) -> str:
        return f"XComArg(<{self.operator.task_id}>, {self.key!r})"


PlainXComArg = XComArg


class _Derived(XComArg):
    """Made of other ones."""

    args: List[XComArg]

    def __init__(self, args: List[XComArg]) -> None:
        self.args = args
        self.operator, self.key = args[0].operator, RETURN_KEY

    def __eq__(self, other: object) -> bool:
        return self is other

    def __hash__(self) -> int:
        return id(self)

    def __getitem__(self, item: Any) -> XComArg:
        raise TypeError(f"{type(self).__name__!r} object is not subscriptable")

    @property
    def roots(self) -> List[Any]:
        """All tasks."""
        return self._operators()

    @property
    def leaves(self) -> List[Any]:
        """All tasks."""
        return self._operators()

    def iter_references(self) -> Iterator[Tuple[Any, str]]:
        """Of all."""
        for arg in self.args:
            yield from arg.iter_references()


class MapXComArg(_Derived):
    """`.map(f)`"""

    def __init__(self, arg: XComArg, functions: List[Callable[[Any], Any]]) -> None:
        super().__init__([arg])
        for function in functions:
            if hasattr(function, "expand") or not callable(function):
                raise ValueError("map() argument must be a plain function, not a @task operator")
        self.functions = functions

    def map(self, function: Callable[[Any], Any]) -> MapXComArg:
        """One more."""
        return MapXComArg(self.args[0], [*self.functions, function])

    def expand_tree(self) -> Dict[str, Any]:
        """As long as its argument."""
        return self.args[0].expand_tree()

    def resolve(self, context: Any, include_xcom: bool = True) -> Any:
        """Applied lazily."""
        values = self.args[0].resolve(context)
        elements(values, "XCom map")
        # Of a dict Airflow looks for the keys 0, 1, …
        return _Mapped(values, self.functions)


class ZipXComArg(_Derived):
    """`.zip(…)`"""

    def __init__(self, args: List[XComArg], fillvalue: Any) -> None:
        super().__init__(args)
        self.fillvalue = fillvalue

    def expand_tree(self) -> Dict[str, Any]:
        """The shortest, or with a fill value the longest."""
        longest = self.fillvalue is not NOTSET
        return {"kind": "zip", "of": [arg.expand_tree() for arg in self.args], "longest": longest}

    def resolve(self, context: Any, include_xcom: bool = True) -> Any:
        """Tuples."""
        parts = [elements(arg.resolve(context), "XCom zip") for arg in self.args]
        return _Zipped(parts, self.fillvalue)


class ConcatXComArg(_Derived):
    """`.concat(…)`"""

    def concat(self, *others: XComArg) -> ConcatXComArg:
        """Some more."""
        return ConcatXComArg([*self.args, *others])

    def expand_tree(self) -> Dict[str, Any]:
        """The sum."""
        return {"kind": "sum", "of": [arg.expand_tree() for arg in self.args]}

    def resolve(self, context: Any, include_xcom: bool = True) -> Any:
        """One list."""
        parts = [arg.resolve(context) for arg in self.args]
        # Of a dict its keys are taken, without their values.
        kept = [list(part) if isinstance(part, Mapping) else part for part in parts]
        return _Joined([elements(part, "XCom concat") for part in kept])


class _Zipped(Sequence):  # type: ignore[type-arg]
    """Pairs, made when they are looked at: a function that fails for one element spoils no other."""

    def __init__(self, parts: List[Sequence], fillvalue: Any) -> None:  # type: ignore[type-arg]
        self.parts, self.fillvalue = parts, fillvalue

    def __len__(self) -> int:
        lengths = [len(part) for part in self.parts]
        return min(lengths) if self.fillvalue is NOTSET else max(lengths)

    def __getitem__(self, index: Any) -> Any:
        if isinstance(index, slice):
            return [self[at] for at in range(*index.indices(len(self)))]
        if index >= len(self):
            raise IndexError(index)
        return tuple(self._at(part, index) for part in self.parts)

    def _at(self, part: Sequence, index: int) -> Any:  # type: ignore[type-arg]
        try:
            return part[index]
        except IndexError:
            return self.fillvalue


class _Joined(Sequence):  # type: ignore[type-arg]
    """One sequence after the other."""

    def __init__(self, parts: List[Sequence]) -> None:  # type: ignore[type-arg]
        self.parts = parts

    def __len__(self) -> int:
        return sum(len(part) for part in self.parts)

    def __getitem__(self, index: Any) -> Any:
        if isinstance(index, slice):
            return [self[at] for at in range(*index.indices(len(self)))]
        at = index if index >= 0 else len(self) + index
        for part in self.parts:
            if 0 <= at < len(part):
                return part[at]
            at -= len(part)
        raise IndexError("list index out of range")


class _Mapped(Sequence):  # type: ignore[type-arg]
    """Elements that go through functions when they are read."""

    def __init__(self, values: Sequence, functions: List[Callable[[Any], Any]]) -> None:  # type: ignore[type-arg]
        self.values, self.functions = values, functions

    def __len__(self) -> int:
        return len(self.values)

    def __getitem__(self, index: Any) -> Any:
        value = self.values[index]
        for function in self.functions:
            value = function(value)
        return value


def elements(value: Any, what: str) -> Any:
    """A sequence as it is, a dict as its pairs."""
    if isinstance(value, Mapping):
        return list(value.items())
    if not isinstance(value, Sequence) or isinstance(value, str):
        raise ValueError(f"{what} expects sequence or dict, not {type(value).__name__}")
    return value


def find_xcom_args(value: Any) -> Iterator[Any]:
    """Everything in a template field that waits for a task: through lists, dict values and template fields."""
    from airflow_lite.edges import TaskMixin
    from airflow_lite.mapped import MappedArgument

    if isinstance(value, (XComArg, MappedArgument)):
        yield value
    elif isinstance(value, TaskMixin) or value is None or isinstance(value, (str, bytes)):
        return
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from find_xcom_args(item)
    elif isinstance(value, (list, tuple, set, frozenset)):
        for item in value:
            yield from find_xcom_args(item)
    elif hasattr(type(value), "template_fields"):
        for name in as_list(value.template_fields):
            yield from find_xcom_args(getattr(value, name, None))


def apply_upstream_relationship(operator: Any, value: Any) -> None:
    """Makes the tasks that a value waits for upstream of the operator."""
    for found in find_xcom_args(value):
        for other, _ in found.iter_references():
            if other is not operator and other.task_id != operator.task_id:
                operator.set_upstream(other)


def signature_without_context(function: Callable[..., Any]) -> inspect.Signature:
    """A function's parameters, those named like context variables made optional."""
    from airflow_lite.runtime.context_keys import KNOWN_CONTEXT_KEYS

    signature = inspect.signature(function)
    made = []
    for parameter in signature.parameters.values():
        if parameter.name in KNOWN_CONTEXT_KEYS and parameter.kind not in (
            parameter.VAR_POSITIONAL,
            parameter.VAR_KEYWORD,
        ):
            if parameter.default not in (None, parameter.empty):
                raise ValueError(
                    f"Context key parameter {parameter.name} can't have a default other than None"
                )
            parameter = parameter.replace(default=None)
        made.append(parameter)
    try:
        return signature.replace(parameters=made)
    except ValueError as error:
        raise ValueError(
            f"The function signature broke while assigning defaults to context key parameters: {error}"
        ) from error
