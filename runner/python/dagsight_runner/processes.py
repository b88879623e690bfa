"""Finding and ending processes, also those that left our group, session or parent."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import time
from typing import Dict, List, Optional, Set

COOKIE = "DAGSIGHT_TRY"
"""In the environment of a try: what it starts can be told apart after it lost its parents."""

_PR_SET_PDEATHSIG = 1
_PR_SET_CHILD_SUBREAPER = 36


def adopt_orphans() -> None:
    """Linux: processes below us that lose their parent become our children instead of init's."""
    _prctl(_PR_SET_CHILD_SUBREAPER, 1)


def die_with_parent(parent: int, number: int) -> None:
    """Linux: this process gets signal `number` when `parent` ends (at once if it has ended already)."""
    _prctl(_PR_SET_PDEATHSIG, number)
    if sys.platform != "win32" and os.getppid() != parent:
        os.kill(os.getpid(), number)


_libc = ctypes.CDLL(None, use_errno=True) if sys.platform.startswith("linux") else None


def _prctl(option: int, value: int) -> None:
    if _libc is not None:
        _libc.prctl(option, value, 0, 0, 0)


def kill_below(
    root: int, spare: Optional[Set[int]] = None, mark: Optional[str] = None, but_for: float = 3.0
) -> None:
    """Kills everything below `root`, not `root`; leaves the trees of `spare` and, given a `mark`, what bears another
    one. Repeats until nothing new appears."""
    until = time.monotonic() + but_for
    while time.monotonic() < until:
        victims = descendants(root, spare or set())
        if mark is not None:
            victims = [pid for pid in victims if cookie_of(pid) in (None, mark)]
        if not victims:
            return
        for pid in victims:
            kill(pid, signal.SIGKILL)
        time.sleep(0.002)


def kill_tree(root: int) -> None:
    """Kills `root` and everything below it. Below first, so that nothing is reparented on the way."""
    if sys.platform == "win32":
        subprocess.run(
            ["taskkill", "/F", "/T", "/PID", str(root)], capture_output=True, check=False
        )
        return
    kill(root, signal.SIGSTOP)
    kill_below(root)
    kill(root, signal.SIGKILL)


def kill(pid: int, number: int) -> None:
    """Sends a signal to a process that may be gone."""
    try:
        os.kill(pid, number)
    except (ProcessLookupError, PermissionError):
        pass  # It is gone, or no longer ours.


def descendants(root: int, spare: Set[int]) -> List[int]:
    """Living processes below `root`, nearest first, without the trees of `spare`."""
    children = _children()
    found: List[int] = []
    queue = [root]
    while queue:
        for child in children.get(queue.pop(), ()):
            if child not in spare:
                found.append(child)
                queue.append(child)
    return found


def cookie_of(pid: int) -> Optional[str]:
    """Linux: the try that a process was started by; what was only forked still has its parent's environment."""
    try:
        with open("/proc/%d/environ" % pid, "rb") as file:
            for entry in file.read().split(b"\0"):
                name, _, value = entry.partition(b"=")
                if name == COOKIE.encode():
                    return value.decode()
    except OSError:
        return None
    return None


def _children() -> Dict[int, List[int]]:
    """Who has which children; zombies have ended and do not count."""
    if os.path.isdir("/proc/self"):
        return _children_by_proc()
    listing = subprocess.run(
        ["ps", "-axo", "pid=,ppid=,stat="], capture_output=True, text=True, check=False
    )
    children: Dict[int, List[int]] = {}
    for line in listing.stdout.splitlines():
        pid, parent, state = line.split(None, 2)
        if not state.startswith("Z"):
            children.setdefault(int(parent), []).append(int(pid))
    return children


def _children_by_proc() -> Dict[int, List[int]]:
    children: Dict[int, List[int]] = {}
    for name in os.listdir("/proc"):
        if not name.isdigit():
            continue
        try:
            with open("/proc/%s/stat" % name, "rb") as file:
                state, parent = file.read().rpartition(b")")[2].split()[:2]
        except (OSError, ValueError):
            continue  # It ended while we looked.
        if state not in (b"Z", b"X"):
            children.setdefault(int(parent), []).append(int(name))
    return children
