"""One try, in a process of its own."""

from __future__ import annotations

import faulthandler
import os
import signal
import sys
import threading
from typing import TYPE_CHECKING, List, Optional, TextIO

from dagsight_runner.debugging import wait_for_debugger
from dagsight_runner.engine import Engine, Link, Loaded, Opened
from dagsight_runner.errors import describe_error
from dagsight_runner.loading import prepare_process
from dagsight_runner.processes import COOKIE, adopt_orphans, die_with_parent
from dagsight_runner.wire import Message, Writer, parse, read_lines

if TYPE_CHECKING:
    import socket

    from dagsight_runner.host import Host


MOST_PENDING = 200
"""Answers that may wait to be read: far less than what a socket holds."""


class PipeLink:
    """The way to the engine: lines out, one line back for each question."""

    def __init__(self, ti: str, given: int, answered: int) -> None:
        self.ti = ti
        self._writer = Writer(answered)
        self._lines = read_lines(given)
        self._lock = threading.Lock()
        self._pending = 0

    def send(self, message: Message) -> None:
        """Tells something. `kind` and `ti` come first: the host looks only at the beginning of a line."""
        self._writer.send({"kind": message["kind"], "ti": self.ti, **message})

    def ask(self, body: Message) -> Optional[Message]:
        """Asks and waits for the answer; one question at a time."""
        with self._lock:
            self.send({"kind": "request", "body": body})
            self._skip_pending()
            found = self._reply().get("body")
            return found if isinstance(found, dict) else None

    def tell(self, body: Message) -> None:
        """Asks what is answered with nothing: the answer is read later, so the task goes on at once."""
        with self._lock:
            self.send({"kind": "request", "body": body})
            self._pending += 1
            if self._pending >= MOST_PENDING:
                self._skip_pending()

    def _skip_pending(self) -> None:
        while self._pending:
            self._reply()
            self._pending -= 1

    def _reply(self) -> Message:
        for line in self._lines:
            reply = parse(line)
            if reply is not None and reply.get("kind") == "reply":
                return reply
        raise ConnectionError("The engine is gone.")

    def mask(self, values: List[str]) -> None:
        """Secrets that the host must not pass on."""
        self.send({"kind": "mask", "values": [value for value in values if value]})


def run_in_fork(
    host: Host, message: Message, sock: socket.socket, out: int, err: int, parent: int
) -> None:
    """In the forked child: never returns."""
    os.setsid()
    os.dup2(out, 1)
    os.dup2(err, 2)
    os.close(out)
    os.close(err)
    reset_signals()
    adopt_orphans()
    die_with_parent(parent, signal.SIGKILL)
    fd = sock.detach()
    link = PipeLink(str(message["ti"]), fd, fd)
    finish(run_try(host.engine, host.loaded, host.opened, message, link))


def reset_signals() -> None:
    """What the host set, and what an imported Airflow left on SIGSEGV, is not the task's."""
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGSEGV):
        signal.signal(number, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)


def run_try(
    engine: Engine, loaded: Optional[Loaded], opened: Opened, message: Message, link: Link
) -> int:
    """Runs what the message asks for; returns the exit code."""
    os.environ[COOKIE] = link.ti
    faulthandler.enable()
    live_output()
    try:
        if loaded is None:
            prepare_process(opened)
            loaded = engine.load(opened)
            if loaded.errors:
                raise ImportError(str(loaded.errors[0]["traceback"]))
        if message.get("debug"):
            wait_for_debugger(message["debug"], link)
        kinds = {"start": engine.start, "trigger": engine.trigger, "callback": engine.callback}
        kinds[str(message["kind"])](loaded, opened, message, link)
    except BaseException as error:
        tried, most = int(message.get("try", 1)), int(message.get("maxTries", 0))
        state = "up_for_retry" if tried <= most else "failed"
        told = describe_error(error, file=opened.file)
        link.send({"kind": "outcome", "state": state, "message": {}, "error": told})
        return 1
    return 0


def live_output() -> None:
    """Prints are seen line by line while they happen. New streams: the old ones belong to what 1 and 2 were before."""
    sys.stdout = sys.__stdout__ = _stream(1)  # type: ignore[misc,assignment]
    sys.stderr = sys.__stderr__ = _stream(2)  # type: ignore[misc,assignment]


def _stream(fd: int) -> TextIO:
    return open(fd, "w", buffering=1, encoding="utf-8", errors="backslashreplace", closefd=False)


def finish(code: int) -> None:
    """Ends the process at once: what a parent registered to run at exit is not ours."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, ValueError):
            pass  # The host is gone.
    os._exit(code)
