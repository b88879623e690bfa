"""Operators whose function runs in another Python: in an environment made for it, or in one that is there."""

from __future__ import annotations

import ast
import hashlib
import importlib
import inspect
import json
import logging
import os
import pickle
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import textwrap
from collections.abc import Container
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Callable, Dict, Iterator, List, Optional, Tuple

from airflow_lite.exceptions import AirflowException, AirflowSkipException
from airflow_lite.operators.branching import BaseBranchOperator
from airflow_lite.operators.python import PythonOperator, arguments_for
from airflow_lite.state import State

BASE_KEYS = frozenset(
    [
        "ds",
        "ds_nodash",
        "expanded_ti_count",
        "inlets",
        "outlets",
        "run_id",
        "task_instance_key_str",
        "task_reschedule_count",
        "test_mode",
        "partition_key",
        "ts",
        "ts_nodash",
        "ts_nodash_with_tz",
        "next_ds",
        "next_ds_nodash",
        "prev_ds",
        "prev_ds_nodash",
        "tomorrow_ds",
        "tomorrow_ds_nodash",
        "yesterday_ds",
        "yesterday_ds_nodash",
    ]
)
"""What a function elsewhere can always ask for."""

PENDULUM_KEYS = frozenset(
    [
        "data_interval_end",
        "data_interval_start",
        "logical_date",
        "prev_data_interval_end_success",
        "prev_data_interval_start_success",
        "prev_start_date_success",
        "prev_end_date_success",
        "execution_date",
        "partition_date",
        "next_execution_date",
        "prev_execution_date",
        "prev_execution_date_success",
    ]
)
"""These need pendulum there."""

AIRFLOW_KEYS = frozenset(
    [
        "macros",
        "conf",
        "dag",
        "dag_run",
        "task",
        "params",
        "triggering_asset_events",
        "triggering_dataset_events",
    ]
)
"""These need Airflow there."""


def kept_keys(airflow: bool, pendulum: bool) -> frozenset[str]:
    """What of the context can be sent to a Python that has these."""
    keys = BASE_KEYS | {"map_index_template"} if State.is_2() else BASE_KEYS
    if airflow:
        return keys | PENDULUM_KEYS | AIRFLOW_KEYS
    return keys | PENDULUM_KEYS if pendulum else keys


PACKAGES = Path(__file__).resolve().parent.parent.parent

SCRIPT = """from __future__ import annotations
import os, sys
from importlib import import_module
_pickle = import_module({library!r})
os.environ["PYTHON_OPERATORS_VIRTUAL_ENV_MODE"] = "1"
sys.path.append({packages!r})
{prelude}

{source}

if {module!r}.startswith("unusual_prefix_"):
    # Values that name the DAG's file find the function here.
    sys.modules[{module!r}] = type(sys)({module!r})
    setattr(sys.modules[{module!r}], {name!r}, {name})
with open(sys.argv[1], "rb") as _file:
    _given = _pickle.load(_file)
with open(sys.argv[3]) as _file:
    virtualenv_string_args = [_line.strip() for _line in _file]
try:
    _result = {name}(*_given["args"], **_given["kwargs"])
except Exception as _error:
    with open(sys.argv[4], "w") as _file:
        _file.write(str(_error))
    raise
with open(sys.argv[2], "wb") as _file:
    if _result is not None:
        _pickle.dump(_result, _file)
"""
"""Airflow: python_virtualenv_script.jinja2."""

STAND_IN = """
import importlib.util as _util
if _util.find_spec("airflow") is None:
    from airflow_lite.install import install as _install
    from airflow_lite.state import State as _State
    _State.target, _State.dags_folder = {target!r}, {dags!r}
    _install()
"""
"""Where Airflow may be expected, the function finds the same stand-in as here."""


class ElsewhereOperator(PythonOperator):
    """Hands a function over to another Python."""

    def __init__(
        self,
        *,
        python_callable: Callable[..., Any],
        serializer: Optional[str] = None,
        use_dill: bool = False,
        expect_airflow: bool = True,
        skip_on_exit_code: Any = None,
        string_args: Any = None,
        env_vars: Optional[Dict[str, str]] = None,
        inherit_env: bool = True,
        **kwargs: Any,
    ) -> None:
        name = type(self).__name__
        if not inspect.isfunction(python_callable) or python_callable.__name__ == "<lambda>":
            raise ValueError(f"{name} only supports functions for python_callable arg")
        if inspect.isgeneratorfunction(python_callable):
            raise ValueError(f"{name} does not support using 'yield' in python_callable")
        super().__init__(python_callable=python_callable, **kwargs)
        self.serializer = serializer or ("dill" if use_dill else "pickle")
        if self.serializer not in ("pickle", "cloudpickle", "dill"):
            raise AirflowException(
                f"Unsupported serializer {serializer!r}. Expected one of 'pickle', 'dill', 'cloudpickle'"
            )
        self.string_args = string_args or []
        self.expect_airflow = expect_airflow
        codes = skip_on_exit_code
        self.skip_on_exit_code = (
            codes if isinstance(codes, Container) else [] if codes is None else [codes]
        )
        self.env_vars, self.inherit_env = env_vars, inherit_env

    def execute(self, context: Any) -> Any:
        keys = self.context_keys()
        kept = {name: value for name, value in context.items() if name in keys}
        args, kwargs = arguments_for(
            self.python_callable, self.op_args, self.op_kwargs, kept, self.templates_dict
        )
        result = self.call_elsewhere(args, kwargs)
        shown = self.show_return_value_in_logs
        self.log.info("Done. Returned value %s", f"was: {result}" if shown else "not shown")
        return result

    def context_keys(self) -> frozenset[str]:
        """What of the context can be sent there."""
        return kept_keys(False, False)

    def call_elsewhere(self, args: List[Any], kwargs: Dict[str, Any]) -> Any:
        """Calls the function there."""
        raise NotImplementedError

    def has_airflow(self) -> bool:
        """Whether `import airflow` is to work there."""
        return False

    def call_in(self, python: str, args: List[Any], kwargs: Dict[str, Any]) -> Any:
        """The function's result in the given Python."""
        with tempfile.TemporaryDirectory(prefix="venv-call") as folder:
            files = [
                os.path.join(folder, name)
                for name in ("script.py", "script.in", "script.out", "string_args.txt", "error.log")
            ]
            script, given, answer, strings, fault = (Path(file) for file in files)
            script.write_text(self._script(), "utf-8")
            given.write_bytes(self._packed(args, kwargs))
            strings.write_text("\n".join(str(each) for each in self.string_args))
            env = dict(os.environ) if self.inherit_env else {}
            env.update({name: str(value) for name, value in (self.env_vars or {}).items()})
            try:
                run_and_log([python, *files], env)
            except subprocess.CalledProcessError as error:
                self._explain(error, fault)
                raise
            if 0 in self.skip_on_exit_code:
                raise AirflowSkipException("Process exited with code 0. Skipping.")
            return self._library().loads(answer.read_bytes()) if answer.stat().st_size else None

    def _explain(self, error: subprocess.CalledProcessError, fault: Path) -> None:
        code = error.returncode
        if code in self.skip_on_exit_code:
            raise AirflowSkipException(f"Process exited with code {code}. Skipping.") from None
        if fault.exists() and fault.stat().st_size > 0:
            text = fault.read_text()
            raise AirflowException(
                f"Process returned non-zero exit status {code}.\n{text}"
            ) from None

    def _packed(self, args: List[Any], kwargs: Dict[str, Any]) -> bytes:
        library = self._library()
        try:
            return bytes(library.dumps({"args": list(args), "kwargs": kwargs}))
        except Exception:
            bad = [name for name, value in kwargs.items() if not _can_travel(library, value)]
            if not bad:
                raise
            raise AirflowException(
                "Failed to serialize op_kwargs. The following keys contain objects that cannot be "
                f"pickled: {bad}."
            ) from None

    def _library(self) -> Any:
        try:
            return importlib.import_module(self.serializer)
        except ImportError:
            return pickle  # Airflow brings the others; plain values do without.

    def _script(self) -> str:
        prelude = ""
        if self.has_airflow():
            prelude = STAND_IN.format(target=State.target, dags=State.dags_folder)
        return SCRIPT.format(
            library=self._library().__name__,
            packages=str(PACKAGES),
            prelude=prelude,
            module=self.python_callable.__module__,
            name=self.python_callable.__name__,
            source=self.get_python_source(),
        )

    def get_python_source(self) -> str:
        """The function's text, without the decorators that made a task of it."""
        source = textwrap.dedent(inspect.getsource(self.python_callable))
        made = getattr(self, "custom_operator_name", None)
        return without_decorators(source, made) if made else source


def without_decorators(source: str, made: str) -> str:
    """A function's text without `@task.…`, `@setup`, `@teardown` and the conditions."""
    known = {made.lstrip("@"), "setup", "teardown", "task.skip_if", "task.run_if"}
    function = ast.parse(source).body[0]
    lines = source.splitlines(keepends=True)
    for each in getattr(function, "decorator_list", []):
        called = each.func if isinstance(each, ast.Call) else each
        if ast.unparse(called) in known:
            for number in range(each.lineno - 1, each.end_lineno or each.lineno):
                lines[number] = ""
    return "".join(lines)


def _can_travel(library: Any, value: Any) -> bool:
    try:
        library.dumps(value)
    except Exception:
        return False
    return True


def run_and_log(command: List[str], env: Optional[Dict[str, str]] = None) -> None:
    """Waits for a process; what it prints is logged line by line."""
    log = logging.getLogger("airflow.task")
    log.info("Executing cmd: %s", " ".join(shlex.quote(word) for word in command))
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, env=env
    ) as process:
        try:
            log.info("Output:")
            assert process.stdout is not None
            for line in process.stdout:
                log.info("%s", line.decode(errors="backslashreplace").rstrip())
            code = process.wait()
        except BaseException:
            process.kill()
            raise
    if code != 0:
        raise subprocess.CalledProcessError(code, command)


class PythonVirtualenvOperator(ElsewhereOperator):
    """Calls a function in a virtual environment made for it."""

    template_fields: Any = (
        "templates_dict", "op_args", "op_kwargs", "requirements", "index_urls", "venv_cache_path",
    )  # fmt: skip
    template_ext: Any = (".txt",)

    def __init__(
        self,
        *,
        python_callable: Callable[..., Any],
        requirements: Any = None,
        python_version: Optional[str] = None,
        system_site_packages: bool = True,
        pip_install_options: Optional[List[str]] = None,
        op_args: Any = None,
        op_kwargs: Any = None,
        index_urls: Any = None,
        index_urls_from_connection_ids: Any = None,
        venv_cache_path: Any = None,
        **kwargs: Any,
    ) -> None:
        major = str(sys.version_info.major)
        if python_version and str(python_version)[0] != major and (op_args or op_kwargs):
            raise AirflowException(
                "Passing op_args or op_kwargs is not supported across different Python major versions "
                "for PythonVirtualenvOperator. Please use string_args."
                f"Sys version: {sys.version_info}. Virtual environment version: {python_version}"
            )
        if python_version is not None and not isinstance(python_version, str):
            raise AirflowException(
                "Passing non-string types (e.g. int or float) as python_version not supported"
            )
        self.requirements = [requirements] if isinstance(requirements, str) else requirements or []
        self.python_version, self.system_site_packages = python_version, system_site_packages
        self.pip_install_options = pip_install_options
        self.index_urls = _listed(index_urls)
        self.index_urls_from_connection_ids = _listed(index_urls_from_connection_ids)
        self.venv_cache_path = venv_cache_path
        super().__init__(
            python_callable=python_callable, op_args=op_args, op_kwargs=op_kwargs, **kwargs
        )

    def context_keys(self) -> frozenset[str]:
        names = self._required_names()
        return kept_keys(self.has_airflow(), "pendulum" in names)

    def has_airflow(self) -> bool:
        return self.system_site_packages or "apache-airflow" in self._required_names()

    def _required_names(self) -> List[str]:
        lines = (line for each in self.requirements for line in str(each).splitlines())
        return [re.split(r"[^\w.-]", line.strip(), maxsplit=1)[0].lower() for line in lines]

    def call_elsewhere(self, args: List[Any], kwargs: Dict[str, Any]) -> Any:
        if self.venv_cache_path:
            python = self._cached(Path(self.venv_cache_path))
            return self.call_in(python, args, kwargs)
        with tempfile.TemporaryDirectory(prefix="venv") as folder:
            return self.call_in(self._make(Path(folder)), args, kwargs)

    def _wanted(self) -> List[str]:
        wanted = [str(each) for each in self.requirements]
        serializer = self.serializer
        if not self.system_site_packages and serializer != "pickle" and serializer not in wanted:
            wanted.append(serializer)
        return sorted(wanted)

    def _make(self, folder: Path) -> str:
        """The Python of a new environment."""
        wanted = self._wanted()
        env, options = {**os.environ}, list(self.pip_install_options or [])
        self._tell_indexes(folder, env)
        python = _python_named(self.python_version)
        uv = shutil.which("uv")
        if uv:
            command = [uv, "venv", "--allow-existing", "--python", python]
        else:
            command = [python, "-m", "venv"]
            # Nothing to install and the system's pip to be seen: five times faster without one of its own.
            if not wanted and self.system_site_packages:
                command.append("--without-pip")
        if self.system_site_packages:
            command.append("--system-site-packages")
        run_and_log([*command, str(folder)], env)
        made = _python_in(folder)
        if wanted:
            listed = folder / "requirements.txt"
            listed.write_text("\n".join(wanted))
            pip = [uv, "pip", "install", "--python", made] if uv else [made, "-m", "pip", "install"]
            run_and_log([*pip, *options, "-r", str(listed)], env)
        return made

    def _tell_indexes(self, folder: Path, env: Dict[str, str]) -> None:
        urls = list(self.index_urls or [])
        if self.index_urls_from_connection_ids:
            from airflow_lite.variables import BaseHook

            for each in self.index_urls_from_connection_ids:
                urls.append(_index_url(BaseHook.get_connection(each)))
        elif self.index_urls is None:
            return
        text = f"index-url = {urls[0]}" if urls else "no-index = true"
        if len(urls) > 1:
            text += f"\nextra-index-url = {' '.join(urls[1:])}"
            env["UV_INDEX"] = " ".join(urls[1:])
        if urls:
            env["UV_DEFAULT_INDEX"] = urls[0]
        (folder / "pip.conf").write_text(f"[global]\n{text}")

    def _cached(self, cache: Path) -> str:
        """The Python of an environment that is kept."""
        facts = {
            "requirements_list": self._wanted(),
            "pip_install_options": self.pip_install_options,
            "index_urls": self.index_urls,
            "python_version": self.python_version,
            "system_site_packages": self.system_site_packages,
        }
        text = json.dumps(facts, sort_keys=True)
        folder = cache / f"venv-{hashlib.sha256(text.encode()).hexdigest()[:8]}"
        self.log.info("Python virtual environment will be cached in %s", folder)
        cache.mkdir(parents=True, exist_ok=True)
        marker = folder / "install_complete_marker.json"
        with _locked(f"{folder}.lock"):
            if marker.exists() and marker.read_text() == text:
                self.log.info("Reusing cached Python virtual environment in %s", folder)
                return _python_in(folder)
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            try:
                python = self._make(folder)
            except Exception as error:
                shutil.rmtree(folder, ignore_errors=True)
                raise AirflowException(
                    f"Unable to create new virtual environment in {folder}"
                ) from error
            marker.write_text(text)
            return python


def _listed(value: Any) -> Optional[List[str]]:
    if value is None:
        return None
    return [value] if isinstance(value, str) else list(value)


def _index_url(connection: Any) -> str:
    host, login = connection.host or "", connection.login
    if not login or "://" not in host:
        return str(host)
    scheme, rest = host.split("://", 1)
    secret = f":{connection.password}" if connection.password else ""
    return f"{scheme}://{login}{secret}@{rest}"


def _python_named(version: Optional[str]) -> str:
    """The Python of a version; this one if it is of that version or none is asked for."""
    own = ".".join(str(each) for each in sys.version_info[:3])
    if not version or own == version or own.startswith(f"{version}."):
        return sys.executable
    return f"python{version}"


def _python_in(folder: Path) -> str:
    return str(folder / ("bin/python" if os.name == "posix" else "Scripts/python.exe"))


@contextmanager
def _locked(path: str) -> Iterator[None]:
    """Two tasks do not make the same environment at once."""
    with open(path, "w") as file:
        try:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX)
        except ImportError:
            pass  # Windows has no such lock.
        yield


class ExternalPythonOperator(ElsewhereOperator):
    """Calls a function in a Python that is there."""

    template_fields: Any = ("templates_dict", "op_args", "op_kwargs", "python")

    def __init__(self, *, python: str, expect_pendulum: bool = False, **kwargs: Any) -> None:
        if not python:
            raise ValueError("Python Path must be defined in ExternalPythonOperator")
        super().__init__(**kwargs)
        self.python, self.expect_pendulum = python, expect_pendulum

    def context_keys(self) -> frozenset[str]:
        modules, _ = self._found()
        return kept_keys("airflow" in modules and self.expect_airflow, "pendulum" in modules)

    def call_elsewhere(self, args: List[Any], kwargs: Dict[str, Any]) -> Any:
        path = Path(self.python)
        if not path.exists():
            raise ValueError(f"Python Path '{path}' must exists")
        if not path.is_file():
            raise ValueError(f"Python Path '{path}' must be a file")
        if not path.is_absolute():
            raise ValueError(f"Python Path '{path}' must be an absolute path.")
        _, major = self._found()
        if major != sys.version_info.major and (args or kwargs):
            raise AirflowException(
                "Passing op_args or op_kwargs is not supported across different Python major versions "
                "for ExternalPythonOperator. Please use string_args."
            )
        return self.call_in(str(path), args, kwargs)

    def _found(self) -> Tuple[List[str], int]:
        """Which of the modules that matter are there, and Python's major version."""
        code = (
            "import sys, importlib.util as u\n"
            "print(sys.version_info[0], *[m for m in ('airflow', 'pendulum') if u.find_spec(m)])"
        )
        try:
            words = subprocess.check_output([self.python, "-c", code], text=True).split()
        except (OSError, subprocess.CalledProcessError):
            return [], sys.version_info.major
        return words[1:], int(words[0])


class BranchPythonVirtualenvOperator(BaseBranchOperator, PythonVirtualenvOperator):
    """Branches as a function says in a virtual environment made for it."""

    def choose_branch(self, context: Any) -> Any:
        return PythonVirtualenvOperator.execute(self, context)


class BranchExternalPythonOperator(BaseBranchOperator, ExternalPythonOperator):
    """Branches as a function says in a Python that is there."""

    def choose_branch(self, context: Any) -> Any:
        return ExternalPythonOperator.execute(self, context)
