"""One loop that waits for descriptors and for children to end."""

from __future__ import annotations

import os
import queue
import selectors
import signal
import sys
import threading
import time
from dataclasses import dataclass
from typing import Any, Callable, Dict, List, Optional, Tuple

OnData = Callable[[bytes], None]


@dataclass(frozen=True)
class Ended:
    """How a child ended and what it cost."""

    code: Optional[int]
    signal: Optional[str]
    cpu_ms: int = 0
    rss_kb: int = 0


OnEnd = Callable[[Ended], None]


class SelectLoop:
    """Where descriptors can be selected and children reaped: everything but Windows. One thread, so forking is safe."""

    def __init__(self) -> None:
        self._selector = selectors.DefaultSelector()
        self._ends: Dict[int, OnEnd] = {}
        self._running = True
        self._woken, self._wake = os.pipe()
        os.set_blocking(self._wake, False)
        os.set_blocking(self._woken, False)
        self._selector.register(self._woken, selectors.EVENT_READ, None)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(self._wake, warn_on_full_buffer=False)

    def read(self, fd: int, on_data: OnData) -> None:
        """Calls back with what arrives, and with nothing at the end; then it is forgotten but not closed."""
        self._selector.register(fd, selectors.EVENT_READ, on_data)

    def forget(self, fd: int) -> None:
        """Reads no longer."""
        try:
            self._selector.unregister(fd)
        except KeyError:
            pass  # It came to its end before.

    def watch(self, pid: int, on_end: OnEnd) -> None:
        """Calls back once when the child has ended."""
        self._ends[pid] = on_end

    def drain(self, fd: int, on_data: OnData, bound: int = 1 << 26) -> None:
        """Reads what is there now, without waiting for an end that a background child may hold back."""
        self.forget(fd)
        os.set_blocking(fd, False)
        while bound > 0:
            data = _read(fd)
            if not data:
                return
            bound -= len(data)
            on_data(data)

    def stop(self) -> None:
        """Ends `run` after this turn."""
        self._running = False

    def run(self) -> None:
        """Waits and calls back until stopped."""
        while self._running:
            for key, _ in self._selector.select():
                if key.data is None:
                    _read(self._woken)
                    continue
                try:
                    current = self._selector.get_key(key.fd)
                except KeyError:
                    continue  # Forgotten by a callback of this turn.
                data = _read(key.fd)
                if data is None:
                    continue
                if not data:
                    self.forget(key.fd)
                current.data(data)
            self._reap()

    def descriptors(self) -> List[int]:
        """What a forked child has to close."""
        return [key.fd for key in self._selector.get_map().values()] + [self._wake]

    def leave(self) -> None:
        """In a forked child: this loop is the parent's."""
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        own = self.descriptors()
        self._selector.close()
        for fd in own:
            try:
                os.close(fd)
            except OSError:
                pass  # Closed already.

    def _reap(self) -> None:
        while True:
            try:
                pid, status, usage = os.wait4(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if pid == 0:
                return
            on_end = self._ends.pop(pid, None)
            if on_end is not None:
                on_end(_ended(status, usage))


def _ended(status: int, usage: Any) -> Ended:
    cpu = int(1000 * (usage.ru_utime + usage.ru_stime))
    rss = usage.ru_maxrss // (1024 if sys.platform == "darwin" else 1)
    if os.WIFSIGNALED(status):
        return Ended(None, signal_name(os.WTERMSIG(status)), cpu, rss)
    return Ended(os.WEXITSTATUS(status), None, cpu, rss)


def signal_name(number: int) -> str:
    """`SIGKILL` for 9."""
    try:
        return signal.Signals(number).name
    except ValueError:
        return "SIG%d" % number


def _read(fd: int) -> Optional[bytes]:
    """What is there; nothing at the end (a reset counts as one); None when there is nothing yet."""
    try:
        return os.read(fd, 65536)
    except BlockingIOError:
        return None
    except OSError:
        return b""


class ThreadLoop:
    """Where pipes cannot be selected (Windows): one thread for each descriptor and child, callbacks in the main one."""

    def __init__(self) -> None:
        self._calls: queue.Queue[Callable[[], None]] = queue.Queue()
        self._readers: Dict[int, Tuple[threading.Thread, OnData]] = {}
        self._processes: Dict[int, Any] = {}
        self._running = True

    def read(self, fd: int, on_data: OnData) -> None:
        """As SelectLoop.read."""
        thread = threading.Thread(target=self._follow, args=(fd,), daemon=True)
        self._readers[fd] = (thread, on_data)
        thread.start()

    def forget(self, fd: int) -> None:
        """As SelectLoop.forget."""
        self._readers.pop(fd, None)

    def own(self, pid: int, process: Any) -> None:
        """Names the `Popen` of a child before it is watched."""
        self._processes[pid] = process

    def watch(self, pid: int, on_end: OnEnd) -> None:
        """As SelectLoop.watch, for a child that `own` named."""
        process = self._processes.pop(pid)

        def wait() -> None:
            code = process.wait()
            ended = Ended(None, signal_name(-code)) if code < 0 else Ended(code, None)
            self._calls.put(lambda: on_end(ended))

        threading.Thread(target=wait, daemon=True).start()

    def drain(self, fd: int, on_data: OnData, bound: int = 1 << 26) -> None:
        """As SelectLoop.drain: gives the reader half a second to come to the end."""
        found = self._readers.get(fd)
        until = time.monotonic() + 0.5
        while found is not None and found[0].is_alive() and time.monotonic() < until:
            self._turn(0.01)
        while not self._calls.empty():
            self._turn(0)
        self.forget(fd)

    def stop(self) -> None:
        """As SelectLoop.stop."""
        self._running = False

    def run(self) -> None:
        """As SelectLoop.run."""
        while self._running:
            self._turn(None)

    def descriptors(self) -> List[int]:
        """Nothing is forked here."""
        return []

    def leave(self) -> None:
        """Nothing is forked here."""

    def _turn(self, timeout: Optional[float]) -> None:
        try:
            call = self._calls.get(timeout is None or timeout > 0, timeout)
        except queue.Empty:
            return
        call()

    def _follow(self, fd: int) -> None:
        while True:
            data = _read(fd)
            self._calls.put(lambda data=data: self._deliver(fd, data or b""))  # type: ignore[misc]
            if not data:
                return

    def _deliver(self, fd: int, data: bytes) -> None:
        found = self._readers.get(fd)
        if found is not None:
            if not data:
                self.forget(fd)
            found[1](data)
