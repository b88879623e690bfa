"""Runs `dag.test()` for every DAG of the given files in one process (a fork for each DAG): OUT.json SECONDS FILE …"""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile

DATE = "2025-01-02T00:00:00+00:00"


def main():
    out, seconds, files = sys.argv[1], int(sys.argv[2]), sys.argv[3:]
    home = tempfile.mkdtemp(prefix="dagsight-truth-")
    dags = os.path.join(home, "dags")
    os.mkdir(dags)
    os.environ.update(
        AIRFLOW_HOME=home,
        AIRFLOW__CORE__DAGS_FOLDER=dags,
        AIRFLOW__CORE__LOAD_EXAMPLES="False",
        AIRFLOW__DATABASE__SQL_ALCHEMY_CONN=f"sqlite:///{home}/truth.db",
        AIRFLOW_CONN_FS_DEFAULT="fs:///",
    )
    try:
        subprocess.run([sys.executable, "-m", "airflow", "db", "migrate"], check=True, stdout=2)
        run_all(files, seconds, out)
    finally:
        shutil.rmtree(home, ignore_errors=True)


def run_all(files, seconds, out):
    import pendulum
    from airflow import __version__, settings
    from truth import collect, serve_once

    try:
        from airflow.dag_processing.dagbag import DagBag
    except ImportError:
        from airflow.models.dagbag import DagBag
    bags = {file: DagBag(dag_folder=file, safe_mode=False) for file in files}
    three = not __version__.startswith("2")
    if three:
        publish(bags)
        serve_once()
    logical = pendulum.parse(DATE)
    found = {}
    for file, bag in bags.items():
        found[file] = {"error": next(iter(bag.import_errors.values()))} if bag.import_errors else {}
        for dag_id, dag in sorted(bag.dags.items()):
            if os.environ.get("ONLY", dag_id) not in dag_id:
                continue
            found[file][dag_id] = in_fork(dag, logical, seconds, three, collect, settings)
            told = found[file][dag_id].get("error", "ok")
            print(os.path.basename(file), dag_id, str(told)[:100], file=sys.stderr, flush=True)
        with open(out, "w") as stream:
            json.dump(found, stream, indent=1)


def publish(bags):
    """Airflow 3.1 and later want versions of their DAGs in the database; parsing every file again for each run takes long."""
    from airflow import settings
    from airflow.dag_processing.bundles.manager import DagBundlesManager

    try:
        from airflow.dag_processing.dagbag import sync_bag_to_db
    except ImportError:
        try:
            from airflow.models.dagbag import sync_bag_to_db
        except ImportError:
            return  # 3.0 does without.

    manager = DagBundlesManager()
    session = settings.Session()
    manager.sync_bundles_to_db(session=session)
    session.commit()
    for file, bag in bags.items():
        try:
            sync_bag_to_db(bag, "dags-folder", None)
        except Exception as error:
            bag.import_errors[file] = f"cannot be published: {error}"
            bag.dags.clear()
    DagBundlesManager.get_all_dag_bundles = lambda self: []


def in_fork(dag, logical, seconds, three, collect, settings):
    given, answered = os.pipe()
    settings.engine.dispose()
    pid = os.fork()
    if pid == 0:
        os.setsid()
        os.close(given)
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.alarm(seconds)
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
        os.dup2(2, 1)
        try:
            if three:
                dag.test(logical_date=logical)
            else:
                dag.sync_to_db()  # As the scheduler does: a dataset without a row has no events.
                dag.test(execution_date=logical)
            result = collect(dag.dag_id)
        except BaseException as error:
            result = {"error": f"{type(error).__name__}: {error}"}
        with open(answered, "w") as stream:
            json.dump(result, stream)
        os._exit(0)
    os.close(answered)
    with open(given, "rb") as stream:
        text = stream.read()
    os.waitpid(pid, 0)
    try:
        os.killpg(pid, signal.SIGKILL)
    except ProcessLookupError:
        pass
    return json.loads(text) if text else {"error": f"not done after {seconds} s"}


if __name__ == "__main__":
    main()
