import { expect, test } from "vitest";

import { snapshotOf } from "../../../../model/snapshot/snapshot.ts";
import { filesOf, snapshotOfText } from "../../rules/checkText.ts";
import { readText, sketch } from "../readText.ts";

// Each test is one way of writing that real repositories use.

const head = `
from airflow.sdk import DAG, Variable
from airflow.providers.standard.operators.empty import EmptyOperator
`;

test("a task that is not known says why", () => {
  const { dags } = readText(`${head}
with DAG("d"):
    for table in Variable.get("tables", deserialize_json=True):
        EmptyOperator(task_id=f"load_{table}")
    if Variable.get("extra"):
        EmptyOperator(task_id="extra")
`);
  expect(dags[0]?.unknown.map(({ reason }) => reason)).toEqual([
    "the id load_{table} is known when Python runs: Variable tables is known only to Airflow",
    "whether extra exists is known when Python runs: Variable extra is known only to Airflow",
  ]);
});

test("lists joined in place by reduce", () => {
  expect(
    sketch(`${head}
import operator
from functools import reduce

products = {"a": ["x", "y"], "b": ["z"]}
with DAG("d"):
    tasks = [EmptyOperator(task_id=name) for name in reduce(operator.iadd, products.values(), [])]
    tasks[0] >> tasks[1] >> tasks[2]
`),
  ).toEqual(["~d: ~x, ~y, ~z", "x > y", "y > z"]);
});

test("what a library has and is not followed is unknown, not an error", () => {
  const { dags } = readText(`${head}
import os
age = os.path.getmtime("/tmp/x")
with DAG("d"):
    EmptyOperator(task_id="a")
    EmptyOperator(task_id="b" if age > 3 else "c")
`);
  expect([...(dags[0]?.tasks.keys() ?? [])]).toContain("a");
  expect(dags[0]?.unknown.map(({ reason }) => reason).join()).toContain("os.path.getmtime");
});

test("an environment variable without default is taken as not set, and no guard stops the reading", () => {
  expect(
    sketch(`${head}
import os
token = os.environ.get("TOKEN")
if not token:
    raise ValueError("set TOKEN")
assert os.getenv("OTHER")
with DAG("d"):
    first = EmptyOperator(task_id="first")
    if os.getenv("STAGE") == "test":
        first >> EmptyOperator(task_id="only_in_test")
`),
  ).toEqual(["d: first"]);
});

test("what libraries give and packages that know nothing of Airflow make no tasks", () => {
  expect(
    sketch(`${head}
import pendulum
from datetime import datetime
from clickhouse_driver import Client
from airflow.hooks.base import BaseHook

class OurHook(BaseHook):
    pass

with DAG("d"):
    EmptyOperator(task_id="a", doc=datetime.now().strftime("%Y"))
    Client("x").execute("select 1")
    OurHook("x").get_records()
`),
  ).toEqual(["d: a"]);
});

test("the folder above the workspace is not known, and no error", () => {
  const { faults, dags } = readText(`${head}
from pathlib import Path
docs = Path(__file__).resolve().parents[4] / "docs" / "a.md"
with DAG("d", doc_md=docs.read_text()):
    EmptyOperator(task_id="a")
`);
  expect(faults).toEqual([]);
  expect(dags[0]?.certainty).toBe("certain");
});

test("a set from which something unknown was taken may be empty", () => {
  expect(
    sketch(`${head}
from company.models import Config
missing = {"a", "b"} - set(Config.fields)
if missing:
    raise ValueError(missing)
with DAG("d"):
    EmptyOperator(task_id="a")
`),
  ).toEqual(["d: a"]);
});

test("a search that may have found something has found it when what follows would fail", () => {
  const { faults, dags } = readText(`${head}
from pathlib import Path

def docs(name):
    for folder in (Path("/outside/a"), Path("/outside/b")):
        if (folder / name).is_file():
            return (folder / name).read_text()
    raise FileNotFoundError(name)

with DAG("d", doc_md=docs("a.md")):
    EmptyOperator(task_id="a")
`);
  expect(faults).toEqual([]);
  expect(dags[0]?.certainty).toBe("certain");
});

test("params from a ParamsDict, and the version of Airflow", () => {
  expect(
    sketch(
      `${head}
from airflow.sdk.definitions.param import ParamsDict
from airflow.version import version
params = ParamsDict({"a": 1, "b": 2})
with DAG("d", params=params):
    for name in params:
        EmptyOperator(task_id=name)
    if int(version.split(".")[0]) < 3:
        EmptyOperator(task_id="old")
`,
      3,
    ),
  ).toEqual(["~d: ~a, ~b"]);
});

test("settings with a written default: environs, decouple, dotenv", () => {
  expect(
    sketch(`${head}
from decouple import config
from dotenv import load_dotenv
from environs import Env
load_dotenv()
env = Env()
env.read_env()
count = config("COUNT", default="2", cast=int)
with DAG(env("NAME", "d"), schedule=env.str("SCHEDULE", "@daily")):
    for number in range(count):
        EmptyOperator(task_id=f"t{number}")
`),
  ).toEqual(["~d: ~t0, ~t1"]);
});

test("a folder and the file in it may have the same name: the import means the folder", () => {
  expect(
    sketch(`
#- waste/waste.py
from airflow.sdk import DAG
from airflow.providers.standard.operators.python import PythonOperator
from waste.process import process
with DAG("waste") as dag:
    PythonOperator(task_id="process", python_callable=process)
#- waste/process.py
def process():
    pass
`),
  ).toEqual(["waste: process"]);
});

test("a loop over a generator runs between the generator's own steps", () => {
  expect(
    sketch(`${head}
seen = []

def names():
    number = 0
    while len(seen) < 3:
        yield f"t{number}"
        number += 1

def tasks():
    for name in names():
        yield EmptyOperator(task_id=name)
        seen.append(name)

with DAG("d"):
    last = None
    for task in tasks():
        if last:
            last >> task
        last = task
        if task.task_id == "t1":
            break
    EmptyOperator(task_id=f"{len(seen)}_seen")
`),
  ).toEqual(["~d: ~t0, ~t1, 1_seen", "~t0 > t1"]);
});

test("what a generator gives only perhaps is not certain", () => {
  expect(
    sketch(`${head}
def tasks():
    yield "always"
    if Variable.get("more"):
        yield "perhaps"

with DAG("d"):
    for name in tasks():
        EmptyOperator(task_id=name)
    for name in list(tasks()):
        EmptyOperator(task_id=f"listed_{name}")
`),
  ).toEqual(["?d: ~always, ?perhaps, ?listed_always, ?listed_perhaps"]);
});

test("the entries of a folder by os.scandir", () => {
  expect(
    sketch(`#- dags/d.py
import os
from airflow.sdk import DAG
from airflow.providers.standard.operators.empty import EmptyOperator

with DAG("d"):
    with os.scandir(os.path.join(os.path.dirname(__file__), "sql")) as entries:
        for entry in entries:
            if entry.is_file() and entry.name.endswith(".sql"):
                EmptyOperator(task_id=entry.name.removesuffix(".sql"))
#- dags/sql/a.sql
select 1
#- dags/sql/b.sql
select 2
#- dags/sql/more/c.sql
select 3
`),
  ).toEqual(["~d: ~a, ~b"]);
});

test("the DAG of a SubDagOperator is a DAG of its own in Airflow 2", () => {
  expect(
    sketch(
      `
from airflow import DAG
from airflow.operators.empty import EmptyOperator
from airflow.operators.subdag import SubDagOperator

def part(parent, name):
    dag = DAG(f"{parent}.{name}")
    EmptyOperator(task_id="inner", dag=dag)
    return dag

with DAG("whole") as dag:
    SubDagOperator(task_id="part", subdag=part("whole", "part"))
`,
      2,
    ),
  ).toEqual(["whole: part", "~whole.part: ~inner"]);
});

test("a Databricks workflow begins with its launch", () => {
  expect(
    sketch(`${head}
from airflow.providers.databricks.operators.databricks import DatabricksNotebookOperator
from airflow.providers.databricks.operators.databricks_workflow import DatabricksWorkflowTaskGroup

with DAG("d"):
    with DatabricksWorkflowTaskGroup(group_id="wf", databricks_conn_id="c") as workflow:
        first = DatabricksNotebookOperator(task_id="first", notebook_path="/a", source="GIT")
        first >> DatabricksNotebookOperator(task_id="second", notebook_path="/b", source="GIT")
    EmptyOperator(task_id="before") >> workflow
`),
  ).toEqual([
    "d: wf.first, wf.second, wf.launch, before",
    "before > wf.launch",
    "wf.first > wf.second",
    "wf.launch > wf.first",
    "wf.launch > wf.second",
  ]);
});

test("a task that is made on every way is there, whichever is taken", () => {
  expect(
    sketch(`${head}
from airflow.sdk import task
mode = Variable.get("mode")

@task
def work(): ...

def make(name):
    if mode == "short":
        return EmptyOperator(task_id=name)
    return EmptyOperator(task_id=name, trigger_rule="all_done")

with DAG("d"):
    if mode == "a":
        first, done = EmptyOperator(task_id="first"), work()
        first >> done
    elif mode == "b":
        first, done = EmptyOperator(task_id="first", retries=2), work()
        first >> done
    else:
        raise ValueError(mode)
    last = make("last")
    [done, EmptyOperator(task_id="x") if mode else EmptyOperator(task_id="x")] >> last
    if mode == "c":
        EmptyOperator(task_id="perhaps")
`),
  ).toEqual([
    "?d: ~first, ~work, ~last, ~x, ?perhaps",
    "~first > work",
    "~work > last",
    "~x > last",
  ]);
});

test("a task on some of the ways only is not certain, nor is one whose ways are not all known", () => {
  expect(
    sketch(`${head}
mode = Variable.get("mode")
with DAG("d"):
    if mode == "a":
        EmptyOperator(task_id="one")
    elif mode == "b":
        EmptyOperator(task_id="one")
    for name in mode:
        if name:
            EmptyOperator(task_id="two")
        else:
            EmptyOperator(task_id="two")
`),
  ).toEqual(["?d: ?one, ?two"]);
});

test("what an inferred condition left as it was is inferred too", () => {
  const { dags } = readText(`${head}
import os
schedule = None
if os.getenv("STAGE") == "production":
    schedule = "@daily"
with DAG("d", schedule=schedule):
    EmptyOperator(task_id="a")
`);
  expect(dags[0]?.timing.schedule).toMatchObject({ kind: "none", certainty: "inferred" });
});

test("the documentation of a property can be read and set", () => {
  expect(
    sketch(`${head}
class Settings:
    @property
    def name(self):
        "What it is called."
        return "a"
    name.__doc__ += "!"

with DAG("d"):
    EmptyOperator(task_id=Settings().name, doc=Settings.name.__doc__)
`),
  ).toEqual(["d: a"]);
});

test("arrows of the workspace's own classes: the left side answers, unless the right one's class answers otherwise", () => {
  expect(
    sketch(`${head}
from airflow.utils.log.logging_mixin import LoggingMixin

class Step:
    def __init__(self, name):
        self.op = Logged(task_id=name)

    def __rshift__(self, other):
        if self.op and other.op:
            self.op >> other.op
        return other

    def __rrshift__(self, other):
        if not isinstance(other, list):
            raise NotImplementedError
        for one in other:
            one >> self
        return self

class Logged(EmptyOperator, LoggingMixin): ...
class Special(Step): ...

with DAG("d"):
    Step("a") >> Special("b") >> Step("c")
    [Step("x"), Special("y")] >> Special("z")
`),
  ).toEqual(["~d: ~a, ~b, ~c, ~x, ~y, ~z", "~a > b", "~b > c", "~x > z", "~y > z"]);
});

test("what a timetable says of itself is not known, and no error", () => {
  expect(
    sketch(`${head}
from airflow.timetables.interval import CronDataIntervalTimetable

class Delayed(CronDataIntervalTimetable):
    def __init__(self, cron, timezone):
        super().__init__(cron, timezone)
        self.description += ", delayed"

with DAG("d", schedule=Delayed("0 2 * * *", "UTC")):
    EmptyOperator(task_id="a")
`),
  ).toEqual(["d: a"]);
});

test("what depends on the order of a set is not certain; what does not, is", () => {
  expect(
    sketch(`${head}
names = {"a", "b", "c"}
with DAG("chained"):
    last = None
    for name in names:
        task = EmptyOperator(task_id=name)
        if last:
            last >> task
        last = task
with DAG("fanned"):
    first = EmptyOperator(task_id="first")
    for name in list(names):
        first >> EmptyOperator(task_id=name)
with DAG("sorted"):
    last = None
    for name in sorted(names):
        task = EmptyOperator(task_id=name)
        if last:
            last >> task
        last = task
with DAG("numbers"):
    tasks = [EmptyOperator(task_id=f"t{number}") for number in {3, 1, 2}]
    tasks[0] >> tasks[1] >> tasks[2]
with DAG("numbered"):
    for number, name in enumerate(names):
        EmptyOperator(task_id=f"{name}_{number}")
`),
  ).toEqual([
    "?chained: ~a, ~b, ~c",
    "?a > b",
    "?b > c",
    "~fanned: first, ~a, ~b, ~c",
    "~first > a",
    "~first > b",
    "~first > c",
    "~sorted: ~a, ~b, ~c",
    "~a > b",
    "~b > c",
    "~numbers: ~t1, ~t2, ~t3",
    "t1 > t2",
    "t2 > t3",
    "?numbered: ?a_0, ?b_1, ?c_2",
  ]);
});

test("a decorated function has the name and parameters of what its wrapper wraps", () => {
  expect(
    sketch(`${head}
import functools
from airflow.sdk import task

def logged(function):
    @functools.wraps(function)
    def inner(*args, **kwargs):
        return function(*args, **kwargs)
    return inner

@task
@logged
def load(table): ...

with DAG("d"):
    load("users") >> load("orders")
`),
  ).toEqual(["d: load, load__1", "load > load__1"]);
});

test("an object whose own code says that it has no such attribute has none", () => {
  expect(
    sketch(`${head}
class Config:
    def __getattr__(self, name):
        if name == "there":
            return "x"
        raise AttributeError(name)

with DAG("d"):
    config = Config()
    EmptyOperator(task_id="has" if hasattr(config, "other") else "has_not")
    EmptyOperator(task_id=getattr(config, "another", "fallback"))
    EmptyOperator(task_id=getattr(config, "there", "fallback"))
`),
  ).toEqual(["d: has_not, fallback, x"]);
});

test.each([
  [2, "two"],
  [3, "three"],
] as const)("code that asks for Airflow %i gets the true answer", (airflow, name) => {
  expect(
    sketch(
      `
try:
    from airflow.sdk import DAG
    name = "three"
except ImportError:
    from airflow import DAG
    name = "two"
from airflow.providers.standard.operators.empty import EmptyOperator
with DAG("d", schedule=None):
    EmptyOperator(task_id=name)
`,
      airflow,
    ),
  ).toEqual([`d: ${name}`]);
});

test("a class that is not in the workspace goes by the name that it is imported by", () => {
  expect(
    sketch(`${head}
from airflow.models import DagRun, TaskInstance as Instance
from company.models import Order

with DAG("d"):
    for model in [DagRun, Instance, Order]:
        EmptyOperator(task_id=f"clean_{model.__name__}")
`),
  ).toEqual(["~d: ~clean_DagRun, ~clean_TaskInstance, ~clean_Order"]);
});

test("a class of Airflow that goes by another name has its own", () => {
  expect(
    sketch(`${head}
from airflow.models import XCom, errors

with DAG("d"):
    for model in [XCom, errors.ImportError]:
        EmptyOperator(task_id=f"clean_{model.__name__}")
`),
  ).toEqual(["~d: ~clean_BaseXCom, ~clean_ParseImportError"]);
});

test("groups whose ids are not known are alike, and do not grow with each round", () => {
  expect(
    sketch(`${head}
from airflow.sdk import TaskGroup, task
import company

@task
def load(): ...

with DAG("d"):
    last = EmptyOperator(task_id="first")
    for size in range(3):
        with TaskGroup(company.name(size)) as group:
            load() >> load()
        last >> group
        last = EmptyOperator(task_id=f"after_{size}")
        group >> last
`),
  ).toEqual([
    "?d: first, ?{company.name(size)}.load, ?{company.name(size)}.load__1, ~after_0, ~after_1, ~after_2",
    "?after_0 > {company.name(size)}.load",
    "?after_0 > {company.name(size)}.load__1",
    "?after_1 > {company.name(size)}.load",
    "?after_1 > {company.name(size)}.load__1",
    "?first > {company.name(size)}.load",
    "?first > {company.name(size)}.load__1",
    "?{company.name(size)}.load > after_0",
    "?{company.name(size)}.load > after_1",
    "?{company.name(size)}.load > after_2",
    "?{company.name(size)}.load > {company.name(size)}.load__1",
    "?{company.name(size)}.load__1 > after_0",
    "?{company.name(size)}.load__1 > after_1",
    "?{company.name(size)}.load__1 > after_2",
  ]);
});

test("where a group begins and ends, asked of the group", () => {
  expect(
    sketch(`${head}
from airflow.sdk import TaskGroup

with DAG("d"):
    with TaskGroup("g") as g:
        EmptyOperator(task_id="a") >> EmptyOperator(task_id="b")
    for task in g.get_roots():
        EmptyOperator(task_id=f"before_{task.label}") >> task
    g.leaves[0] >> EmptyOperator(task_id="after")
`),
  ).toEqual(["~d: g.a, g.b, ~before_a, after", "g.a > g.b", "g.b > after", "~before_a > g.a"]);
});

test("a key that is missing, as its error says it", () => {
  expect(
    sketch(`${head}
def missing(look):
    try:
        look()
    except KeyError as error:
        return str(error)

with DAG("d"):
    for look in [lambda: {"a": 1}["b"], lambda: {}.pop(1), lambda: {1, 2}.remove("c"), lambda: "%(d)s" % {}]:
        EmptyOperator(task_id="no_" + missing(look).strip("'"))
`),
  ).toEqual(["~d: ~no_b, ~no_1, ~no_c, ~no_d"]);
});

test("lists that grow while they are walked, and iterators that are shared", () => {
  expect(
    sketch(`${head}
from collections import namedtuple
from itertools import islice, zip_longest

downstream = {"a": ["b", "c"], "b": ["d"], "c": ["d"], "d": []}
Table = namedtuple("Table", "name rows")

class Step:
    made = []
    def __init_subclass__(cls, prefix="", **rest):
        Step.made.append(prefix + cls.__name__)

class Load(Step, prefix="p_"): ...
class Save(Step): ...

with DAG("d"):
    tasks = {}
    queue = ["a"]
    for name in queue:
        if name in tasks:
            continue
        tasks[name] = EmptyOperator(task_id=name)
        queue.extend(downstream[name])
    for name, below in downstream.items():
        for other in below:
            tasks[name] >> tasks[other]
    for pair in zip_longest(*[iter("xyz")] * 2):
        EmptyOperator(task_id="".join(filter(None, pair)))
    letters = iter("klmnop")
    while chunk := list(islice(letters, 4)):
        EmptyOperator(task_id="".join(chunk))
    for letter in iter(iter("qr?s").__next__, "?"):
        EmptyOperator(task_id=letter)
    numbers = iter(range(4))
    for number in numbers:
        EmptyOperator(task_id=f"n{number}{next(numbers)}")
    for table in map(Table._make, [("t", 1), ("u", 2)]):
        EmptyOperator(task_id=table.name)
    for name in Step.made:
        EmptyOperator(task_id=name)
`),
  ).toEqual([
    "~d: ~a, ~b, ~c, ~d, ~xy, ~z, ~klmn, ~op, ~q, ~r, ~n01, ~n23, ~t, ~u, ~p_Load, ~Save",
    "~a > b",
    "~a > c",
    "~b > d",
    "~c > d",
  ]);
});

test("a table in the text of the file", () => {
  expect(
    sketch(`${head}
import csv
import io

TABLES = """name,rows
users,2
orders,1
"""
with DAG("d"):
    for row in csv.DictReader(io.StringIO(TABLES)):
        EmptyOperator(task_id=f"{row['name']}_{row['rows']}")
`),
  ).toEqual(["~d: ~users_2, ~orders_1"]);
});

test("cross_downstream by the names of its arguments", () => {
  expect(
    sketch(`${head}
from airflow.sdk import cross_downstream

with DAG("d"):
    a, b, c, e = [EmptyOperator(task_id=name) for name in "abce"]
    cross_downstream(to_tasks=[c, e], from_tasks=[a, b])
`),
  ).toEqual(["~d: ~a, ~b, ~c, ~e", "a > c", "a > e", "b > c", "b > e"]);
});

test.each([
  ["a factory that is handed the globals", "from company import load\nload(globals())", true],
  [
    "one of an object of a package",
    "from company import Factory\nf = Factory('x')\nf.generate(globals())",
    true,
  ],
  ["a global that is called a DAG", "from company import make\nsales_dag = make('x')", true],
  ["a function that is called so", "from company import create_dag\nx = create_dag('x')", true],
  ["code that hides what it keeps", "keep = globals().update\nkeep({})", true],
  ["a function that is not called", "def keep(name):\n    globals()[name] = 1", false],
  ["arguments of DAGs", "from company import dag_defaults\ndag_args = dag_defaults()", false],
  ["a client", "from company import Client\nclient = Client()", false],
])("DAGs that a package which is not there may make: %s", (_, code, isOpen) => {
  expect(readText(`${head}\n${code}\n`).moreDags !== undefined).toBe(isOpen);
});

test("DAGs that are kept by names which are not known", () => {
  const made = (how: string): string[] =>
    sketch(`${head}
import sys

def make(name):
    dag = DAG(f"d_{name}")
    EmptyOperator(task_id="t", dag=dag)
    return dag

for name in Variable.get("names", deserialize_json=True):
    ${how}
`);
  const expected = ["?d_{name}: ?t"];
  expect(made("globals()[name] = make(name)")).toEqual(expected);
  expect(made("globals().update({name: make(name)})")).toEqual(expected);
  expect(made("setattr(sys.modules[__name__], name, make(name))")).toEqual(expected);
  expect(made("globals()[name] = make('x')")).toEqual(["?d_x: ?t"]);
});

test("an operator that logs before its own beginning", () => {
  expect(
    sketch(`${head}
from airflow.sdk import BaseOperator

class Load(BaseOperator):
    def __init__(self, table, **kwargs):
        self.log.info("loading %s", table)
        super().__init__(task_id=f"load_{table}", **kwargs)

with DAG("d"):
    Load("users") >> Load("orders")
`),
  ).toEqual(["~d: ~load_users, ~load_orders", "load_users > load_orders"]);
});

test("classes that a metaclass registers, a property that is called once, rules by their names", () => {
  expect(
    sketch(`${head}
from functools import cached_property
from airflow.sdk import TriggerRule

class Registry(type):
    made = []
    def __new__(mcs, name, bases, namespace, **options):
        cls = super().__new__(mcs, name, bases, namespace)
        if namespace.get("table"):
            mcs.made.append(cls)
        return cls

class Named(type):
    def __init__(cls, name, bases, namespace):
        super().__init__(name, bases, namespace)
        cls.label = name.lower()

class Table(metaclass=Registry):
    table = None
class Users(Table):
    table = "users"
class Orders(Users):
    table = "orders"
class Report(metaclass=Named): ...

class Steps:
    @cached_property
    def first(self):
        return EmptyOperator(task_id="first", trigger_rule=TriggerRule["ALL_DONE"])

with DAG("d"):
    for cls in Registry.made:
        EmptyOperator(task_id=cls.table)
    EmptyOperator(task_id=Report.label)
    steps = Steps()
    steps.first >> EmptyOperator(task_id="a")
    steps.first >> EmptyOperator(task_id="b")
`),
  ).toEqual(["~d: ~users, ~orders, report, ~first, a, b", "first > a", "first > b"]);
});

test("classes of attrs", () => {
  expect(
    sketch(`${head}
import attr
import attrs

@attrs.define
class Size:
    name: str
    chips: int = attrs.field(default=8, converter=int)
    _tags: list = attrs.Factory(list)

    def __attrs_post_init__(self):
        self._tags.append(self.name)

@attr.s(kw_only=True)
class Job:
    size = attr.ib()
    label = attr.ib()
    runs = attr.ib(default=1)

    @label.default
    def _label(self):
        return f"{self.size.name}_{self.size.chips}"

    @runs.validator
    def _check(self, attribute, value):
        if value < 1:
            raise ValueError("no run")

with DAG("d"):
    for job in [Job(size=Size("v4")), Job(size=attrs.evolve(Size("v5", "16", tags=["x"]), name="v6"))]:
        for run in range(job.runs):
            EmptyOperator(task_id=f"{job.label}_{run}_{len(job.size._tags)}")
`),
  ).toEqual(["~d: ~v4_8_0_1, ~v6_16_0_3"]);
});

test("no DAG is asked for while a file is read", () => {
  expect(
    sketch(`${head}
from airflow.sdk import get_parsing_context

wanted = get_parsing_context().dag_id
for name in ["a", "b"]:
    if wanted is not None and wanted != name:
        continue
    with DAG(name):
        EmptyOperator(task_id="t")
`),
  ).toEqual(["~a: ~t", "~b: ~t"]);
});

test("folders that code puts on sys.path, and modules from there", () => {
  expect(
    sketch(`#- dags/team/d.py
import os
import sys
from airflow.sdk import DAG

library = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "library")
if library not in sys.path:
    sys.path.insert(0, library)
from makers import make

with DAG("d"):
    make("a") >> make("b")
#- dags/library/makers.py
from airflow.providers.standard.operators.empty import EmptyOperator

def make(name):
    return EmptyOperator(task_id=name)
`),
  ).toEqual(["~d: ~a, ~b", "a > b"]);
});

test("the single letters y and n are texts in YAML, as PyYAML has it", () => {
  expect(
    sketch(`#- dags/d.py
import yaml
from pathlib import Path
from airflow.sdk import DAG
from airflow.providers.standard.operators.empty import EmptyOperator

conf = yaml.safe_load((Path(__file__).parent / "conf.yaml").read_text())
with DAG("d"):
    for name in conf["tasks"]:
        EmptyOperator(task_id=name)
    EmptyOperator(task_id=f"{conf['on_']}_{conf['off_']}_{conf['yes_']}")
#- dags/conf.yaml
tasks: [x, y, n]
on_: on
off_: Off
yes_: yes
`),
  ).toEqual(["~d: ~x, ~y, ~n, True_False_True"]);
});

test("an ExitStack leaves what it entered; texts lose what an encoding cannot hold", () => {
  expect(
    sketch(`${head}
from contextlib import ExitStack
from airflow.sdk import TaskGroup

with DAG("d"):
    with ExitStack() as stack:
        stack.enter_context(TaskGroup("g"))
        stack.enter_context(TaskGroup("h"))
        EmptyOperator(task_id="inside")
    EmptyOperator(task_id="é_ü".encode("ascii", "ignore").decode() + "outside")
`),
  ).toEqual(["d: g.h.inside, _outside"]);
});

test("ids with a digest in them", () => {
  expect(
    sketch(`${head}
import hashlib

def short(text):
    return hashlib.md5(text.encode("utf-8")).hexdigest()[:6]

total = hashlib.sha256()
total.update(b"a")
total.update(b"b")
with DAG("d"):
    EmptyOperator(task_id=f"load_{short('users')}")
    EmptyOperator(task_id=f"all_{total.hexdigest()[:4]}_{int(hashlib.sha1(b'x').hexdigest(), 16) % 10}")
`),
  ).toEqual(["d: load_9bc65c, all_fb8e_0"]);
});

test("a group that ties its first task to those without one before them", () => {
  expect(
    sketch(`${head}
from airflow.sdk import TaskGroup

class Rooted(TaskGroup):
    def __init__(self, group_id):
        super().__init__(group_id=group_id)
        self.first = None
    def __enter__(self):
        entered = super().__enter__()
        self.first = EmptyOperator(task_id="first")
        return entered
    def __exit__(self, *args):
        inside = set(self.children.keys())
        for child in self.children.values():
            if child is self.first:
                continue
            if child.upstream_task_ids & inside:
                continue
            child.set_upstream(self.first)
        return super().__exit__(*args)

with DAG("d"):
    with Rooted("g"):
        EmptyOperator(task_id="a") >> EmptyOperator(task_id="b")
    with Rooted("h"):
        EmptyOperator(task_id="c")
`),
  ).toEqual([
    "~d: ~g.first, g.a, g.b, ~h.first, h.c",
    "g.a > g.b",
    "~g.first > g.a",
    "~h.first > h.c",
  ]);
});

test("an item of a list that may be longer than what is known of it", () => {
  expect(
    sketch(`${head}
import numpy

parts = [":".join(part) for part in numpy.array_split(["a", "b"], 4)]
with DAG("d"):
    for at in range(3):
        EmptyOperator(task_id=f"t{at}", doc=parts[at])
`),
  ).toEqual(["~d: ~t0, ~t1, ~t2"]);
});

test("what a group answers about itself, and the root group that has no id", () => {
  expect(
    sketch(`${head}
from airflow.sdk import TaskGroup

with DAG("d") as dag:
    a = EmptyOperator(task_id="a")
    with TaskGroup("g", prefix_group_id=False) as g:
        b = EmptyOperator(task_id="b")
    end = EmptyOperator(task_id="end")
    for task in [a, b]:
        if task.task_group.group_id is None:
            task >> end
    if g.task_group.is_root and not g.is_root and not g.prefix_group_id:
        g >> EmptyOperator(task_id=f"after_{b.task_group.label}_{dag.task_group.label}")
`),
  ).toEqual(["~d: a, b, end, after_g_None", "b > after_g_None", "~a > end"]);
});

test("settings whose names are known only to Airflow may have any name", () => {
  expect(
    sketch(`${head}
import json

class Settings:
    def __init__(self, text):
        for name, value in json.loads(text).items():
            setattr(self, name, value)

class Record:
    def __init__(self, values):
        self.__dict__ = {}
        for name, value in values.items():
            self.__dict__[name] = Record(value) if type(value) is dict else value

settings = Settings(Variable.get("settings"))
record = Record({"time": {"cron": "@daily"}})
with DAG("d", schedule=record.time.cron):
    EmptyOperator(task_id="a", doc=settings.TOKEN) >> EmptyOperator(task_id="b")
`),
  ).toEqual(["d: a, b", "a > b"]);
});

test("a class with a base that is not known may have other values than its defaults", () => {
  expect(
    sketch(`${head}
from company.models import Model

class Table(Model):
    name = "none"
    kind = "plain"

with DAG("d"):
    EmptyOperator(task_id=f"load_{Table(name='orders').name}")
    EmptyOperator(task_id=f"load_{Table(name='orders').kind}")
`),
  ).toEqual(["?d: ?load_{Table(name='orders').name}, load_plain"]);
});

test("tasks that are numbered by a counter without an end", () => {
  expect(
    sketch(`${head}
import itertools

numbers = itertools.count(1)
with DAG("d"):
    for name in ["a", "b"]:
        EmptyOperator(task_id=f"{next(numbers)}_{name}")
`),
  ).toEqual(["~d: ~1_a, ~2_b"]);
});

test("a module that stars what is not there may have any name in globals()", () => {
  const others = {
    "fast/__init__.py": "",
    "fast/all.py": `
from fast._native import *

def rename():
    for name in ["absolute", "add"]:
        globals()[name].__module__ = "fast"

rename()
`,
  };
  const { reading, findings } = snapshotOfText(
    `${head}
from fast import all
with DAG("d", schedule=None):
    EmptyOperator(task_id="a")
`,
    { others, codes: ["load-error"] },
  );
  expect(findings).toEqual([]);
  expect(reading.dags[0]?.unknown).toEqual([]);
});

test("a generic class may ask its base what it is for", () => {
  const { dags, faults } = readText(`${head}
from typing import Any, Generic, TypeVar

T = TypeVar("T")

class Kind(Generic[T]):
    def __class_getitem__(cls, params: Any) -> Any:
        return super().__class_getitem__((params, Any))

class Text(Kind[str]):
    name = "text"

with DAG("d"):
    EmptyOperator(task_id="a")
`);
  expect(faults).toEqual([]);
  expect(dags[0]?.unknown).toEqual([]);
});

test("what pip has installed is a library, wherever it lies; the package of the file itself is not", () => {
  const others = {
    "site/tables.py": "NAMES = ['x']\nraise RuntimeError('only for real')\n",
    "site/tables-1.0.dist-info/METADATA": "",
    "site/flows/__init__.py": "",
    "site/flows/names.py": "FIRST = 'a'\n",
  };
  const texts = new Map(Object.entries(others));
  const text = `${head}
import tables
from flows.names import FIRST
with DAG("d", schedule=None):
    EmptyOperator(task_id=FIRST)
`;
  const { reading, findings } = snapshotOf({
    file: "site/flows/dag.py",
    text,
    version: 0,
    files: filesOf(texts),
    airflow: 3,
    importRoots: ["site"],
  });
  expect(findings.filter(({ code }) => code === "load-error")).toEqual([]);
  expect([...(reading.dags[0]?.tasks.keys() ?? [])]).toEqual(["a"]);
});

test("what Databricks' operators make of their arguments is not known", () => {
  const { dags } = readText(`${head}
from airflow.providers.databricks.operators.databricks import DatabricksSubmitRunOperator
with DAG("d"):
    run = DatabricksSubmitRunOperator(task_id="run", json={"a": 1}, run_name="nightly")
    EmptyOperator(task_id=run.json["run_name"])
    EmptyOperator(task_id="last")
`);
  expect([...(dags[0]?.tasks.keys() ?? [])]).toEqual(["run", "{run.json.run_name}", "last"]);
});

test("a helper that walks down into something unknown tells what is not known there", () => {
  const { dags } = readText(`${head}
import yaml

def filled(item):
    if isinstance(item, dict):
        return {key: filled(value) for key, value in item.items()}
    if isinstance(item, list):
        return [filled(value) for value in item]
    return item

with open("tables.yaml") as file:
    config = filled(yaml.safe_load(file))
with DAG("d"):
    for table in config["tables"]:
        EmptyOperator(task_id=f"load_{table}")
`);
  const reason = "file tables.yaml is not in this workspace";
  expect(dags[0]?.unknown.map((unknown) => unknown.reason)).toEqual([
    `the id load_{table} is known when Python runs: ${reason}`,
  ]);
});

test("the folder of DAGs is where Airflow's configuration says", () => {
  const texts = new Map([["dags/tables/sales.yaml", "name: sales\ncost: 5$\n"]]);
  const text = `${head}
import os
import yaml
from airflow.configuration import conf
from airflow.settings import DAGS_FOLDER

folder = os.path.join(conf.get("core", "dags_folder"), "tables")
with DAG("d"):
    for name in os.listdir(folder):
        with open(os.path.join(DAGS_FOLDER, "tables", name)) as file:
            table = yaml.safe_load(os.path.expandvars(file.read()))
        EmptyOperator(task_id=f"load_{table['name']}")
    EmptyOperator(task_id=f"at_{conf.get('core', 'load_examples')}")
`;
  const { reading } = snapshotOf({
    file: "dags/a/dag.py",
    text,
    version: 0,
    files: filesOf(texts),
    airflow: 3,
    importRoots: ["dags", ""],
  });
  expect([...(reading.dags[0]?.tasks.keys() ?? [])]).toEqual([
    "load_sales",
    "at_{conf.get('core', 'load_examples')}",
  ]);
});

test.each([
  "getattr(operators, os.environ['NAME'])(task_id='a')",
  "{'a': EmptyOperator, 'b': DAG}[os.environ['NAME']](task_id='a')",
  "globals()[os.environ['NAME']]()",
  "eval(os.environ['CODE'])(task_id='a')",
  "exec(os.environ['CODE'])",
  "__import__(os.environ['MODULE']).build()",
  "getattr(importlib.import_module(os.environ['MODULE']), 'Load')(task_id='a')",
  "import_string(os.environ['NAME'])(task_id='a')",
  "SourceFileLoader('tables', '/nowhere/tables.py').load_module().build()",
  "task(**{key: f for key in os.environ['KEYS'].split()}).expand(x=[1])",
])("whatever is chosen by what is not known may make tasks: %s", (code) => {
  const { dags } = readText(`${head}
import importlib
import os
from importlib.machinery import SourceFileLoader
from airflow.decorators import task
from airflow.providers.standard import operators
from airflow.utils.module_loading import import_string

def f(x): ...
with DAG("d"):
    ${code}
`);
  expect(dags[0]?.certainty).toBe("dynamic");
  expect(dags[0]?.unknown.map(({ reason }) => reason)).not.toEqual([]);
});

test("a method of what was chosen so is one of data", () => {
  const { dags } = readText(`${head}
import os
class Settings:
    tables = "A,B"
with DAG("d"):
    EmptyOperator(task_id="a", doc=getattr(Settings, os.environ["NAME"]).lower())
`);
  expect(dags[0]?.unknown).toEqual([]);
});

test("operators, functions and modules that a configuration names", () => {
  const texts = new Map([
    [
      "dags/jobs/steps.py",
      "def clean(table, **kwargs): ...\ndef build(dag, name):\n    return name\n",
    ],
  ]);
  const text = `${head}
import importlib.util
import inspect
from pathlib import Path
from airflow.utils.module_loading import import_string

spec = importlib.util.spec_from_file_location("steps", Path(__file__).parent / "jobs" / "steps.py")
steps = importlib.util.module_from_spec(spec)
spec.loader.exec_module(steps)
config = {"operator": "airflow.operators.empty.EmptyOperator", "decorator": "airflow.decorators.task"}
with DAG("d"):
    first = import_string(config["operator"])(task_id=steps.build(None, "first"))
    arguments = {"python_callable": steps.clean, "task_id": "second", "table": "t"}
    given = {name: arguments.pop(name) for name in inspect.getfullargspec(steps.clean).args}
    first >> import_string(config["decorator"])(**arguments)(**given)
`;
  const { reading } = snapshotOf({
    file: "dags/dag.py",
    text,
    version: 0,
    files: filesOf(texts),
    airflow: 3,
    importRoots: ["dags", ""],
  });
  expect([...(reading.dags[0]?.tasks.keys() ?? [])]).toEqual(["first", "second"]);
  expect(reading.dags[0]?.unknown).toEqual([]);
});

test("what looks at a DAG of which not all is known is not known either", () => {
  const { dags } = readText(`${head}
with DAG("d") as dag:
    a = EmptyOperator(task_id="a")
    b = EmptyOperator(task_id="b")
    for task in dag.topological_sort():
        if not task.downstream_task_ids:
            a >> task
    end = EmptyOperator(task_id="end")
    for leaf in dag.leaves:
        leaf >> end
    EmptyOperator(task_id="n%d" % len(dag.tasks))
`);
  const sure = dags[0]?.edges.filter(({ certainty }) => certainty !== "dynamic");
  expect(sure).toEqual([]);
  expect(dags[0]?.tasks.get("n3")?.certainty).not.toBe("certain");
  expect(dags[0]?.certainty).toBe("dynamic");
});

test("what is sent to a generator is not known", () => {
  const { dags } = readText(`${head}
def steps():
    while True:
        name = yield
        if name is None:
            return
        EmptyOperator(task_id=name)
with DAG("d"):
    make = steps()
    next(make)
    make.send("a")
    EmptyOperator(task_id="b")
`);
  expect(dags[0]?.certainty).toBe("dynamic");
  expect(dags[0]?.tasks.get("b")?.certainty).toBe("certain");
});

test("a function goes by the name that it was given", () => {
  const text = `${head}
import os
from airflow.decorators import dag, task, task_group
def named(name):
    def change(function):
        function.__name__ = name
        return function
    return change
@dag()
@named("other")
def d():
    @task
    @named("first")
    def one(): ...
    @task
    @named(os.environ["NAME"])
    def two(): ...
    @task_group
    @named("group")
    def three():
        one()
    one() >> two() >> three()
d()
`;
  const { dags } = readText(text);
  expect(dags.map(({ dagId }) => dagId)).toEqual(["other"]);
  const tasks = [...(dags[0]?.tasks.values() ?? [])].map(
    ({ taskId, certainty }) => `${taskId} ${certainty}`,
  );
  expect(tasks).toEqual([
    "first certain",
    expect.stringMatching(/^{.*} dynamic$/),
    "group.first certain",
  ]);
});

test("code that is not known may change all data of the module, and make DAGs", () => {
  const { dags, moreDags } = readText(`${head}
import subprocess
name = "b"
exec(subprocess.run(["tool"], capture_output=True, text=True).stdout)
with DAG("d"):
    EmptyOperator(task_id=name)
`);
  expect([...(dags[0]?.tasks.values() ?? [])].map(({ certainty }) => certainty)).toEqual([
    "dynamic",
  ]);
  expect(moreDags?.reason).toContain("subprocess");
});

test("an edge that is not sure has its reason", () => {
  const { dags } = readText(`${head}
from airflow.providers.amazon.aws.operators.redshift_sql import RedshiftSQLOperator
with DAG("d"):
    a = EmptyOperator(task_id="a")
    RedshiftSQLOperator(task_id="b", sql=a.output)
`);
  expect(dags[0]?.edges.map(({ certainty }) => certainty)).toEqual(["dynamic"]);
  expect(dags[0]?.unknown.map(({ reason }) => reason)).toEqual([
    "whether b waits for the output of a is known where its operator is installed",
  ]);
});

test("default_args that are changed later are the DAG's own", () => {
  const { dags } = readText(`${head}
from airflow.sdk import TaskGroup
defaults = {"trigger_rule": "all_done"}
dag = DAG("d", default_args=defaults)
defaults["trigger_rule"] = "one_failed"
EmptyOperator(task_id="a", dag=dag)
dag.default_args["trigger_rule"] = "none_failed"
EmptyOperator(task_id="b", dag=dag)
with dag:
    with TaskGroup("g"):
        dag.default_args.update(trigger_rule="always")
        EmptyOperator(task_id="c")
    dag.default_args = {}
    EmptyOperator(task_id="e")
`);
  expect([...(dags[0]?.tasks.values() ?? [])].map(({ triggerRule }) => triggerRule)).toEqual([
    "all_done",
    "none_failed",
    "always",
    "all_success",
  ]);
});

test("a trigger rule as a text, and compared", () => {
  const text = `${head}
from airflow.sdk import TriggerRule
from airflow.utils.trigger_rule import TriggerRule as Old
with DAG("d"):
    a = EmptyOperator(task_id=f"a_{TriggerRule.ALL_DONE}", trigger_rule=TriggerRule.ALL_DONE)
    b = EmptyOperator(task_id=f"b_{Old.ALL_DONE}", trigger_rule=Old.ALL_DONE.value)
    if a.trigger_rule == "all_done" and a.trigger_rule == TriggerRule.ALL_DONE:
        EmptyOperator(task_id=f"c_{b.trigger_rule}")
    if b.trigger_rule != Old.ALL_DONE or "x" == Old.ALWAYS:
        EmptyOperator(task_id="no")
`;
  expect([...(readText(text).dags[0]?.tasks.keys() ?? [])]).toEqual([
    "a_TriggerRule.ALL_DONE",
    "b_all_done",
    "c_TriggerRule.ALL_DONE",
  ]);
});

test.each([
  [`mark = ("_" + color) if color else ""`],
  [`mark = color and "_" + color`],
  [`mark = [("_" + each) if each else "" for each in [color]]`],
  [`mark = with_mark(color) if color else ""`],
  [`mark = color is not None and with_mark(color)`],
])("a value that may be None is joined to a text only where it is one: %s", (line) => {
  const { faults, dags } = readText(`${head}
color = "red" if Variable.get("stage") == "qa" else None

def with_mark(text):
    return "_" + text

${line}
with DAG("d"):
    EmptyOperator(task_id="load")
`);
  expect(faults).toEqual([]);
  expect(dags).toHaveLength(1);
});

test("an error that each of the values makes stops the file", () => {
  const { faults } = readText(`${head}
color = 1 if Variable.get("stage") == "qa" else None
mark = ("_" + color) if Variable.get("mark") else None + 1
`);
  expect(faults.map(({ facts }) => facts["message"])).toEqual([
    "unsupported operand type(s) for +: 'str' and 'int'",
  ]);
});

test("an arrow to an empty text joins nothing, as in Airflow", () => {
  const { faults, dags } = readText(`${head}
with DAG("d"):
    for number in range(2):
        first = last = ""
        if number:
            first = EmptyOperator(task_id="a")
        else:
            last = EmptyOperator(task_id="b")
        first >> last
`);
  expect(faults).toEqual([]);
  expect(dags[0]?.edges).toEqual([]);
});

test("a group that other code may fill is not taken for empty", () => {
  const text = `${head}
from airflow.sdk import task_group
from company.tasks import mail

@task_group
def mails():
    mail()

with DAG("d"):
    end = EmptyOperator(task_id="end")
    mails() >> end
`;
  expect(sketch(text)).toEqual(["?d: end"]);
  expect(readText(text).dags[0]?.edges).toEqual([]);
});

test.each([
  ["datetime(2024, 1, 1, tz='UTC')", "'tz' is an invalid keyword argument for this function"],
  ["datetime(2024, 1, 1, hours=3)", "'hours' is an invalid keyword argument for this function"],
  [
    "datetime(2024, 1, 1, 0, 0, 0, 0, 'UTC')",
    "tzinfo argument must be None or of a tzinfo subclass, not type 'str'",
  ],
  [
    "pendulum.datetime(2024, 1, 1, tzinfo='UTC')",
    "datetime() got an unexpected keyword argument 'tzinfo'",
  ],
  ["datetime(2024, 1, 1, tzinfo=timezone.utc, fold=1)", undefined],
  ["datetime(2024, 1, 1, tzinfo=pendulum.timezone('UTC'))", undefined],
  ["pendulum.datetime(2024, 1, 1, tz='UTC')", undefined],
])("%s is a date, or stops the file as in Python", (date, message) => {
  const { faults } = readText(`${head}
import pendulum
from datetime import datetime, timezone
with DAG("d", start_date=${date}):
    EmptyOperator(task_id="load")
`);
  expect(faults.map(({ facts }) => facts["message"])).toEqual(message ? [message] : []);
});

test("a folder of plugins with the name of an installed package is not that package", () => {
  const { dags, faults } = readText(`
#- dags/a.py
${head}
from plugins.pandas.columns import short
import pandas as pd

class Frames:
    columns = pd.DataFrame

with DAG("d"):
    EmptyOperator(task_id=short("abcdef"))
#- plugins/pandas/__init__.py
#- plugins/pandas/columns.py
def short(name):
    return name[:3]
`);
  expect(faults).toEqual([]);
  expect(dags[0]?.unknown).toEqual([]);
  expect([...(dags[0]?.tasks.keys() ?? [])]).toEqual(["abc"]);
});

test("folders that are found by the signs of os", () => {
  expect(
    sketch(`${head}
import os
with DAG("d"):
    for sign in (os.pardir, os.curdir, os.path.pardir, os.extsep, os.devnull):
        EmptyOperator(task_id="a" + sign.replace("/", "-"))
    EmptyOperator(task_id=os.path.normpath(os.path.join("dags", os.pardir, "conf")))
`),
  ).toEqual(["~d: ~a.., ~a., ~a-dev-null, conf"]);
});
