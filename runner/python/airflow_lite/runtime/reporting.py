"""Ways out of a running task: log records, masks."""

from __future__ import annotations

import logging
import traceback
import warnings
from datetime import datetime, timezone
from typing import Any, Callable, Dict, List

from airflow_lite.state import State

Send = Callable[[Dict[str, Any]], None]
_masker: List[Callable[[List[str]], None]] = []


def tell_masks(values: List[str]) -> None:
    """Tells the host what not to show."""
    for tell in _masker:
        tell(values)


def redact(text: str) -> str:
    """Without secrets."""
    for secret in State.masks:
        text = text.replace(secret, "***")
    return text


class RecordHandler(logging.Handler):
    """Each record of Python's logging as a message."""

    def __init__(self, send: Send, hide: Callable[[str], str]) -> None:
        super().__init__()
        self._send, self._hide = send, hide

    def emit(self, record: logging.LogRecord) -> None:
        """Sends it."""
        if str(record.msg).startswith(("::group::", "::endgroup::")):
            return  # Folding marks for Airflow's own pages.
        try:
            self._send({"kind": "log", "record": _as_data(record, self._hide)})
        except Exception:
            self.handleError(record)


def _as_data(record: logging.LogRecord, hide: Callable[[str], str]) -> Dict[str, Any]:
    at = datetime.fromtimestamp(record.created, timezone.utc)
    data: Dict[str, Any] = {
        "timestamp": at.isoformat().replace("+00:00", "Z"),
        "level": record.levelname.lower(),
        "event": hide(record.getMessage()),
        "logger": record.name,
        "filename": record.pathname,
        "lineno": record.lineno,
    }
    if record.exc_info and record.exc_info[0] is not None:
        text = "".join(traceback.format_exception(*record.exc_info)).rstrip("\n")
        data["exception"] = hide(text)
    return data


def start_logging(
    send: Send, mask: Callable[[List[str]], None], hide: Callable[[str], str] = redact
) -> None:
    """All loggers speak to the engine from now on; warnings, too."""
    root = logging.getLogger()
    for handler in list(root.handlers):
        root.removeHandler(handler)
    root.addHandler(RecordHandler(send, hide))
    root.setLevel(logging.INFO)
    logging.captureWarnings(True)
    warnings.simplefilter("default")
    _masker.append(mask)
    if State.masks:
        mask(list(State.masks))
