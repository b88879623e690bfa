"""Triggers that do not simply fire: a triggerer finds them only where Python finds modules."""

import asyncio

from airflow.triggers.base import BaseTrigger, TriggerEvent


class Odd(BaseTrigger):
    """Fires, or does what it is named for."""

    def __init__(self, how):
        super().__init__()
        self.how = how

    def serialize(self):
        return "odd_triggers.Odd", {"how": self.how}

    async def run(self):
        if self.how == "raises":
            raise ValueError("broken")
        if self.how == "late":
            await asyncio.sleep(600)
        if self.how == "several":
            yield TriggerEvent("first")
        if self.how != "silent":
            yield TriggerEvent(self.how)


class Unbuilt(Odd):
    """Cannot be made again from what it says of itself."""

    def serialize(self):
        return "odd_triggers.Odd", {"wrong": self.how}
