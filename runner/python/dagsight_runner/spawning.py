"""Starting a try in an interpreter of its own, where forking is not safe or not there."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import asdict, dataclass
from typing import Any, Dict, List

from dagsight_runner.engine import Opened
from dagsight_runner.options import Options
from dagsight_runner.processes import COOKIE
from dagsight_runner.wire import Message

ASKED = "DAGSIGHT_ASKED"
"""Options, file and message of a spawned try."""


@dataclass(frozen=True)
class Spawned:
    """The process, what it says on which descriptors, and where replies go."""

    process: subprocess.Popen[bytes]
    answers: int
    out: int
    err: int
    replies: int


def spawn_try(options: Options, opened: Opened, message: Message) -> Spawned:
    """Replies go to its stdin; it answers on a pipe whose number it is told; stdout and stderr are the user's."""
    answers, answers_end = os.pipe()
    asked = json.dumps({"opened": asdict(opened), "message": message})
    command = [sys.executable, os.path.join(options.here, "guard.py"), *options.argv()]
    env = {**os.environ, COOKIE: str(message["ti"])}
    extra = _hand_on(answers_end)
    process = subprocess.Popen(
        command + ["--attempt", str(extra.pop("number"))],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=env,
        **extra,
    )
    os.close(answers_end)
    assert process.stdin and process.stdout and process.stderr
    out, err = os.dup(process.stdout.fileno()), os.dup(process.stderr.fileno())
    replies = os.dup(process.stdin.fileno())
    for stream in (process.stdin, process.stdout, process.stderr):
        stream.close()
    _write(replies, asked.encode() + b"\n")
    return Spawned(process, answers, out, err, replies)


def _write(fd: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        try:
            view = view[os.write(fd, view) :]
        except OSError:
            return  # It died at once; its end is noticed elsewhere.


def _hand_on(fd: int) -> Dict[str, Any]:
    """How a descriptor is inherited here, and the number it then has."""
    if sys.platform != "win32":
        return {"number": fd, "pass_fds": [fd], "start_new_session": True}
    import msvcrt

    handle = msvcrt.get_osfhandle(fd)
    os.set_handle_inheritable(handle, True)
    handles: List[int] = [handle]
    startup = subprocess.STARTUPINFO(lpAttributeList={"handle_list": handles})
    flags = subprocess.CREATE_NEW_PROCESS_GROUP
    return {"number": handle, "startupinfo": startup, "creationflags": flags}
