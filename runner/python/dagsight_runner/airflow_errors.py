"""What Airflow keeps about errors and secrets, under the names of its versions."""

from __future__ import annotations

import re
import traceback
from contextlib import contextmanager
from functools import cache
from importlib import import_module
from typing import Any, Callable, Dict, Iterator, List, Optional

from dagsight_runner.engine import Opened
from dagsight_runner.errors import describe_import_error, is_user_file
from dagsight_runner.wire import Message

_FRAME = re.compile(r'^\s*File "([^"]+)", line (\d+)', re.MULTILINE)


@contextmanager
def bag_errors(opened: Opened) -> Iterator[Callable[[Dict[str, str]], List[Message]]]:
    """While a DagBag is filled; what is yielded turns its errors into `ImportError`s. The bag keeps only text, and
    only some lines of it, so the exceptions themselves are noted as they are formatted."""
    seen: List[BaseException] = []
    real = traceback.format_exc

    def noted(*args: Any, **kwargs: Any) -> str:
        import sys

        error = sys.exc_info()[1]
        if error is not None:
            seen.append(error)
        return real(*args, **kwargs)

    def caught(errors: Dict[str, str]) -> List[Message]:
        return [_described(file, text, seen, opened) for file, text in errors.items()]

    traceback.format_exc = noted
    try:
        yield caught
    finally:
        traceback.format_exc = real


def _described(file: str, text: str, seen: List[BaseException], opened: Opened) -> Message:
    for error in seen:
        if str(error) and (str(error) in text or type(error).__name__ in text):
            return {**describe_import_error(error, opened.file), "traceback": text.rstrip("\n")}
    last = text.strip().splitlines()[-1] if text.strip() else ""
    kind, _, message = last.partition(": ")
    if not re.match(r"^[\w.]+$", kind):
        kind, message = "ImportError", text.strip()
    frames = [(name, int(line)) for name, line in _FRAME.findall(text) if is_user_file(name)]
    where: Any = frames[-1] if frames else (None, None)
    return {
        "file": opened.file,
        "line": where[1],
        "lineFile": where[0],
        "type": kind.rsplit(".", 1)[-1],
        "message": message or last,
        "traceback": text.rstrip("\n"),
    }


@cache
def secrets_masker() -> Any:
    """Airflow's one masker, wherever this version has it."""
    for module in (
        "airflow.sdk._shared.secrets_masker",
        "airflow._shared.secrets_masker",
        "airflow.sdk.execution_time.secrets_masker",
        "airflow.utils.log.secrets_masker",
    ):
        try:
            found = import_module(module)
        except ImportError:
            continue
        get = getattr(found, "_secrets_masker", None)
        if get is not None:
            return get()
    return None


def redact(text: str) -> str:
    """Without secrets."""
    masker = secrets_masker()
    if masker is None:
        return text
    found: Optional[Any] = masker.redact(text)
    return str(found)
