"""Starts the bridge between the engine and this Python: see PROTOCOL.md."""

import os
import sys


def main():
    # type: () -> int
    if sys.version_info < (3, 9):  # noqa: UP036
        found = ".".join(str(part) for part in sys.version_info[:3])
        text = "Python %s is too old: runs need Python 3.9 or newer." % found
        sys.stdout.write('{"kind":"failed","text":"%s"}\n' % text)
        return 1
    here = os.path.dirname(os.path.abspath(__file__))
    # The folder is on the path only while the bridge's two packages are found; user code never sees it.
    sys.path[:] = [here] + [entry for entry in sys.path if os.path.abspath(entry or ".") != here]
    import airflow_lite  # noqa: F401
    from dagsight_runner.start import start

    sys.path.remove(here)
    return start(here, sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
