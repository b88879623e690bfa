"""Assets (Airflow 2: datasets): what tasks make and DAGs wait for."""

from __future__ import annotations

import inspect
from typing import Any, Callable, Dict, Iterator, List, Optional, Union
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from airflow_lite.state import State

Condition = Union["Asset", "AssetAlias", "AssetRef", "_Boolean"]


_known: Dict[str, Asset] = {}
"""By name, the first of each."""


def asset_named(name: str) -> Asset:
    """The asset of that name; one that is defined in another file has only its name here."""
    return _known.get(name) or Asset(name)


class _Combined:
    """`&` and `|` of assets."""

    def __and__(self, other: Any) -> AssetAll:
        return AssetAll(*_flat(self, AssetAll), other)

    def __or__(self, other: Any) -> AssetAny:
        return AssetAny(*_flat(self, AssetAny), other)

    def iter_assets(self) -> Iterator[Any]:
        """The assets in it."""
        yield self


def _flat(item: Any, kind: Any) -> List[Any]:
    return list(item.objects) if type(item) is kind else [item]


def normalized(uri: Any) -> str:
    """A URI as Airflow keeps it: without a slash at its end, a fragment and a password, with its query in order."""
    parts = urlsplit(str(uri))
    scheme = parts.scheme.lower()
    if not scheme or scheme.startswith("x-"):
        return str(uri)
    drops_user = State.is_2() or bool(parts.password)
    return urlunsplit(
        (
            scheme,
            parts.netloc.rpartition("@")[2] if drops_user else parts.netloc,
            parts.path.rstrip("/") or "/",
            urlencode(sorted(parse_qsl(parts.query))),
            "",
        )
    )


class Asset(_Combined):
    """Something that tasks make."""

    def __init__(
        self,
        name: Any = None,
        uri: Any = None,
        *,
        group: str = "asset",
        extra: Optional[Dict[str, Any]] = None,
        watchers: Any = None,
        **_: Any,
    ) -> None:
        if name is None and uri is None:
            raise TypeError("Asset() requires either 'name' or 'uri'")
        for what, value in (("name", name), ("uri", uri)):
            if value is not None:
                _check(what, value)
        if isinstance(uri, str) and uri.startswith("airflow:"):
            raise ValueError("Asset scheme 'airflow' is reserved")
        self.name, self.uri = (
            # What Airflow 2 knows has no other name than its address.
            name if name is not None else (normalized(uri) if State.is_2() else str(uri)),
            normalized(uri if uri is not None else str(name)),
        )
        self.group, self.extra, self.watchers = group, dict(extra or {}), list(watchers or [])
        _known.setdefault(self.name, self)

    def as_expression(self) -> Any:
        """Its uri."""
        return self.uri

    def normalized_uri(self) -> str:
        """Its uri."""
        return str(self.uri)

    @staticmethod
    def ref(*, name: Optional[str] = None, uri: Optional[str] = None) -> AssetRef:
        """One that is defined elsewhere."""
        if (name is None) == (uri is None):
            raise TypeError("Asset.ref() requires exactly one of 'name' or 'uri'")
        return AssetRef(str(name or uri))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Asset) and (self.name, self.uri) == (other.name, other.uri)

    def __hash__(self) -> int:
        return hash((self.name, self.uri))

    def __repr__(self) -> str:
        return f"Asset(name={self.name!r}, uri={self.uri!r})"

    def __fspath__(self) -> str:
        return str(self.uri)


def _check(what: str, value: Any) -> None:
    if not isinstance(value, str):
        raise ValueError(f"Asset {what} must be a string, not {type(value).__name__}")
    if not value.strip():
        raise ValueError(f"Asset {what} cannot be empty")
    if len(value) > 1500:
        raise ValueError(f"Asset {what} cannot exceed 1500 characters")
    if what == "name" and value in ("self", "context"):
        raise ValueError(f"prohibited name for asset: {value}")


class Dataset(Asset):
    """Airflow 2's name: the uri comes first."""

    def __init__(self, uri: Any, extra: Optional[Dict[str, Any]] = None, **kwargs: Any) -> None:
        super().__init__(name=kwargs.pop("name", None), uri=uri, extra=extra, **kwargs)


class Model(Asset):
    """An asset that is a model."""


class AssetAlias(_Combined):
    """A name for assets that are known only at run time."""

    def __init__(self, name: str, group: str = "asset") -> None:
        _check("name", name)
        self.name, self.group = name, group

    def __eq__(self, other: object) -> bool:
        return isinstance(other, AssetAlias) and self.name == other.name

    def __hash__(self) -> int:
        return hash(self.name)

    def __repr__(self) -> str:
        return f"AssetAlias(name={self.name!r})"


class AssetRef(_Combined):
    """An asset by name or uri."""

    def __init__(self, name: str) -> None:
        self.name = self.uri = name


class _Boolean(_Combined):
    word = "&"

    def __init__(self, *objects: Any) -> None:
        for item in objects:
            if not isinstance(item, _Combined):
                raise TypeError("expect asset expressions in condition")
        self.objects = list(objects)

    def iter_assets(self) -> Iterator[Any]:
        """The assets in it."""
        for item in self.objects:
            yield from item.iter_assets()


class AssetAll(_Boolean):
    """All of them."""

    word = "&"


class AssetAny(_Boolean):
    """Any of them."""

    word = "|"


class AssetWatcher:
    """Watches the world outside: nothing to watch here."""

    def __init__(self, name: str, trigger: Any = None) -> None:
        self.name, self.trigger = name, trigger


class Metadata:
    """Yielded by a task to say more about an asset it made."""

    def __init__(
        self, asset: Any, extra: Optional[Dict[str, Any]] = None, alias: Any = None
    ) -> None:
        self.asset, self.extra, self.alias = asset, extra or {}, alias


def expression(condition: Any, outer: bool = True) -> str:
    """`"a" & ("b" | "c")`"""
    if isinstance(condition, _Boolean):
        parts = [expression(item, False) for item in condition.objects]
        text = f" {condition.word} ".join(parts)
        return text if outer or len(parts) < 2 else f"({text})"
    return f'"{condition.name}"'


def check_arguments(function: Callable[..., Any]) -> None:
    """What Airflow refuses in the function of an asset."""
    for name, each in inspect.signature(function).parameters.items():
        if each.kind == each.VAR_POSITIONAL:
            raise TypeError(f"wildcard '*{name}' is not supported in @asset")
        if each.kind == each.VAR_KEYWORD:
            raise TypeError(f"wildcard '**{name}' is not supported in @asset")
        if each.kind == each.POSITIONAL_ONLY and each.default is each.empty:
            raise TypeError(
                f"positional-only argument '{name}' without a default is not supported in @asset"
            )


def make_dag(definition: Any, default_dag_id: str, options: Dict[str, Any]) -> None:
    """The DAG of one task that makes the assets of a definition."""
    from airflow_lite.dag import DAG
    from airflow_lite.decorators import TaskDecorator
    from airflow_lite.operators.asset_main import make_task

    dag_id = options.pop("dag_id", None) or default_dag_id
    with DAG(dag_id, catchup=False, **options):
        function = definition.function
        if not isinstance(function, TaskDecorator):
            make_task(definition)
            return
        if "outlets" in function.kwargs:
            raise TypeError("@task decorator with 'outlets' argument is not supported in @asset")
        function.kwargs["outlets"] = list(definition.outlets)
        function()


def _check_place(function: Any) -> None:
    if getattr(function, "__qualname__", "") != function.__name__:
        raise ValueError("nested function not supported")


class AssetDefinition(Asset):
    """What `@asset` makes: an asset, and a DAG that makes it."""

    def __init__(self, function: Any, options: Dict[str, Any]) -> None:
        own = {name: options.pop(name) for name in _OWN if name in options}
        name = own.pop("name", None) or function.__name__
        uri = own.pop("uri", None)
        super().__init__(name, name if uri is None else str(uri), **own)
        self.function, self.outlets = function, [self]
        make_dag(self, name, options)


_OWN = ("name", "uri", "group", "extra", "watchers")


class MultiAssetDefinition(AssetAll):
    """What `@asset.multi` makes: several assets, and a DAG that makes them."""

    def __init__(self, function: Any, outlets: List[Any], options: Dict[str, Any]) -> None:
        super().__init__(*outlets)
        self.name, self.function, self.outlets = function.__name__, function, outlets
        make_dag(self, self.name, options)


class asset:
    """`@asset(schedule=…)`"""

    def __init__(self, *, schedule: Any, **options: Any) -> None:
        self.options = {"schedule": schedule, **options}

    def __call__(self, function: Any) -> AssetDefinition:
        _check_place(function)
        return AssetDefinition(function, dict(self.options))

    class multi:
        """`@asset.multi(schedule=…, outlets=[…])`"""

        def __init__(self, *, schedule: Any, outlets: Any, **options: Any) -> None:
            self.options, self.outlets = {"schedule": schedule, **options}, list(outlets)

        def __call__(self, function: Any) -> MultiAssetDefinition:
            _check_place(function)
            if not self.outlets:
                raise ValueError("no outlets provided")
            return MultiAssetDefinition(function, self.outlets, dict(self.options))
