import { membersOf } from "../python/stdlib/moduleMembers.ts";
import { attributesOf, variableMethods } from "../readers/airflow/knownAttributes.ts";
import { taskMembers } from "../readers/airflow/operatorAttributes.ts";
import { triggerRules } from "../readers/airflow/triggerRules.ts";
import type { AirflowVersion } from "../readers/reader.ts";
import type { Span } from "../text/span.ts";
import { nearest } from "../text/nearest.ts";
import { boundNames } from "./code/boundNames.ts";
import { usesOf } from "./code/usesOf.ts";
import { fact, faultsOf } from "./faults.ts";
import { exampleDag, exampleFile } from "./exampleDag.ts";
import type { Fix } from "./finding.ts";
import type { Rule, RuleInput } from "./rule.ts";

/** An exception that stops the file while it is loaded. */
export const loadError: Rule = {
  code: "load-error",
  summary: "The file stops with an error while it is loaded.",
  why: "Airflow shows an import error, and none of the file's DAGs is updated.",
  severity: "error",
  preset: "errors",
  examples: () => ({
    flagged: [
      {
        text: exampleFile(`
TABLES = {"users": 1}

with DAG("etl"):
    EmptyOperator(task_id=<|TABLES["orders"]|>)
`),
      },
      {
        text: exampleFile(`
import os

def home():
    if os.environ.get("HOME_OF_DAGS"):
        return os.environ["HOME_OF_DAGS"]
    <|raise ValueError("no home")|>

with DAG("etl", schedule=None, template_searchpath=home()):
    EmptyOperator(task_id="load")
`),
      },
      {
        text: exampleDag(`
def load(day):
    ...

<|load.expand|>(day=[1, 2])
`),
      },
      { text: exampleDag(`EmptyOperator(task_id="a", trigger_rule=<|TriggerRule.ALL_DON|>)`) },
      {
        text: exampleFile(`
import datetime

with DAG("etl", schedule=None, default_args={"retry_delay": <|datetime.timedelt|>(minutes=5)}):
    EmptyOperator(task_id="load")
`),
        fixed: exampleFile(`
import datetime

with DAG("etl", schedule=None, default_args={"retry_delay": datetime.timedelta(minutes=5)}):
    EmptyOperator(task_id="load")
`),
      },
      {
        text: exampleDag(`
extract = EmptyOperator(task_id="extract")
extract >> <|load|>
load = EmptyOperator(task_id="load")
`),
      },
      {
        text: exampleFile(`
import datetime

with DAG("etl", schedule=None, start_date=<|datetime(2024, 1, 1)|>):
    EmptyOperator(task_id="load")
`),
        fixed: exampleFile(`
import datetime

with DAG("etl", schedule=None, start_date=datetime.datetime(2024, 1, 1)):
    EmptyOperator(task_id="load")
`),
      },
      {
        text: exampleDag(
          `EmptyOperator(task_id="load")`,
          '"etl", schedule=None, start_date=<|datetime(2024, 1, 1, tz="UTC")|>',
        ),
      },
      {
        text: exampleDag(
          `EmptyOperator(task_id="load")`,
          '"etl", schedule=None, start_date=<|datetime(2024, 1, 1, tzinfo="UTC")|>',
        ),
      },
      {
        text: exampleDag(`
import json

@task
def extract():
    ...

BashOperator(task_id="load", bash_command="cat", env={"ROWS": <|json.dumps(extract())|>})
`),
      },
      {
        text: exampleDag(`EmptyOperator(task_id="load")\nprint(<|dag.has_taks|>("load"))`),
        fixed: exampleDag(`EmptyOperator(task_id="load")\nprint(dag.has_task("load"))`),
      },
      {
        text: exampleDag(`
load = EmptyOperator(task_id="load")
<|load.set_downstrem|>(EmptyOperator(task_id="mail"))
`),
        fixed: exampleDag(`
load = EmptyOperator(task_id="load")
load.set_downstream(EmptyOperator(task_id="mail"))
`),
      },
      { text: exampleDag(`load = EmptyOperator(task_id="load")\nprint(<|load.upstreams|>)`) },
      { text: exampleDag(`<|BashOperator.expand(bash_command=["a", "b"])|>`) },
      {
        text: exampleFile(`
LIMIT = <|Variable.gett|>("limit", default=5)

with DAG("etl", schedule=None):
    EmptyOperator(task_id="load")
`),
        fixed: exampleFile(`
LIMIT = Variable.get("limit", default=5)

with DAG("etl", schedule=None):
    EmptyOperator(task_id="load")
`),
      },
      {
        airflow: 2,
        text: `from airflow.decorators import dag\n\n@dag\ndef etl():\n    ...\n\n<|etl()|>\n`,
      },
      {
        text: exampleDag(
          `from airflow.sdk import get_current_context\n\nday = <|get_current_context()|>["ds"]\nEmptyOperator(task_id="load")`,
        ),
      },
      {
        airflow: 2,
        text: `from airflow.models import DAG, Variable\n\nwith DAG("etl", schedule=<|Variable.get_value|>("cron", default_var=None)):\n    pass\n`,
        fixed: `from airflow.models import DAG, Variable\n\nwith DAG("etl", schedule=Variable.get("cron", default_var=None)):\n    pass\n`,
      },
      {
        text: exampleFile(`
from math import <|ciel|>

with DAG("etl", schedule=None, max_active_runs=ciel(1.5)):
    EmptyOperator(task_id="load")
`),
        fixed: exampleFile(`
from math import ceil

with DAG("etl", schedule=None, max_active_runs=ceil(1.5)):
    EmptyOperator(task_id="load")
`),
      },
    ],
    clean: [
      {
        text: exampleFile(`
from company.dbt import DbtDag

with DbtDag(dag_id="shop", schedule=None) as dag:
    print(dag.dbt_graph)
`),
      },
      {
        text: exampleFile(`
import os

def home():
    if os.environ.get("HOME_OF_DAGS"):
        return os.environ["HOME_OF_DAGS"]
    return "/opt/airflow"

with DAG("etl", schedule=None, template_searchpath=home()):
    EmptyOperator(task_id="load")
`),
      },
      {
        text: exampleFile(`
TABLES = {"users": "load_users"}

with DAG("etl"):
    EmptyOperator(task_id=TABLES["users"])
`),
      },
      {
        text: exampleFile(`
import datetime
import os

HOME = os.environ.get("HOME", "/tmp")
with DAG("etl", schedule=None, start_date=datetime.datetime(2024, 1, 1)):
    EmptyOperator(task_id="load")
`),
      },
    ],
  }),
  *check(input) {
    // What cannot be read need not be run to be wrong.
    if (input.module.syntaxErrors.length > 0) return;
    const own = input.reading.faults.filter(({ condition }) => condition !== "python-error");
    for (const fault of faultsOf(input, "python-error")) {
      const { span } = fault;
      if (span.file !== input.file) continue;
      // The same place has a finding with better words.
      if (
        own.some(
          (other) =>
            other.span.file === span.file &&
            other.span.start < span.end &&
            span.start < other.span.end,
        )
      )
        continue;
      const { message, kind } = asPythonSays(fact(fault, "message"), fact(fault, "class"));
      // What an object of a library has is known only in part.
      if (kind === "AttributeError" && !surelyMissing.test(message)) continue;
      if (kind === "NameError" && isSaidOfTasks(message, span, input)) continue;
      const written = /^raise\s+(?:\w+\.)*(\w+)/.exec(input.text.slice(span.start, span.end))?.[1];
      // A class of a package that is not read has no name of its own, and no message.
      const said = written !== undefined && kind === "Exception" ? written : kind;
      const words = /^\{.*\}$/.test(message) ? "" : message.replace(/\.$/, "");
      const slip = slipOf(message, span, input) ?? moduleOf(message, span, input);
      const hint = slip === undefined ? hintFor(message) : ` Did you mean "${slip.meant}"?`;
      const text = `Loading the file stops here with ${said}${words === "" ? "" : `: ${words}`}`;
      if (written !== undefined && asksAround.test(input.text)) {
        const message = `${text}, as long as the settings that are asked for are not there.`;
        yield { span, message, severity: "warning" };
      } else yield { span, message: `${text}.${hint}`, ...(slip && { fixes: [slip.fix] }) };
    }
  },
};

/** Of a built-in function that asks its argument for a method, Python speaks by the function's name. */
function asPythonSays(
  message: string,
  kind: string,
): { readonly message: string; readonly kind: string } {
  const [, owner, method] = /^'(\w+)' object has no attribute '__([a-z]+)__'$/.exec(message) ?? [];
  if (owner === undefined || method === undefined) return { message, kind };
  return { message: `${method}() does not take a value of type '${owner}'`, kind: "TypeError" };
}

/** What is behind messages that speak of what Airflow puts in the place of a result. */
function hintFor(message: string): string {
  if (/'_TaskDecorator' and|'_TaskGroupFactory' and/.test(message))
    return " A decorated function is no task until it is called.";
  const [, ofTask, method] =
    /^(?:type object )?'(\w+)'(?: object)? has no attribute '(expand|expand_kwargs)'$/.exec(
      message,
    ) ?? [];
  if (ofTask !== undefined)
    return ` Mapping begins with partial(): ${ofTask}.partial(task_id=…).${method ?? "expand"}(…).`;
  if (/^'[<>]' not supported between instances of '\w+(Operator|Sensor)'/.test(message))
    return " Tasks are joined with >> or <<.";
  if (/^'tuple' object has no attribute '(set_(up|down)stream|output|expand)'$/.test(message))
    return " A comma behind a call makes a tuple of what it gives.";
  const [, ofArrow] = /^unsupported operand type\(s\) for (?:>>|<<): (.*)$/.exec(message) ?? [];
  if (ofArrow !== undefined && !ofArrow.includes("XComArg")) {
    return ofArrow.includes("'str'")
      ? " An arrow joins tasks, not ids: use the variable of the task."
      : " An arrow needs a task or a group on one side at least.";
  }
  if (message === "'tz' is an invalid keyword argument for this function")
    return ' "tz" belongs to pendulum.datetime(); here it is tzinfo, as in tzinfo=timezone.utc.';
  if (message.startsWith("tzinfo argument must be"))
    return ' A time zone is an object, such as timezone.utc or ZoneInfo("Europe/Paris").';
  if (message.startsWith("Current context was requested"))
    return " Only a task that runs has a context: ask for it inside the task.";
  if (message.startsWith("dag.<locals>.wrapper() missing"))
    return " In Airflow 2 the decorator has parentheses: @dag().";
  if (!/\bXComArg\b/.test(message)) return "";
  return message.includes("not callable")
    ? " This is the output of a task already, not its function."
    : " What a task gives back is not there yet while the file is loaded: use it inside a task.";
}

/** Values and modules of which every attribute is known, and methods of tasks of which it is known how they are written. */
const surelyMissing =
  /^'(DAG|function|XComArg|_TaskDecorator|_TaskGroupFactory|str|int|float|bool|list|tuple|dict|set|NoneType)' object has no attribute '\w+'$|^type object '\w+(?:Operator|Sensor)' has no attribute 'expand(_kwargs)?'$|^type object '((Trigger|Weight)Rule|Variable|date|datetime|time|timedelta)' has no attribute '\w+'$|^module '[\w.]+' has no attribute '\w+'$|^'(?!BaseOperator)\w+(Operator|Sensor)' object has no attribute '\w+'$/;

const ofModule =
  /^(?:module|type object) '([\w.]+)' has no attribute '(\w+)'$|^'(DAG|XComArg|str|list|dict|\w+(?:Operator|Sensor))' object has no attribute '(\w+)'$|^cannot import name '(\w+)' from '([\w.]+)'$/;

/** The name of a library's module that a misspelt one most likely means. */
function slipOf(
  message: string,
  { file, start, end }: Span,
  { text, module: tree, airflow }: RuleInput,
): { readonly meant: string; readonly fix: Fix } | undefined {
  const [, owner = "", ofOwner = "", object = "", ofObject = "", imported = "", from = ""] =
    ofModule.exec(message) ?? [];
  const attribute = ofOwner || ofObject;
  const name = attribute || imported;
  const known = [...namesOf(owner || object || from, airflow)];
  // Of what is plainly missing, the list is meant: `upstream`. `Variable.get_value` is `get`.
  const meant =
    nearest(name, known) ??
    known.find((each) => each === `${name.replace(/s$/, "")}_list`) ??
    (owner === "Variable" ? known.find((each) => name.startsWith(`${each}_`)) : undefined);
  const written = text.slice(start, end);
  const at = attribute ? written.lastIndexOf(name) : written.indexOf(name);
  if (meant === undefined || at < 0) return undefined;
  const first = start + at;
  // What is imported under its own name is used under it, too.
  const isUsed = imported !== "" && !/\bas\b/.test(written);
  const places = [first, ...(isUsed ? usesOf(name, tree) : [])];
  const edits = places.map((place) => ({
    span: { file, start: place, end: place + name.length },
    newText: meant,
  }));
  return { meant, fix: { title: `Rename to ${meant}`, edits, preferred: true } };
}

/** `datetime(…)` after `import datetime`, and `datetime.datetime` after `from datetime import datetime`. */
function moduleOf(
  message: string,
  { file, start, end }: Span,
  { text }: RuleInput,
): ReturnType<typeof slipOf> {
  const written = text.slice(start, end);
  const isModule = message === "'module' object is not callable" && written.startsWith("datetime(");
  const isClass =
    message === "type object 'datetime' has no attribute 'datetime'" &&
    written === "datetime.datetime";
  if (!isModule && !isClass) return undefined;
  const meant = isModule ? "datetime.datetime" : "datetime";
  const edits = [
    { span: { file, start, end: isModule ? start + "datetime".length : end }, newText: meant },
  ];
  return { meant, fix: { title: `Write ${meant}`, edits, preferred: true } };
}

/** What a module, a class or an object of a class is asked for. */
function namesOf(owner: string, airflow: AirflowVersion): Iterable<string> {
  if (owner === "DAG") return attributesOf(owner, airflow);
  if (owner === "Variable") return variableMethods(airflow);
  if (/(Operator|Sensor)$/.test(owner)) return taskMembers;
  if (owner === "TriggerRule") return triggerRules(airflow).map((rule) => rule.toUpperCase());
  return membersOf(owner) ?? [];
}

/** What is raised on purpose may hang on settings that only the machine has on which the file is loaded. */
const asksAround = /\b(environ|getenv|Variable|conf|config|settings|argv|platform|exists)\b/;

/** Names beside arrows that nothing binds are reported where they stand; one that is bound only below is not. */
function isSaidOfTasks(message: string, { start }: Span, { text, module }: RuleInput): boolean {
  const name = /^name '(\w+)' is not defined/.exec(message)?.[1];
  if (name !== undefined && boundNames(module.body).has(name)) return false;
  const lineStart = text.lastIndexOf("\n", start) + 1;
  const lineEnd = text.indexOf("\n", start);
  const line = text.slice(lineStart, lineEnd === -1 ? undefined : lineEnd);
  return />>|<<|\b(chain|chain_linear|cross_downstream|set_upstream|set_downstream)\(/.test(line);
}
