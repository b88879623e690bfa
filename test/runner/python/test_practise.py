"""What the base does once so that forks need not."""

from __future__ import annotations

import logging
import os
import sys
from types import ModuleType
from typing import Any, Dict

import pytest

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "..", "..", "runner", "python"))
from dagsight_runner.airflow3 import practise


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
