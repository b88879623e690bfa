"""Puts the stand-in where `import airflow` looks.

Every path of Airflow 2 and 3 leads to the same few names, so a module is made when it is asked for, and its names are
looked up in one table. Providers that are not there give operators that only pretend.
"""

from __future__ import annotations

import importlib.abc
import importlib.machinery
import importlib.util
import os
import re
import sys
import warnings
from importlib import import_module
from types import ModuleType
from typing import Any, Dict, Iterable, Optional, Set

from airflow_lite.state import State, version

_NAMES: Dict[str, str] = {
    "operator": "BaseOperator BaseOperatorLink",
    "dag": "DAG dag",
    "edges": "chain chain_linear cross_downstream Label EdgeModifier DependencyMixin",
    "taskgroup": "TaskGroup MappedTaskGroup task_group",
    "contexts": "DagContext TaskGroupContext context_wrapper",
    "mapped": "MappedOperator",
    "xcom_arg": "XComArg PlainXComArg",
    "params": "Param ParamsDict DagParam",
    "assets": "Asset AssetAlias AssetAll AssetAny AssetWatcher AssetRef Dataset Metadata Model asset",
    "timetables": """Timetable DataInterval DagRunInfo TimeRestriction NullTimetable OnceTimetable ContinuousTimetable
        CronTriggerTimetable CronDataIntervalTimetable MultipleCronTriggerTimetable CronPartitionTimetable
        DeltaTriggerTimetable DeltaDataIntervalTimetable EventsTimetable AssetOrTimeSchedule DatasetOrTimeSchedule
        PartitionedAssetTimetable PartitionedAtRuntime""",
    "variables": "Variable Connection BaseHook",
    "operators.python": "PythonOperator BranchPythonOperator ShortCircuitOperator get_current_context",
    "operators.elsewhere": """PythonVirtualenvOperator ExternalPythonOperator BranchPythonVirtualenvOperator
        BranchExternalPythonOperator""",
    "operators.bash": "BashOperator BashSensor SubprocessHook SubprocessResult",
    "operators.empty": "EmptyOperator DummyOperator LatestOnlyOperator",
    "operators.branching": """BaseBranchOperator BranchDateTimeOperator BranchDayOfWeekOperator SkipMixin BranchMixIn""",
    "operators.sensors": """BaseSensorOperator PokeReturnValue PythonSensor FileSensor DateTimeSensor TimeSensor
        TimeDeltaSensor TimeDeltaSensorAsync WaitSensor DayOfWeekSensor ExternalTaskSensor ExternalTaskMarker TriggerDagRunOperator
        poke_mode_only""",
    "enums": "TriggerRule WeightRule TaskInstanceState DagRunState DagRunType WeekDay State",
    "extras": """Context LoggingMixin BaseNotifier BaseTrigger BaseEventTrigger TriggerEvent DateTimeTrigger
        TimeDeltaTrigger StartTriggerArgs AirflowPlugin apply_defaults days_ago literal send_email get_parsing_context
        BaseAsyncOperator FSHook Inert is_venv_installed provide_session create_session NOTSET ArgNotSet DeadlineAlert DeadlineReference SyncCallback AsyncCallback XCom""",
    "runtime.task_instance": "TaskInstance DagRun",
    "configuration": "conf AirflowConfigParser",
    "decorators": "task run_if skip_if TaskDecorator TaskDecoratorCollection",
    "retry_policy": "RetryAction RetryDecision RetryPolicy RetryRule ExceptionRetryPolicy",
    "resumable": "ResumableJobMixin",
    "runtime.state_stores": "NEVER_EXPIRE TaskStateStoreAccessor AssetStateStoreAccessor AssetStateStoreAccessors",
    "helpers": """XCOM_RETURN_KEY XCOM_SKIPMIXIN_KEY XCOM_SKIPMIXIN_SKIPPED XCOM_SKIPMIXIN_FOLLOWED NEW_SESSION DEFAULT_OWNER
        DEFAULT_QUEUE DEFAULT_POOL_NAME DEFAULT_POOL_SLOTS DEFAULT_PRIORITY_WEIGHT DEFAULT_RETRIES DEFAULT_RETRY_DELAY
        MAX_RETRY_DELAY DEFAULT_TASK_EXECUTION_TIMEOUT DEFAULT_EXECUTOR DEFAULT_TRIGGER_RULE DEFAULT_WEIGHT_RULE
        DEFAULT_EMAIL_ON_FAILURE DEFAULT_EMAIL_ON_RETRY DEFAULT_IGNORE_FIRST_DEPENDS_ON_PAST
        DEFAULT_WAIT_FOR_PAST_DEPENDS_BEFORE_SKIPPING TaskInstanceKey exactly_one at_most_one is_container as_tuple
        as_flattened_list chunks reduce_in_chunks convert_camel_to_snake merge_dicts partition prune_dict prevent_duplicates
        validate_key import_string qualname iter_namespace get_random_string to_boolean get_hostname get_host_ip_address
        md5 get_email_address_list date_range infer_time_unit scale_time_units context_merge context_to_airflow_vars
        determine_kwargs make_kwargs_callable mask_secret redact HookLineageCollector get_hook_lineage_collector
        expand_env_var result deadline_reference""",
}  # fmt: skip

_ALIASES = {
    "setup": ("decorators", "setup_task"),
    "teardown": ("decorators", "teardown_task"),
    "BaseXCom": ("extras", "XCom"),
    "DatasetAlias": ("assets", "AssetAlias"),
    "DatasetAll": ("assets", "AssetAll"),
    "DatasetAny": ("assets", "AssetAny"),
    "DateTimeSensorAsync": ("operators.sensors", "DateTimeSensor"),
    "TimeSensorAsync": ("operators.sensors", "TimeSensor"),
    "BaseTimetable": ("timetables", "Timetable"),
    "ObjectStoragePath": ("extras", "object_storage_path"),
    "RuntimeTaskInstance": ("runtime.task_instance", "TaskInstance"),
    "task_decorator": ("decorators", "task"),
    "BaseDeadlineReference": ("extras", "InertBase"),
}

_TABLE: Dict[str, Any] = {}
for _module, _names in _NAMES.items():
    for _name in _names.split():
        _TABLE[_name] = (_module, _name)
_TABLE.update(_ALIASES)
_INERT = """AllowedKeyMapper ChainMapper DayWindow FanOutMapper FixedKeyMapper HourWindow IdentityMapper MinimumCount
    MonthWindow PartitionMapper ProductMapper QuarterWindow RollupMapper SegmentWindow
    StartOfDayMapper StartOfHourMapper StartOfMonthMapper StartOfQuarterMapper StartOfWeekMapper StartOfYearMapper
    WaitForAll WeekWindow Window YearWindow AssetAccessControl"""
_TABLE.update(dict.fromkeys(_INERT.split(), ("extras", "Inert")))

CORE = {
    "models",
    "operators",
    "sensors",
    "hooks",
    "utils",
    "decorators",
    "sdk",
    "providers",
    "exceptions",
    "timetables",
    "datasets",
    "assets",
    "macros",
    "configuration",
    "settings",
    "triggers",
    "listeners",
    "plugins_manager",
    "_shared",
    "notifications",
    "io",
    "api",
    "api_internal",
    "serialization",
    "security",
    "contrib",
    "executors",
    "task",
    "secrets",
    "stats",
    "lineage",
    "policies",
    "version",
    "jobs",
    "template",
    "typing_compat",
    "compat",
    "metrics",
    "dag_processing",
    "providers_manager",
    "example_dags",
    "logging_config",
    "logging",
    "cli",
    "auth",
}
"""What is directly below `airflow`."""

_DATABASE = {
    "DagPickle",
    "DagWarning",
    "DbCallbackRequest",
    "Deadline",
    "ImportError",
    "import_all_models",
    "DagBag",
    "DagModel",
    "DagTag",
    "Pool",
    "TaskReschedule",
    "Trigger",
    "Base",
    "Log",
    "SlaMiss",
    "TaskFail",
    "RenderedTaskInstanceFields",
    "clear_task_instances",
}
"""Tables of Airflow's database."""

STRICT = {
    "airflow",
    "airflow.sdk",
    "airflow.decorators",
    "airflow.models",
    "airflow.exceptions",
    "airflow.sdk.exceptions",
}
"""Modules whose names we know all: a wrong one is an ImportError, as in Airflow."""

_OLD_OPERATORS = (
    "docker_operator druid_check_operator gcs_to_s3 google_api_to_s3_transfer hive_operator hive_stats_operator "
    "hive_to_druid hive_to_mysql hive_to_samba_operator http_operator jdbc_operator mssql_operator mssql_to_hive "
    "mysql_operator mysql_to_hive oracle_operator papermill_operator pig_operator postgres_operator presto_check_operator "
    "presto_to_mysql redshift_to_s3_operator s3_file_transform_operator s3_to_hive_operator s3_to_redshift_operator "
    "slack_operator sqlite_operator"
)
"""Where operators of providers were before Airflow 2; its last versions still lead there."""

_LEAVES = {
    "operators": "python bash empty dummy branch branch_operator datetime weekday latest_only trigger_dagrun smooth email "
    "python_operator bash_operator dummy_operator latest_only_operator dagrun_operator generic_transfer subdag hitl "
    "email_operator branch_datetime check_operator sql sql_branch_operator subdag_operator "
    + _OLD_OPERATORS,
    "sensors": "base python bash filesystem date_time time_sensor time_delta weekday external_task base_sensor_operator "
    "python_sensor bash_sensor file_sensor time_delta_sensor external_task_sensor date_time_sensor smart_sensor hive_partition_sensor http_sensor metastore_partition_sensor "
    "named_hive_partition_sensor s3_key_sensor sql sql_sensor web_hdfs_sensor",
    "decorators": "base python bash sensor short_circuit task_group setup_teardown branch_python branch_virtualenv "
    "branch_external_python external_python python_virtualenv condition",
    "sdk": "bases definitions execution_time exceptions timezone types log configuration io serde api observability "
    "macros state module_loading yaml listener plugins_manager providers_manager_runtime crypto lineage _shared",
    "models": "abstractoperator asset backfill base baseoperator baseoperatorlink callback connection crypto dag "
    "dag_version dagbag dagcode dagpickle dagrun dagwarning dataset deadline errors expandinput hitl log "
    "mappedoperator operator param pool referencemixin renderedtifields serialized_dag skipmixin slamiss "
    "taskfail taskinstance taskinstancekey taskmap taskmixin taskreschedule team tasklog trigger variable "
    "xcom xcom_arg xcom_base",
}
"""Modules below some of them."""


class _Module(ModuleType):
    """A module of Airflow: names are looked up when they are asked for."""

    __path__: Any = []

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") and name not in ("__version__", "__all__"):
            raise AttributeError(name)
        found = lookup(self.__name__, name)
        self.__dict__[name] = found
        return found

    def __dir__(self) -> Iterable[str]:
        return [*self.__dict__, *_TABLE]

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """What was taken for a module was a function that we do not have."""
        from airflow_lite.simulated import Absent

        return Absent(self.__name__, "It needs Airflow, which is not installed here.")(
            *args, **kwargs
        )


def lookup(module: str, name: str) -> Any:
    """What `from module import name` gives."""
    if name == "__version__":
        return version()
    if name == "__all__":
        raise AttributeError(name)
    special = _special(module, name)
    if special is not None:
        return special
    provider = module.startswith("airflow.providers.") and not _is_standard(module)
    if not provider:
        found = _TABLE.get(name)
        if found is not None:
            return getattr(import_module(f"airflow_lite.{found[0]}"), found[1])
        exceptions = import_module("airflow_lite.exceptions")
        if name[:1].isupper() and hasattr(exceptions, name):
            return getattr(exceptions, name)
        if module == "airflow.models" and name in _DATABASE:
            from airflow_lite.simulated import Absent

            return Absent(f"{module}.{name}", "There is no metadata database without Airflow.")
    child = f"{module}.{name}"
    if child in sys.modules:
        return sys.modules[child]
    if not provider and name.islower() and _is_known(child):
        return import_module(child)
    if module in STRICT and not name.endswith(("Operator", "Sensor")):
        raise AttributeError(f"module {module!r} has no attribute {name!r}")
    if provider and name.islower() and name[:1] != "_":
        from airflow_lite.simulated import stand_in

        return stand_in(module, name)
    if module in STRICT:
        raise AttributeError(f"module {module!r} has no attribute {name!r}")
    from airflow_lite.simulated import stand_in

    return stand_in(module, name)


def _is_standard(module: str) -> bool:
    return module.startswith(("airflow.providers.standard", "airflow.providers.common.compat"))


_SINCE = re.compile(r"AIRFLOW_V_(\d+)_(\d+)(?:_(\d+))?_PLUS")


def _special(module: str, name: str) -> Any:
    """Names that mean something else in some modules."""
    since = _SINCE.fullmatch(name)
    if since is not None:
        wanted = tuple(int(part or 0) for part in since.groups())
        return tuple(int(part) for part in version().split(".")) >= wanted
    if module == "airflow.configuration":
        found = _configuration(name)
        if found is not None:
            return found
    if (module, name) in (
        ("airflow.utils.timeout", "timeout"),
        ("airflow.sdk.execution_time.timeout", "timeout"),
        ("airflow.providers.common.compat.sdk", "timeout"),
    ):
        return import_module("airflow_lite.helpers").timeout
    if module.endswith("lineage.entities"):
        return import_module("airflow_lite.extras").Inert if name[:1].isupper() else None
    if name == "macros" and module in ("airflow", "airflow.sdk"):
        return import_module("airflow_lite.runtime.task_instance").macros
    if module in ("airflow.macros", "airflow.sdk.macros", "airflow.sdk.execution_time.macros"):
        return getattr(import_module("airflow_lite.runtime.task_instance").macros, name, None)
    if module.startswith("airflow.") and module.endswith(".timezone"):
        return _timezone(name)
    if module in ("airflow.utils.dates",) and name == "timedelta":
        from datetime import timedelta

        return timedelta
    if module == "airflow.settings":
        return {
            "TIMEZONE": _timezone("utc"),
            "AIRFLOW_HOME": State.dags_folder,
            "DAGS_FOLDER": State.dags_folder,
            "PLUGINS_FOLDER": os.path.join(os.path.dirname(State.dags_folder), "plugins"),
        }.get(name)
    if module == "airflow.version" and name == "version":
        return version()
    if module.endswith((".helpers",)) and name in ("chain", "cross_downstream"):
        return getattr(import_module("airflow_lite.edges"), name)
    return None


def _configuration(name: str) -> Any:
    """The module once had the functions of `conf` itself."""
    if name in ("get", "getboolean", "getint", "getfloat", "getlist", "has_option", "set"):
        return getattr(import_module("airflow_lite.configuration").conf, name)
    if name in ("AIRFLOW_HOME", "get_airflow_home"):
        home = os.environ.get("AIRFLOW_HOME") or os.path.dirname(State.dags_folder)
        return home if name == "AIRFLOW_HOME" else lambda: home
    return None


def _timezone(name: str) -> Any:
    dates = import_module("airflow_lite.dates")
    helpers = import_module("airflow_lite.helpers")
    pendulum = dates.pendulum
    known = {
        "utcnow": dates.utcnow, "parse": dates.parse, "utc": pendulum.timezone("UTC"), "datetime": pendulum.datetime,
        "make_aware": dates.instance, "convert_to_utc": lambda value: dates.instance(value).in_timezone("UTC"),
        "coerce_datetime": dates.instance, "utc_epoch": lambda: pendulum.datetime(1970, 1, 1),
        "is_localized": lambda value: value.tzinfo is not None, "is_naive": lambda value: value.tzinfo is None,
        "parse_timezone": pendulum.timezone, "local_timezone": lambda: pendulum.timezone("UTC"),
        "make_naive": helpers.make_naive, "from_timestamp": helpers.from_timestamp,
    }  # fmt: skip
    return known.get(name)


def _is_known(name: str) -> bool:
    """Whether Airflow has such a module."""
    parts = name.split(".")
    if parts[0] != "airflow":
        return False
    if len(parts) == 1:
        return True
    if parts[1] not in CORE and not (State.is_2() and parts[1] == "kubernetes"):
        return False
    leaves = _LEAVES.get(parts[1])
    if leaves is not None and len(parts) > 2:
        return parts[2] in leaves.split()
    return True


def _example(name: str) -> Optional[str]:
    """Airflow's examples import each other: when one of them is opened, the others are files beside it."""
    parts = name.split(".")
    folders = State.dags_folder.replace(os.sep, "/").split("/")
    if parts[:2] != ["airflow", "example_dags"] or "example_dags" not in folders:
        return None
    top = folders[: folders.index("example_dags") + 1]
    file = "/".join([*top, *parts[2:]]) + ".py"
    return file if len(parts) > 2 and os.path.exists(file) else None


class AirflowFinder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Makes the modules of Airflow."""

    def find_spec(self, fullname: str, path: Any = None, target: Any = None) -> Any:
        """Only for Airflow's own."""
        if fullname != "airflow" and not fullname.startswith("airflow."):
            return None
        example = _example(fullname)
        if example is not None:
            return importlib.util.spec_from_file_location(fullname, example)
        if not _is_known(fullname):
            return None
        return importlib.machinery.ModuleSpec(fullname, self, is_package=True)

    def create_module(self, spec: Any) -> ModuleType:
        """A module whose names are looked up late."""
        return _Module(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        """Nothing to run."""
        if module.__name__.startswith("airflow.providers.") and module.__name__.count(".") == 2:
            if not _is_standard(module.__name__):
                from airflow_lite.simulated import why_missing

                State.missing[module.__name__] = why_missing(module.__name__)


class MissingFinder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Asked last: pendulum, and packages of which a file only wants operators, are stood in for."""

    def __init__(self) -> None:
        self.operators_of: Set[str] = set()
        """Modules from which the opened file imports only operators, sensors and the like."""

    def find_spec(self, fullname: str, path: Any = None, target: Any = None) -> Any:
        """Only for what was not found elsewhere."""
        if fullname == "pendulum" or fullname.startswith("pendulum."):
            return importlib.machinery.ModuleSpec(fullname, self, is_package=True)
        if any(name == fullname or name.startswith(fullname + ".") for name in self.operators_of):
            return importlib.machinery.ModuleSpec(fullname, self, is_package=True)
        return None

    def create_module(self, spec: Any) -> Optional[ModuleType]:
        """The stand-in."""
        if spec.name == "pendulum":
            return import_module("airflow_lite.pendulum_lite")
        if spec.name.startswith("pendulum."):
            return _Pendulum(spec.name)
        return _Missing(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        """Nothing to run."""


class _Pendulum(ModuleType):
    """A submodule of pendulum."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return getattr(import_module("airflow_lite.pendulum_lite"), name)


class _Missing(ModuleType):
    """A package that is not there."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        from airflow_lite.simulated import stand_in

        return stand_in(self.__name__, name)


_missing = MissingFinder()


def install() -> MissingFinder:
    """From now on `import airflow` gives the stand-in."""
    if not any(isinstance(finder, AirflowFinder) for finder in sys.meta_path):
        sys.meta_path.insert(0, AirflowFinder())
        sys.meta_path.append(_missing)
        for name in [
            name for name in sys.modules if name == "airflow" or name.startswith("airflow.")
        ]:
            del sys.modules[name]
    warnings.filterwarnings("ignore", category=DeprecationWarning, module="airflow_lite")
    return _missing
