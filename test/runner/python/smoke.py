"""The DAG with every feature, run by this Python with nothing installed; ends with `N passed, N failed`."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from driver import Result, run_file

STATES = {"success": 100, "failed": 8, "skipped": 14}
"""What `npm run test:runner-airflow` found equal to `dag.test()`."""


def run_everything() -> Result:
    """With airflow_lite, one task after the other."""
    file = Path(__file__).parent / "dags" / "everything.py"
    return run_file(file, "--engine", "lite", env={"AIRFLOW_CONN_FS_DEFAULT": "fs:///"})


def count_states(found: Result) -> dict[str, int]:
    """How many instances ended in each state."""
    states = list(found.states.values())
    return {state: states.count(state) for state in set(states)}


if __name__ == "__main__":
    counted = count_states(run_everything())
    fine = counted == STATES
    if not fine:
        print(f"{sys.version.split()[0]}: {counted} instead of {STATES}")
    print("1 passed, 0 failed" if fine else "0 passed, 1 failed")
    sys.exit(0 if fine else 1)
