"""Templates by Jinja2, as Airflow renders them."""

from __future__ import annotations

import datetime
import os
from collections.abc import Mapping
from typing import Any, Dict

from airflow_lite.edges import as_list
from airflow_lite.mapped import MappedArgument
from airflow_lite.params import DagParam
from airflow_lite.state import State
from airflow_lite.xcom_arg import XComArg


class NoJinja(ImportError):
    """There is no Jinja2 to render with."""


def jinja() -> Any:
    """That Python's own Jinja2, else the copy that comes with the extension."""
    try:
        import jinja2.ext
        import jinja2.nativetypes
        import jinja2.sandbox
    except ImportError as error:
        raise NoJinja(
            "Templates need Jinja2, which this Python does not have: install it (pip install jinja2)."
        ) from error
    return jinja2


def _filters() -> Dict[str, Any]:
    def ds(value: Any) -> str:
        return str(value.strftime("%Y-%m-%d"))

    def ts(value: Any) -> str:
        return str(value.isoformat())

    return {
        "ds": ds,
        "ds_nodash": lambda value: ds(value).replace("-", ""),
        "ts": ts,
        "ts_nodash": lambda value: value.strftime("%Y%m%dT%H%M%S"),
        "ts_nodash_with_tz": lambda value: ts(value).replace("-", "").replace(":", ""),
    }


def environment(dag: Any, native: Any = None) -> Any:
    """The Jinja environment of a DAG."""
    found = jinja()
    as_native = (
        native
        if native is not None
        else bool(dag is not None and dag.render_template_as_native_obj)
    )

    class Sandboxed(found.sandbox.SandboxedEnvironment):  # type: ignore[misc,name-defined]
        """Lets through what Airflow lets through: names with one underscore, too."""

        def is_safe_attribute(self, obj: Any, attr: Any, value: Any) -> bool:
            return not str(attr).startswith("__")

    class Native(found.nativetypes.NativeEnvironment, Sandboxed):  # type: ignore[misc,name-defined]
        """Values instead of text."""

    folders = [State.dags_folder]
    options: Dict[str, Any] = {}
    if dag is not None:
        folders = [dag.folder, *(dag.template_searchpath or [])]
        options = dict(dag.jinja_environment_kwargs or {})
        options.setdefault("undefined", dag.template_undefined or found.StrictUndefined)
    options.setdefault("undefined", found.StrictUndefined)
    extensions = ["jinja2.ext.do", *options.pop("extensions", [])]
    kind = Native if as_native else Sandboxed
    settings = {
        "loader": found.FileSystemLoader(folders),
        "cache_size": 0,
        "extensions": extensions,
    }
    made = kind(**{**settings, **options})
    made.filters.update(_filters())
    if dag is not None:
        made.globals.update(dag.user_defined_macros or {})
        made.filters.update(dag.user_defined_filters or {})
    return made


def environment_of(operator: Any) -> Any:
    """The Jinja environment of an operator."""
    return environment(operator.get_dag(), getattr(operator, "render_template_as_native_obj", None))


def render_fields(operator: Any, context: Any, jinja_env: Any = None) -> None:
    """Renders the template fields of an operator in place."""
    env = jinja_env or _Lazy(operator)
    for name in (
        as_list(operator.template_fields)
        if not isinstance(operator.template_fields, str)
        else [operator.template_fields]
    ):
        if not hasattr(operator, name):
            raise AttributeError(
                f"{name!r} is configured as a template field "
                f"but {type(operator).__name__} does not have this attribute."
            )
        value = getattr(operator, name)
        if value:
            object.__setattr__(operator, name, render(value, context, env, operator))


class _Lazy:
    """Only what really needs Jinja asks for it."""

    def __init__(self, operator: Any) -> None:
        self._operator, self._made = operator, None

    def __getattr__(self, name: str) -> Any:
        if self._made is None:
            self._made = environment_of(self._operator)
        return getattr(self._made, name)


def render(value: Any, context: Any, env: Any, operator: Any) -> Any:
    """Renders text, and what is inside of lists, tuples, sets, dicts and objects with template fields."""
    if any(value is result for result in getattr(operator, "_lite_results", ())):
        return value
    if isinstance(value, str):
        return _render_text(value, context, env, operator)
    if isinstance(value, (XComArg, DagParam, MappedArgument)):
        return value.resolve(context)
    if isinstance(value, Literal):
        return value.value
    if value is None or isinstance(value, (bool, int, float, datetime.datetime, bytes)):
        return value
    if type(value) is tuple:
        return tuple(render(item, context, env, operator) for item in value)
    if isinstance(value, tuple):
        return type(value)(*(render(item, context, env, operator) for item in value))
    if isinstance(value, list):
        return [render(item, context, env, operator) for item in value]
    if isinstance(value, dict):
        return {key: render(item, context, env, operator) for key, item in value.items()}
    if isinstance(value, (set, frozenset)):
        return {render(item, context, env, operator) for item in value}
    if hasattr(value, "template_fields") and not isinstance(value, type):
        for name in as_list(value.template_fields):
            setattr(value, name, render(getattr(value, name), context, env, operator))
        return value
    if callable(value) and not isinstance(value, Mapping) and _takes_context(value):
        return value(context=context, jinja_env=env)
    return value


def _takes_context(value: Any) -> bool:
    import inspect

    try:
        names = list(inspect.signature(value).parameters)
    except (TypeError, ValueError):
        return False
    return names == ["context", "jinja_env"]


def _render_text(value: str, context: Any, env: Any, operator: Any) -> Any:
    extensions = as_list(getattr(operator, "template_ext", ()) or ())
    if any(value.endswith(each) for each in extensions):
        return env.get_template(value).render(**context)
    if "{" not in value and not _is_native(operator):
        # Nothing for Jinja to do, but it would strip one last line break.
        return value[:-1] if value.endswith("\n") and not _keeps_newline(operator) else value
    return env.from_string(value).render(**context)


def _is_native(operator: Any) -> bool:
    own = getattr(operator, "render_template_as_native_obj", None)
    dag = operator.get_dag() if hasattr(operator, "get_dag") else None
    return bool(own if own is not None else getattr(dag, "render_template_as_native_obj", False))


def _keeps_newline(operator: Any) -> bool:
    dag = operator.get_dag() if hasattr(operator, "get_dag") else None
    return bool(
        dag is not None and (dag.jinja_environment_kwargs or {}).get("keep_trailing_newline")
    )


class Literal:
    """`literal("…")`: not a template."""

    def __init__(self, value: Any) -> None:
        self.value = value


def resolve_template_files(operator: Any) -> None:
    """Nothing: files are read when they are rendered."""


def folder_of(dag: Any) -> str:
    """Where template files are looked for first."""
    return str(os.path.dirname(dag.fileloc))
