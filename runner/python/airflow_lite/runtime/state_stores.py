"""What tasks and assets remember between tries: `task_state_store` and `asset_state_store` of Airflow 3.3."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Any, Dict, List, Optional

from airflow_lite.assets import Asset, AssetRef
from airflow_lite.state import State

NEVER_EXPIRE = timedelta.max
"""For a value that is kept for ever."""


def state_stores(task: Any) -> Dict[str, Any]:
    """What the context has of them."""
    items = [*(task.inlets or []), *(task.outlets or [])]
    found: Dict[str, Any] = {"task_state_store": TaskStateStoreAccessor()}
    if any(isinstance(item, (Asset, AssetRef)) for item in items):
        found["asset_state_store"] = AssetStateStoreAccessors(items)
    return found


class _Store:
    """Values by key; the engine keeps them."""

    _owner = "Task"
    _by = ""
    _names: Dict[str, Any] = {}

    def get(self, key: str, default: Any = None) -> Any:
        """The value, or `default`."""
        reply = self._ask("Get", key=key)
        if isinstance(reply, dict) and str(reply.get("type", "")).endswith("StateStoreResult"):
            return reply.get("value")
        return default

    def _put(self, key: str, value: Any, **more: Any) -> None:
        if value is None:
            raise ValueError("Cannot set value as None")
        self._ask("Set", key=key, value=value, **more)

    def delete(self, key: str) -> None:
        """Forgets one."""
        self._ask("Delete", key=key)

    def clear(self) -> None:
        """Forgets all."""
        self._ask("Clear")

    def _ask(self, verb: str, **body: Any) -> Any:
        kind = f"{verb}{self._owner}StateStore{self._by}"
        return State.ask({"type": kind, **self._names, **body})


class TaskStateStoreAccessor(_Store):
    """What a task instance remembers from one try to the next."""

    def set(self, key: str, value: Any, *, retention: Optional[timedelta] = None) -> None:
        """Keeps a value."""
        expires = None
        if retention is not None and retention is not NEVER_EXPIRE:
            expires = (datetime.now(timezone.utc) + retention).isoformat()
        self._put(key, value, expires_at=expires)


class AssetStateStoreAccessor(_Store):
    """What an asset remembers."""

    _owner = "Asset"

    def __init__(self, *, name: Optional[str] = None, uri: Optional[str] = None) -> None:
        if not name and not uri:
            raise ValueError("Either `name` or `uri` must be provided")
        self._by = "ByName" if name else "ByUri"
        self._names = {"name": name} if name else {"uri": uri}

    def set(self, key: str, value: Any) -> None:
        """Keeps a value."""
        self._put(key, value)

    async def aget(self, key: str, default: Any = None) -> Any:
        """As `get`."""
        return self.get(key, default)

    async def aset(self, key: str, value: Any) -> None:
        """As `set`."""
        self.set(key, value)

    async def adelete(self, key: str) -> None:
        """As `delete`."""
        self.delete(key)

    async def aclear(self) -> None:
        """As `clear`."""
        self.clear()


class AssetStateStoreAccessors:
    """One for each asset of a task; with one asset only, it stands for that one."""

    def __init__(self, items: List[Any]) -> None:
        self._stores: Dict[Any, AssetStateStoreAccessor] = {}
        for item in items:
            names = _names_of(item)
            if names:
                self._stores.setdefault(tuple(names.items()), AssetStateStoreAccessor(**names))

    def __getitem__(self, asset: Any) -> AssetStateStoreAccessor:
        names = _names_of(asset)
        if not names:
            kind = type(asset).__name__
            raise TypeError(f"Expected Asset, AssetNameRef, or AssetUriRef; got {kind}")
        try:
            return self._stores[tuple(names.items())]
        except KeyError:
            raise KeyError(f"{asset!r} is not in this task's inlets or outlets") from None

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        if len(self._stores) != 1:
            raise ValueError(
                f"Task has {len(self._stores)} concrete inlets and outlets — "
                "use context['asset_state_store'][MY_ASSET] to specify which"
            )
        return getattr(next(iter(self._stores.values())), name)


def _names_of(item: Any) -> Dict[str, Any]:
    if isinstance(item, Asset):
        return {"name": item.name}
    if isinstance(item, AssetRef):
        name, uri = getattr(item, "name", None), getattr(item, "uri", None)
        return {"name": name} if name else {"uri": uri}
    return {}
