/** One fixture: `<|>` is the cursor; plain marks are every place that names it, `def:` marks where it is made. */
export interface IdFixture {
  readonly title: string;
  readonly source: string;
  /** What the id is called after a rename; undefined: plain Python names are not renamed by us. */
  readonly rename?: string;
}

const head = `
from airflow.sdk import DAG, TaskGroup, chain, dag, task, task_group
from airflow.providers.standard.operators.bash import BashOperator
from airflow.providers.standard.operators.datetime import BranchDateTimeOperator
from airflow.providers.standard.operators.empty import EmptyOperator
from airflow.providers.standard.operators.python import BranchPythonOperator, PythonOperator
from airflow.providers.standard.operators.trigger_dagrun import TriggerDagRunOperator
from airflow.providers.standard.operators.weekday import BranchDayOfWeekOperator
from airflow.providers.standard.sensors.external_task import ExternalTaskSensor
`.trim();

const dag = (body: string): string =>
  `${head}\n\nwith DAG("sales") as sales:\n${body.replace(/^(?=.)/gm, "    ")}\n`;

/** Names of tasks, groups and DAGs, and all places that name the same. */
export const idFixtures: readonly IdFixture[] = [
  {
    title: "a task's id in its making",
    source: dag(`EmptyOperator(task_id="<|def: lo<|>ad|>")`),
    rename: "store",
  },
  {
    title: "a task's id given as the first argument",
    source: dag(`EmptyOperator(task_id='<|def: lo<|>ad|>')`),
    rename: "store",
  },
  {
    title: "a variable of a task leads to its making",
    source: dag(`
<|def: load|> = EmptyOperator(task_id="<|id: load|>")
check = EmptyOperator(task_id="check")
<|lo<|>ad|> >> check`),
  },
  {
    title: "every use of a variable counts, and its id",
    source: dag(`
<|def: lo<|>ad|> = EmptyOperator(task_id="<|id: load|>")
a = EmptyOperator(task_id="a")
a >> <|load|>
chain(<|load|>, EmptyOperator(task_id="b"))
[<|load|>, a] >> EmptyOperator(task_id="c")`),
  },
  {
    title: "xcom_pull by keyword",
    source: dag(`
def use(ti):
    return ti.xcom_pull(task_ids="<|ext<|>ract|>")

EmptyOperator(task_id="<|def: extract|>")
PythonOperator(task_id="use", python_callable=use)`),
    rename: "fetch",
  },
  {
    title: "xcom_pull by position",
    source: dag(`
EmptyOperator(task_id="<|def: extract|>")
PythonOperator(task_id="use", python_callable=lambda ti: ti.xcom_pull("<|ext<|>ract|>"))`),
    rename: "fetch",
  },
  {
    title: "xcom_pull of several",
    source: dag(`
EmptyOperator(task_id="<|def: a1|>")
EmptyOperator(task_id="b1")
PythonOperator(task_id="use", python_callable=lambda ti: ti.xcom_pull(task_ids=["<|a<|>1|>", "b1"]))`),
    rename: "a2",
  },
  {
    title: "a function of the module belongs to the DAG whose task calls it",
    source: `${head}

def use(ti):
    return ti.xcom_pull(task_ids="<|ext<|>ract|>")

with DAG("sales") as sales:
    EmptyOperator(task_id="<|def: extract|>")
    PythonOperator(task_id="use", python_callable=use)

with DAG("other") as other:
    EmptyOperator(task_id="extract")
`,
    rename: "fetch",
  },
  {
    title: "a template",
    source: dag(`
EmptyOperator(task_id="<|def: extract|>")
BashOperator(task_id="show", bash_command="echo {{ ti.xcom_pull(task_ids='<|ext<|>ract|>') }}")`),
    rename: "fetch",
  },
  {
    title: "a template, by position with a key",
    source: dag(`
EmptyOperator(task_id="<|def: extract|>")
BashOperator(task_id="show", bash_command="{{ ti.xcom_pull('<|ext<|>ract|>', key='n') }}")`),
    rename: "fetch",
  },
  {
    title: "a template with a list",
    source: dag(`
EmptyOperator(task_id="a1")
EmptyOperator(task_id="<|def: b1|>")
BashOperator(task_id="show", bash_command="{{ ti.xcom_pull(task_ids=['a1', '<|b<|>1|>']) }}")`),
    rename: "b2",
  },
  {
    title: "a template over several lines",
    source: dag(`
EmptyOperator(task_id="<|def: extract|>")
BashOperator(
    task_id="show",
    bash_command="""
        echo start
        echo {{ task_instance.xcom_pull(task_ids="<|ext<|>ract|>") }}
    """,
)`),
    rename: "fetch",
  },
  {
    title: "what a branch returns",
    source: dag(`
def choose():
    if today():
        return "<|r<|>ed|>"
    return "blue"

pick = BranchPythonOperator(task_id="pick", python_callable=choose)
pick >> [EmptyOperator(task_id="<|def: red|>"), EmptyOperator(task_id="blue")]`),
    rename: "crimson",
  },
  {
    title: "what a branch may return, in a list",
    source: dag(`
def choose():
    return ["<|r<|>ed|>", "blue"]

pick = BranchPythonOperator(task_id="pick", python_callable=choose)
EmptyOperator(task_id="<|def: red|>")
EmptyOperator(task_id="blue")`),
    rename: "crimson",
  },
  {
    title: "a lambda that branches",
    source: dag(`
pick = BranchPythonOperator(task_id="pick", python_callable=lambda: "<|r<|>ed|>")
EmptyOperator(task_id="<|def: red|>")`),
    rename: "crimson",
  },
  {
    title: "what a @task.branch returns",
    source: dag(`
@task.branch
def choose():
    return "<|r<|>ed|>"

choose() >> EmptyOperator(task_id="<|def: red|>")`),
    rename: "crimson",
  },
  {
    title: "get_task and has_task",
    source: dag(`
EmptyOperator(task_id="<|def: load|>")
sales.get_task("<|lo<|>ad|>")
sales.has_task("<|load|>")`),
    rename: "store",
  },
  {
    title: "task_dict",
    source: dag(`
EmptyOperator(task_id="<|def: load|>")
sales.task_dict["<|lo<|>ad|>"]`),
    rename: "store",
  },
  {
    title: "a task in a group, by its full id",
    source: dag(`
with TaskGroup("stage"):
    EmptyOperator(task_id="<|def: load|>")
BashOperator(task_id="show", bash_command="{{ ti.xcom_pull('stage.<|lo<|>ad|>') }}")`),
    rename: "store",
  },
  {
    title: "a group, as the prefix of a task's id",
    source: dag(`
with TaskGroup("<|def: stage|>"):
    EmptyOperator(task_id="load")
BashOperator(task_id="show", bash_command="{{ ti.xcom_pull('<|sta<|>ge|>.load') }}")`),
    rename: "landing",
  },
  {
    title: "an outer group, as a prefix of a prefix",
    source: dag(`
with TaskGroup("<|def: outer|>"):
    with TaskGroup("inner"):
        EmptyOperator(task_id="load")
BashOperator(task_id="show", bash_command="{{ ti.xcom_pull('<|ou<|>ter|>.inner.load') }}")`),
    rename: "stage",
  },
  {
    title: "an inner group",
    source: dag(`
with TaskGroup("outer"):
    with TaskGroup("<|def: inner|>"):
        EmptyOperator(task_id="load")
BashOperator(task_id="show", bash_command="{{ ti.xcom_pull('outer.<|inn<|>er|>.load') }}")`),
    rename: "stage",
  },
  {
    title: "a group's id in its making",
    source: dag(`
with TaskGroup("<|def: sta<|>ge|>"):
    EmptyOperator(task_id="load")`),
    rename: "landing",
  },
  {
    title: "a group's id by keyword",
    source: dag(`
with TaskGroup(group_id="<|def: sta<|>ge|>"):
    EmptyOperator(task_id="load")`),
    rename: "landing",
  },
  {
    title: "a variable of a group",
    source: dag(`
with TaskGroup("<|id: stage|>") as <|def: stage|>:
    EmptyOperator(task_id="load")
EmptyOperator(task_id="a") >> <|sta<|>ge|>`),
  },
  {
    title: "tasks of the same own id in two groups are two",
    source: dag(`
with TaskGroup("one"):
    EmptyOperator(task_id="<|def: lo<|>ad|>")
with TaskGroup("two"):
    EmptyOperator(task_id="load")
BashOperator(task_id="show", bash_command="{{ ti.xcom_pull('one.<|load|>') }} {{ ti.xcom_pull('two.load') }}")`),
    rename: "store",
  },
  {
    title: "a group that does not prefix",
    source: dag(`
with TaskGroup("stage", prefix_group_id=False):
    EmptyOperator(task_id="<|def: load|>")
BashOperator(task_id="show", bash_command="{{ ti.xcom_pull('<|lo<|>ad|>') }}")`),
    rename: "store",
  },
  {
    title: "a TaskFlow task is named by its function",
    source: dag(`
@task
def <|def: ext<|>ract|>():
    return 1

<|extract|>()
BashOperator(task_id="show", bash_command="{{ ti.xcom_pull('<|extract|>') }}")`),
    rename: "fetch",
  },
  {
    title: "a TaskFlow task, from a string",
    source: dag(`
@task
def <|def: extract|>():
    return 1

<|extract|>()
BashOperator(task_id="show", bash_command="{{ ti.xcom_pull('<|ext<|>ract|>') }}")`),
    rename: "fetch",
  },
  {
    title: "a TaskFlow task with an id of its own",
    source: dag(`
@task(task_id="<|def: ext<|>ract|>")
def get():
    return 1

get()
BashOperator(task_id="show", bash_command="{{ ti.xcom_pull('<|extract|>') }}")`),
    rename: "fetch",
  },
  {
    title: "the id of a DAG",
    source: `${head}\n\nwith DAG("<|def: sa<|>les|>") as d:\n    EmptyOperator(task_id="load")\n`,
    rename: "orders",
  },
  {
    title: "the id of a DAG by keyword",
    source: `${head}\n\nd = DAG(dag_id="<|def: sa<|>les|>")\nEmptyOperator(task_id="load", dag=d)\n`,
    rename: "orders",
  },
  {
    title: "a DAG that another triggers, in the same file",
    source: `${head}

with DAG("<|def: sales|>"):
    EmptyOperator(task_id="load")

with DAG("starter"):
    TriggerDagRunOperator(task_id="start", trigger_dag_id="<|sa<|>les|>")
`,
    rename: "orders",
  },
  {
    title: "a DAG that another file triggers",
    source: `
#- dags/starter.py
${head}

with DAG("starter"):
    TriggerDagRunOperator(task_id="start", trigger_dag_id="<|sa<|>les|>")
#- dags/sales.py
${head}

with DAG("<|def: sales|>"):
    EmptyOperator(task_id="load")
`,
    rename: "orders",
  },
  {
    title: "a DAG, from its making to the files that name it",
    source: `
#- dags/sales.py
${head}

with DAG("<|def: sa<|>les|>"):
    EmptyOperator(task_id="load")
#- dags/starter.py
${head}

with DAG("starter"):
    TriggerDagRunOperator(task_id="start", trigger_dag_id="<|sales|>")
    ExternalTaskSensor(task_id="wait", external_dag_id="<|sales|>", external_task_id="load")
`,
    rename: "orders",
  },
  {
    title: "a task that a sensor of another file waits for",
    source: `
#- dags/waiting.py
${head}

with DAG("waiting"):
    ExternalTaskSensor(task_id="wait", external_dag_id="sales", external_task_id="<|lo<|>ad|>")
#- dags/sales.py
${head}

with DAG("sales"):
    EmptyOperator(task_id="<|def: load|>")
`,
    rename: "store",
  },
  {
    title: "several tasks that a sensor waits for",
    source: `
#- dags/sales.py
${head}

with DAG("sales"):
    EmptyOperator(task_id="<|def: lo<|>ad|>")
    EmptyOperator(task_id="check")
#- dags/waiting.py
${head}

with DAG("waiting"):
    ExternalTaskSensor(task_id="wait", external_dag_id="sales", external_task_ids=["<|load|>", "check"])
`,
    rename: "store",
  },
  {
    title: "a group that a sensor of the same file waits for",
    source: `${head}

with DAG("sales"):
    with TaskGroup("<|def: stage|>"):
        EmptyOperator(task_id="load")

with DAG("waiting"):
    ExternalTaskSensor(task_id="wait", external_dag_id="sales", external_task_group_id="<|sta<|>ge|>")
`,
    rename: "landing",
  },
  {
    title: "a DAG made by a function",
    source: `
#- dags/sales.py
${head}

@dag(schedule=None)
def <|def: sales|>():
    EmptyOperator(task_id="load")

<|sales|>()
#- dags/starter.py
${head}

with DAG("starter"):
    TriggerDagRunOperator(task_id="start", trigger_dag_id="<|sa<|>les|>")
`,
    rename: "orders",
  },
  {
    title: "what a TaskFlow task gives, in a variable",
    source: dag(`
@task
def <|id: extract|>():
    return 1

<|def: rows|> = <|extract|>()
<|ro<|>ws|> >> EmptyOperator(task_id="x")`),
  },
  {
    title: "a branch to a task of a group",
    source: dag(`
def choose():
    return "stage.<|lo<|>ad|>"

pick = BranchPythonOperator(task_id="pick", python_callable=choose)
with TaskGroup("stage"):
    EmptyOperator(task_id="<|def: load|>")`),
    rename: "store",
  },
  {
    title: "the same variable bound twice: each use is the last before it",
    source: dag(`
<|def: t|> = EmptyOperator(task_id="<|id: a1|>")
<|t<|>|> >> EmptyOperator(task_id="x")
t = EmptyOperator(task_id="b1")
t >> EmptyOperator(task_id="y")`),
  },
  {
    title: "a name of a function's own is another",
    source: dag(`
<|def: load|> = EmptyOperator(task_id="<|id: load|>")

def other():
    load = 1
    return load

<|lo<|>ad|> >> EmptyOperator(task_id="x")`),
  },
  {
    title: "a task made in a function that is called",
    source: `${head}

def make():
    return EmptyOperator(task_id="<|def: lo<|>ad|>")

with DAG("sales"):
    make() >> BashOperator(task_id="show", bash_command="{{ ti.xcom_pull('<|load|>') }}")
`,
    rename: "store",
  },
  {
    title: "an id in single quotes with other letters",
    source: dag(`
EmptyOperator(task_id='<|def: über-last.1|>')
sales.get_task('<|über<|>-last.1|>')`),
    rename: "load",
  },
  {
    title: "the ids that a branch by date chooses between",
    source: dag(`
BranchDateTimeOperator(
    task_id="pick",
    follow_task_ids_if_true=["<|ear<|>ly|>"],
    follow_task_ids_if_false="late",
    target_lower=None,
    target_upper=noon,
) >> [EmptyOperator(task_id="<|def: early|>"), EmptyOperator(task_id="late")]`),
    rename: "soon",
  },
  {
    title: "the id that a branch by weekday chooses",
    source: dag(`
BranchDayOfWeekOperator(
    task_id="pick",
    follow_task_ids_if_true="<|wee<|>kend|>",
    follow_task_ids_if_false="workday",
    week_day="Saturday",
) >> [EmptyOperator(task_id="<|def: weekend|>"), EmptyOperator(task_id="workday")]`),
    rename: "saturday",
  },
  {
    title: "an edge by ids",
    source: dag(`
EmptyOperator(task_id="<|def: load|>")
EmptyOperator(task_id="check")
sales.set_dependency("<|lo<|>ad|>", "check")`),
    rename: "store",
  },
  {
    title: "the id of a mapped task",
    source: dag(`
BashOperator.partial(task_id="<|def: copy|>").expand(bash_command=["a", "b"])
BashOperator(task_id="use", bash_command="echo {{ ti.xcom_pull('<|co<|>py|>') }}")`),
    rename: "duplicate",
  },
  {
    title: "an id given by override",
    source: dag(`
@task
def load():
    ...

load.override(task_id="<|def: users|>")()
BashOperator(task_id="use", bash_command="echo {{ ti.xcom_pull(task_ids='<|us<|>ers|>') }}")`),
    rename: "people",
  },
  {
    title: "xcom_pull of the context",
    source: dag(`
@task
def use(**context):
    return context["ti"].xcom_pull(task_ids="<|ext<|>ract|>")

EmptyOperator(task_id="<|def: extract|>") >> use()`),
    rename: "fetch",
  },
  {
    title: "xcom_pull of the context that a task asks for",
    source: dag(`
@task
def use():
    from airflow.sdk import get_current_context
    context = get_current_context()
    return context["task_instance"].xcom_pull(task_ids=("<|ext<|>ract|>", "other"))

EmptyOperator(task_id="<|def: extract|>") >> use()
EmptyOperator(task_id="other")`),
    rename: "fetch",
  },
  {
    title: "a template with the long name of the task instance",
    source: dag(`
EmptyOperator(task_id="<|def: extract|>")
BashOperator(
    task_id="use",
    bash_command="echo {{ task_instance.xcom_pull(task_ids='<|ext<|>ract|>', key='rows') }}",
)`),
    rename: "fetch",
  },
  {
    title: "a template in a dict of variables",
    source: dag(`
EmptyOperator(task_id="<|def: extract|>")
BashOperator(
    task_id="use",
    bash_command="echo $ROWS",
    env={"ROWS": "{{ ti.xcom_pull('<|ext<|>ract|>') }}"},
)`),
    rename: "fetch",
  },
  {
    title: "a task's id under its group, from the group's variable",
    source: dag(`
with TaskGroup("load") as load:
    EmptyOperator(task_id="<|def: users|>")
load.get_child_by_label("<|us<|>ers|>") >> EmptyOperator(task_id="end")`),
    rename: "people",
  },
  {
    title: "several DAGs that one file triggers, from one of them",
    source: `
#- dags/orders.py
from airflow.sdk import DAG
from airflow.providers.standard.operators.empty import EmptyOperator

with DAG("<|def: ord<|>ers|>"):
    EmptyOperator(task_id="load")
#- dags/all.py
from airflow.sdk import DAG
from airflow.providers.standard.operators.trigger_dagrun import TriggerDagRunOperator

with DAG("all"):
    TriggerDagRunOperator(task_id="orders", trigger_dag_id="<|orders|>")
    TriggerDagRunOperator(task_id="again", trigger_dag_id="<|orders|>")
    TriggerDagRunOperator(task_id="other", trigger_dag_id="users")
`,
    rename: "purchases",
  },
  {
    title: "a task that sensors of two files wait for, from its making",
    source: `
#- dags/orders.py
from airflow.sdk import DAG
from airflow.providers.standard.operators.empty import EmptyOperator

with DAG("orders"):
    EmptyOperator(task_id="<|def: lo<|>ad|>")
#- dags/one.py
from airflow.sdk import DAG
from airflow.providers.standard.sensors.external_task import ExternalTaskSensor

with DAG("one"):
    ExternalTaskSensor(task_id="wait", external_dag_id="orders", external_task_id="<|load|>")
#- dags/two.py
from airflow.sdk import DAG
from airflow.providers.standard.sensors.external_task import ExternalTaskSensor

with DAG("two"):
    ExternalTaskSensor(task_id="wait", external_dag_id="orders", external_task_ids=["<|load|>"])
    ExternalTaskSensor(task_id="load", external_dag_id="users", external_task_id="load")
`,
    rename: "store",
  },
  {
    title: "a group of another file that a sensor waits for",
    source: `
#- dags/two.py
from airflow.sdk import DAG
from airflow.providers.standard.sensors.external_task import ExternalTaskSensor

with DAG("two"):
    ExternalTaskSensor(task_id="wait", external_dag_id="orders", external_task_group_id="<|st<|>age|>")
#- dags/orders.py
from airflow.sdk import DAG, TaskGroup
from airflow.providers.standard.operators.empty import EmptyOperator

with DAG("orders"):
    with TaskGroup("<|def: stage|>"):
        EmptyOperator(task_id="load")
`,
    rename: "landing",
  },
  {
    title: "a task of another DAG that a value is pulled from",
    source: `
#- dags/two.py
from airflow.sdk import DAG
from airflow.providers.standard.operators.bash import BashOperator

with DAG("two"):
    BashOperator(
        task_id="use",
        bash_command="echo {{ ti.xcom_pull(task_ids='<|lo<|>ad|>', dag_id='orders') }}",
    )
    BashOperator(task_id="load", bash_command="true")
#- dags/orders.py
from airflow.sdk import DAG
from airflow.providers.standard.operators.empty import EmptyOperator

with DAG("orders"):
    EmptyOperator(task_id="<|def: load|>")
`,
    rename: "store",
  },
  {
    title: "a task that a marker of another DAG names",
    source: `
#- dags/two.py
from airflow.sdk import DAG
from airflow.providers.standard.sensors.external_task import ExternalTaskMarker

with DAG("two"):
    ExternalTaskMarker(task_id="mark", external_dag_id="orders", external_task_id="<|lo<|>ad|>")
#- dags/orders.py
from airflow.sdk import DAG
from airflow.providers.standard.operators.empty import EmptyOperator

with DAG("orders"):
    EmptyOperator(task_id="<|def: load|>")
`,
    rename: "store",
  },
  {
    title: "a TaskFlow function in a decorated DAG, from a string of another task",
    source: `
${head}

@dag(schedule=None)
def sales():
    @task
    def <|def: extract|>():
        return 1

    @task
    def load(ti=None):
        return ti.xcom_pull(task_ids="<|ext<|>ract|>")

    <|extract|>() >> load()

sales()
`,
    rename: "fetch",
  },
  {
    title: "a DAG that a template pulls a value from",
    source: dag(`
BashOperator(
    task_id="use",
    bash_command="echo {{ ti.xcom_pull('load', dag_id='<|ord<|>ers|>') }}",
)

with DAG("<|def: orders|>"):
    EmptyOperator(task_id="load")`),
    rename: "purchases",
  },
];
