import { expect, test } from "vitest";

import { dedent } from "../../../fixture.ts";
import { faultsIn, readText, sketch } from "../readText.ts";

const head = `
from airflow.sdk import DAG, dag, task, task_group, TaskGroup, Label, chain, XComArg, Variable
from airflow.providers.standard.operators.empty import EmptyOperator
from airflow.providers.standard.operators.bash import BashOperator
from airflow.providers.standard.operators.python import PythonOperator, BranchPythonOperator
`;

/** The sketch of statements inside one DAG. */
function inDag(body: string, airflow: 2 | 3 = 3): string[] {
  return sketch(fileOf(body), airflow).slice(1);
}

function fileOf(body: string): string {
  const lines = body.split("\n").filter((line) => line.trim() !== "");
  const indent = Math.min(...lines.map((line) => line.length - line.trimStart().length));
  const inside = lines.map((line) => `    ${line.slice(indent)}`);
  return `${head}\nwith DAG("d") as dag:\n${inside.join("\n")}\n`;
}

test("outputs that are passed on make edges, deep in containers, but not through text", () => {
  expect(
    inDag(`
      make = PythonOperator(task_id="make", python_callable=print)
      other = PythonOperator(task_id="other", python_callable=print)
      use = PythonOperator(task_id="use", python_callable=print, op_kwargs={"a": {"b": [make.output, other.output["k"]]}})
      text = BashOperator(task_id="text", bash_command=f"echo {make.output}")
      plain = EmptyOperator(task_id="plain", params={"x": make.output})
    `),
  ).toEqual(["make > use", "other > use"]);
});

test("TaskFlow calls: data edges, numbers for repeated calls, override", () => {
  expect(
    sketch(
      fileOf(`
        @task
        def f(x=None):
            return x
        first = f()
        second = f(first)
        f.override(task_id="g")(second["key"])
        [first, second] >> f()
      `),
    ),
  ).toEqual(["d: f, f__1, g, f__2", "f > f__1", "f > f__2", "f__1 > f__2", "f__1 > g"]);
});

test("mapped tasks", () => {
  const [dag] = readText(
    fileOf(`
      @task
      def numbers():
          return [1]
      @task
      def plus(n, by):
          return n + by
      once = plus.partial(by=1).expand(n=numbers())
      plus.override(task_id="ten").partial(by=numbers()).expand(n=once.map(str).zip(once))
      BashOperator.partial(task_id="b", env={"x": once}).expand(bash_command=["a", "b"])
      BashOperator.partial(task_id="k").expand_kwargs(once)
    `),
  ).dags;
  const tasks = [...(dag?.tasks.values() ?? [])];
  expect(tasks.filter(({ mapped }) => mapped).map(({ taskId }) => taskId)).toEqual([
    "plus",
    "ten",
    "b",
    "k",
  ]);
  expect(dag?.edges.map(({ from, to }) => `${from} > ${to}`).sort()).toEqual([
    "numbers > plus",
    "numbers__1 > ten",
    "plus > b",
    "plus > k",
    "plus > ten",
  ]);
});

test("task groups by function: the value is what the function returns, else the group", () => {
  expect(
    inDag(`
      @task_group
      def plain():
          EmptyOperator(task_id="a") >> EmptyOperator(task_id="b")
      @task_group(group_id="named")
      def returning():
          EmptyOperator(task_id="c")
          return EmptyOperator(task_id="e")
      plain() >> returning()
      plain()
    `),
  ).toEqual(["plain.a > plain.b", "plain.b > named.e", "plain__1.a > plain__1.b"]);
});

test("a task is not in the DAG of the group that it is given, until an edge or a block puts it there", () => {
  const head = `
from airflow.sdk import DAG, TaskGroup
from airflow.providers.standard.operators.empty import EmptyOperator
dag = DAG("d")
group = TaskGroup("g", dag=dag)
EmptyOperator(task_id="lost", task_group=group)
EmptyOperator(task_id="joins", task_group=group) >> EmptyOperator(task_id="z", dag=dag)
`;
  expect(sketch(head)).toEqual(["d: z, g.joins", "g.joins > z"]);
});

test("an object that stands for tasks takes part with those that it names", () => {
  expect(
    inDag(`
      from airflow.sdk.definitions._internal.mixins import DependencyMixin
      class Pair(DependencyMixin):
          def __init__(self, first, last):
              self.first, self.last = first, last
          roots = property(lambda self: [self.first])
          leaves = property(lambda self: [self.last])
          def set_upstream(self, other, edge_modifier=None):
              self.first.set_upstream(other)
          def set_downstream(self, other, edge_modifier=None):
              self.last.set_downstream(other)
      a, b, c, z = [EmptyOperator(task_id=name) for name in "abcz"]
      pair = Pair(b, c)
      a >> pair >> z
      chain(pair, EmptyOperator(task_id="y"))
      chain(EmptyOperator(task_id="x"), [pair])
    `),
  ).toEqual(["a > b", "c > z", "x > b", "~c > y"]);
});

test("named tuples and lists of a class of their own are lists in a relation", () => {
  expect(
    inDag(`
      from typing import NamedTuple
      class Stage(list):
          pass
      class Both(NamedTuple):
          left: object
          right: object
      a, b, c = [EmptyOperator(task_id=name) for name in "abc"]
      a >> Both(b, c)
      Stage([b, c]) >> EmptyOperator(task_id="z")
    `),
  ).toEqual(["a > b", "a > c", "b > z", "c > z"]);
});

test("what Airflow raises can be caught", () => {
  expect(
    sketch(
      fileOf(`
        try:
            found = dag.get_task("missing")
        except Exception as error:
            found = EmptyOperator(task_id=type(error).__name__)
        try:
            EmptyOperator(task_id="TaskNotFound")
        except Exception:
            EmptyOperator(task_id="again")
        try:
            EmptyOperator(task_id="not allowed")
        except ValueError:
            EmptyOperator(task_id="allowed")
      `),
    ),
  ).toEqual(["d: TaskNotFound, again, allowed"]);
});

test("a mapped group is put after what it is mapped over", () => {
  const [dag] = readText(
    fileOf(`
      @task
      def names():
          return ["a"]
      @task
      def load(name):
          return name
      @task_group
      def each(name):
          load(load(name))
      each.expand(name=names())
    `),
  ).dags;
  expect(dag?.groups.get("each")?.mapped).toBe(true);
  expect(dag?.edges.map(({ from, to }) => `${from} > ${to}`).sort()).toEqual([
    "each.load > each.load__1",
    "names > each.load",
  ]);
});

test("setups and teardowns as context managers", () => {
  expect(
    inDag(`
      s = EmptyOperator(task_id="s").as_setup()
      w = EmptyOperator(task_id="w")
      t = EmptyOperator(task_id="t")
      with t.as_teardown(setups=s):
          inner = EmptyOperator(task_id="inner")
      s >> w
    `),
  ).toEqual(["inner > t", "s > inner", "s > t", "s > w"]);
});

test("default_args of DAG, groups and tasks are merged in Airflow's order", () => {
  const [dag] = readText(`${head}
with DAG("d", default_args={"retries": 1, "owner": "dag", "trigger_rule": "all_done"}):
    with TaskGroup("g", default_args={"owner": "group"}):
        EmptyOperator(task_id="a", retries=3, default_args={"queue": "q"})
`).dags;
  const args = dag?.tasks.get("g.a")?.args;
  const shown = ["retries", "owner", "queue"].map((name) => {
    const value = args?.get(name)?.value;
    return value?.kind === "int" ? Number(value.value) : value?.kind === "str" ? value.value : null;
  });
  expect(shown).toEqual([3, "group", "q"]);
  expect(dag?.tasks.get("g.a")?.triggerRule).toBe("all_done");
});

test("default_args may give the id of a task", () => {
  const { dags, faults } = readText(`${head}
with DAG("d", default_args={"task_id": "one"}):
    EmptyOperator() >> EmptyOperator(task_id="two")
`);
  expect([...(dags[0]?.tasks.keys() ?? [])]).toEqual(["one", "two"]);
  expect(faults).toEqual([]);
});

test("an edge has the smallest text that states it, and its operands' own", () => {
  const source = fileOf(`
    a = EmptyOperator(task_id="a")
    b = EmptyOperator(task_id="b")
    c = EmptyOperator(task_id="c")
    a >> b >> c
  `);
  const text = dedent(source);
  const [dag] = readText(source).dags;
  const at = (span: { start: number; end: number } | undefined): string =>
    span ? text.slice(span.start, span.end) : "";
  expect(
    dag?.edges.map((e) => [at(e.span), at(e.fromSpan), at(e.toSpan), at(e.statementSpan)]),
  ).toEqual([
    ["a >> b", "a", "b", "a >> b >> c"],
    ["b >> c", "b", "c", "a >> b >> c"],
  ]);
});

test("a task knows its variable, its id and its function", () => {
  const source = `${head}
def work():
    """Does it."""
with DAG("d"):
    step = PythonOperator(task_id="step_one", python_callable=work)
`;
  const text = dedent(source);
  const task = readText(source).dags[0]?.tasks.get("step_one");
  expect(task?.variable?.name).toBe("step");
  expect(text.slice(task?.idSpan?.start, task?.idSpan?.end)).toBe("step_one");
  expect(task?.callable?.name).toBe("work");
});

test("the ids that a branch may choose", () => {
  const [dag] = readText(
    fileOf(`
      @task.branch
      def choose(x=None):
          if x:
              return "a"
          return ["b", "c"]
      choose()
    `),
  ).dags;
  expect(dag?.tasks.get("choose")?.branchTargets?.map(({ id }) => id)).toEqual(["a", "b", "c"]);
  expect(dag?.tasks.get("choose")?.operator).toBe("@task.branch");
});

test("a loop over what is not known gives one task that stands for all", () => {
  expect(
    sketch(
      fileOf(`
        end = EmptyOperator(task_id="end")
        for table in Variable.get("tables", deserialize_json=True):
            EmptyOperator(task_id=f"load_{table}") >> end
      `),
    ),
  ).toEqual(["?d: end, ?load_{table}", "?load_{table} > end"]);
});

test("of an if that is not known both ways are shown, and linked", () => {
  expect(
    sketch(
      fileOf(`
        if Variable.get("full"):
            load = EmptyOperator(task_id="full")
        else:
            load = EmptyOperator(task_id="delta")
        load >> EmptyOperator(task_id="publish")
      `),
    ),
  ).toEqual(["?d: ?full, ?delta, publish", "?delta > publish", "?full > publish"]);
});

test("the default of a Variable is taken", () => {
  expect(
    sketch(
      fileOf(`
        for city in Variable.get("cities", default=["rome", "oslo"]):
            EmptyOperator(task_id=f"hello_{city}")
      `),
    ).map((line) => line.replace(/~/g, "")),
  ).toEqual(["d: hello_rome, hello_oslo"]);
});

test("a helper of a package that is not there is a placeholder where it is used in an edge", () => {
  const source = `from company.steps import make_report\n${fileOf(`
    a = EmptyOperator(task_id="a")
    a >> make_report("x") >> EmptyOperator(task_id="b")
  `)}`;
  const [first, ...edges] = sketch(source);
  expect(first).toBe('?d: a, ?{make_report("x")}, b');
  expect(edges).toHaveLength(2);
});

test("an operator of a package that is not there is a task all the same", () => {
  const source = `from company.operators import SpecialOperator\n${fileOf(`
    EmptyOperator(task_id="a") >> SpecialOperator(task_id="b", any="thing")
  `)}`;
  expect(sketch(source)).toEqual(["d: a, b", "a > b"]);
});

test("operator subclasses of the workspace, in this file and in another", () => {
  const source = `
    #- dags/use.py
    from airflow.sdk import DAG
    from ops import TeamBash
    with DAG("d"):
        TeamBash(name="x") >> TeamBash(name="y")
    #- dags/ops.py
    from airflow.providers.standard.operators.bash import BashOperator
    class TeamBash(BashOperator):
        def __init__(self, name, **kwargs):
            super().__init__(task_id=f"run_{name}", bash_command="true", **kwargs)
  `;
  expect(sketch(source).map((line) => line.replace(/~/g, ""))).toEqual([
    "d: run_x, run_y",
    "run_x > run_y",
  ]);
});

test("what a DAG and its tasks answer about themselves", () => {
  expect(
    inDag(`
      a = EmptyOperator(task_id="a")
      b = EmptyOperator(task_id="b")
      a >> b
      c = EmptyOperator(task_id="c")
      for up in b.upstream_list:
          up >> c
      dag.get_task("b") >> dag.tasks[-1]
      list(dag.tasks) >> EmptyOperator(task_id="end")
    `)
      .map((line) => line.replace(/~/g, ""))
      .sort(),
  ).toEqual(["a > b", "a > c", "a > end", "b > c", "b > end", "c > end"].sort());
});

test.each([
  [`EmptyOperator(task_id="a")\n      EmptyOperator(task_id="a")`, ["N5 a"]],
  [`EmptyOperator("a")`, ['A1 "a"']],
  [`EmptyOperator(task_id="a b")`, ["N3 a b"]],
  [`EmptyOperator(task_id="a", trigger_rule="all_sucess")`, ['A6 "all_sucess"']],
  [`BashOperator(task_id="a")`, ['A2 BashOperator(task_id="a")']],
  [`BashOperator(task_id="a", bash_command="x", extra_word="y")`, ['A3 extra_word="y"']],
  [`EmptyOperator(task_id="a") >> "b"`, ['R4 "b"']],
  [`EmptyOperator(task_id="a", retries="x")`, ['A7 "x"']],
])("what Airflow refuses is noted: %s", (body, faults) => {
  expect(faultsIn(fileOf(`      ${body}`))).toEqual(faults);
});
