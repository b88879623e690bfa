"""Runs `dag.test()` of the interpreter's own Airflow and prints what came of it: FILE DAG_ID [LOGICAL_DATE]."""

import asyncio
import json
import os
import shutil
import subprocess
import sys
import tempfile

DATE = "2025-01-02T00:00:00+00:00"


def main():
    file, dag_id = os.path.abspath(sys.argv[1]), sys.argv[2]
    out = os.dup(1)
    os.dup2(2, 1)
    home = tempfile.mkdtemp(prefix="dagsight-truth-")
    try:
        found = run(file, dag_id, home)
    finally:
        shutil.rmtree(home, ignore_errors=True)
    os.write(out, json.dumps(found).encode())


def run(file, dag_id, home):
    dags = os.path.join(home, "dags")
    os.mkdir(dags)
    for name in os.listdir(os.path.dirname(file)):
        if name == os.path.basename(file):
            os.symlink(file, os.path.join(dags, name))
    os.environ.update(
        AIRFLOW_HOME=home,
        AIRFLOW__CORE__DAGS_FOLDER=dags,
        AIRFLOW__CORE__LOAD_EXAMPLES="False",
        AIRFLOW__CORE__DAG_DISCOVERY_SAFE_MODE="False",
        AIRFLOW__CORE__UNIT_TEST_MODE="False",
        AIRFLOW__DATABASE__SQL_ALCHEMY_CONN=f"sqlite:///{home}/truth.db",
        AIRFLOW_CONN_FS_DEFAULT="fs:///",
        COMPARE="truth",
    )
    template = os.environ.get("DAGSIGHT_TEMPLATE")
    if template and os.path.exists(template):
        shutil.copyfile(template, f"{home}/truth.db")
    else:
        subprocess.run([sys.executable, "-m", "airflow", "db", "migrate"], check=True, stdout=2)
        if template:
            shutil.copyfile(f"{home}/truth.db", template)
    import pendulum
    from airflow import __version__

    try:
        from airflow.dag_processing.dagbag import DagBag
    except ImportError:
        from airflow.models.dagbag import DagBag
    options = {"dag_folder": os.path.join(dags, os.path.basename(file)), "safe_mode": False}
    bag = DagBag(**options)
    if bag.import_errors:
        return {"error": next(iter(bag.import_errors.values()))}
    if dag_id == "?":
        return {"dags": sorted(bag.dags)}
    dag = bag.dags[dag_id]
    logical = pendulum.parse(DATE)
    if not __version__.startswith("2"):
        serve_once()
    try:
        if __version__.startswith("2"):
            dag.test(execution_date=logical)
        else:
            dag.test(logical_date=logical)
    except BaseException as error:
        return {"error": f"dag.test() stopped: {type(error).__name__}: {error}"}
    return collect(dag_id)


def serve_once():
    """Before 3.3 every task builds the API that it talks to anew, which takes seconds: here it is built once, and forked or kept."""
    from airflow.sdk.execution_time import supervisor

    server = supervisor.in_process_api_server()
    if hasattr(server, "app"):
        supervisor.in_process_api_server = lambda: server
    if hasattr(server, "atransport"):
        asyncio.run(first_request(server.atransport))


async def first_request(transport):
    """With the first request all its routes are built."""
    import httpx

    async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
        await client.get("/health")


def collect(dag_id, run_id=None):
    from airflow.models.taskinstance import TaskInstance
    from airflow.models.xcom import XCom
    from airflow.utils.session import create_session

    try:
        from airflow.models.xcom import XComModel as Model
    except ImportError:
        Model = XCom
    found = {"states": {}, "tries": {}, "xcoms": {}}
    asked = {"dag_id": dag_id} if run_id is None else {"dag_id": dag_id, "run_id": run_id}
    with create_session() as session:
        for ti in session.query(TaskInstance).filter_by(**asked):
            name = ti.task_id if ti.map_index < 0 else f"{ti.task_id}[{ti.map_index}]"
            found["states"][name] = str(getattr(ti.state, "value", ti.state))
            found["tries"][name] = ti.try_number
        rows = session.query(Model.task_id, Model.map_index, Model.key, Model.value)
        for task_id, index, key, value in rows.filter_by(**asked):
            # 2.x keeps bytes of JSON, 3.x a JSON column.
            data = json.loads(value) if isinstance(value, bytes) else value
            found["xcoms"][f"{task_id}|{index}|{key}"] = data
    return found


if __name__ == "__main__":
    main()
