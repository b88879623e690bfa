"""What the engine asked for on the command line."""

from __future__ import annotations

import argparse
import sys
from dataclasses import dataclass
from typing import List, Optional


@dataclass(frozen=True)
class Options:
    """The switches of `guard.py`."""

    here: str
    """The folder of guard.py: two packages and `vendor`."""
    engine: str = "auto"
    """`lite`, `airflow` or `auto`."""
    airflow: str = "3"
    """The Airflow that `airflow_lite` plays: `2` or `3`."""
    processes: str = "auto"
    channels: int = 0
    host: bool = False
    """One file over stdin and stdout, without guard and base."""
    attempt: Optional[int] = None
    """A try in an interpreter of its own: the descriptor (Windows: handle) it answers on."""

    def argv(self) -> List[str]:
        """The same switches for another interpreter."""
        switches = ["--engine", self.engine, "--airflow", self.airflow]
        return switches + ["--processes", self.processes]


def parse_options(here: str, argv: List[str]) -> Options:
    """Reads the switches; wrong ones end the process with a message, as argparse does."""
    parser = argparse.ArgumentParser(prog="guard.py")
    parser.add_argument("--engine", choices=["auto", "lite", "airflow"], default="auto")
    parser.add_argument("--airflow", choices=["2", "3"], default="3")
    parser.add_argument("--processes", choices=["auto", "fork", "spawn"], default="auto")
    parser.add_argument("--channels", type=int, default=0)
    parser.add_argument("--host", action="store_true")
    parser.add_argument("--attempt", type=int)
    found = parser.parse_args(argv)
    return Options(here=here, **vars(found))


def forks(options: Options, engine: str) -> bool:
    """Whether a try may be a fork: never on Windows; on macOS Objective-C and real Airflow forbid it."""
    if options.processes != "auto":
        return options.processes == "fork" and sys.platform != "win32"
    if sys.platform == "win32":
        return False
    return sys.platform != "darwin" or engine == "lite"
