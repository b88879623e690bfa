"""Airflow's JSON log lines as our messages."""

from __future__ import annotations

import json
import sys
from typing import Any, Dict, Optional

from dagsight_runner.engine import Link
from dagsight_runner.wire import Lines


class RecordStream:
    """What `configure_logging` writes into: each line is one record. Without a link, which only a try has, it is stderr."""

    def __init__(self) -> None:
        self.link: Optional[Link] = None
        self._lines = Lines()

    def write(self, data: Any) -> int:
        """Sends whole lines."""
        given = data.encode() if isinstance(data, str) else bytes(data)
        if self.link is None:
            sys.stderr.write(given.decode("utf-8", "replace"))
            return len(given)
        for line in self._lines.feed(given):
            if line.strip() and b'"event":"::' not in line and b'"event": "::' not in line:
                self.link.send({"kind": "log", "record": record_of(line)})
        return len(given)

    def flush(self) -> None:
        """Nothing is kept back but half a line."""

    def close(self) -> None:
        """Nothing to close."""

    def fileno(self) -> int:
        """For structlog: none."""
        raise OSError("no descriptor")

    def isatty(self) -> bool:
        """Never."""
        return False

    mode = "wb"
    name = "dagsight"
    closed = False


def record_of(line: bytes) -> Dict[str, Any]:
    """A line of Airflow's log as a record; its exceptions as text."""
    try:
        record = json.loads(line)
    except ValueError:
        return {"level": "info", "event": line.decode("utf-8", "replace")}
    if not isinstance(record, dict):
        return {"level": "info", "event": str(record)}
    record["event"] = str(record.get("event", ""))
    details = record.pop("error_detail", None) or (
        record.pop("exception", None) if isinstance(record.get("exception"), list) else None
    )
    if details:
        record["exception"] = "\n\n".join(_text_of(each) for each in reversed(details))
    return record


def _text_of(detail: Dict[str, Any]) -> str:
    lines = ["Traceback (most recent call last):"]
    for frame in detail.get("frames") or ():
        where = (frame.get("filename"), frame.get("lineno"), frame.get("name"))
        lines.append('  File "%s", line %s, in %s' % where)
    lines.append("%s: %s" % (detail.get("exc_type"), detail.get("exc_value")))
    return "\n".join(lines)
