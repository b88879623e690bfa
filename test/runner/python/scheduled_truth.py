"""Has the scheduler of real Airflow run DAGs as its users do: FILE OUT SECONDS [DAG_ID …]. The runs of one DAG follow each other."""

import contextlib
import importlib.util
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from datetime import datetime, timedelta, timezone

FIRST = datetime(2025, 1, 2, tzinfo=timezone.utc)


def main():
    file, out, seconds = os.path.abspath(sys.argv[1]), sys.argv[2], int(sys.argv[3])
    home = tempfile.mkdtemp(prefix="dagsight-scheduled-")
    os.mkdir(f"{home}/dags")
    shutil.copy(file, f"{home}/dags")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    os.environ.update(
        AIRFLOW_HOME=home,
        AIRFLOW__CORE__DAGS_FOLDER=f"{home}/dags",
        AIRFLOW__CORE__LOAD_EXAMPLES="False",
        AIRFLOW__CORE__DAGS_ARE_PAUSED_AT_CREATION="False",
        AIRFLOW__CORE__PARALLELISM="8",
        AIRFLOW__CORE__EXECUTION_API_SERVER_URL=f"http://127.0.0.1:{port}/execution/",
        AIRFLOW__API__PORT=str(port),
        AIRFLOW__API__WORKERS="1",
        AIRFLOW__API__SECRET_KEY="a" * 32,
        AIRFLOW__API_AUTH__JWT_SECRET="b" * 64,
        AIRFLOW__DATABASE__SQL_ALCHEMY_CONN=f"sqlite:///{home}/truth.db",
        # Airflow 2 starts only one task at a time with SQLite.
        AIRFLOW__CORE__EXECUTOR="LocalExecutor" if is_3() else "SequentialExecutor",
        AIRFLOW__SCHEDULER__SCHEDULE_AFTER_TASK_EXECUTION="False",
        PYTHONPATH=os.path.join(os.path.dirname(os.path.abspath(__file__)), "steady"),
    )
    airflow = [sys.executable, "-m", "airflow"]
    subprocess.run([*airflow, "db", "migrate"], check=True, stdout=2)
    services = ["api-server", "dag-processor", "scheduler"] if is_3() else ["scheduler"]
    if os.path.basename(file) == "deferring.py":
        services.append("triggerer")
    started = [service([*airflow, name], f"{home}/{name}.log") for name in services]
    try:
        found = watch(file, seconds, set(sys.argv[4:]))
        with open(out, "w") as stream:
            json.dump({os.path.basename(file): found}, stream, indent=1)
    finally:
        for process in started:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
        if "KEEP" in os.environ:
            print(home, file=sys.stderr)
        else:
            shutil.rmtree(home, ignore_errors=True)


def is_3():
    import importlib.metadata

    return not importlib.metadata.version("apache-airflow").startswith("2")


def service(command, log):
    with open(log, "w") as stream:
        return subprocess.Popen(command, stdout=stream, stderr=stream, start_new_session=True)


def watch(file, seconds, only):
    from airflow.models.dag import DagModel
    from airflow.models.dagrun import DagRun
    from airflow.utils.session import create_session
    from truth import collect

    spec = importlib.util.spec_from_file_location("scheduled", file)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    ids = sorted(only or module.IDS)
    if is_3():
        wait(is_served, 300, "the API answers")
    wait(lambda: missing(ids, DagModel, create_session) == [], 300, "the DAGs are known")
    todo = {dag_id: list(enumerate(module.RUNS.get(dag_id, [{}]))) for dag_id in ids}
    running, found = {}, {dag_id: {"runs": []} for dag_id in ids}
    while any(todo.values()) or running:
        for dag_id in ids:
            if dag_id in running or not todo[dag_id]:
                continue
            number, how = todo[dag_id].pop(0)
            date = FIRST + timedelta(days=number)
            error = trigger(dag_id, date, how.get("conf"))
            if error is None:
                running[dag_id] = (f"manual__{date.isoformat()}", time.time(), date, how)
            else:
                found[dag_id]["runs"].append({**how, "date": date.isoformat(), "error": error})
        time.sleep(2)
        for dag_id, (run_id, since, date, how) in list(running.items()):
            with create_session() as session:
                run = session.query(DagRun).filter_by(dag_id=dag_id, run_id=run_id).one()
                state = str(getattr(run.state, "value", run.state))
            if state in ("success", "failed") or time.time() - since > seconds:
                # What is killed ends a little later than its run.
                time.sleep(8 if state == "failed" else 1)
                told = collect(dag_id, run_id)
                found[dag_id]["runs"].append(
                    {**how, "date": date.isoformat(), "run": state, **told}
                )
                print(dag_id, number_of(found, dag_id), state, file=sys.stderr, flush=True)
                del running[dag_id]
    return found


def is_served():
    import urllib.request

    try:
        with urllib.request.urlopen(
            os.environ["AIRFLOW__CORE__EXECUTION_API_SERVER_URL"] + "health"
        ):
            return True
    except OSError:
        return False


def number_of(found, dag_id):
    return len(found[dag_id]["runs"])


def missing(ids, model, create_session):
    with create_session() as session:
        known = {row.dag_id for row in session.query(model.dag_id)}
    return [dag_id for dag_id in ids if dag_id not in known]


def trigger(dag_id, date, conf):
    from airflow.api.common.trigger_dag import trigger_dag

    run_id = f"manual__{date.isoformat()}"
    try:
        if is_3():
            from airflow.utils.types import DagRunTriggeredByType

            trigger_dag(
                dag_id,
                triggered_by=DagRunTriggeredByType.CLI,
                run_id=run_id,
                conf=conf,
                logical_date=date,
            )
        else:
            trigger_dag(dag_id, run_id=run_id, conf=conf, execution_date=date)
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    return None


def wait(question, seconds, what):
    end = time.time() + seconds
    while not question():
        if time.time() > end:
            raise TimeoutError(f"after {seconds} s it is not true that {what}")
        time.sleep(1)


if __name__ == "__main__":
    main()
