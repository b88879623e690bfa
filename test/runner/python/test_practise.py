"""What the base does once so that forks need not."""

from __future__ import annotations

import gc
import logging
import os
import sys
from pathlib import Path
from types import ModuleType
from typing import Any, Dict, List

import pytest

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "..", "..", "runner", "python"))
from dagsight_runner.airflow3 import practise
from dagsight_runner.airflow_records import RecordStream
from dagsight_runner.engine import Loaded, Opened
from dagsight_runner.host import Host
from dagsight_runner.loading import prepare_process
from dagsight_runner.options import Options
from dagsight_runner.wire import Writer


class Bag:
    """Does what a file may do while it is loaded."""

    loaded: str = ""

    def __init__(self, dag_folder: str, safe_mode: bool) -> None:
        Bag.loaded = dag_folder
        os.environ["LEFT_BY_PRACTICE"] = "1"
        sys.modules["unusual_prefix_1_warm_dag"] = ModuleType("left")
        self.dags: Dict[str, Any] = {}
        self.import_errors: Dict[str, str] = {}


class BrokenBag(Bag):
    """Cannot load anything."""

    def __init__(self, dag_folder: str, safe_mode: bool) -> None:
        super().__init__(dag_folder, safe_mode)
        raise RuntimeError("nothing can be loaded here")


@pytest.mark.parametrize("bag", [Bag, BrokenBag])
def test_practice_leaves_nothing_behind_and_no_fault_of_it_stops_the_base(bag: Any) -> None:
    practise(bag)
    assert os.path.exists(Bag.loaded)
    assert "LEFT_BY_PRACTICE" not in os.environ
    assert "unusual_prefix_1_warm_dag" not in sys.modules
    assert logging.root.manager.disable == logging.NOTSET


class Counted:
    """An engine that counts how often it is settled."""

    name = "lite"
    times = 0

    def settle(self) -> None:
        self.times += 1


@pytest.mark.parametrize("loaded, times", [(Loaded(), 1), (None, 0)])
def test_what_all_tries_share_is_done_once_and_not_before_there_is_one(
    loaded: Any, times: int
) -> None:
    engine: Any = Counted()
    opened, writer = Opened.of_file(__file__), Writer(1)
    host = Host(Options(here=""), engine, opened, loaded, 0, writer, None)
    try:
        assert engine.times == 0
        host._settle()
        host._settle()
    finally:
        gc.unfreeze()
    assert engine.times == times


class Told:
    """A link that keeps what it is told."""

    ti = "one"

    def __init__(self) -> None:
        self.messages: List[Any] = []

    def send(self, message: Any) -> None:
        self.messages.append(message)


def test_records_go_to_the_try_that_has_a_link_and_to_stderr_before(capsys: Any) -> None:
    stream, link = RecordStream(), Told()
    stream.write(b'{"event": "early"}\n')
    stream.link = link  # type: ignore[assignment]
    stream.write(b'{"event": "late"}\n')
    assert capsys.readouterr().err == '{"event": "early"}\n'
    assert [message["record"]["event"] for message in link.messages] == ["late"]


def test_a_new_file_is_found_in_the_users_folders_and_other_folders_stay_known(
    tmp_path: Path, monkeypatch: Any
) -> None:
    monkeypatch.setattr(sys, "path", [str(tmp_path), "/elsewhere", "/missing"])
    known = {str(tmp_path): "old", "/elsewhere": "kept", "/missing": None}
    monkeypatch.setattr(sys, "path_importer_cache", known)
    monkeypatch.setattr("importlib.machinery.SourceFileLoader.set_data", lambda *_: None)
    monkeypatch.chdir(tmp_path)
    prepare_process(Opened.of_file(str(tmp_path / "dag.py")))
    assert known == {"/elsewhere": "kept"}
