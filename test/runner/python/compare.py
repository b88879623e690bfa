"""Compares our runs with `dag.test()`: `python compare.py --real PYTHON … [--examples]`; ends with `N passed, N failed`."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any, Dict, List, Tuple

sys.path.insert(0, str(Path(__file__).parent))
from driver import Bridge, Engine, Result

HERE = Path(__file__).parent
ENV = {"AIRFLOW_CONN_FS_DEFAULT": "fs:///", "COMPARE": "ours"}


def truth_of(python: str, file: Path, dag_id: str, timeout: float = 300) -> Dict[str, Any]:
    """What `dag.test()` makes of it."""
    command = [python, str(HERE / "truth.py"), str(file), dag_id]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=timeout, check=False)
    except subprocess.TimeoutExpired:
        return {"error": f"not done after {timeout:.0f} s"}
    if not done.stdout.strip().startswith("{"):
        return {"error": (done.stderr or "nothing").strip().splitlines()[-1]}
    return json.loads(done.stdout)


def ours(python: str, file: Path, dag_id: str, *options: str) -> Tuple[Result, str]:
    """What we make of it; a sentence when it cannot be run."""
    with Bridge(python, *options, env=ENV) as bridge:
        channel = bridge.open(file)
        ready = channel.until("ready", "failed")
        if ready["kind"] == "failed" or ready["errors"]:
            return Result(), str(ready.get("text") or ready["errors"][0]["traceback"])
        dag = next((each for each in ready["dags"] if each["dagId"] == dag_id), None)
        if dag is None:
            return Result(), f"no DAG {dag_id}"
        simulated = {task["taskId"] for task in dag["tasks"] if task["simulated"]}
        engine = Engine(channel, dag)
        engine.sync = bridge.base["engine"] == "airflow" and bridge.base["airflow"].startswith("2")
        found = engine.go()
        found.errors["simulated"] = simulated
        return found, ""


def differences(truth: Dict[str, Any], found: Result) -> List[str]:
    """Where states, tries or XComs are not equal."""
    faults = []
    for name in sorted(truth["states"].keys() | found.states.keys()):
        want, got = truth["states"].get(name), found.states.get(name)
        if want != got:
            faults.append(f"{name}: state {want} in Airflow, {got} here")
        elif truth["tries"].get(name) != found.tries.get(name) and want not in (
            "skipped",
            "upstream_failed",
        ):
            faults.append(
                f"{name}: {truth['tries'].get(name)} tries in Airflow, {found.tries.get(name)} here"
            )
    xcoms = {
        f"{task}|{index}|{key}": json.loads(text)
        for (task, index, key), text in found.xcoms.items()
    }
    for name in sorted(truth["xcoms"].keys() | xcoms.keys()):
        want, got = truth["xcoms"].get(name, "nothing"), xcoms.get(name, "nothing")
        if name.endswith("|skipmixin_key"):
            want, got = in_order(want), in_order(got)
        if plain(want) != plain(got):
            faults.append(
                f"{name}: {json.dumps(want)[:150]} in Airflow, {json.dumps(got)[:150]} here"
            )
    return faults


def plain(value: Any) -> Any:
    """Without what differs by itself."""
    if isinstance(value, dict) and "timestamp" in value:
        return {**value, "timestamp": "…"}
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    return [plain(item) for item in value] if isinstance(value, list) else value


def in_order(value: Any) -> Any:
    """Which tasks were followed or skipped comes from a set."""
    return (
        {key: sorted(items) for key, items in value.items()} if isinstance(value, dict) else value
    )


def version_of(python: str) -> str:
    code = "import importlib.metadata as m; print(m.version('apache-airflow'))"
    return subprocess.check_output([python, "-c", code], text=True).strip()


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--real", nargs="+", required=True)
    parser.add_argument("--lite", default=sys.executable)
    parser.add_argument("files", nargs="*", default=[str(HERE / "dags" / "everything.py")])
    found = parser.parse_args()
    passed = failed = 0
    for python in found.real:
        version = version_of(python)
        os.environ["DAGSIGHT_TEMPLATE"] = os.path.join("/tmp", f"dagsight-truth-{version}.db")
        for name in found.files:
            file, dag_id = Path(name), Path(name).stem
            truth = truth_of(python, file, dag_id)
            if "error" in truth:
                print(f"FAILED {dag_id}, dag.test() of {version}: {truth['error']}")
                failed += 1
                continue
            ways = [(f"airflow {version}", python, ["--engine", "airflow"])]
            ways.append(
                (f"lite as {version[0]}", found.lite, ["--engine", "lite", "--airflow", version[0]])
            )
            for label, interpreter, options in ways:
                result, problem = ours(interpreter, file, dag_id, *options)
                faults = [problem] if problem else differences(truth, result)
                print(
                    f"{'FAILED' if faults else 'ok    '} {dag_id}, {label}: {len(truth['states'])} instances, {len(faults)} differences"
                )
                for fault in faults[:20]:
                    print(f"       {fault}")
                failed, passed = failed + bool(faults), passed + (not faults)
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
