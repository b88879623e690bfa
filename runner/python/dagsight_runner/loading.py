"""Getting a process ready for the user's file: environment, path, folders, time limit."""

from __future__ import annotations

import contextlib
import importlib.machinery
import os
import signal
import sys
from types import FrameType
from typing import Any, Iterator, Optional, Sequence

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
    keep_clean((opened.workspace, opened.dags_folder))
    _look_again((opened.workspace, opened.dags_folder))


def _look_again(folders: Sequence[str]) -> None:
    """What lies in the user's folders may be new, however coarse the clock of the disk is. All other folders stay known:
    listing them again takes long, and Python does so by itself when one has changed."""
    known = sys.path_importer_cache
    for entry in sys.path:
        if known.get(entry) is None or entry.startswith(tuple(folders)):
            known.pop(entry, None)


def keep_clean(folders: Sequence[str]) -> None:
    """The user's folders stay free of __pycache__; what other packages have compiled, or will, is used all the same."""
    real = importlib.machinery.SourceFileLoader.set_data
    roots = tuple(os.path.join(os.path.abspath(folder), "") for folder in folders)

    def set_data(self: Any, path: str, data: bytes, *args: Any, **kwargs: Any) -> None:
        if not path.startswith(roots) or "site-packages" in path:
            real(self, path, data, *args, **kwargs)

    importlib.machinery.SourceFileLoader.set_data = set_data  # type: ignore[method-assign,assignment]


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
