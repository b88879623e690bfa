"""What the whole stand-in knows: which Airflow it plays and where the file came from."""

from __future__ import annotations

from typing import Callable, Dict, List

VERSIONS = {"2": "2.11.0", "3": "3.3.2"}


class State:
    """One for each process."""

    target = "3"
    """`2` or `3`."""
    dags_folder = "."
    ask: Callable[[Dict[str, object]], object] = staticmethod(lambda body: None)
    """Asks the engine, while a task runs; nothing answers while a file is loaded."""
    tell: Callable[[Dict[str, object]], object] = staticmethod(lambda body: None)
    """The same, where nothing is answered."""
    running = False
    missing: Dict[str, str] = {}
    """Modules that were made up, and why."""
    masks: List[str] = []
    notices: List[str] = []
    """What a try only pretended to do."""

    @classmethod
    def is_2(cls) -> bool:
        """Whether Airflow 2 is played."""
        return cls.target == "2"


def version() -> str:
    """The version that `airflow.__version__` tells."""
    return VERSIONS[State.target]
