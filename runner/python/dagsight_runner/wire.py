"""JSON lines over descriptors."""

from __future__ import annotations

import json
import os
import sys
import threading
from typing import Any, Dict, Iterator, List, Optional, Tuple

Message = Dict[str, Any]


class Writer:
    """Writes whole lines; blocks while the other side does not read. Silent once the other side is gone."""

    def __init__(self, fd: int) -> None:
        self.fd = fd
        self.closed = False
        self._lock = threading.Lock()

    def send(self, message: Message) -> None:
        """One message as one line."""
        self.raw(encode(message))

    def raw(self, data: bytes) -> None:
        """Bytes that are whole lines already."""
        with self._lock:
            view = memoryview(data)
            while view and not self.closed:
                try:
                    view = view[os.write(self.fd, view[:65536]) :]
                except OSError:
                    self.closed = True  # The reader is gone; its end is noticed where we read.


def encode(message: Message) -> bytes:
    """A message as a line."""
    text = json.dumps(message, separators=(",", ":"), default=str)
    return text.encode("utf-8", "surrogatepass").decode("utf-8", "replace").encode() + b"\n"


class Lines:
    """Cuts a stream of bytes into lines."""

    def __init__(self) -> None:
        self._rest = bytearray()

    def feed(self, data: bytes) -> List[bytes]:
        """The lines that are whole now, without their ends."""
        start = len(self._rest)
        self._rest += data
        last = self._rest.rfind(b"\n", start)
        if last < 0:
            return []
        lines = bytes(self._rest[:last]).split(b"\n")
        del self._rest[: last + 1]
        return lines

    def rest(self) -> bytes:
        """What has no end yet; forgets it."""
        data = bytes(self._rest)
        self._rest.clear()
        return data

    def __len__(self) -> int:
        return len(self._rest)


def read_lines(fd: int) -> Iterator[bytes]:
    """Lines until the end of the stream."""
    lines = Lines()
    while True:
        try:
            data = os.read(fd, 65536)
        except OSError:
            return
        if not data:
            return
        yield from lines.feed(data)


def take_stdio() -> Tuple[int, int]:
    """Moves the protocol away from 0 and 1: from now on prints go to stderr and reads find nothing."""
    sys.stdout.flush()
    given, answered = os.dup(0), os.dup(1)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.dup2(2, 1)
    return given, answered


def parse(line: bytes) -> Optional[Message]:
    """A line as a message; None for what is none."""
    try:
        message = json.loads(line)
    except ValueError:
        return None
    return message if isinstance(message, dict) else None


def json_text(value: Any) -> str:
    """A value as Airflow 3 sends it: neither NaN and its kin nor half a surrogate pair can be sent."""
    text = json.dumps(value, allow_nan=False)
    if "\\ud" in text:
        json.dumps(value, ensure_ascii=False).encode()
    return text
