"""A try in an interpreter of its own."""

from __future__ import annotations

import os
import signal
import sys

from dagsight_runner.attempt import PipeLink, finish, run_try
from dagsight_runner.engine import Opened, choose_engine
from dagsight_runner.options import Options
from dagsight_runner.processes import adopt_orphans, die_with_parent
from dagsight_runner.wire import Lines, Message, parse


def run_spawned_try(options: Options) -> int:
    """Reads what is asked from stdin, loads the file and runs the try."""
    given = os.dup(0)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    asked = _first(given)
    link = PipeLink(str(asked["message"]["ti"]), given, _descriptor(options.attempt or 0))
    if sys.platform != "win32":
        adopt_orphans()
        die_with_parent(os.getppid(), signal.SIGKILL)
    engine = choose_engine(options)
    engine.prepare()
    finish(run_try(engine, None, Opened(**asked["opened"]), asked["message"], link))
    return 0


def _first(fd: int) -> Message:
    lines = Lines()
    while True:
        data = os.read(fd, 65536)
        if not data:
            finish(1)
        for line in lines.feed(data):
            return parse(line) or {}


def _descriptor(number: int) -> int:
    """On Windows a handle was inherited, elsewhere the descriptor itself."""
    if sys.platform != "win32":
        os.set_inheritable(number, False)
        return number
    import msvcrt

    return msvcrt.open_osfhandle(number, os.O_WRONLY)
