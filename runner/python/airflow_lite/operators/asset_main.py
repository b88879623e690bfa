"""The one task of a DAG that `@asset` makes."""

from __future__ import annotations

import inspect
from typing import Any

from airflow_lite.assets import Asset, asset_named, check_arguments
from airflow_lite.operators.python import PythonOperator

_NOT_INLETS = ("self", "context", "outlet_events")


class _AssetMainOperator(PythonOperator):
    """Calls the function with the assets that it names."""

    def __init__(self, *, definition_name: str, uri: Any = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._definition_name = definition_name

    def _lite_call(self, context: Any) -> Any:
        given = {}
        for name, each in inspect.signature(self.python_callable).parameters.items():
            if each.default is not each.empty:
                given[name] = each.default
            elif name == "self":
                given[name] = asset_named(self._definition_name)
            elif name in ("context", "outlet_events"):
                given[name] = context if name == "context" else context["outlet_events"]
            else:
                given[name] = asset_named(name)
        return self.python_callable(**given)


def make_task(definition: Any) -> None:
    """In the DAG that is being made."""
    function = definition.function
    check_arguments(function)
    parameters = inspect.signature(function).parameters.items()
    _AssetMainOperator(
        task_id=function.__name__,
        python_callable=function,
        definition_name=definition.name,
        outlets=list(definition.outlets),
        inlets=[
            Asset.ref(name=name)
            for name, each in parameters
            if name not in _NOT_INLETS and each.default is each.empty
        ],
    )
