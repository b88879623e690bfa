"""Params: values with a schema that a run may override."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, MutableMapping
from typing import Any, Dict, Iterator, List, Optional

from airflow_lite.edges import error_2
from airflow_lite.exceptions import ParamValidationError
from airflow_lite.state import State

NOTSET = object()


class Param:
    """A value, a description, a JSON schema."""

    __version__ = 1

    def __init__(
        self,
        default: Any = NOTSET,
        description: Optional[str] = None,
        source: Any = None,
        **schema: Any,
    ) -> None:
        if default is not NOTSET:
            try:
                json.dumps(default)
            except (TypeError, ValueError) as error:
                raise ParamValidationError(
                    f"All provided parameters must be json-serializable; {error}"
                ) from None
        self.value, self.description, self.schema = default, description, _inner(schema)
        self.default, self.source = default, source

    @property
    def has_value(self) -> bool:
        """Whether it has a value, or needs one."""
        return self.value is not NOTSET and self.value is not None

    def resolve(self, value: Any = NOTSET, suppress_exception: bool = False) -> Any:
        """The value, if the schema takes it."""
        final = self.value if value is NOTSET else value
        if final is NOTSET:
            if suppress_exception:
                return None
            raise ParamValidationError("No value passed and Param has no default value")
        fault = check_schema(final, self.schema)
        if fault and not suppress_exception:
            raise ParamValidationError(fault)
        return final

    def dump(self) -> Dict[str, Any]:
        """As a dict."""
        value = None if self.value is NOTSET else self.value
        return {"value": value, "description": self.description, "schema": self.schema}

    def serialize(self) -> Dict[str, Any]:
        """As Airflow keeps one that is returned by a task."""
        own = {} if State.is_2() else {"source": self.source}
        return {**self.dump(), **own}

    @staticmethod
    def deserialize(data: Dict[str, Any], version: int) -> Param:
        """What `serialize` made."""
        made = Param(data["value"], data["description"], data.get("source"))
        made.schema = dict(data["schema"])
        return made


def _inner(schema: Dict[str, Any]) -> Dict[str, Any]:
    inner = schema.pop("schema", None)
    return {**(inner if isinstance(inner, dict) else {}), **schema}


_TYPES: Dict[str, Any] = {
    "string": str, "number": (int, float), "integer": int, "boolean": bool, "object": dict,
    "array": (list, tuple), "null": type(None),
}  # fmt: skip


def check_schema(value: Any, schema: Mapping[str, Any]) -> Optional[str]:
    """What a JSON schema has against a value: the keywords that params use."""
    kinds = schema.get("type")
    if kinds is not None:
        names = [kinds] if isinstance(kinds, str) else list(kinds)
        if not any(_is(value, name) for name in names):
            return f"{value!r} is not of type {', '.join(map(repr, names))}"
    if "enum" in schema and value not in schema["enum"]:
        return f"{value!r} is not one of {schema['enum']!r}"
    if "const" in schema and value != schema["const"]:
        return f"{schema['const']!r} was expected"
    for keyword in ("anyOf", "oneOf"):
        if keyword in schema and all(check_schema(value, each) for each in schema[keyword]):
            return f"{value!r} is not valid under any of the given schemas"
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return _check_number(value, schema)
    if isinstance(value, str):
        return _check_text(value, schema)
    if isinstance(value, (list, tuple)):
        return _check_list(value, schema)
    if isinstance(value, dict):
        return _check_object(value, schema)
    return None


def _is(value: Any, name: str) -> bool:
    if isinstance(value, bool) and name in ("integer", "number"):
        return False
    if name == "integer" and isinstance(value, float):
        return value.is_integer()
    return isinstance(value, _TYPES.get(name, object))


def _check_number(value: float, schema: Mapping[str, Any]) -> Optional[str]:
    if "minimum" in schema and value < schema["minimum"]:
        return f"{value} is less than the minimum of {schema['minimum']}"
    if "maximum" in schema and value > schema["maximum"]:
        return f"{value} is greater than the maximum of {schema['maximum']}"
    if "exclusiveMinimum" in schema and value <= schema["exclusiveMinimum"]:
        return f"{value} is less than or equal to the minimum of {schema['exclusiveMinimum']}"
    if "exclusiveMaximum" in schema and value >= schema["exclusiveMaximum"]:
        return f"{value} is greater than or equal to the maximum of {schema['exclusiveMaximum']}"
    if "multipleOf" in schema and value % schema["multipleOf"]:
        return f"{value} is not a multiple of {schema['multipleOf']}"
    return None


_FORMATS = {
    "date": r"^\d{4}-\d\d-\d\d$",
    "date-time": r"^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?\s*(Z|[+-]\d\d:?\d\d)?$",
    "time": r"^\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?$",
    "email": r"^[^@\s]+@[^@\s]+$",
}


def _check_text(value: str, schema: Mapping[str, Any]) -> Optional[str]:
    if "minLength" in schema and len(value) < schema["minLength"]:
        return f"{value!r} is too short"
    if "maxLength" in schema and len(value) > schema["maxLength"]:
        return f"{value!r} is too long"
    if "pattern" in schema and not re.search(schema["pattern"], value):
        return f"{value!r} does not match {schema['pattern']!r}"
    pattern = _FORMATS.get(str(schema.get("format")))
    if pattern and not re.match(pattern, value):
        return f"{value!r} is not a {schema['format']!r}"
    return None


def _check_list(value: Any, schema: Mapping[str, Any]) -> Optional[str]:
    if "minItems" in schema and len(value) < schema["minItems"]:
        return f"{value!r} is too short"
    if "maxItems" in schema and len(value) > schema["maxItems"]:
        return f"{value!r} is too long"
    if schema.get("uniqueItems") and any(value.index(each) != i for i, each in enumerate(value)):
        return f"{value!r} has non-unique elements"
    if isinstance(schema.get("items"), dict):
        return next(
            (fault for each in value for fault in [check_schema(each, schema["items"])] if fault),
            None,
        )
    return None


def _check_object(value: Dict[str, Any], schema: Mapping[str, Any]) -> Optional[str]:
    for name in schema.get("required", ()):
        if name not in value:
            return f"{name!r} is a required property"
    known = schema.get("properties", {})
    for name, each in known.items():
        if name in value:
            fault = check_schema(value[name], each)
            if fault:
                return fault
    if schema.get("additionalProperties") is False:
        extra = [name for name in value if name not in known]
        if extra:
            return f"Additional properties are not allowed ({extra[0]!r} was unexpected)"
    return None


class ParamsDict(MutableMapping):  # type: ignore[type-arg]
    """Params by name: reading one gives its value."""

    def __init__(
        self, params: Optional[Mapping[str, Any]] = None, suppress_exception: bool = False
    ) -> None:
        self._params: Dict[str, Param] = {}
        self.suppress_exception = suppress_exception
        self.update(params or {})

    def raw(self) -> Dict[str, Param]:
        """The params themselves."""
        return self._params

    def __setitem__(self, key: str, value: Any) -> None:
        if isinstance(value, Param):
            self._params[key] = value
        elif key in self._params:
            known = self._params[key]
            made = Param(description=known.description, **known.schema)
            made.value = made.default = value
            fault = check_schema(value, known.schema)
            if fault and not self.suppress_exception:
                raise ParamValidationError(f"Invalid input for param {key}: {fault}")
            self._params[key] = made
        else:
            self._params[key] = Param(value)

    def __getitem__(self, key: str) -> Any:
        return self._params[key].resolve(suppress_exception=self.suppress_exception)

    def __delitem__(self, key: str) -> None:
        del self._params[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._params)

    def __len__(self) -> int:
        return len(self._params)

    def __contains__(self, key: object) -> bool:
        return key in self._params

    def get_param(self, key: str) -> Param:
        """The param itself."""
        return self._params[key]

    def dump(self) -> Dict[str, Any]:
        """The values."""
        return {
            name: param.resolve(suppress_exception=True) for name, param in self._params.items()
        }

    def validate(self) -> Dict[str, Any]:
        """The values, if all schemas take them."""
        found = {}
        for name, param in self._params.items():
            try:
                found[name] = param.resolve(suppress_exception=self.suppress_exception)
            except ParamValidationError as error:
                raise ParamValidationError(f"Invalid input for param {name}: {error}") from None
        return found

    def deep_merge(self, other: Mapping[str, Any]) -> None:
        """Overrides."""
        self.update(other)

    def __repr__(self) -> str:
        return repr(self.dump())


class DagParam:
    """A parameter of a `@dag` function, inside the function."""

    def __init__(self, current_dag: Any, name: str, default: Any = NOTSET) -> None:
        if default is not NOTSET:
            current_dag.params[name] = default
        self._name, self._default, self.current_dag = name, default, current_dag

    def iter_references(self) -> List[Any]:
        """Waits for nothing."""
        return []

    def resolve(self, context: Any, include_xcom: bool = True) -> Any:
        """From the run's conf, else the default itself, and be it a Param; else what the params have."""
        conf = context["dag_run"].conf or {}
        if self._name in conf:
            return conf[self._name]
        if self._default is not NOTSET:
            return self._default
        if self._name in context["params"]:
            return context["params"][self._name]
        raise error_2(f"No value could be resolved for parameter {self._name}", RuntimeError)

    def serialize(self) -> Dict[str, Any]:
        """As data."""
        return {"dag_id": self.current_dag.dag_id, "name": self._name}

    def __eq__(self, other: object) -> bool:
        return self is other

    def __hash__(self) -> int:
        return id(self)
