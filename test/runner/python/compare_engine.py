"""Compares runs of the product's own engine (`dagsight run`) with `dag.test()`: same arguments as compare.py.

`--examples PYTHON [WORD]` compares the example DAGs that Airflow brings itself; WORD: only files with it in their names.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import List, Tuple

sys.path.insert(0, str(Path(__file__).parent))
import compare
from driver import Result
from truth import DATE

CLI = Path(__file__).parents[3] / "dist" / "cli.js"


def ours(python: str, file: Path, dag_id: str, *options: str) -> Tuple[Result, str]:
    """What `dagsight run` makes of a DAG; a sentence when it ends without a summary."""
    with tempfile.TemporaryDirectory(prefix="dagsight-compare-") as folder:
        command = ["node", str(CLI), "run", str(file), "--dag", dag_id, "--format", "json"]
        command += ["--python", python, "--logical-date", DATE, "--parallel", "4", *options]
        done = subprocess.run(
            command,
            cwd=folder,
            env={**os.environ, **compare.ENV},
            capture_output=True,
            text=True,
            timeout=600,
            check=False,
        )
    return read(done.stdout.splitlines(), done.stderr)


def read(lines: List[str], said: str) -> Tuple[Result, str]:
    """The summary's states and tries, and the XComs of the last tries."""
    found = Result()
    events = [json.loads(line) for line in lines if line.startswith("{")]
    last = events[-1] if events else {}
    if last.get("kind") != "summary":
        return found, said.strip() or "no summary"
    if not last["tasks"]:
        return found, str(last["reason"])
    for task in last["tasks"]:
        index = task["mapIndex"]
        name = task["taskId"] if index is None else f"{task['taskId']}[{index}]"
        found.states[name] = task["state"] if task["state"] != "none" else "None"
        found.tries[name] = task["tries"]
    begun = set()
    for event in events:
        if event["kind"] == "started":
            new = event["try"], event["taskId"], event["mapIndex"]
            if new not in begun:
                drop(found, event["taskId"], event["mapIndex"])
            begun.add(new)
        if event["kind"] == "xcom":
            index = -1 if event["mapIndex"] is None else event["mapIndex"]
            found.xcoms[(event["taskId"], index, event["key"])] = event["value"]
    return found, ""


def drop(found: Result, task_id: str, map_index: object) -> None:
    """A new try begins without the values of the one before."""
    index = -1 if map_index is None else map_index
    for key in [key for key in found.xcoms if key[:2] == (task_id, index)]:
        del found.xcoms[key]


def examples(python: str, word: str) -> int:
    """Every example DAG that `dag.test()` can finish here; the others are named with why not."""
    version = compare.version_of(python)
    os.environ["DAGSIGHT_TEMPLATE"] = os.path.join("/tmp", f"dagsight-truth-{version}.db")
    where = "import airflow, os; print(os.path.dirname(airflow.__file__))"
    home = Path(subprocess.check_output([python, "-c", where], text=True).strip().splitlines()[-1])
    folders = [home / "example_dags", home / "providers" / "standard" / "example_dags"]
    passed = failed = left_out = 0
    for file in sorted(file for folder in folders for file in folder.glob("*.py")):
        if word not in file.name:
            continue
        for dag_id in compare.truth_of(python, file, "?").get("dags", []):
            truth = compare.truth_of(python, file, dag_id, timeout=120)
            if "error" in truth:
                left_out += 1
                print(f"left out {dag_id}: {truth['error'].splitlines()[-1][:150]}", flush=True)
                continue
            result, problem = ours(python, file, dag_id, "--engine", "airflow")
            faults = [problem] if problem else compare.differences(truth, result)
            word_ = "FAILED" if faults else "ok    "
            print(f"{word_} {dag_id}: {len(truth['states'])} instances", flush=True)
            for fault in faults[:10]:
                print(f"       {fault}", flush=True)
            failed, passed = failed + bool(faults), passed + (not faults)
    print(f"{version}: {left_out} left out")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    compare.ours = ours
    if sys.argv[1:2] == ["--examples"]:
        sys.exit(examples(sys.argv[2], sys.argv[3] if len(sys.argv) > 3 else ""))
    sys.exit(compare.main())
