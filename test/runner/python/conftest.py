"""Fixtures: a bridge that stays open, and DAG files written on the spot."""

from __future__ import annotations

import sys
import textwrap
from pathlib import Path
from typing import Any, Callable, Dict, Iterator

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from driver import Bridge, Engine, Result

Run = Callable[..., Result]


@pytest.fixture(scope="session")
def bridges() -> Iterator[Dict[Any, Bridge]]:
    """One bridge for each set of options."""
    made: Dict[Any, Bridge] = {}
    yield made
    for bridge in made.values():
        bridge.close()


@pytest.fixture
def load(bridges: Dict[Any, Bridge], tmp_path: Path) -> Iterator[Callable[..., Any]]:
    """Opens a text as a file: answers the channel and `ready`."""
    opened = []

    def close(bridge: Bridge) -> None:
        opened.remove(bridge)
        bridge.main.send({"kind": "close", "channel": 0})
        bridge.main.until("closed")

    def open_text(text: str, *options: str, name: str = "dag_file.py", **more: Any) -> Any:
        key = options or ("--engine", "lite")
        if key not in bridges:
            bridges[key] = Bridge(sys.executable, *key)
        bridge = bridges[key]
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(textwrap.dedent(text))
        if bridge in opened:
            close(bridge)
        channel = bridge.open(file, **more)
        opened.append(bridge)
        return channel, channel.until("ready", "failed")

    yield open_text
    while opened:
        close(opened[0])


@pytest.fixture
def run(load: Callable[..., Any]) -> Run:
    """Runs the first DAG of a text, or the named one."""

    def run_text(text: str, *options: str, dag_id: str = "", **more: Any) -> Result:
        inner = {name: more.pop(name, None) for name in ("run", "variables", "connections")}
        channel, ready = load(text, *options, **more)
        assert ready["kind"] == "ready", ready
        assert not ready["errors"], ready["errors"][0]["traceback"]
        wanted = dag_id or ready["dags"][0]["dagId"]
        dag = next(each for each in ready["dags"] if each["dagId"] == wanted)
        engine = Engine(channel, dag, inner["run"])
        engine.variables = inner["variables"] or {}
        engine.connections = inner["connections"] or {}
        return engine.go()

    return run_text
