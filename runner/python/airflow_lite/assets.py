"""Assets (Airflow 2: datasets): what tasks make and DAGs wait for."""

from __future__ import annotations

from typing import Any, Dict, Iterator, List, Optional, Union

Condition = Union["Asset", "AssetAlias", "AssetRef", "_Boolean"]


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
            name if name is not None else str(uri),
            uri if uri is not None else str(name),
        )
        self.group, self.extra, self.watchers = group, dict(extra or {}), list(watchers or [])

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


class _AssetFunction:
    """A function decorated by `@asset`: a DAG with one task."""

    def __init__(self, outlets: List[Asset], options: Dict[str, Any], function: Any) -> None:
        import inspect

        if getattr(function, "__qualname__", "") != function.__name__:
            raise ValueError("nested function not supported")
        self.function, self.options = function, options
        name = options.pop("name", None) or function.__name__
        uri, group = options.pop("uri", None), options.pop("group", "asset")
        extra, watchers = options.pop("extra", None), options.pop("watchers", None)
        self.assets = outlets or [Asset(name, uri, group=group, extra=extra, watchers=watchers)]
        self.name = self.assets[0].name
        from airflow_lite.dag import DAG
        from airflow_lite.operators.python import PythonOperator

        dag_id = options.pop("dag_id", None) or (function.__name__ if outlets else name)
        parameters = list(inspect.signature(function).parameters)
        inlets = [AssetRef(each) for each in parameters if each not in ("self", "context")]

        def materialise(**context: Any) -> Any:
            known = {"self": self.assets[0], "context": context}
            return function(**{each: known.get(each, AssetRef(each)) for each in parameters})

        with DAG(dag_id, catchup=False, **options):
            PythonOperator(
                task_id=function.__name__, python_callable=materialise, outlets=list(self.assets),
                inlets=inlets,
            )  # fmt: skip


class AssetDefinition(_AssetFunction, Asset):
    """What `@asset` makes: an asset, too."""

    def __init__(self, outlets: List[Asset], options: Dict[str, Any], function: Any) -> None:
        _AssetFunction.__init__(self, outlets, options, function)
        first = self.assets[0]
        self.uri, self.group, self.extra, self.watchers = (
            first.uri,
            first.group,
            first.extra,
            first.watchers,
        )


class asset:
    """`@asset(schedule=…)`"""

    def __init__(self, *, schedule: Any, **options: Any) -> None:
        self.options = {"schedule": schedule, **options}

    def __call__(self, function: Any) -> AssetDefinition:
        return AssetDefinition([], dict(self.options), function)

    class multi:
        """`@asset.multi(schedule=…, outlets=[…])`"""

        def __init__(self, *, schedule: Any, outlets: Any, **options: Any) -> None:
            self.options, self.outlets = {"schedule": schedule, **options}, list(outlets)

        def __call__(self, function: Any) -> _AssetFunction:
            if not self.outlets:
                raise ValueError("no outlets provided")
            return _AssetFunction(self.outlets, dict(self.options), function)
