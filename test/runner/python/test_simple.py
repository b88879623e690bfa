"""The simple workflow of the course."""

from __future__ import annotations

from typing import Any, Callable

CLASSES = """
class Task:
    def __init__(self, task_id, func, retries=3):
        self.task_id, self.func, self.retries = task_id, func, retries
class SimpleWorkflow:
    def __init__(self, name):
        self.name, self.tasks, self.deps = name, {}, {}
    def add_task(self, task):
        self.tasks[task.task_id] = task
    def set_dependency(self, upstream_id, downstream_id):
        self.deps.setdefault(downstream_id, []).append(upstream_id)
    def run(self):
        raise RuntimeError("it ran while it was loaded")
"""
TASKS = """
def first():
    print("one")
    return {"rows": 5}
def second():
    raise ValueError("broken")
w = SimpleWorkflow("pipeline")
w.add_task(Task("a", first))
w.add_task(Task("b", second, retries=2))
w.set_dependency("a", "b")
w.run()
"""


def test_its_tasks_run_with_attempts_instead_of_retries(run: Any) -> None:
    found = run(CLASSES + TASKS)
    assert found.states == {"a": "success", "b": "failed"}
    assert found.tries == {"a": 1, "b": 2}
    assert found.value("a") == {"rows": 5}
    assert found.logs["a"] == "one\n"
    assert found.errors["b"]["line"] == 19


def test_it_is_described_as_a_workflow(load: Callable[..., Any]) -> None:
    _, ready = load(CLASSES + TASKS)
    dag = ready["dags"][0]
    assert (dag["dagId"], dag["format"], dag["failFast"], dag["maxActiveTasks"]) == (
        "pipeline",
        "workflow",
        True,
        1,
    )
    assert [(task["taskId"], task["upstream"], task["retries"]) for task in dag["tasks"]] == [
        ("a", [], 2),
        ("b", ["a"], 1),
    ]


def test_the_class_may_be_in_a_module_beside_the_file(
    load: Callable[..., Any], tmp_path: Any
) -> None:
    (tmp_path / "engine_module.py").write_text(CLASSES)
    _, ready = load("from engine_module import SimpleWorkflow, Task\n" + TASKS)
    assert [dag["dagId"] for dag in ready["dags"]] == ["pipeline"]


def test_what_would_wait_for_ever_is_an_error(load: Callable[..., Any]) -> None:
    _, ready = load(
        CLASSES
        + TASKS.replace("w.run()", "w.set_dependency('nobody', 'a')\nw.set_dependency('b', 'a')")
    )
    messages = [error["message"] for error in ready["errors"]]
    assert messages[0].startswith("Task 'a' waits for 'nobody', which was never added")
    assert "wait for each other" in messages[1]
