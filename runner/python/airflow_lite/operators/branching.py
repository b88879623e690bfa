"""Choosing what runs next."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any, Dict, List, Set

from airflow_lite.exceptions import AirflowException, DownstreamTasksSkipped
from airflow_lite.operator import BaseOperator
from airflow_lite.state import State

FOLLOWED = "followed"
SKIPPED = "skipped"
SKIP_KEY = "skipmixin_key"


class SkipMixin:
    """Skips tasks after this one."""

    inherits_from_skipmixin = True

    @staticmethod
    def _lite_stop(task: Any, context: Any, skip: List[str], note: Dict[str, List[str]]) -> None:
        """The engine skips them; of a mapped task it reads the note, and each child looks at its own index."""
        ti = context["ti"]
        ti.xcom_push(key=SKIP_KEY, value=note)
        if skip and ti.map_index < 0:
            if not State.is_2():
                raise DownstreamTasksSkipped(tasks=skip)
            # Airflow 2 skips at once and goes on: the return value is pushed all the same.
            State.tell({"type": "SkipDownstreamTasks", "tasks": skip})

    def skip(self, *, ti: Any = None, dag_run: Any = None, tasks: Any = (), **_: Any) -> None:
        """Skips the given tasks."""
        ids = [task.task_id for task in tasks if not task.is_teardown]
        if not ids:
            return
        from airflow_lite.runtime.task_instance import current_context

        context = current_context()
        self._lite_stop(context["task"], context, ids, {SKIPPED: sorted(ids)})

    def skip_all_except(self, ti: Any, branch_task_ids: Any) -> None:
        """Skips what comes directly after and was not chosen."""
        from airflow_lite.runtime.task_instance import current_context

        follow(ti.task, current_context(), branch_task_ids)


def chosen(branch: Any) -> Set[str]:
    """The ids that a branch returned."""
    if branch is None:
        return set()
    if isinstance(branch, str):
        return {branch}
    if isinstance(branch, Iterable):
        items = list(branch)
        wrong = {(item, type(item).__name__) for item in items if not isinstance(item, str)}
        if not wrong:
            return set(items)
        raise AirflowException(
            "Unable to branch to the specified tasks. The branching function returned invalid "
            f"'branch_task_ids': {wrong}. Please check that your function returns an Iterable of valid task IDs that exist in your Dag."
        )
    raise AirflowException(
        "'branch_task_ids' expected all task IDs are strings, or None. "
        f"Got: {type(branch).__name__!r}."
    )


def follow(task: Any, context: Any, branch: Any) -> Any:
    """Skips every direct downstream task that is neither chosen nor after a chosen one."""
    dag = task.dag
    ids: Set[str] = set()
    groups = dag.task_group_dict
    wanted = chosen(branch)
    wrong = {each for each in wanted if each not in dag.task_dict and each not in groups}
    if wrong:
        raise AirflowException(
            f"'branch_task_ids' must contain only valid task_ids. Invalid tasks found: {wrong}."
        )
    for each in wanted:
        ids.update(
            [each] if each in dag.task_dict else [root.task_id for root in groups[each].get_roots()]
        )
    after: Set[str] = set(ids)
    for each in ids:
        after |= dag.get_task(each).get_flat_relative_ids(upstream=False)
    context["task"].log.info("Following branch %s", sorted(ids))
    # Teardowns too, unlike those after a short circuit (Airflow: SkipMixin.skip_all_except).
    direct = [other.task_id for other in task.downstream_list]
    skip = sorted(task_id for task_id in direct if task_id not in after)
    followed = [task_id for task_id in direct if task_id in after]
    if State.is_2():
        skip = [task_id for task_id in skip if not _has_instances(dag.get_task(task_id))]
    SkipMixin._lite_stop(task, context, skip, {FOLLOWED: followed})
    return branch


def _has_instances(task: Any) -> bool:
    """Whether a mapped task has its instances from the start of the run: Airflow 2's branches do not reach those."""
    group = task.task_group
    inputs = [each.expand_input for each in group.iter_mapped_task_groups()] if group else []
    if task.is_mapped:
        inputs.append(task.expand_input)
    return bool(inputs) and not any(True for each in inputs for _ in each.iter_references())


class BranchMixIn(SkipMixin):
    """Skips what was not chosen."""

    def do_branch(self, context: Any, branches_to_execute: Any) -> Any:
        """Follows the chosen branches."""
        return follow(context["task"], context, branches_to_execute)


class BaseBranchOperator(BaseOperator, BranchMixIn):
    """Base of branches: subclasses choose."""

    inherits_from_skipmixin = True

    def choose_branch(self, context: Any) -> Any:
        """The ids to follow."""
        raise NotImplementedError

    def execute(self, context: Any) -> Any:
        return self.do_branch(context, self.choose_branch(context))


class BranchDateTimeOperator(BaseBranchOperator):
    """Chooses by the time of the day, or by dates."""

    def __init__(
        self,
        *,
        follow_task_ids_if_true: Any,
        follow_task_ids_if_false: Any,
        target_lower: Any,
        target_upper: Any,
        use_task_logical_date: bool = False,
        use_task_execution_date: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        if target_lower is None and target_upper is None:
            raise AirflowException(
                "Both target_upper and target_lower are None. At least one must be defined to be compared to the current datetime"
            )
        self.target_lower, self.target_upper = target_lower, target_upper
        self.follow_task_ids_if_true = follow_task_ids_if_true
        self.follow_task_ids_if_false = follow_task_ids_if_false
        self.use_task_logical_date = use_task_logical_date or use_task_execution_date

    def choose_branch(self, context: Any) -> Any:
        now = moment(context, self.use_task_logical_date).replace(tzinfo=None)
        lower, upper = _on(self.target_lower, now), _on(self.target_upper, now)
        if lower is not None and upper is not None and upper < lower:
            upper += datetime.timedelta(days=1)
        if upper is not None and upper < now:
            return self.follow_task_ids_if_false
        if lower is not None and lower > now:
            return self.follow_task_ids_if_false
        return self.follow_task_ids_if_true


def moment(context: Any, logical: bool) -> Any:
    """Now, or the run's logical date."""
    from airflow_lite.dates import utcnow

    if logical and context.get("logical_date") is not None:
        return context["logical_date"]
    return utcnow()


def _on(target: Any, now: Any) -> Any:
    if target is None:
        return None
    if isinstance(target, datetime.datetime):
        return target.replace(tzinfo=None)
    if isinstance(target, datetime.time):
        return datetime.datetime.combine(now.date(), target.replace(tzinfo=None))
    return target


DAYS = ("MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY")


def weekdays(given: Any) -> Set[int]:
    """1 for Monday … 7 for Sunday."""
    items = [given] if isinstance(given, str) or not isinstance(given, Iterable) else list(given)
    found = set()
    for item in items:
        name = getattr(item, "name", item)
        if not isinstance(name, str):
            raise TypeError(f"Unsupported Type for week_day parameter: {type(item)}")
        if name.upper() not in DAYS:
            raise AttributeError(f'Invalid Week Day passed: "{item}"')
        found.add(DAYS.index(name.upper()) + 1)
    return found


class BranchDayOfWeekOperator(BaseBranchOperator):
    """Chooses by the day of the week."""

    def __init__(
        self,
        *,
        follow_task_ids_if_true: Any,
        follow_task_ids_if_false: Any,
        week_day: Any,
        use_task_logical_date: bool = False,
        use_task_execution_day: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.follow_task_ids_if_true = follow_task_ids_if_true
        self.follow_task_ids_if_false = follow_task_ids_if_false
        self.week_day = week_day
        self.use_task_logical_date = use_task_logical_date or use_task_execution_day
        self._week_day_num = weekdays(week_day)

    def choose_branch(self, context: Any) -> Any:
        now = moment(context, self.use_task_logical_date)
        return (
            self.follow_task_ids_if_true
            if now.isoweekday() in self._week_day_num
            else self.follow_task_ids_if_false
        )
