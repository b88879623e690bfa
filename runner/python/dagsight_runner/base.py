"""Guard and base. The base has the engine imported and no user code; it forks a host for each opened file. The guard
only watches: when the base or whoever started us is gone, it ends everything below."""

from __future__ import annotations

import gc
import os
import select
import signal
import subprocess
import sys
import time
from typing import Dict, Optional, Set

from dagsight_runner import host
from dagsight_runner.engine import Engine, Opened, choose_engine, describe_engine, said
from dagsight_runner.loop import Ended, SelectLoop
from dagsight_runner.options import Options, forks
from dagsight_runner.processes import adopt_orphans, die_with_parent, kill, kill_below
from dagsight_runner.wire import Lines, Message, Writer, parse, take_stdio

FIRST_CHANNEL = 3
RELOAD = 75
"""Exit status of a host that found threads after loading: a fork of it would not be safe."""


def guard(options: Options) -> int:
    """Forks the base and stays until it ends."""
    adopt_orphans()
    watcher = os.getpid()
    pid = os.fork()
    if pid == 0:
        try:
            die_with_parent(watcher, signal.SIGTERM)
            code = Base(options).serve()
        except BaseException as error:
            sys.stderr.write("dagsight: the bridge stopped: %r\n" % error)
            code = 1
        os._exit(code)
    status = _wait(pid)
    kill_below(os.getpid())
    return status


def _wait(pid: int) -> int:
    """Until the base has ended. It is ended when stdin hangs up and it does not notice by itself."""
    for fd in range(FIRST_CHANNEL, FIRST_CHANNEL + 256):
        try:
            os.close(fd)
        except OSError:
            break
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, lambda *_: kill(pid, signal.SIGTERM))
    poll = select.poll()
    poll.register(0, 0)
    hung_up = 0.0
    while True:
        ended, status = os.waitpid(pid, os.WNOHANG)
        if ended == pid:
            return os.waitstatus_to_exitcode(status) & 0xFF
        if hung_up:
            if time.monotonic() > hung_up + 2:
                kill_below(os.getpid())
            time.sleep(0.02)
        elif poll.poll(500):
            hung_up = time.monotonic()


class Base:
    """Opens files on channels."""

    def __init__(self, options: Options) -> None:
        self.options = options
        self.given, answered = take_stdio()
        self.writer = Writer(answered)
        self.lines = Lines()
        self.hosts: Dict[int, int] = {}
        """Process of the host on each channel."""
        self.opens: Dict[int, Message] = {}
        self.engine: Optional[Engine] = None

    def serve(self) -> int:
        """Until stdin ends."""
        begun = time.monotonic()
        adopt_orphans()
        gc.disable()  # Nothing of what is imported is garbage; looking for it takes a seventh of the time.
        try:
            self.engine = choose_engine(self.options)
            self.forks = forks(self.options, self.engine.name)
            if self.forks:
                self.engine.prepare()
        except Exception as error:
            self.writer.send({"kind": "failed", "text": said(error)})
            return 1
        gc.collect()
        gc.freeze()
        gc.enable()
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, lambda *_: self._end())
        self.loop = SelectLoop()
        self.loop.read(self.given, self._hear)
        took = int(1000 * (time.monotonic() - begun))
        description = describe_engine(self.options, self.engine)
        self.writer.send({"kind": "base", "pid": os.getpid(), "ms": took, **description})
        self.loop.run()
        return 0

    def _hear(self, data: bytes) -> None:
        if not data:
            self._end()
        for line in self.lines.feed(data):
            message = parse(line) or {}
            kind = message.get("kind")
            if kind == "open":
                self._open(int(message["channel"]), message)
            elif kind == "close":
                self._close(int(message["channel"]))
            elif kind == "shutdown":
                self._end()

    def _open(self, channel: int, message: Message) -> None:
        if channel in self.hosts:
            text = "Channel %d is in use." % channel
            self.writer.send({"kind": "failed", "channel": channel, "text": text})
            return
        self.opens[channel] = message
        pid = self._fork(channel, message) if self.forks else self._spawn(channel, message)
        self.hosts[channel] = pid
        self.loop.watch(pid, lambda ended: self._ended(channel, pid, ended))

    def _fork(self, channel: int, message: Message) -> int:
        parent = os.getpid()
        pid = os.fork()
        if pid:
            return pid
        code = 1
        try:
            self.loop.leave()
            os.close(self.writer.fd)
            die_with_parent(parent, signal.SIGTERM)
            self._close_channels(but=channel)
            assert self.engine is not None
            opened = Opened.of(message, self.options)
            code = host.serve(self.options, self.engine, opened, *_duplex(FIRST_CHANNEL + channel))
        except BaseException as error:
            sys.stderr.write("dagsight: the host of a file stopped: %r\n" % error)
        finally:
            os._exit(code)

    def _spawn(self, channel: int, message: Message) -> int:
        fd = FIRST_CHANNEL + channel
        env = {**os.environ, host.OPEN: host.open_text(message)}
        command = [sys.executable, os.path.join(self.options.here, "guard.py"), "--host"]
        process = subprocess.Popen(command + self.options.argv(), stdin=fd, stdout=fd, env=env)
        process.returncode = 0  # The loop reaps it; Popen must not.
        return process.pid

    def _close_channels(self, but: int) -> None:
        for channel in range(self.options.channels):
            if channel != but:
                os.close(FIRST_CHANNEL + channel)

    def _close(self, channel: int) -> None:
        pid = self.hosts.get(channel)
        if pid is not None:
            self.opens.pop(channel, None)
            kill(pid, signal.SIGSTOP)
            kill_below(pid)
            kill(pid, signal.SIGKILL)

    def _ended(self, channel: int, pid: int, ended: Ended) -> None:
        if self.hosts.get(channel) == pid:
            del self.hosts[channel]
        # Orphans of the host are ours now; the trees of other hosts are not touched.
        kill_below(os.getpid(), self._living())
        if self.engine is not None:
            self.engine.close()
        message = self.opens.pop(channel, None)
        if ended.code == RELOAD and message is not None:
            self._open(channel, {**message, "load": "each"})
            return
        status = ended.code if ended.code is not None else 128
        closed = {"kind": "closed", "channel": channel, "status": status, "signal": ended.signal}
        self.writer.send(closed)

    def _living(self) -> Set[int]:
        return set(self.hosts.values())

    def _end(self) -> None:
        for pid in self._living():
            kill(pid, signal.SIGSTOP)
        kill_below(os.getpid())
        for pid in self._living():
            kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
        if self.engine is not None:
            self.engine.close()
        os._exit(0)


def _duplex(fd: int) -> tuple[int, int]:
    return fd, fd
