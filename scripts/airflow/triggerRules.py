"""What Airflow's own dependency code gives for each trigger rule and each combination of up to three upstream states.

JSON on stdout, by rule and answer: `{"all_success": {"run": "S SS SSS ...", ...}}`. S success, F failed, K skipped, U upstream_failed,
R removed, - still running; small letters are setup tasks.
"""

from __future__ import annotations

import itertools
import json
import os
import sys
import tempfile
from types import SimpleNamespace

os.environ["AIRFLOW_HOME"] = tempfile.mkdtemp()
os.environ["AIRFLOW__DATABASE__SQL_ALCHEMY_CONN"] = "sqlite:////nonexistent/none.db"

from airflow.ti_deps.dep_context import DepContext
from airflow.ti_deps.deps.trigger_rule_dep import TriggerRuleDep

try:
    from airflow.task.trigger_rule import TriggerRule
except ImportError:
    from airflow.utils.trigger_rule import TriggerRule

STATES = {"S": "success", "F": "failed", "K": "skipped", "U": "upstream_failed", "R": "removed"}
# Airflow 2 turns these into others before it looks.
OLD_NAMES = {"dummy", "none_failed_or_skipped"}


def ask(rule: str, letters: tuple[str, ...]) -> str:
    """What becomes of a task with these upstreams."""
    upstream = [
        SimpleNamespace(
            task_id=f"u{number}",
            is_setup=letter.islower(),
            is_teardown=False,
            is_mapped=False,
            get_needs_expansion=lambda: False,
        )
        for number, letter in enumerate(letters)
    ]
    finished = [
        SimpleNamespace(task_id=task.task_id, map_index=-1, state=STATES[letter.upper()], task=task)
        for task, letter in zip(upstream, letters)
        if letter != "-"
    ]
    task = SimpleNamespace(
        task_id="t",
        trigger_rule=rule,
        upstream_list=upstream,
        upstream_task_ids={each.task_id for each in upstream},
        is_teardown=rule == "all_done_setup_success",
        is_mapped=False,
        dag=None,
        task_group=None,
        get_upstreams_only_setups=list,
        get_closest_mapped_task_group=lambda: None,
        iter_mapped_dependencies=list,
        get_needs_expansion=lambda: False,
    )
    given: list[str] = []

    def set_state(state: object, session: object = None) -> bool:
        given.append(str(getattr(state, "value", state)))
        return True

    instance = SimpleNamespace(
        task=task,
        task_id="t",
        dag_id="d",
        run_id="r",
        map_index=-1,
        state=None,
        set_state=set_state,
        get_dagrun=lambda session=None: SimpleNamespace(dag_id="d", run_id="r"),
    )
    context = DepContext(flag_upstream_failed=True, finished_tis=finished)
    rule_dep = TriggerRuleDep()
    statuses = list(rule_dep._get_dep_statuses(ti=instance, session=None, dep_context=context))
    if given:
        return given[-1]
    return "run" if all(status.passed for status in statuses) else "wait"


def main() -> None:
    """Asks for all of them."""
    table: dict[str, dict[str, str]] = {}
    for rule in sorted({str(getattr(each, "value", each)) for each in TriggerRule} - OLD_NAMES):
        letters = "SFKUR-" + ("sfk" if rule == "all_done_setup_success" else "")
        answers: dict[str, list[str]] = {}
        for size in (1, 2, 3):
            for states in itertools.combinations_with_replacement(letters, size):
                answers.setdefault(ask(rule, states), []).append("".join(states))
        table[rule] = {answer: " ".join(found) for answer, found in sorted(answers.items())}
    json.dump(table, sys.stdout)


main()
