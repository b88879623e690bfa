"""Lists operators with their arguments, from an environment that has Airflow and providers.

    PYTHON scripts/airflow/operators.py > server/words/operators.json

One line an operator: module, then its own arguments (those of BaseOperator are not repeated), `!` after a required one.
"""

from __future__ import annotations

import importlib
import inspect
import json
import pkgutil
import sys
import warnings

warnings.simplefilter("ignore")

PACKAGES = (
    "airflow.providers.standard",
    "airflow.providers.http",
    "airflow.providers.common.sql",
    "airflow.providers.snowflake",
    "airflow.providers.databricks",
    "airflow.providers.cncf.kubernetes",
    "airflow.providers.amazon.aws",
)


def main() -> None:
    from airflow.sdk import BaseOperator

    shared = set(inspect.signature(BaseOperator.__init__).parameters)
    found: dict[str, str] = {}
    for package in PACKAGES:
        for module in modules(package):
            for name, cls in vars(module).items():
                if not inspect.isclass(cls) or not issubclass(cls, BaseOperator):
                    continue
                if cls.__module__ != module.__name__ or name.startswith("_"):
                    continue
                if not name.endswith(("Operator", "Sensor", "SensorAsync")):
                    continue
                found.setdefault(name, f"{cls.__module__}: {' '.join(arguments(cls, shared))}".strip())
    json.dump(dict(sorted(found.items())), sys.stdout, indent=2)
    print()


def modules(package: str):
    try:
        root = importlib.import_module(package)
    except ImportError:
        return
    for info in pkgutil.walk_packages(root.__path__, f"{package}."):
        if ".operators" not in info.name and ".sensors" not in info.name:
            continue
        try:
            yield importlib.import_module(info.name)
        except Exception:  # noqa: BLE001  # A module whose own requirements are not installed is left out.
            continue


def arguments(cls: type, shared: set[str]) -> list[str]:
    names: dict[str, bool] = {}
    for ancestor in cls.__mro__:
        if "__init__" not in vars(ancestor):
            continue
        parameters = list(inspect.signature(ancestor.__init__).parameters.values())
        for parameter in parameters[1:]:
            if parameter.kind in (parameter.VAR_POSITIONAL, parameter.VAR_KEYWORD):
                continue
            if parameter.name in shared or parameter.name.startswith("_"):
                continue
            names.setdefault(parameter.name, parameter.default is parameter.empty)
        if not any(parameter.kind is parameter.VAR_KEYWORD for parameter in parameters):
            break
    return [f"{name}!" if required else name for name, required in names.items()]


main()
