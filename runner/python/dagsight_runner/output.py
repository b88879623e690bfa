"""What a try prints, as messages of whole lines."""

from __future__ import annotations

from typing import Callable

from dagsight_runner.wire import Message

LONGEST = 1 << 16
"""A line without end is passed on in pieces of this many bytes."""


class LineOutput:
    """Collects bytes of one stream and sends whole lines; several at once when they come at once."""

    def __init__(self, ti: str, stream: str, send: Callable[[Message], None]) -> None:
        self._head = {"kind": "output", "ti": ti, "stream": stream}
        self._send = send
        self._rest = bytearray()

    def feed(self, data: bytes) -> None:
        """Bytes as they come; nothing means the end."""
        self._rest += data
        end = self._rest.rfind(b"\n") if data else len(self._rest)
        if end < 0 and len(self._rest) > LONGEST:
            end = len(self._rest)
        if end < 0 or not self._rest:
            return
        text = self._rest[:end].decode("utf-8", "replace").replace("\r\n", "\n")
        del self._rest[: end + 1]
        self._send({**self._head, "text": text})
