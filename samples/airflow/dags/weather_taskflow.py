"""Readings of some weather stations: TaskFlow, a group, and one task instance for each station."""

from datetime import datetime

from airflow.sdk import dag, task, task_group

READINGS = {
    "harbour": [11.2, 12.0, 12.9],
    "hill": [7.5, 8.1, 8.4],
    "valley": [9.9, 10.4, 11.7],
}


@dag(
    schedule="@hourly",
    start_date=datetime(2024, 1, 1),
    catchup=False,
    description="Hourly means of every weather station",
    tags=["weather", "sample"],
)
def weather_taskflow():
    @task
    def list_stations() -> list[str]:
        return sorted(READINGS)

    @task
    def mean_of(station: str) -> float:
        values = READINGS[station]
        mean = round(sum(values) / len(values), 2)
        print(f"{station}: {mean} degrees")
        return mean

    @task_group
    def summarise(means):
        @task
        def warmest(values) -> float:
            return max(values)

        @task
        def coldest(values) -> float:
            return min(values)

        @task
        def spread(high: float, low: float) -> float:
            return round(high - low, 2)

        spread(warmest(means), coldest(means))

    @task.bash
    def announce() -> str:
        return "echo the weather of {{ ds }} is summed up"

    means = mean_of.expand(station=list_stations())
    summarise(means) >> announce()


weather_taskflow()
