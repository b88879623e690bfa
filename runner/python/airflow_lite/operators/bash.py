"""Operators that run a shell command."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Container
from typing import Any, Callable, Dict, Optional

from airflow_lite.exceptions import AirflowException, AirflowSkipException
from airflow_lite.operator import BaseOperator
from airflow_lite.operators.sensors import BaseSensorOperator


class SubprocessResult:
    """How a command ended, and its last line."""

    def __init__(self, exit_code: int, output: str) -> None:
        self.exit_code, self.output = exit_code, output


class SubprocessHook:
    """Runs a command in a session of its own and logs what it prints."""

    def __init__(self, **_: Any) -> None:
        self.sub_process: Optional[subprocess.Popen[bytes]] = None

    @property
    def log(self) -> Any:
        """Its logger."""
        import logging

        return logging.getLogger(
            "airflow.task.hooks.airflow.providers.standard.hooks.subprocess.SubprocessHook"
        )

    def run_command(
        self,
        command: Any,
        env: Optional[Dict[str, str]] = None,
        output_encoding: str = "utf-8",
        cwd: Optional[str] = None,
    ) -> SubprocessResult:
        """Waits for its end."""
        self.log.info("Running command: %s", command)
        with tempfile.TemporaryDirectory(prefix="airflowtmp") as folder:
            self.sub_process = subprocess.Popen(
                command,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                cwd=cwd or folder,
                env=env if env or env == {} else os.environ,
                start_new_session=os.name == "posix",
            )
            line = ""
            assert self.sub_process.stdout is not None
            self.log.info("Output:")
            for raw in self.sub_process.stdout:
                line = raw.decode(output_encoding, errors="backslashreplace").rstrip()
                self.log.info("%s", line)
            self.sub_process.wait()
        self.log.info("Command exited with return code %s", self.sub_process.returncode)
        return SubprocessResult(self.sub_process.returncode, line)

    def send_sigterm(self) -> None:
        """Asks the whole group to stop."""
        process = self.sub_process
        if process is None or process.poll() is not None:
            return
        if os.name != "posix":
            process.terminate()
            return
        try:
            os.killpg(os.getpgid(process.pid), signal.SIGTERM)
        except ProcessLookupError:
            pass  # It ended by itself.


def shell_env(
    operator: Any, context: Any, env: Optional[Dict[str, str]], append: bool
) -> Dict[str, str]:
    """The environment of a command, with Airflow's own variables."""
    from airflow_lite.runtime.task_instance import context_environment

    base = dict(os.environ) if env is None or append else {}
    base.update(env or {})
    base.update(context_environment(context))
    return base


class BashOperator(BaseOperator):
    """Runs a shell command."""

    template_fields: Any = ("bash_command", "env", "cwd")
    template_fields_renderers = {"bash_command": "bash", "env": "json"}
    template_ext: Any = (".sh", ".bash")
    ui_color = "#f0ede4"

    def __init__(
        self,
        *,
        bash_command: Any,
        env: Optional[Dict[str, str]] = None,
        append_env: bool = False,
        output_encoding: str = "utf-8",
        skip_on_exit_code: Any = 99,
        skip_exit_code: Any = None,
        cwd: Optional[str] = None,
        output_processor: Callable[[str], Any] = lambda result: result,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.bash_command, self.env, self.append_env = bash_command, env, append_env
        self.output_encoding, self.cwd = output_encoding, cwd
        codes = skip_on_exit_code if skip_exit_code is None else skip_exit_code
        self.skip_on_exit_code = (
            codes if isinstance(codes, Container) else [] if codes is None else [codes]
        )
        self.output_processor = output_processor

    @property
    def subprocess_hook(self) -> SubprocessHook:
        """What runs the command."""
        if "_hook" not in self.__dict__:
            self._hook = SubprocessHook()
        return self._hook

    def get_env(self, context: Any) -> Dict[str, str]:
        """The environment of the command."""
        return shell_env(self, context, self.env, self.append_env)

    def execute(self, context: Any) -> Any:
        bash = shutil.which("bash") or "bash"
        if self.cwd is not None:
            if not os.path.exists(self.cwd):
                raise AirflowException(f"Can not find the cwd: {self.cwd}")
            if not os.path.isdir(self.cwd):
                raise AirflowException(f"The cwd {self.cwd} must be a directory")
        env = self.get_env(context)
        result = self.subprocess_hook.run_command(
            [bash, "-c", self.bash_command],
            env=env,
            output_encoding=self.output_encoding,
            cwd=self.cwd,
        )
        if result.exit_code in self.skip_on_exit_code:
            raise AirflowSkipException(
                f"Bash command returned exit code {result.exit_code}. Skipping."
            )
        if result.exit_code != 0:
            raise AirflowException(
                f"Bash command failed. The command returned a non-zero exit code {result.exit_code}."
            )
        return self.output_processor(result.output)

    def on_kill(self) -> None:
        self.subprocess_hook.send_sigterm()


class BashSensor(BaseSensorOperator):
    """Waits until a command succeeds."""

    template_fields: Any = ("bash_command", "env")

    def __init__(
        self,
        *,
        bash_command: Any,
        env: Optional[Dict[str, str]] = None,
        output_encoding: str = "utf-8",
        retry_exit_code: Optional[int] = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.bash_command, self.env = bash_command, env
        self.output_encoding, self.retry_exit_code = output_encoding, retry_exit_code
        self._hook: Optional[SubprocessHook] = None

    def poke(self, context: Any) -> bool:
        self._hook = SubprocessHook()
        bash = shutil.which("bash") or "bash"
        env = shell_env(self, context, self.env, False)
        result = self._hook.run_command([bash, "-c", self.bash_command], env, self.output_encoding)
        if result.exit_code == 0:
            return True
        if self.retry_exit_code is not None and result.exit_code != self.retry_exit_code:
            from airflow_lite.exceptions import AirflowFailException

            raise AirflowFailException(f"Command exited with return code {result.exit_code}.")
        return False

    def on_kill(self) -> None:
        if self._hook is not None:
            self._hook.send_sigterm()
