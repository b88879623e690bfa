"""What an engine (airflow_lite, Airflow 2, Airflow 3) does for the processes around it."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import os
import platform
import sys
from dataclasses import dataclass, field
from typing import Any, Dict, List, Optional, Protocol

from dagsight_runner.options import Options, forks
from dagsight_runner.wire import Message


@dataclass
class Opened:
    """The engine's `open`: what to load and how."""

    file: str
    dags_folder: str
    workspace: str
    target: str
    env: Dict[str, Optional[str]] = field(default_factory=dict)
    load_timeout: float = 30.0
    load_each: bool = False

    @classmethod
    def of(cls, message: Message, options: Options) -> Opened:
        """Reads the message; everything but `file` may be missing."""
        file = os.path.abspath(str(message["file"]))
        folder = str(message.get("dagsFolder") or os.path.dirname(file))
        return cls(
            file=file,
            dags_folder=folder,
            workspace=str(message.get("workspace") or folder),
            target=str(message.get("airflow") or options.airflow)[:1],
            env=dict(message.get("env") or {}),
            load_timeout=float(message.get("loadTimeout") or 30),
            load_each=message.get("load") == "each",
        )

    @classmethod
    def of_file(cls, file: str) -> Opened:
        """Only a file."""
        folder = os.path.dirname(file)
        return cls(file=file, dags_folder=folder, workspace=folder, target="")


@dataclass
class Loaded:
    """What a file made."""

    dags: Dict[str, Any] = field(default_factory=dict)
    errors: List[Message] = field(default_factory=list)
    descriptions: List[Message] = field(default_factory=list)


class Link(Protocol):
    """What a try can say to the engine."""

    ti: str

    def send(self, message: Message) -> None:
        """Tells something; `ti` is added."""

    def ask(self, body: Message) -> Optional[Message]:
        """Asks and waits for the answer."""

    def tell(self, body: Message) -> None:
        """Asks what is answered with nothing, without waiting."""

    def mask(self, values: List[str]) -> None:
        """Secrets that must not be seen in the output."""


class Engine(Protocol):
    """Loads files and runs tries."""

    name: str
    version: str

    def prepare(self) -> None:
        """Imports what every file needs; in the base, once."""

    def begin(self) -> None:
        """In the host, before anything of the file: what all its tries share."""

    def load(self, opened: Opened) -> Loaded:
        """Runs the file and describes what it made. Does not raise for the file's own faults."""

    def settle(self) -> None:
        """In the host, before the first try is forked from it: what each try would otherwise do again. Never raises."""

    def start(self, loaded: Loaded, opened: Opened, message: Message, link: Link) -> None:
        """One try: sends its `outcome`."""

    def trigger(self, loaded: Loaded, opened: Opened, message: Message, link: Link) -> None:
        """Waits for the first event of a trigger: sends `event`."""

    def callback(self, loaded: Loaded, opened: Opened, message: Message, link: Link) -> None:
        """The DAG's own callbacks: sends `outcome`."""

    def close(self) -> None:
        """A host ends, or has ended: nothing of it stays on the disk."""


def installed_airflow() -> Optional[str]:
    """The version of the real Airflow in this interpreter."""
    for package in ("apache-airflow-core", "apache-airflow"):
        try:
            version = importlib.metadata.version(package)
        except importlib.metadata.PackageNotFoundError:
            continue
        if importlib.util.find_spec("airflow") is not None:
            return version
    return None


class NoAirflow(Exception):
    """The interpreter does not have what was asked for; the text is for people."""


def said(error: BaseException) -> str:
    """An error as one line for people."""
    return str(error) if isinstance(error, NoAirflow) else "%s: %s" % (type(error).__name__, error)


def choose_engine(options: Options) -> Engine:
    """The engine that the switches and this interpreter ask for."""
    version = installed_airflow()
    if options.engine == "lite" or (options.engine == "auto" and not supported(version)):
        from dagsight_runner.lite import Lite

        return Lite(options.here)
    if version is None:
        raise NoAirflow(
            "Airflow is not installed in %s: choose another interpreter, or the engine lite, the small stand-in."
            % sys.executable
        )
    if version.startswith("3."):
        from dagsight_runner.airflow3 import Airflow3

        engine: Engine = Airflow3(version)
        return engine
    if supported(version):
        from dagsight_runner.airflow2 import Airflow2

        older: Engine = Airflow2(version)
        return older
    raise RuntimeError("Airflow %s is too old: runs need 2.10 or newer, or airflow_lite." % version)


def supported(version: Optional[str]) -> bool:
    """Whether real runs are possible: 2.10 and newer."""
    if version is None:
        return False
    major, minor = (int(part) for part in version.split(".")[:2])
    return (major, minor) >= (2, 10)


def describe_engine(options: Options, engine: Engine) -> Message:
    """The fields of `EngineDescription`."""
    lite = engine.name == "lite"
    return {
        "engine": engine.name,
        "airflow": options.airflow if lite else engine.version,
        "installed": installed_airflow() if lite else None,
        "python": platform.python_version(),
        "executable": sys.executable,
        "forks": forks(options, engine.name),
    }
