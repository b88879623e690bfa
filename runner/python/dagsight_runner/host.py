"""The host of one opened file: loads it, tells what it made, and runs its tries."""

from __future__ import annotations

import gc
import json
import os
import signal
import sys
import threading
import time
from dataclasses import dataclass, field
from typing import Any, Callable, Dict, List, Optional, Set, Union

from dagsight_runner.attempt import run_in_fork
from dagsight_runner.engine import (
    Engine,
    Loaded,
    Opened,
    choose_engine,
    describe_engine,
    said,
)
from dagsight_runner.loading import prepare_process
from dagsight_runner.loop import Ended, SelectLoop, ThreadLoop
from dagsight_runner.options import Options, forks
from dagsight_runner.output import LineOutput
from dagsight_runner.processes import (
    adopt_orphans,
    descendants,
    die_with_parent,
    kill,
    kill_below,
    kill_tree,
)
from dagsight_runner.wire import Lines, Message, Writer, parse, read_lines, take_stdio

OPEN = "DAGSIGHT_OPEN"
"""The `open` message of a host in an interpreter of its own, in its environment."""
RELOAD = 75

Loop = Union[SelectLoop, ThreadLoop]


def open_text(message: Message) -> str:
    """The message for `OPEN`."""
    return json.dumps(message)


def serve_stdio(options: Options) -> int:
    """A host in an interpreter of its own, over stdin and stdout."""
    given, answered = take_stdio()
    text = os.environ.pop(OPEN, None)
    writer = Writer(answered)
    try:
        engine = choose_engine(options)
    except Exception as error:
        writer.send({"kind": "failed", "text": said(error)})
        return 1
    lines = Lines()
    if text is None:
        began = {"kind": "base", "pid": os.getpid(), "ms": 0}
        writer.send({**began, **describe_engine(options, engine)})
        text = _first_line(given, lines)
    message = parse(text.encode()) if text else None
    if message is None:
        return 0
    if sys.platform != "win32":
        adopt_orphans()
        die_with_parent(os.getppid(), signal.SIGTERM)
    return serve(options, engine, Opened.of(message, options), given, answered, lines)


def _first_line(fd: int, rest: Lines) -> Optional[str]:
    for line in read_lines(fd):
        return line.decode()  # The engine sends nothing else before it has our `ready`.
    return None


def serve(
    options: Options,
    engine: Engine,
    opened: Opened,
    given: int,
    answered: int,
    lines: Optional[Lines] = None,
) -> int:
    """Loads the file and serves tries until the channel ends."""
    forking = forks(options, engine.name)
    adopt_orphans()
    writer = Writer(answered)
    if opened.load_each and forking:
        return _serve_each(options, engine, opened, given, writer)
    begun = time.monotonic()
    try:
        engine.begin()
        loaded = _load(engine, opened)
    except BaseException as error:
        writer.send({"kind": "failed", "text": "%s: %s" % (type(error).__name__, error)})
        return 1
    threads = threading.active_count()
    if threads > 1 and forking:
        return RELOAD
    _say_ready(writer, options, engine, loaded, begun, threads)
    gc.collect()
    gc.freeze()
    return Host(options, engine, opened, loaded, given, writer, lines).run()


def _load(engine: Engine, opened: Opened) -> Loaded:
    prepare_process(opened)
    # What a file makes stays, and so there is little garbage to look for.
    usual = gc.get_threshold()
    gc.set_threshold(20 * usual[0], *usual[1:])
    try:
        return engine.load(opened)
    finally:
        gc.set_threshold(*usual)


def _say_ready(
    writer: Writer, options: Options, engine: Engine, loaded: Loaded, begun: float, threads: int
) -> None:
    took = round(1000 * (time.monotonic() - begun), 1)
    description = describe_engine(options, engine)
    body = {"ms": took, "threads": threads, "errors": loaded.errors, "dags": loaded.descriptions}
    sys.stdout.flush()
    writer.send({"kind": "ready", **description, **body})


def _serve_each(
    options: Options, engine: Engine, opened: Opened, given: int, writer: Writer
) -> int:
    """Nothing of the file is in this process: one child loads it to describe it, and so does each try."""
    begun = time.monotonic()
    engine.begin()
    pid = os.fork()
    if pid == 0:
        try:
            loaded = _load(engine, opened)
            _say_ready(writer, options, engine, loaded, begun, threading.active_count())
        except BaseException as error:
            writer.send({"kind": "failed", "text": "%s: %s" % (type(error).__name__, error)})
        finally:
            os._exit(0)
    _, status = os.waitpid(pid, 0)
    if os.WIFSIGNALED(status):
        writer.send({"kind": "failed", "text": "Loading ended by signal %d." % os.WTERMSIG(status)})
        return 1
    return Host(options, engine, opened, None, given, writer, None).run()


@dataclass
class Try:
    """A running process of a `start`, `trigger` or `callback`."""

    ti: str
    pid: int
    begun: float
    replies: Writer
    reads: Dict[int, Callable[[bytes], None]] = field(default_factory=dict)
    closes: List[int] = field(default_factory=list)
    outcome: Optional[str] = None
    said: bool = False


class Host:
    """Runs tries and passes on what they say."""

    def __init__(
        self,
        options: Options,
        engine: Engine,
        opened: Opened,
        loaded: Optional[Loaded],
        given: int,
        writer: Writer,
        lines: Optional[Lines],
    ) -> None:
        self.options = options
        self.engine = engine
        self.opened = opened
        self.loaded = loaded
        self.given = given
        self.writer = writer
        self.lines = lines or Lines()
        self.tries: Dict[str, Try] = {}
        self.secrets: Set[str] = set()
        self.background: Set[int] = set()
        self.forking = forks(options, engine.name)
        self.is_settled = loaded is None  # A file that each try loads has still to be loaded there.
        self.loop: Loop = ThreadLoop() if sys.platform == "win32" else SelectLoop()

    def run(self) -> int:
        """Until the channel ends."""
        if sys.platform != "win32":
            for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
                signal.signal(number, lambda *_: self._end())
        self.loop.read(self.given, self._hear)
        self.loop.run()
        return 0

    def _hear(self, data: bytes) -> None:
        if not data:
            self._end()
        for line in self.lines.feed(data):
            message = parse(line)
            if message is not None:
                self._obey(line, message)

    def _obey(self, line: bytes, message: Message) -> None:
        kind = message.get("kind")
        found = self.tries.get(str(message.get("ti")))
        if kind in ("start", "trigger", "callback"):
            self._start(message)
        elif kind == "reply" and found is not None:
            found.replies.raw(line + b"\n")
        elif kind == "kill" and found is not None:
            if message.get("signal") == "SIGTERM" and sys.platform != "win32":
                kill(found.pid, signal.SIGTERM)
            else:
                kill_tree(found.pid)
        elif kind == "shutdown":
            self._end()

    def _start(self, message: Message) -> None:
        ti = str(message["ti"])
        try:
            made = self._fork(ti, message) if self.forking else self._spawn(ti, message)
        except (
            OSError
        ) as error:  # No more processes or descriptors: the try is over before it began.
            self._say_dead(ti, "No process could be started: %s" % error)
            return
        self.tries[ti] = made
        self.writer.send({"kind": "started", "ti": ti, "pid": made.pid})
        for fd, on_data in made.reads.items():
            self.loop.read(fd, on_data)
        self.loop.watch(made.pid, lambda ended: self._ended(made, ended))

    def _say_dead(self, ti: str, text: str) -> None:
        self.writer.send({"kind": "output", "ti": ti, "stream": "stderr", "text": text})
        spent = {"code": 1, "signal": None, "ms": 0, "cpuMs": 0, "rssKb": 0}
        self.writer.send({"kind": "exited", "ti": ti, **spent})

    def _fork(self, ti: str, message: Message) -> Try:
        import socket

        self._settle()
        ours, theirs = socket.socketpair()
        out, out_end = os.pipe()
        err, err_end = os.pipe()
        begun = time.monotonic()
        parent = os.getpid()
        sys.stdout.flush()
        sys.stderr.flush()
        pid = os.fork()
        if pid == 0:
            try:
                ours.close()
                os.close(out)
                os.close(err)
                self.loop.leave()
                self._close_channel()
                run_in_fork(self, message, theirs, out_end, err_end, parent)
            except BaseException as error:
                sys.stderr.write("dagsight: a try could not begin: %r\n" % error)
                sys.stderr.flush()
            finally:
                os._exit(1)
        theirs.close()
        os.close(out_end)
        os.close(err_end)
        fd = ours.detach()
        made = Try(ti, pid, begun, Writer(fd), closes=[fd, out, err])
        made.reads = self._readers(made, fd, out, err)
        return made

    def _settle(self) -> None:
        """Not before there is a try: most files are opened only for their structure."""
        if self.is_settled:
            return
        self.is_settled = True
        self.engine.settle()
        gc.freeze()

    def _close_channel(self) -> None:
        for fd in {self.given, self.writer.fd}:
            try:
                os.close(fd)
            except OSError:
                pass  # One descriptor serves both ways on a forked channel.

    def _spawn(self, ti: str, message: Message) -> Try:
        from dagsight_runner.spawning import spawn_try

        begun = time.monotonic()
        spawned = spawn_try(self.options, self.opened, message)
        if isinstance(self.loop, ThreadLoop):
            self.loop.own(spawned.process.pid, spawned.process)
        else:
            spawned.process.returncode = 0  # The loop reaps it; Popen must not.
        fds = [spawned.answers, spawned.out, spawned.err]
        made = Try(ti, spawned.process.pid, begun, Writer(spawned.replies), closes=fds)
        made.reads = self._readers(made, *fds)
        made.closes = [*fds, spawned.replies]
        return made

    def _readers(
        self, made: Try, said: int, out: int, err: int
    ) -> Dict[int, Callable[[bytes], None]]:
        lines = Lines()
        outputs = [
            LineOutput(made.ti, "stdout", self._send),
            LineOutput(made.ti, "stderr", self._send),
        ]
        return {
            said: lambda data: self._pass_on(made, lines.feed(data)),
            out: outputs[0].feed,
            err: outputs[1].feed,
        }

    def _send(self, message: Message) -> None:
        if self.secrets and message["kind"] == "output":
            text = message["text"]
            for secret in self.secrets:
                text = text.replace(secret, "***")
            message["text"] = text
        self.writer.send(message)

    def _pass_on(self, made: Try, lines: List[bytes]) -> None:
        """What a try says is passed on unread, but for what is meant for us."""
        forward: List[bytes] = []
        for line in lines:
            if line.startswith(b'{"kind":"mask"'):
                message = parse(line) or {}
                self.secrets.update(message.get("values") or ())
                continue
            if line.startswith((b'{"kind":"outcome"', b'{"kind":"event"')):
                made.outcome = str((parse(line) or {}).get("state", "success"))
            if line.startswith(b'{"kind":'):
                forward.append(line)
        if forward:
            self.writer.raw(b"\n".join(forward) + b"\n")

    def _ended(self, made: Try, ended: Ended) -> None:
        took = int(1000 * (time.monotonic() - made.begun))
        well = ended.code == 0 and made.outcome in (
            "success",
            "skipped",
            "up_for_reschedule",
            "deferred",
        )
        if well:
            self._keep(made)
        else:
            self._sweep(made)
        for fd, on_data in made.reads.items():
            self.loop.drain(fd, on_data)
            on_data(b"")
        for fd in made.closes:
            os.close(fd)
        del self.tries[made.ti]
        exited: Dict[str, Any] = {"code": ended.code, "signal": ended.signal, "ms": took}
        exited.update(cpuMs=ended.cpu_ms, rssKb=ended.rss_kb)
        self.writer.send({"kind": "exited", "ti": made.ti, **exited})

    def _keep(self, made: Try) -> None:
        """A server that a good try started may be meant for later tasks: it lives until the host ends."""
        if sys.platform != "win32":
            tries = {other.pid for other in self.tries.values()}
            self.background.update(descendants(os.getpid(), tries))

    def _sweep(self, made: Try) -> None:
        """What a try that failed left behind has become ours, and is neither another try's nor a kept one."""
        if sys.platform == "win32":
            return
        others = {other.pid for other in self.tries.values() if other is not made}
        kill_below(os.getpid(), others | self.background, mark=made.ti)

    def _end(self) -> None:
        for other in self.tries.values():
            if sys.platform == "win32":
                kill_tree(other.pid)
            else:
                kill(other.pid, signal.SIGSTOP)
        if sys.platform != "win32":
            kill_below(os.getpid())
        self.engine.close()
        os._exit(0)
