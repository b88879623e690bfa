"""A small engine for tests: opens a file and runs a DAG's tasks one after another, as `dag.test()` does."""

from __future__ import annotations

import json
import os
import select
import socket
import subprocess
import sys
import time
import uuid
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Dict, List, Optional, Tuple

GUARD = Path(__file__).resolve().parents[3] / "runner" / "python" / "guard.py"
FINISHED = {"success", "failed", "skipped", "upstream_failed"}
Key = Tuple[str, int]


class Channel:
    """JSON lines over a socket or a pair of pipes."""

    def __init__(self, given: int, answered: int) -> None:
        self.given, self.answered = given, answered
        self._rest = b""

    def send(self, message: Dict[str, Any]) -> None:
        data = json.dumps(message).encode() + b"\n"
        while data:
            data = data[os.write(self.answered, data) :]

    def receive(self, timeout: float = 60) -> Dict[str, Any]:
        until = time.monotonic() + timeout
        while b"\n" not in self._rest:
            left = until - time.monotonic()
            if left <= 0 or not select.select([self.given], [], [], left)[0]:
                raise TimeoutError("nothing came")
            data = os.read(self.given, 1 << 16)
            if not data:
                raise EOFError("the other side is gone")
            self._rest += data
        line, _, self._rest = self._rest.partition(b"\n")
        return json.loads(line)

    def until(self, *kinds: str, timeout: float = 60) -> Dict[str, Any]:
        """The next message of these kinds."""
        while True:
            message = self.receive(timeout)
            if message["kind"] in kinds:
                return message


class Bridge:
    """guard.py, started."""

    def __init__(
        self,
        python: str = sys.executable,
        *options: str,
        channels: int = 2,
        env: Optional[Dict[str, str]] = None,
    ) -> None:
        pairs = [socket.socketpair() for _ in range(channels)]
        os_pair = [(ours, theirs.fileno()) for ours, theirs in pairs]
        first = 3

        def place() -> None:
            copies = [os.dup(fd) for _, fd in os_pair]
            copies = [os.dup2(fd, 200 + i, inheritable=False) for i, fd in enumerate(copies)]
            for i, fd in enumerate(copies):
                os.dup2(fd, first + i)

        command = [python, str(GUARD), "--channels", str(channels), *options]
        self.process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            preexec_fn=place,
            close_fds=False,
            env={**os.environ, **(env or {})},
        )
        for _, theirs in pairs:
            theirs.close()
        self.sockets = [ours for ours, _ in pairs]
        assert self.process.stdin and self.process.stdout
        self.main = Channel(self.process.stdout.fileno(), self.process.stdin.fileno())
        self.base = self.main.receive(60)
        assert self.base["kind"] == "base", self.base

    def open(self, file: Path, channel: int = 0, **more: Any) -> Channel:
        folder = str(Path(file).parent)
        message = {
            "kind": "open",
            "channel": channel,
            "file": str(file),
            "dagsFolder": folder,
            "workspace": folder,
        }
        self.main.send({**message, **more})
        fd = self.sockets[channel].fileno()
        return Channel(fd, fd)

    def close(self) -> None:
        assert self.process.stdin
        self.process.stdin.close()
        self.process.wait(20)
        for each in self.sockets:
            each.close()

    def close_hard(self) -> None:
        """As an engine that was killed: every pipe just ends."""
        assert self.process.stdin
        self.process.stdin.close()
        for each in self.sockets:
            each.close()
        self.process.wait(20)

    def __enter__(self) -> Bridge:
        return self

    def __exit__(self, *_: Any) -> None:
        self.close()


@dataclass
class Result:
    """What came of a run."""

    states: Dict[str, str] = field(default_factory=dict)
    tries: Dict[str, int] = field(default_factory=dict)
    xcoms: Dict[Tuple[str, int, str], str] = field(default_factory=dict)
    logs: Dict[str, str] = field(default_factory=dict)
    outcomes: List[Dict[str, Any]] = field(default_factory=list)
    requests: List[Dict[str, Any]] = field(default_factory=list)
    errors: Dict[str, Any] = field(default_factory=dict)
    messages: List[Dict[str, Any]] = field(default_factory=list)

    def value(self, task_id: str, index: int = -1, key: str = "return_value") -> Any:
        text = self.xcoms.get((task_id, index, key))
        return None if text is None else json.loads(text)


RUN = {
    "runId": "manual__2025-01-02T00:00:00+00:00", "runType": "manual", "logicalDate": "2025-01-02T00:00:00+00:00",
    "intervalStart": "2025-01-02T00:00:00+00:00", "intervalEnd": "2025-01-02T00:00:00+00:00",
    "runAfter": "2025-01-02T00:00:00+00:00", "startDate": "2025-01-02T00:00:00+00:00", "conf": {},
}  # fmt: skip


class Engine:
    """Runs one DAG over a channel."""

    def __init__(
        self, channel: Channel, dag: Dict[str, Any], run: Optional[Dict[str, Any]] = None
    ) -> None:
        self.channel, self.dag = channel, dag
        self.run = {**RUN, **(run or {})}
        self.tasks: Dict[str, Dict[str, Any]] = {task["taskId"]: task for task in dag["tasks"]}
        self.groups = {group["groupId"]: group for group in dag["groups"]}
        self.state: Dict[Key, str] = {}
        self.counts: Dict[Key, int] = {}
        self.lengths: Dict[str, Optional[int]] = {}
        self.mapped_length: Dict[str, int] = {}
        self.stores: Dict[Any, Dict[str, Any]] = {}
        self.variables: Dict[str, str] = {}
        self.connections: Dict[str, Dict[str, Any]] = {}
        self.reschedules: Dict[Key, Tuple[int, str]] = {}
        self.result = Result()
        self.sync = False

    def group_map(self, task: Dict[str, Any]) -> Optional[Dict[str, Any]]:
        group = task["group"]
        while group is not None:
            if self.groups[group]["expand"]:
                return self.groups[group]
            group = self.groups[group]["parent"]
        return None

    def expand_of(self, task: Dict[str, Any]) -> Optional[Dict[str, Any]]:
        group = self.group_map(task)
        return task["expand"] or (group["expand"] if group else None)

    def length(self, tree: Dict[str, Any]) -> int:
        kind = tree["kind"]
        if kind == "literal":
            return int(tree["length"])
        if kind == "xcom":
            task = self.tasks[tree["taskId"]]
            if self.expand_of(task):
                return len(
                    [
                        key
                        for key in self.result.xcoms
                        if key[0] == tree["taskId"] and key[2] == tree["key"]
                    ]
                )
            return self.mapped_length.get(tree["taskId"], 0)
        of = [self.length(each) for each in tree["of"]]
        if kind == "zip":
            return max(of) if tree["longest"] else min(of)
        if kind == "sum":
            return sum(of)
        product = 1
        for each in of:
            product *= each
        return product

    def order(self) -> List[Dict[str, Any]]:
        left, found = dict(self.tasks), []
        while left:
            ready = [task for task in left.values() if not set(task["upstream"]) & left.keys()]
            assert ready, "a cycle"
            for task in ready:
                found.append(left.pop(task["taskId"]))
        return found

    def indexes(self, task_id: str) -> List[int]:
        return sorted(index for known, index in self.state if known == task_id)

    def relevant(self, task: Dict[str, Any], index: int) -> List[str]:
        states = []
        own = self.group_map(task)
        for upstream in task["upstream"]:
            other = self.tasks[upstream]
            theirs = self.group_map(other)
            same = own is not None and theirs is own and not other["expand"]
            for each in self.indexes(upstream):
                if not same or each in (index, -1):
                    states.append(self.state[upstream, each])
        return states

    def go(self) -> Result:
        for task in self.order():
            task_id = task["taskId"]
            tree = self.expand_of(task)
            if tree is None:
                self.decide(task, -1)
                continue
            upstream = self.relevant(task, -2)
            blocked = judge(task["triggerRule"], upstream)
            count = self.length(tree)
            if blocked != "run" and not self.group_map(task):
                self.state[task_id, -1] = blocked
            elif count == 0:
                self.state[task_id, -1] = "skipped" if blocked in ("run", "skipped") else blocked
            else:
                for index in range(count):
                    self.decide(task, index)
        for (task_id, index), state in self.state.items():
            name = task_id if index < 0 else f"{task_id}[{index}]"
            self.result.states[name] = state
            self.result.tries[name] = self.counts.get((task_id, index), 0)
        return self.result

    def decide(self, task: Dict[str, Any], index: int) -> None:
        key = (task["taskId"], index)
        if key in self.state:
            return
        verdict = judge(task["triggerRule"], self.relevant(task, index))
        if verdict != "run":
            self.state[key] = verdict
            return
        tried = 1
        more: Dict[str, Any] = {}
        while True:
            outcome = self.attempt(task, index, tried, more)
            state, message = outcome["state"], outcome["message"]
            more = {}
            if state == "up_for_retry":
                tried += 1
            elif state == "up_for_reschedule":
                count, first = self.reschedules.get(key, (0, _now()))
                self.reschedules[key] = (count + 1, first)
                time.sleep(0.05)
            elif state == "deferred":
                more = self.trigger(task, index, message)
            else:
                self.state[key] = state
                return

    def trigger(self, task: Dict[str, Any], index: int, message: Dict[str, Any]) -> Dict[str, Any]:
        ti = str(uuid.uuid4())
        body = {
            "kind": "trigger",
            "ti": ti,
            "dagId": self.dag["dagId"],
            "taskId": task["taskId"],
            "mapIndex": index,
            "run": self.run,
        }
        body.update(
            classpath=message["classpath"],
            kwargs=message["trigger_kwargs"],
            nextKwargs=message["next_kwargs"],
            timeout=message.get("trigger_timeout"),
        )
        self.channel.send(body)
        found = self.listen(ti, task, index)
        event = next(each for each in found if each["kind"] == "event")
        method = event.get("nextMethod") or message["next_method"]
        return {"nextMethod": method, "nextKwargs": event["nextKwargs"]}

    def attempt(
        self, task: Dict[str, Any], index: int, tried: int, more: Dict[str, Any]
    ) -> Dict[str, Any]:
        key = (task["taskId"], index)
        ti = str(uuid.uuid4())
        self.counts[key] = tried
        count, first = self.reschedules.get(key, (0, ""))
        if not more and not count:
            for each in [each for each in self.result.xcoms if each[:2] == key]:
                del self.result.xcoms[each]
        body: Dict[str, Any] = {
            "kind": "start", "ti": ti, "dagId": self.dag["dagId"], "taskId": task["taskId"], "mapIndex": index,
            "try": tried, "maxTries": task["retries"], "run": self.run, "reschedules": count, "firstStart": first or None,
        }  # fmt: skip
        if self.sync:
            body["sync"] = [[known, each, state] for (known, each), state in self.state.items()]
        body["upstreamMapIndexes"] = self.upstream_indexes(task, index)
        self.channel.send({**body, **more})
        found = self.listen(ti, task, index)
        outcomes = [each for each in found if each["kind"] == "outcome"]
        exited = found[-1]
        if not outcomes:
            state = "up_for_retry" if tried <= task["retries"] else "failed"
            outcomes = [
                {"state": state, "message": {}, "error": {"type": "died", "message": str(exited)}}
            ]
        self.result.outcomes.append(outcomes[-1])
        if outcomes[-1].get("error"):
            self.result.errors[task["taskId"]] = outcomes[-1]["error"]
        return outcomes[-1]

    def upstream_indexes(self, task: Dict[str, Any], index: int) -> Dict[str, Any]:
        found: Dict[str, Any] = {}
        own = self.group_map(task)
        for upstream in task["upstream"]:
            theirs = self.group_map(self.tasks[upstream])
            if theirs is not None:
                found[upstream] = index if theirs is own else self.indexes(upstream)
        return found

    def listen(self, ti: str, task: Dict[str, Any], index: int) -> List[Dict[str, Any]]:
        found = []
        name = task["taskId"] if index < 0 else f"{task['taskId']}[{index}]"
        while True:
            message = self.channel.receive(120)
            self.result.messages.append(message)
            if message.get("ti") != ti:
                continue
            found.append(message)
            if message["kind"] == "output":
                self.result.logs[name] = self.result.logs.get(name, "") + message["text"] + "\n"
            elif message["kind"] == "log":
                record = message["record"]
                text = record["event"] + "\n" + (record.get("exception") or "")
                self.result.logs[name] = self.result.logs.get(name, "") + str(text) + "\n"
            elif message["kind"] == "request":
                self.result.requests.append(message["body"])
                self.channel.send(
                    {"kind": "reply", "ti": ti, "body": self.answer(message["body"], task, index)}
                )
            elif message["kind"] == "exited":
                return found

    def store(self, kind: str, body: Dict[str, Any], task: Dict[str, Any], index: int) -> Any:
        """What tasks and assets remember, as runner/stateStores.ts has it."""
        asset = body.get("name") or body.get("uri")
        kept = self.stores.setdefault(asset or (task["taskId"], index), {})
        if kind.startswith("Get"):
            if body["key"] not in kept:
                return {"type": "ErrorResponse", "error": "TASK_STORE_NOT_FOUND"}
            return {"type": "TaskStateStoreResult", "value": kept[body["key"]]}
        if kind.startswith("Set"):
            kept[body["key"]] = body["value"]
        elif kind.startswith("Delete"):
            kept.pop(body["key"], None)
        else:
            kept.clear()
        return {"type": "OKResponse", "ok": True}

    def answer(self, body: Dict[str, Any], task: Dict[str, Any], index: int) -> Any:
        kind = body["type"]
        task_id = body.get("task_id", task["taskId"])
        name = body.get("key", "return_value")
        at = body.get("map_index")
        at = -1 if at is None else at
        if kind == "SetXCom":
            self.result.xcoms[task_id, at, name] = body["value"]
            if body.get("mapped_length") is not None:
                self.mapped_length[task_id] = body["mapped_length"]
            return None
        if kind == "GetXCom":
            return {
                "type": "XComResult",
                "key": name,
                "value": self.result.xcoms.get((task_id, at, name)),
            }
        pushed = sorted(
            each for each in self.result.xcoms if each[0] == task_id and each[2] == name
        )
        values = [self.result.xcoms[each] for each in pushed]
        if kind in ("GetXComCount", "GetNumberXComs"):
            reply = "XComCountResponse" if kind == "GetXComCount" else "XComLengthResponse"
            return {"type": reply, "len": len(values)}
        if kind == "GetXComSequenceItem":
            if -len(values) <= body["offset"] < len(values):
                return {"type": "XComSequenceIndexResult", "root": values[body["offset"]]}
            return {"type": "ErrorResponse", "error": "XCOM_NOT_FOUND", "detail": {}}
        if kind == "GetXComSequenceSlice":
            return {
                "type": "XComSequenceSliceResult",
                "root": values[body.get("start") : body.get("stop") : body.get("step")],
            }
        if kind == "SkipDownstreamTasks":
            for each in body["tasks"]:
                known, where = (each, -1) if isinstance(each, str) else (each[0], each[1])
                self.state.setdefault((known, where), "skipped")
            return None
        if "StateStore" in kind:
            return self.store(kind, body, task, index)
        if kind == "GetVariable":
            if body["key"] in self.variables:
                return {
                    "type": "VariableResult",
                    "key": body["key"],
                    "value": self.variables[body["key"]],
                }
            return {"type": "ErrorResponse", "error": "VARIABLE_NOT_FOUND", "detail": {}}
        if kind == "PutVariable":
            self.variables[body["key"]] = body["value"]
            return {"type": "OKResponse", "ok": True}
        if kind == "GetConnection":
            if body["conn_id"] in self.connections:
                blank = dict.fromkeys(("host", "schema", "login", "password", "port", "extra"))
                return {
                    "type": "ConnectionResult",
                    "conn_id": body["conn_id"],
                    **blank,
                    **self.connections[body["conn_id"]],
                }
            return {"type": "ErrorResponse", "error": "CONNECTION_NOT_FOUND", "detail": {}}
        if kind == "GetTaskRescheduleStartDate":
            first = self.reschedules.get((task["taskId"], index))
            return {"type": "TaskRescheduleStartDate", "start_date": first[1] if first else None}
        if kind == "GetTICount":
            ids = body.get("task_ids") or []
            return {"type": "TICount", "count": len(list(self.expected(ids)))}
        if kind == "GetTaskStates":
            told = {
                name if at < 0 else f"{name}_{at}": state
                for (name, at), state in self.state.items()
            }
            return {"type": "TaskStatesResult", "task_states": {body["run_ids"][0]: told}}
        if kind in ("TriggerDagRun", "DeleteVariable", "ValidateInletsAndOutlets"):
            if kind == "ValidateInletsAndOutlets":
                return {"type": "InactiveAssetsResult", "inactive_assets": []}
            return {"type": "OKResponse", "ok": True}
        if kind in ("GetPrevSuccessfulDagRun",):
            return {"type": "PrevSuccessfulDagRunResult"}
        if kind.startswith("Get"):
            return {"type": "ErrorResponse", "error": "GENERIC_ERROR", "detail": {}}
        return None

    def expected(self, ids: List[str]) -> List[Key]:
        found: List[Key] = []
        for task_id in ids:
            tree = self.expand_of(self.tasks[task_id])
            if tree is not None:
                found.extend((task_id, index) for index in range(self.length(tree)))
            else:
                found.append((task_id, -1))
        return found


def judge(rule: str, states: List[str]) -> str:
    """`run`, `skipped` or `upstream_failed`, when everything before is finished."""
    count = {state: states.count(state) for state in FINISHED}
    success, skipped = count["success"], count["skipped"]
    failed, upstream = count["failed"], count["upstream_failed"]
    total = len(states)
    if not states or rule in ("always", "all_done"):
        return "run"
    if rule == "all_done_setup_success":
        return "run" if success else ("skipped" if skipped == total else "upstream_failed")
    if rule == "all_success":
        return "upstream_failed" if failed or upstream else ("skipped" if skipped else "run")
    if rule == "none_failed":
        return "upstream_failed" if failed or upstream else "run"
    if rule == "none_failed_min_one_success":
        return (
            "upstream_failed" if failed or upstream else ("skipped" if skipped == total else "run")
        )
    if rule == "one_success":
        return "run" if success else ("skipped" if skipped == total else "upstream_failed")
    if rule == "one_failed":
        return "run" if failed or upstream else "skipped"
    if rule == "all_failed":
        return "skipped" if success or skipped else "run"
    if rule == "none_skipped":
        return "skipped" if skipped else "run"
    if rule == "all_skipped":
        return "run" if skipped == total else "skipped"
    if rule == "one_done":
        return "run" if success + failed else "skipped"
    raise AssertionError(rule)


def _now() -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%S+00:00", time.gmtime())


def run_file(
    file: Path,
    *options: str,
    python: str = sys.executable,
    dag_id: Optional[str] = None,
    **more: Any,
) -> Result:
    """Opens a file and runs a DAG of it."""
    env = more.pop("env", None)
    run = more.pop("run", None)
    variables = more.pop("variables", None)
    connections = more.pop("connections", None)
    with Bridge(python, *options, env=env) as bridge:
        channel = bridge.open(file, **more)
        ready = channel.until("ready", "failed")
        assert ready["kind"] == "ready", ready
        assert not ready["errors"], ready["errors"][0]["traceback"]
        dag = next(each for each in ready["dags"] if dag_id in (None, each["dagId"]))
        engine = Engine(channel, dag, run)
        engine.variables = variables or {}
        engine.connections = connections or {}
        engine.sync = bridge.base["engine"] == "airflow" and bridge.base["airflow"].startswith("2")
        return engine.go()


if __name__ == "__main__":
    found = run_file(Path(sys.argv[1]), *sys.argv[2:])
    for name, text in found.logs.items():
        print(f"--- {name}\n{text}", end="")
    print(json.dumps({"states": found.states, "tries": found.tries}, indent=1))
    print(dict(found.xcoms))
    print({key: value["message"] for key, value in found.errors.items()})
