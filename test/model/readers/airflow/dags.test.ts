import { expect, test } from "vitest";

import { faultsIn, readText, sketch } from "../readText.ts";

test("a DAG in a with block, one in a variable, and one that a decorated function makes", () => {
  expect(
    sketch(`
      from airflow.sdk import DAG, dag, task
      from airflow.providers.standard.operators.empty import EmptyOperator

      with DAG("one"):
          a = EmptyOperator(task_id="a")
          b = EmptyOperator(task_id="b")
          a >> b

      two = DAG(dag_id="two")
      c = EmptyOperator(task_id="c", dag=two)

      @dag
      def three():
          @task
          def d():
              return 1
          d()

      three()
    `),
  ).toEqual(["one: a, b", "a > b", "two: c", "three: d"]);
});

test("a DAG that is no global and in no with block is not found, nor one that is never made", () => {
  const source = `
    from airflow.sdk import DAG, dag

    def make():
        return DAG("hidden")

    make()

    @dag
    def never():
        pass

    def unused():
        with DAG("nowhere"):
            pass
  `;
  expect(sketch(source)).toEqual([]);
  expect(faultsIn(source)).toEqual(["N10 never", "N10 hidden"]);
});

test("DAGs made in a loop are found by their with block or by globals()", () => {
  expect(
    sketch(`
      from airflow import DAG
      from airflow.operators.empty import EmptyOperator

      for country in ("co", "mx"):
          with DAG(f"load_{country}") as dag:
              EmptyOperator(task_id=f"put_{country}")

      for name in ["x", "y"]:
          made = DAG(f"other_{name}")
          EmptyOperator(task_id="t", dag=made)
          globals()[made.dag_id] = made
    `).map((line) => line.replace(/[~?]/g, "")),
  ).toEqual(["load_co: put_co", "load_mx: put_mx", "other_x: t", "other_y: t"]);
});

test("a factory in another file is followed, and a DAG made there and imported is found", () => {
  expect(
    sketch(`
      #- dags/use.py
      from airflow import DAG
      from factory import make, ready
      dag = make("made", ["a", "b"])
      #- dags/factory.py
      from airflow import DAG
      from airflow.operators.bash import BashOperator

      def make(dag_id, steps):
          with DAG(dag_id) as dag:
              last = None
              for step in steps:
                  task = BashOperator(task_id=step, bash_command="true")
                  if last:
                      last >> task
                  last = task
          return dag

      ready = DAG("ready")
    `).map((line) => line.replace(/[~?]/g, "")),
  ).toEqual(["ready: ", "made: a, b", "a > b"]);
});

test("a subclass of DAG in the workspace is a DAG", () => {
  expect(
    sketch(`
      from airflow import DAG
      from airflow.operators.empty import EmptyOperator

      class TeamDag(DAG):
          def __init__(self, name, **kwargs):
              super().__init__(dag_id=f"team_{name}", **kwargs)

      with TeamDag("daily", schedule="@daily") as dag:
          EmptyOperator(task_id="a")
    `).map((line) => line.replace(/[~?]/g, "")),
  ).toEqual(["team_daily: a"]);
});

test("Airflow 2 has its own names and its own default", () => {
  const kinds = [``, `schedule_interval="@hourly"`, `schedule_interval=None`].map((args) => {
    const [dag] = readText(
      `
        from datetime import datetime
        from airflow import DAG
        dag = DAG("d", start_date=datetime(2024, 1, 1), ${args})
      `,
      2,
    ).dags;
    return dag?.timing.schedule.kind;
  });
  expect(kinds).toEqual(["delta", "preset", "none"]);
});

test("@asset makes a DAG with one task at once", () => {
  expect(
    sketch(`
      from airflow.sdk import asset
      @asset(schedule="@daily")
      def users():
          pass
      @asset(schedule=users, name="report", uri="s3://x/report")
      def make_report(users):
          pass
    `),
  ).toEqual(["users: users", "report: make_report"]);
});
