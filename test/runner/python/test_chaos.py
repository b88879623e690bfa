"""Killing processes at random moments: nothing is left, results that were told stay told, the next run starts clean."""

from __future__ import annotations

import os
import random
import signal
import time
import uuid
from pathlib import Path
from typing import Any, List

from driver import RUN, Bridge
from test_processes import HEAD, alive, gone

ROUNDS = int(os.environ.get("DAGSIGHT_CHAOS", "6"))

TASKS = """
from airflow.providers.standard.operators.python import PythonOperator
def own_session():
    subprocess.Popen(["sleep", "{mark}"], start_new_session=True)
    time.sleep(30)
def double_fork():
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            os.execvp("sleep", ["sleep", "{mark}"])
        os._exit(0)
    time.sleep(30)
def quick():
    subprocess.Popen(["sleep", "{mark}"], start_new_session=True)
    return 1
with DAG("chaos"):
    BashOperator(task_id="a", bash_command="trap : TERM; sleep {mark}; sleep {mark}")
    PythonOperator(task_id="b", python_callable=own_session)
    PythonOperator(task_id="c", python_callable=double_fork)
    PythonOperator(task_id="d", python_callable=quick)
"""


def below(pid: int) -> List[int]:
    found, queue = [], [pid]
    while queue:
        try:
            for task in os.listdir(f"/proc/{(now := queue.pop())}/task"):
                for child in Path(f"/proc/{now}/task/{task}/children").read_text().split():
                    found.append(int(child))
                    queue.append(int(child))
        except OSError:
            continue
    return found


def test_random_kills_leave_nothing(tmp_path: Path) -> None:
    rng = random.Random(20251)
    for _ in range(ROUNDS):
        mark = "6" + str(uuid.UUID(int=rng.getrandbits(128)).int)[:8]
        file = tmp_path / f"chaos_{mark}.py"
        file.write_text(HEAD + TASKS.replace("{mark}", mark))
        bridge = Bridge("python3", "--engine", "lite")
        channel = bridge.open(file)
        channel.until("ready")
        for task_id in "abcd":
            start: Any = {
                "kind": "start",
                "ti": str(uuid.uuid4()),
                "dagId": "chaos",
                "taskId": task_id,
                "mapIndex": -1,
            }
            channel.send(
                {**start, "try": 1, "maxTries": 0, "run": RUN, "reschedules": 0, "firstStart": None}
            )
        until = time.monotonic() + rng.random() * 0.6
        while (left := until - time.monotonic()) > 0:
            try:
                message = channel.receive(left)
            except TimeoutError:
                break
            if message["kind"] == "request":
                channel.send({"kind": "reply", "ti": message["ti"], "body": None})
        victims = [bridge.process.pid, *below(bridge.process.pid)]
        for victim in rng.sample(victims, k=min(len(victims), rng.choice([1, 1, 2]))):
            try:
                os.kill(victim, signal.SIGKILL)
            except ProcessLookupError:
                pass
        if rng.random() < 0.5:
            time.sleep(rng.random() * 0.1)
        bridge.close_hard()
        assert gone(mark, 6), alive(mark)
