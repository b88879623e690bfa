import { expect, test } from "vitest";

import { checkText } from "./checkText.ts";

// Every object of JavaScript has something under these words.
const words = ["constructor", "toString", "hasOwnProperty", "__proto__"];

test.each(words)("%s is a word like any other", (word) => {
  const other = word.startsWith("_") ? "__qwert__" : "qwertyui";
  for (const airflow of [2, 3] as const) {
    const said = [word, other].map((each) =>
      checkText(fileWith(each), { airflow }).map(
        ({ code, message }) =>
          `${code} ${message.replaceAll(each, "WORD").replace(/(?:\. Did you mean.*|: string,.*|\.)$/, "")}`,
      ),
    );
    expect(said[0]).toEqual(said[1]);
  }
});

function fileWith(word: string): string {
  return `
from datetime import datetime, timedelta
import pendulum
from airflow import DAG
from airflow.decorators import task
from airflow.models.param import Param
from airflow.operators.python_operator import ${word}
from airflow.operators.bash import BashOperator
from airflow.timetables.trigger import CronTriggerTimetable
from airflow.timetables.${word} import x
from airflow.${word} import ${word} as other
from airflow.providers.postgres.operators.postgres import ${word} as another
import airflow.${word}

class ${word}(BashOperator):
    pass

with DAG(
    "etl",
    schedule="@${word}",
    ${word}=1,
    params={"a": Param("x", type="${word}"), "b": Param("x", ${word}=1)},
    default_args={"${word}": 1},
):
    a = ${word}(task_id="a", bash_command="true", ${word}=2)
    b = BashOperator(
        task_id="b",
        bash_command="{{ ${word} }} {{ dag_run.${word} }} {{ ds | ${word} }} {{ macros.${word} }} {{ ${word}.x }}",
        trigger_rule="${word}",
        ${word}=1,
    )
    c = BashOperator(task_id="c", bash_command="true", start_date=datetime(2024, 1, 1), retry_delay=timedelta(minutes=1))

    @task.${word}
    def d(**context):
        return context["${word}"], context["dag_run"].${word}, context["ti"].xcom_pull(task_ids="${word}")

    a >> b >> [c, d()]
    a >> ${word}
`;
}
