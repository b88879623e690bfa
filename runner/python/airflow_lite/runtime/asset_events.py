"""What tasks tell about the assets they make, and what was told before in this run."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from types import SimpleNamespace
from typing import Any, Dict, Iterator, List, Optional

from airflow_lite.assets import Asset, AssetAlias, AssetRef
from airflow_lite.dates import parse
from airflow_lite.state import State


class OutletEvents(Dict[Any, Any]):
    """`outlet_events[asset]`: what is told about assets that are made."""

    def __missing__(self, key: Any) -> Any:
        made = SimpleNamespace(extra={}, key=key, asset_alias_events=[], partition_keys=set())
        made.add_partitions = lambda keys: made.partition_keys.update(
            [keys] if isinstance(keys, str) else keys
        )
        made.add = lambda asset, extra=None: made.asset_alias_events.append((asset, extra or {}))
        self[key] = made
        return made


def tell_events(outlets: Any, told: OutletEvents) -> None:
    """Tells what a task that succeeded made, in the words of Airflow's task runner."""
    if not outlets:
        return
    events = [each for key, one in told.items() for each in _events_of(key, one)]
    profiles = [
        _profile(each) for each in outlets if isinstance(each, (Asset, AssetAlias, AssetRef))
    ]
    State.tell({"type": "SucceedTask", "task_outlets": profiles, "outlet_events": events})


def _profile(outlet: Any) -> Dict[str, Any]:
    kind = "AssetAlias" if isinstance(outlet, AssetAlias) else type(outlet).__name__
    return {"name": outlet.name, "uri": getattr(outlet, "uri", None), "type": kind}


def _events_of(key: Any, told: Any) -> Iterator[Dict[str, Any]]:
    if isinstance(key, AssetAlias):
        for asset, extra in told.asset_alias_events:
            event = {"source_alias_name": key.name, "dest_asset_key": _key(asset)}
            yield {**event, "extra": json.dumps(extra)}
    elif told.partition_keys:
        for part in told.partition_keys:
            event = {"dest_asset_key": _key(key), "partition_key": part}
            yield {**event, "extra": json.dumps(told.extra)}
    else:
        yield {"dest_asset_key": _key(key), "extra": json.dumps(told.extra)}


def _key(asset: Any) -> Dict[str, Any]:
    return {"name": asset.name, "uri": asset.uri}


class InletEvents(Mapping):  # type: ignore[type-arg]
    """`inlet_events[asset]`: what this run's tasks told of the assets that the task reads."""

    def __init__(self, inlets: List[Any]) -> None:
        self._inlets = [each for each in inlets if isinstance(each, (Asset, AssetAlias, AssetRef))]
        self._all = inlets

    def __iter__(self) -> Iterator[Any]:
        return iter(self._all)

    def __len__(self) -> int:
        return len(self._all)

    def __getitem__(self, key: Any) -> Any:
        found = self._all[key] if isinstance(key, int) else key
        if not any(_is_same(found, each) for each in self._inlets):
            raise (IndexError if isinstance(key, int) else KeyError)(key)
        if isinstance(found, AssetAlias):
            return _Told({"type": "GetAssetEventByAssetAlias", "alias_name": found.name})
        if isinstance(found, AssetRef):
            return _Told({"type": "GetAssetEventByAsset", "name": found.name, "uri": None})
        return _Told({"type": "GetAssetEventByAsset", **_key(found)})

    def for_asset(self, *, name: Optional[str] = None, uri: Optional[str] = None) -> Any:
        """Those of an asset by its name or its address."""
        for each in self._inlets:
            if isinstance(each, Asset) and name in (None, each.name) and uri in (None, each.uri):
                return self[each]
        raise KeyError(name or uri)

    def for_asset_alias(self, *, name: str) -> Any:
        """Those of an alias."""
        return self[AssetAlias(name)]


def _is_same(one: Any, inlet: Any) -> bool:
    """A reference stands for the asset with its name or its address."""
    if isinstance(one, AssetAlias) or isinstance(inlet, AssetAlias):
        return bool(one == inlet)
    if isinstance(one, AssetRef) or isinstance(inlet, AssetRef):
        return bool({one.name, one.uri} & {inlet.name, inlet.uri})
    return bool(one == inlet)


class _Told(Sequence):  # type: ignore[type-arg]
    """The events of one asset, asked for when they are looked at."""

    def __init__(self, body: Dict[str, Any]) -> None:
        self._body = body
        self._found: Optional[List[Any]] = None

    def _limited(self, **more: Any) -> Any:
        self._body.update(more)
        self._found = None
        return self

    def after(self, after: Any) -> Any:
        """Not before this."""
        return self._limited(after=_text(after))

    def before(self, before: Any) -> Any:
        """Not after this."""
        return self._limited(before=_text(before))

    def ascending(self, ascending: bool = True) -> Any:
        """The oldest first, or the newest."""
        return self._limited(ascending=ascending)

    def limit(self, limit: int) -> Any:
        """Not more than so many."""
        return self._limited(limit=limit)

    def _events(self) -> List[Any]:
        if self._found is None:
            reply = State.ask(dict(self._body))
            told = reply.get("asset_events") if isinstance(reply, dict) else None
            self._found = [_event(each) for each in told or ()]
        return self._found

    def __iter__(self) -> Iterator[Any]:
        return iter(self._events())

    def __len__(self) -> int:
        return len(self._events())

    def __getitem__(self, key: Any) -> Any:
        return self._events()[key]


def _text(value: Any) -> str:
    return value.isoformat() if isinstance(value, dt.datetime) else str(value)


def _event(told: Dict[str, Any]) -> Any:
    named = told["asset"]
    asset = Asset(name=named["name"], uri=named["uri"])
    event = SimpleNamespace(**{**told, "asset": asset, "extra": json.loads(told["extra"])})
    event.timestamp = parse(told["timestamp"])
    if State.is_2():
        event.dataset, event.uri = asset, asset.uri
    return event
