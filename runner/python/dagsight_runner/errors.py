"""An exception as data, pointing at the user's own line."""

from __future__ import annotations

import os
import sys
import sysconfig
import traceback
from types import TracebackType
from typing import Callable, List, Optional, Tuple

from dagsight_runner.wire import Message

BRIDGE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def describe_error(
    error: BaseException, redact: Callable[[str], str] = str, file: Optional[str] = None
) -> Message:
    """The fields of `TryError`."""
    where = user_line(error, file)
    return {
        "type": type(error).__name__,
        "message": redact(str(error)),
        "file": where[0] if where else None,
        "line": where[1] if where else None,
        "traceback": redact(format_error(error)),
    }


def describe_import_error(error: BaseException, file: str) -> Message:
    """The fields of `ImportError`."""
    where = user_line(error, file)
    return {
        "file": file,
        "line": where[1] if where else None,
        "lineFile": where[0] if where else None,
        "type": type(error).__name__,
        "message": str(error),
        "traceback": format_error(error),
    }


def user_line(error: BaseException, file: Optional[str] = None) -> Optional[Tuple[str, int]]:
    """The innermost line that is neither Python's, a package's nor the bridge's; a syntax error's own line."""
    if isinstance(error, SyntaxError) and error.filename and error.lineno:
        if is_user_file(error.filename) or error.filename == file:
            return error.filename, error.lineno
    found: Optional[Tuple[str, int]] = None
    step: Optional[TracebackType] = error.__traceback__
    while step is not None:
        name = step.tb_frame.f_code.co_filename
        if name == file or is_user_file(name):
            found = (name, step.tb_lineno)
        step = step.tb_next
    if found is None and error.__cause__ is not None:
        return user_line(error.__cause__, file)
    return found


def is_user_file(name: str) -> bool:
    """Whether a person who writes DAGs would call this file their own."""
    if name.startswith(("<", BRIDGE + os.sep)) or not os.path.isabs(name):
        return False
    parts = name.replace("\\", "/").split("/")
    if "site-packages" in parts or "dist-packages" in parts:
        return False
    return not any(name.startswith(folder + os.sep) for folder in _library())


def _library() -> List[str]:
    folders = [sysconfig.get_path("stdlib"), sysconfig.get_path("platstdlib")]
    return [os.path.abspath(folder) for folder in folders if folder] + [
        os.path.join(sys.base_prefix, "lib", "python%d.%d" % sys.version_info[:2])
    ]


def format_error(error: BaseException) -> str:
    """The traceback as Python prints it, from the first frame outside the bridge on."""
    step = error.__traceback__
    while step is not None and _is_ours(step):
        step = step.tb_next
    shown = traceback.format_exception(type(error), error, step or error.__traceback__)
    return "".join(shown).rstrip("\n")


def _is_ours(step: TracebackType) -> bool:
    name = step.tb_frame.f_code.co_filename
    return name.startswith((BRIDGE + os.sep, "<frozen importlib"))
