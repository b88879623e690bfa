"""Processes: what is left, what is told, and what a hostile task can do."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
import uuid
from pathlib import Path
from typing import Any, Callable, List

import pytest
from driver import RUN, Bridge, Engine

HEAD = """
import os, signal, subprocess, sys, time
from airflow.sdk import DAG, task
from airflow.providers.standard.operators.bash import BashOperator
"""


def alive(mark: str) -> List[str]:
    """Processes whose command line has the mark."""
    found = []
    for name in os.listdir("/proc"):
        if name.isdigit():
            try:
                command = (
                    Path(f"/proc/{name}/cmdline")
                    .read_bytes()
                    .replace(b"\0", b" ")
                    .decode("utf-8", "replace")
                )
                state = Path(f"/proc/{name}/stat").read_text().rpartition(")")[2].split()[0]
            except OSError:
                continue
            if mark in command and state != "Z" and int(name) != os.getpid():
                found.append(f"{name} {command}")
    return found


def gone(mark: str, seconds: float = 5) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if not alive(mark):
            return True
        time.sleep(0.05)
    return False


def begin(channel: Any, ready: Any, task_id: str, **more: Any) -> str:
    ti = str(uuid.uuid4())
    start = {
        "kind": "start",
        "ti": ti,
        "dagId": ready["dags"][0]["dagId"],
        "taskId": task_id,
        "mapIndex": -1,
        "try": 1,
    }
    channel.send({**start, "maxTries": 0, "run": RUN, "reschedules": 0, "firstStart": None, **more})
    return ti


def serve(channel: Any, *kinds: str) -> Any:
    """Answers requests with null until one of the kinds comes."""
    while True:
        message = channel.receive(30)
        if message["kind"] == "request":
            channel.send({"kind": "reply", "ti": message["ti"], "body": None})
        if message["kind"] in kinds:
            return message


@pytest.mark.parametrize("spawn", [False, True])
@pytest.mark.parametrize(
    ("name", "body"),
    [
        (
            "shell",
            "BashOperator(task_id='t', bash_command='echo up; sleep {mark} & sleep {mark}; true')",
        ),
        (
            "trap",
            "BashOperator(task_id='t', bash_command='trap : TERM; echo up; sleep {mark}; sleep {mark}')",
        ),
        (
            "session",
            "PythonOperator(task_id='t', python_callable=lambda: (print('up', flush=True), subprocess.call(['setsid', 'sleep', '{mark}'])))",
        ),
        ("double", "PythonOperator(task_id='t', python_callable=double)"),
        ("stubborn", "PythonOperator(task_id='t', python_callable=stubborn)"),
    ],
)
def test_a_killed_try_leaves_nothing_behind(
    load: Callable[..., Any], name: str, body: str, spawn: bool
) -> None:
    mark = "3" + str(uuid.uuid4().int)[:8]
    text = (
        HEAD
        + f"""
from airflow.providers.standard.operators.python import PythonOperator
def double():
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            os.execvp("sleep", ["sleep", "{mark}"])
        os._exit(0)
    print("up", flush=True)
    time.sleep(60)
def stubborn():
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    subprocess.Popen(["sleep", "{mark}"])
    print("up", flush=True)
    while True:
        try:
            time.sleep(60)
        except BaseException:
            pass
with DAG("d"):
    {body.format(mark=mark)}
"""
    )
    options = ("--engine", "lite", "--processes", "spawn") if spawn else ("--engine", "lite")
    channel, ready = load(text, *options)
    ti = begin(channel, ready, "t")
    while True:
        message = serve(channel, "output", "log")
        if "up" in (message.get("text") or message["record"]["event"]).split():
            break
    time.sleep(0.1)
    assert alive(mark)
    channel.send({"kind": "kill", "ti": ti, "signal": "SIGTERM"})
    time.sleep(0.3)
    channel.send({"kind": "kill", "ti": ti, "signal": "SIGKILL"})
    exited = serve(channel, "exited")
    assert exited["ti"] == ti
    assert gone(mark), alive(mark)


def test_term_lets_a_task_clean_up_and_then_fails_it(load: Callable[..., Any]) -> None:
    text = (
        HEAD
        + """
from airflow.sdk import BaseOperator
class Careful(BaseOperator):
    def execute(self, context):
        print("up", flush=True)
        time.sleep(60)
    def on_kill(self):
        print("cleaned up", flush=True)
with DAG("d"):
    Careful(task_id="t", retries=3)
"""
    )
    channel, ready = load(text)
    ti = begin(channel, ready, "t", maxTries=3)
    serve(channel, "output")
    time.sleep(
        0.3
    )  # A print that has not come back yet forbids Python another one in a signal's handler.
    channel.send({"kind": "kill", "ti": ti, "signal": "SIGTERM"})
    # What is printed and the outcome come on two ways: either may be first.
    found = {}
    while not {"exited", "output"} <= found.keys():
        message = serve(channel, "output", "outcome", "exited")
        found[message["kind"]] = message
    outcome = found["outcome"]
    assert found["output"]["text"] == "cleaned up"
    assert (outcome["state"], outcome["error"]["type"]) == ("failed", "AirflowTaskTerminated")
    assert found["exited"]["code"] == 0


def test_a_crash_is_told_with_its_signal_and_stack(load: Callable[..., Any]) -> None:
    text = (
        HEAD
        + """
with DAG("d"):
    @task
    def crash():
        import ctypes
        ctypes.string_at(0)
    crash()
"""
    )
    channel, ready = load(text)
    begin(channel, ready, "crash")
    output = serve(channel, "output")
    assert "Segmentation fault" in output["text"]
    exited = serve(channel, "exited")
    assert (exited["code"], exited["signal"]) == (None, "SIGSEGV")


def test_results_of_a_spawned_try_are_the_same(run: Any) -> None:
    text = (
        HEAD
        + """
with DAG("d"):
    @task
    def one():
        print("hello")
        return [1, (2, 3)]
    @task
    def two(x):
        return x[1][0]
    two(one())
"""
    )
    found = run(text, "--engine", "lite", "--processes", "spawn")
    assert found.states == {"one": "success", "two": "success"}
    assert found.value("two") == 2
    assert "hello" in found.logs["one"]


def test_a_file_that_starts_a_thread_is_loaded_again_in_each_try(load: Callable[..., Any]) -> None:
    text = (
        HEAD
        + """
import threading
threading.Thread(target=time.sleep, args=(600,), daemon=True).start()
PID = os.getpid()
with DAG("d"):
    @task
    def same():
        return PID == os.getpid()
    same()
"""
    )
    channel, ready = load(text)
    assert ready["threads"] == 2
    result = Engine(channel, ready["dags"][0]).go()
    assert result.value("same") is True


@pytest.mark.parametrize("victim", ["engine", "base", "guard", "host"])
def test_whoever_dies_nothing_is_left(tmp_path: Path, victim: str) -> None:
    mark = "4" + str(uuid.uuid4().int)[:8]
    file = tmp_path / "dag_file.py"
    file.write_text(
        HEAD
        + f"with DAG('d'):\n    BashOperator(task_id='t', bash_command='echo up; sleep {mark} & setsid sleep {mark}; true')\n"
    )
    bridge = Bridge("python3", "--engine", "lite")
    channel = bridge.open(file)
    ready = channel.until("ready")
    begin(channel, ready, "t")
    while serve(channel, "log")["record"]["event"] != "up":
        pass
    time.sleep(0.2)
    assert len(alive(mark)) >= 2
    base = bridge.base["pid"]
    children = Path(f"/proc/{base}/task/{base}/children").read_text().split()
    if victim == "engine":
        bridge.main.answered = -1
        assert bridge.process.stdin
        bridge.process.stdin.close()
        for each in bridge.sockets:
            each.close()
    else:
        pid = {"base": base, "guard": bridge.process.pid, "host": int(children[0])}[victim]
        os.kill(pid, signal.SIGKILL)
    assert gone(mark), alive(mark)
    if victim == "host":
        assert bridge.main.until("closed")["signal"] == "SIGKILL"
        again = bridge.open(file)
        assert again.until("ready")["errors"] == []
        bridge.close()
    else:
        bridge.process.wait(10)
        for each in bridge.sockets:
            each.close()


def test_a_background_process_of_a_good_try_lives_until_the_host_ends(
    load: Callable[..., Any], bridges: Any
) -> None:
    mark = "5" + str(uuid.uuid4().int)[:8]
    text = (
        HEAD
        + f"""
with DAG("d"):
    @task
    def server():
        subprocess.Popen(["sleep", "{mark}"], start_new_session=True)
    @task
    def fails():
        raise ValueError
    server() >> fails()
"""
    )
    channel, ready = load(text)
    result = Engine(channel, ready["dags"][0]).go()
    assert result.states == {"server": "success", "fails": "failed"}
    assert len(alive(mark)) == 1
    channel.send({"kind": "shutdown"})
    assert gone(mark)


def test_much_output_arrives_whole_and_odd_bytes_do_no_harm(run: Any) -> None:
    text = (
        HEAD
        + """
with DAG("d"):
    @task
    def much():
        for i in range(100_000):
            print("line", i)
        os.write(1, b"\\xff\\xfe odd\\n")
        os.write(2, b"no end")
    much()
"""
    )
    found = run(text)
    lines = found.logs["much"].splitlines()
    assert sum(line.startswith("line ") for line in lines) == 100_000
    assert "\ufffd\ufffd odd" in lines
    assert "no end" in lines


def test_a_file_that_does_not_end_is_stopped(load: Callable[..., Any]) -> None:
    _, ready = load(HEAD + "time.sleep(60)\n", loadTimeout=0.5)
    assert ready["errors"][0]["message"].startswith("DagBag import timeout for")


def test_an_old_python_is_refused_with_a_sentence(tmp_path: Path) -> None:
    versions = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    managed = next(versions.glob("3.6*/bin/python"), None)
    old = managed or shutil.which("python3.6")
    if old is None:
        pytest.skip("no old Python here")
    guard = Path(__file__).resolve().parents[3] / "runner" / "python" / "guard.py"
    done = subprocess.run(
        [str(old), str(guard), "--engine", "lite"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert "Python 3.6" in done.stdout


def test_one_file_can_be_served_over_stdin_and_stdout(tmp_path: Path) -> None:
    """What Windows uses."""
    from driver import GUARD, Channel

    file = tmp_path / "dag_file.py"
    file.write_text(
        HEAD
        + "with DAG('d'):\n    @task\n    def one():\n        print('hi')\n        return 1\n    one()\n"
    )
    command = ["python3", str(GUARD), "--host", "--engine", "lite", "--processes", "spawn"]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert process.stdin
    assert process.stdout
    channel = Channel(process.stdout.fileno(), process.stdin.fileno())
    assert channel.until("base")["forks"] is False
    channel.send({"kind": "open", "channel": 0, "file": str(file)})
    ready = channel.until("ready")
    found = Engine(channel, ready["dags"][0]).go()
    assert (found.states, found.logs["one"].count("hi")) == ({"one": "success"}, 1)
    process.stdin.close()
    assert process.wait(10) == 0


def test_the_loop_without_select_does_the_same(tmp_path: Path) -> None:
    """Windows cannot select pipes: its loop, tried here with real pipes and a real process."""
    import sys

    sys.path.insert(0, str(Path(__file__).resolve().parents[3] / "runner" / "python"))
    from dagsight_runner.loop import Ended, ThreadLoop

    loop, heard, ends = ThreadLoop(), [], []  # type: ignore[var-annotated]
    given, answered = os.pipe()
    process = subprocess.Popen(["bash", "-c", f"echo a >&{answered}; exit 3"], pass_fds=[answered])
    os.close(answered)
    loop.own(process.pid, process)
    loop.read(given, heard.append)

    def ended(end: Ended) -> None:
        ends.append(end)
        loop.drain(given, heard.append)
        loop.stop()

    loop.watch(process.pid, ended)
    loop.run()
    assert b"".join(heard) == b"a\n"
    assert (ends[0].code, ends[0].signal) == (3, None)


def test_on_windows_a_tree_is_ended_by_taskkill(monkeypatch: pytest.MonkeyPatch) -> None:
    from dagsight_runner import processes

    asked: List[Any] = []
    monkeypatch.setattr(processes.sys, "platform", "win32")
    monkeypatch.setattr(processes.subprocess, "run", lambda command, **_: asked.append(command))
    processes.kill_tree(4711)
    monkeypatch.undo()
    assert asked == [["taskkill", "/F", "/T", "/PID", "4711"]]
