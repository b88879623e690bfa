"""The smallest workflow engine there is: tasks with ids, dependencies by id, one after another."""


class Task:
    """One step: `retries` counts attempts in all."""

    def __init__(self, task_id, func, retries=3):
        self.task_id = task_id
        self.func = func
        self.retries = retries
        self.upstream = []
        self.done = False


class SimpleWorkflow:
    """Tasks and who waits for whom."""

    def __init__(self, name):
        self.name = name
        self.tasks = {}

    def add_task(self, task):
        self.tasks[task.task_id] = task

    def set_dependency(self, upstream_id, downstream_id):
        if downstream_id in self.tasks:
            self.tasks[downstream_id].upstream.append(upstream_id)

    def run(self):
        while not all(task.done for task in self.tasks.values()):
            for task in self.tasks.values():
                ready = all(up in self.tasks and self.tasks[up].done for up in task.upstream)
                if not task.done and ready:
                    self._attempt(task)

    def _attempt(self, task):
        for attempt in range(1, task.retries + 1):
            try:
                print(f"{task.task_id}: attempt {attempt}")
                task.func()
                task.done = True
                return
            except Exception as error:  # noqa: BLE001
                print(f"{task.task_id}: {error}")
        raise RuntimeError(f"{task.task_id} failed {task.retries} times")
