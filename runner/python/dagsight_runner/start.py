"""Which of the bridge's processes this one is."""

from __future__ import annotations

import sys
from typing import List

from dagsight_runner.options import parse_options


def start(here: str, argv: List[str]) -> int:
    """Runs the process that the switches name; returns its exit code."""
    options = parse_options(here, argv)
    if options.attempt is not None:
        from dagsight_runner.spawned import run_spawned_try

        return run_spawned_try(options)
    if options.host:
        from dagsight_runner.host import serve_stdio

        return serve_stdio(options)
    if sys.platform == "win32":
        sys.stdout.write('{"kind":"failed","text":"On Windows start the bridge with --host."}\n')
        return 1
    from dagsight_runner.base import guard

    return guard(options)
