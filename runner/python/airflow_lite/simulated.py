"""Operators of packages that are not there: they accept everything and only pretend to run."""

from __future__ import annotations

from typing import Any, Dict

from airflow_lite.operator import BaseOperator, argument_names
from airflow_lite.operators.sensors import BaseSensorOperator
from airflow_lite.state import State


def simulate(operator: Any, reason: str) -> None:
    """Succeeds without doing anything, and says so."""
    State.notices.append(reason)
    operator.log.warning("Simulated: %s did not really run. %s", operator.operator_name, reason)


def why_missing(module: str) -> str:
    """Which package would have it."""
    parts = module.split(".")
    if parts[:2] == ["airflow", "providers"] and len(parts) > 2:
        deep = parts[2] in ("apache", "cncf", "common", "microsoft", "dbt", "atlassian")
        name = "-".join(parts[2:4] if deep else parts[2:3])
        return f"The package apache-airflow-providers-{name} needs Airflow, which is not installed here."
    return f"The module {module} is not installed here."


class SimulatedOperator(BaseOperator):
    """Stands for an operator that is not there."""

    takes_anything = True
    simulated = "Not installed here."

    def __init__(self, **kwargs: Any) -> None:
        base = BaseSensorOperator if isinstance(self, BaseSensorOperator) else BaseOperator
        known = argument_names(base) or frozenset()
        extra = {name: kwargs.pop(name) for name in list(kwargs) if name not in known}
        super().__init__(**kwargs)
        self._extra = tuple(extra)
        for name, value in extra.items():
            try:
                object.__setattr__(self, name, value)
            except AttributeError:
                pass  # A property of a user's subclass.

    def set_xcomargs_dependencies(self) -> None:
        """Any argument may be a template field: which are is only known to the package."""
        from airflow_lite.xcom_arg import apply_upstream_relationship

        super().set_xcomargs_dependencies()
        for name in self._extra:
            apply_upstream_relationship(self, getattr(self, name, None))

    def execute(self, context: Any) -> Any:
        simulate(self, self.simulated)


class SimulatedSensor(SimulatedOperator, BaseSensorOperator):
    """Stands for a sensor that is not there."""

    def execute(self, context: Any) -> Any:
        if type(self).poke is not BaseSensorOperator.poke:
            return BaseSensorOperator.execute(self, context)
        return SimulatedOperator.execute(self, context)


class Absent:
    """Anything else of a package that is not there: may be passed around while a file is loaded, but does not work."""

    def __init__(self, name: str, reason: str) -> None:
        self.__dict__["_name"], self.__dict__["_reason"] = name, reason

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        if State.running:
            raise ModuleNotFoundError(f"{self._name} cannot be used: {self._reason}")
        if len(args) == 1 and callable(args[0]) and not kwargs and not isinstance(args[0], type):
            return args[0]  # Used as a decorator.
        return Absent(self._name + "(…)", self._reason)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") or name == "template_fields":
            raise AttributeError(name)
        if State.running:
            raise ModuleNotFoundError(f"{self._name}.{name} cannot be used: {self._reason}")
        return Absent(f"{self._name}.{name}", self._reason)

    def __repr__(self) -> str:
        return f"<{self._name}: {self._reason}>"

    def __mro_entries__(self, bases: Any) -> Any:
        return (_AbsentBase,)


class _AbsentBase:
    """In place of a base class that is not there."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.__dict__.update(kwargs)


_made: Dict[str, Any] = {}


def stand_in(module: str, name: str) -> Any:
    """What `from module import name` gives."""
    full = f"{module}.{name}"
    if full not in _made:
        _made[full] = _stand_in(module, name)
    return _made[full]


def _stand_in(module: str, name: str) -> Any:
    reason = why_missing(module)
    State.missing[module] = reason
    if name.endswith(("Sensor", "SensorAsync")):
        return type(name, (SimulatedSensor,), {"__module__": module, "simulated": reason})
    if name.endswith(("Operator", "OperatorAsync", "Task")) and name[:1].isupper():
        body: Dict[str, Any] = {"__module__": module, "simulated": reason}
        return type(name, (SimulatedOperator,), body)
    return Absent(full_name(module, name), reason)


def full_name(module: str, name: str) -> str:
    """For messages."""
    return f"{module}.{name}"
