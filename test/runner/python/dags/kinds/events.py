"""Assets: what tasks tell about them, and what later tasks of the same run read of it."""

from datetime import datetime

import airflow
from airflow import DAG
from airflow.decorators import task
from airflow.models import BaseOperator
from airflow.operators.empty import EmptyOperator

IS_2 = airflow.__version__.startswith("2")
if IS_2:
    from airflow.datasets import Dataset as Asset
    from airflow.datasets import DatasetAlias as AssetAlias
    from airflow.datasets.metadata import Metadata
else:
    from airflow.sdk import Asset, AssetAlias, Metadata

COMMON = {"schedule": None, "start_date": datetime(2024, 1, 1), "catchup": False}
FIRST, SECOND, THIRD, FOURTH, FIFTH = (
    Asset(f"s3://kinds/{word}") for word in ("first", "second", "third", "fourth", "fifth")
)
ALIAS = AssetAlias("kinds-alias")


def told(events):
    return [[e.extra, e.source_task_id, e.source_map_index, e.source_dag_id] for e in events]


def asset_of(event):
    found = event.dataset if IS_2 else event.asset
    return found.uri


with DAG("events_in_one_run", **COMMON):

    @task(outlets=[FIRST, SECOND])
    def make(outlet_events=None):
        outlet_events[FIRST].extra = {"rows": 3, "deep": {"a": [1, None]}}
        return 1

    @task(outlets=[FIRST])
    def more():
        yield Metadata(FIRST, {"by": "metadata"})

    @task(outlets=[FIRST])
    def quiet():
        return None

    @task(outlets=[FIRST])
    def fails(outlet_events=None):
        outlet_events[FIRST].extra = {"never": True}
        raise ValueError("no event of a failure")

    @task(inlets=[FIRST, SECOND], trigger_rule="all_done")
    def read(inlet_events=None):
        first = inlet_events[FIRST]
        return {
            "first": told(first),
            "second": told(inlet_events[SECOND]),
            "count": len(first),
            "last": told([first[-1]]),
            "asset": asset_of(first[0]),
        }

    @task(inlets=[FIRST])
    def too_early(inlet_events=None):
        return [len(inlet_events[FIRST]), list(inlet_events[FIRST])]

    @task(trigger_rule="all_done")
    def not_mine(inlet_events=None):
        return told(inlet_events[FIRST])

    made, noted, silent, failed = make(), more(), quiet(), fails()
    made >> noted >> silent >> failed >> [read(), not_mine()]
    too_early() >> made

with DAG("events_mapped", **COMMON):

    @task(outlets=[THIRD])
    def each(n, outlet_events=None):
        outlet_events[THIRD].extra = {"n": n}

    @task(inlets=[THIRD])
    def gather(inlet_events=None):
        return sorted([e.extra["n"], e.source_map_index] for e in inlet_events[THIRD])

    each.expand(n=[1, 2, 3]) >> gather()

with DAG("events_alias", **COMMON):

    @task(outlets=[ALIAS])
    def by_alias(outlet_events=None):
        outlet_events[ALIAS].add(Asset("s3://kinds/aliased"), extra={"k": 1})
        outlet_events[ALIAS].add(Asset("s3://kinds/aliased"), extra={"k": 2})

    @task(outlets=[ALIAS])
    def by_metadata():
        yield Metadata(Asset("s3://kinds/other"), extra={"m": 1}, alias=ALIAS)

    @task(inlets=[ALIAS, Asset("s3://kinds/aliased")])
    def of_alias(inlet_events=None):
        return [told(inlet_events[ALIAS]), told(inlet_events[Asset("s3://kinds/aliased")])]

    by_alias() >> by_metadata() >> of_alias()


class Own(BaseOperator):
    def __init__(self, extra=None, **kwargs):
        super().__init__(**kwargs)
        self.extra = extra

    def execute(self, context):
        if self.extra:
            context["outlet_events"][self.outlets[0]].extra = self.extra
        return [len(context["inlets"]), len(context["outlets"])]


class Reads(BaseOperator):
    template_fields = ("text",)

    def __init__(self, text="", **kwargs):
        super().__init__(**kwargs)
        self.text = text

    def execute(self, context):
        return [self.text, told(context["inlet_events"][0])]


with DAG("events_of_operators", **COMMON):
    own = Own(task_id="own", extra={"x": 1}, outlets=[FOURTH])
    (
        own
        >> Own(task_id="plain", inlets=[FOURTH], outlets=[FIFTH])
        >> Reads(
            task_id="reads",
            text="{{ inlets | length }} {{ inlet_events[inlets[0]] | length }}",
            inlets=[FOURTH],
        )
    )
    own >> EmptyOperator(task_id="empty", outlets=[FIFTH])
