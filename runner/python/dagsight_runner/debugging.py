"""Letting a debugger attach to a try."""

from __future__ import annotations

import sys
from typing import Any

from dagsight_runner.engine import Link


def wait_for_debugger(debug: Any, link: Link) -> None:
    """Listens on a free local port, tells it, and waits until somebody has attached."""
    path = debug.get("path") if isinstance(debug, dict) else None
    if path and path not in sys.path:
        sys.path.append(path)
    try:
        import debugpy  # type: ignore[import-not-found,unused-ignore]
    except ImportError as error:
        raise RuntimeError(
            "debugpy was not found: install the Python Debugger extension, or debugpy in %s."
            % sys.executable
        ) from error
    host, port = debugpy.listen(("127.0.0.1", 0))
    link.send({"kind": "debugging", "host": host, "port": port})
    debugpy.wait_for_client()
