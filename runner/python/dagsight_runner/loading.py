"""Getting a process ready for the user's file: environment, path, folders, time limit."""

from __future__ import annotations

import contextlib
import importlib
import os
import signal
import sys
import tempfile
from types import FrameType
from typing import Iterator, Optional

from dagsight_runner.engine import Opened


def prepare_process(opened: Opened) -> None:
    """As Airflow would have it: the dags folder on the path; also the workspace and its plugins, as a developer has."""
    for name, value in opened.env.items():
        if value is None:
            os.environ.pop(name, None)
        else:
            os.environ[name] = value
    with contextlib.suppress(OSError):
        os.chdir(opened.workspace)
    sys.path[:] = [entry for entry in sys.path if entry]
    sys.path.insert(0, opened.dags_folder)
    for extra in (os.path.join(opened.workspace, "plugins"), opened.workspace):
        if extra not in sys.path and os.path.isdir(extra):
            sys.path.append(extra)
    # The workspace stays free of __pycache__; what Airflow and other packages have compiled is used all the same.
    sys.pycache_prefix = os.path.join(tempfile.gettempdir(), "dagsight-pycache")
    importlib.invalidate_caches()


@contextlib.contextmanager
def time_limit(seconds: float, text: str, error: type) -> Iterator[None]:
    """Raises `error(text)` in the main thread after so many seconds, where there is SIGALRM."""
    if seconds <= 0 or not hasattr(signal, "setitimer"):
        yield
        return

    def ring(_number: int, _frame: Optional[FrameType]) -> None:
        raise error(text)

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
