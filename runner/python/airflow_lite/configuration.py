"""Settings: Airflow's defaults as far as DAG files ask for them, overridden by AIRFLOW__SECTION__KEY."""

from __future__ import annotations

import os
from typing import Any, Dict, Optional, Tuple

from airflow_lite.exceptions import AirflowConfigException
from airflow_lite.state import State

_DEFAULTS: Dict[Tuple[str, str], str] = {
    ("core", "parallelism"): "32", ("core", "max_active_tasks_per_dag"): "16", ("core", "max_active_runs_per_dag"): "16",
    ("core", "default_timezone"): "utc", ("core", "load_examples"): "False", ("core", "executor"): "LocalExecutor",
    ("core", "dags_are_paused_at_creation"): "True", ("core", "default_task_retries"): "0", ("core", "max_map_length"): "1024", ("core", "fernet_key"): "",
    ("operators", "default_owner"): "airflow", ("operators", "default_deferrable"): "False",
    ("webserver", "base_url"): "http://localhost:8080", ("sensors", "default_timeout"): "604800",
    ("email", "email_backend"): "airflow.utils.email.send_email_smtp", ("logging", "base_log_folder"): "{AIRFLOW_HOME}/logs",
    ("logging", "remote_logging"): "False", ("logging", "logging_level"): "INFO", ("logging", "remote_base_log_folder"): "",
    ("logging", "remote_log_conn_id"): "", ("scheduler", "child_process_log_directory"): "{AIRFLOW_HOME}/logs/scheduler",
    ("scheduler", "catchup_by_default"): "False", ("webserver", "default_ui_timezone"): "UTC", ("api", "base_url"): "http://localhost:8080",
    ("smtp", "smtp_mail_from"): "airflow@example.com", ("smtp", "smtp_host"): "localhost", ("smtp", "smtp_port"): "25",
}  # fmt: skip

_MOVED = {"core": "logging", "logging": "core"}
"""Settings of logs were below `core` once."""
_NOTSET = object()


class AirflowConfigParser:
    """Reads settings."""

    def get(self, section: str, key: str, fallback: Any = _NOTSET, **_: Any) -> Any:
        """A setting as text."""
        name = f"AIRFLOW__{section.upper()}__{key.upper()}"
        if name in os.environ:
            return os.environ[name]
        if (section, key) == ("core", "dags_folder"):
            return State.dags_folder
        if (section.lower(), key.lower()) in _DEFAULTS:
            found = _DEFAULTS[section.lower(), key.lower()]
            return found.replace("{AIRFLOW_HOME}", os.environ.get("AIRFLOW_HOME", "."))
        moved = _MOVED.get(section.lower())
        if moved is not None and (moved, key.lower()) in _DEFAULTS:
            return self.get(moved, key)
        if fallback is not _NOTSET:
            return fallback
        if section.lower() not in {name for name, _ in _DEFAULTS}:
            return ""  # A provider's section: its defaults are in the provider.
        raise AirflowConfigException(f"section/key [{section}/{key}] not found in config")

    def getboolean(self, section: str, key: str, **options: Any) -> bool:
        """As a truth value."""
        return str(self.get(section, key, **options)).strip().lower() in ("t", "true", "1")

    def getint(self, section: str, key: str, **options: Any) -> int:
        """As a whole number."""
        return int(self.get(section, key, **options))

    def getfloat(self, section: str, key: str, **options: Any) -> float:
        """As a number."""
        return float(self.get(section, key, **options))

    def getlist(self, section: str, key: str, delimiter: str = ",", **options: Any) -> Any:
        """As a list."""
        return [each.strip() for each in str(self.get(section, key, **options)).split(delimiter)]

    def has_option(self, section: str, option: str, **_: Any) -> bool:
        """Whether it is set."""
        return self.get(section, option, fallback=None) is not None

    def set(self, section: str, option: str, value: Optional[str] = None) -> None:
        """For this process."""
        os.environ[f"AIRFLOW__{section.upper()}__{option.upper()}"] = str(value)


conf = AirflowConfigParser()
