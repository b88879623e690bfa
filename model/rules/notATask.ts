import type { Fault } from "../dag/fault.ts";
import { methodCalls } from "./code/lookups.ts";
import { exampleDag, exampleFile } from "./exampleDag.ts";
import { fact, faultsOf } from "./faults.ts";
import type { Fix } from "./finding.ts";
import type { Rule, RuleInput } from "./rule.ts";
import { ownOf } from "../ownOf.ts";

/** Something beside an arrow that is no task, no output of one, no group and no label. */
export const notATask: Rule = {
  code: "not-a-task",
  summary: "A dependency names something that is not a task.",
  why: "Python or Airflow stops at that line, and the file does not load.",
  severity: "error",
  preset: "errors",
  examples: () => ({
    flagged: [
      {
        text: exampleDag(`
@task
def load():
    ...

start = EmptyOperator(task_id="start")
start >> <|load|>
`),
        fixed: exampleDag(`
@task
def load():
    ...

start = EmptyOperator(task_id="start")
start >> load()
`),
      },
      { text: exampleDag(`start = EmptyOperator(task_id="start")\nstart >> <|"load"|>`) },
      { text: exampleDag(`start = EmptyOperator(task_id="start")\nstart >> <|None|>`) },
    ],
    clean: [
      {
        text: exampleFile(`
class Remote:
    pass

class Loader(Remote, BaseOperator):
    def __init__(self, table, *args, **kwargs):
        BaseOperator.__init__(self, *args, **kwargs)
        self.table = table

with DAG("etl", schedule=None):
    EmptyOperator(task_id="start") >> Loader(table="users", task_id="load")
`),
      },
      {
        text: exampleDag(`
@task
def load():
    ...

EmptyOperator(task_id="start") >> load()
`),
      },
      {
        text: exampleDag(`
def maybe():
    return EmptyOperator(task_id="first") if Variable.get("first") else None

tasks = [task for task in [maybe(), EmptyOperator(task_id="last")] if task is not None]
for earlier, later in zip(tasks, tasks[1:]):
    earlier >> later
`),
      },
    ],
  }),
  *check(input) {
    const inChains = faultsOf(input, "R7").map(({ span }) => span);
    for (const fault of faultsOf(input, "R4")) {
      // chain() has its own words for what it does not take.
      if (inChains.some(({ start, end }) => start === fault.span.start && end === fault.span.end))
        continue;
      const fix = callFix(fault, input);
      yield { span: fault.span, message: messageFor(fault, input), fixes: fix ? [fix] : [] };
    }
  },
};

const kinds: Readonly<Record<string, string>> = {
  str: "a text",
  none: "None",
  int: "a number",
  float: "a number",
  bool: "True or False",
  dict: "a dict",
  set: "a set, which has no order",
  list: "a list inside a list",
  tuple: "a tuple inside a list",
  function: "a function",
  class: "a class",
  nativeFunction: "a function",
};

function messageFor(fault: Fault, input: RuleInput): string {
  const how = joinerOf(fault, input);
  const given = fact(fault, "given");
  const name = fact(fault, "name");
  if (given.endsWith("function") && given.startsWith("@")) {
    return `${name || "This"} is a ${given} that is not called: write ${name || "it"}().`;
  }
  if (given === "str" && name !== "") {
    return `${how} joins tasks, not ids: "${name}" is a text. Use the variable of the task.`;
  }
  return `${how} joins tasks, groups or lists of them; this is ${ownOf(kinds, given) ?? given}.`;
}

/** What joins the tasks there: an arrow, or one of the two methods. */
function joinerOf({ span }: Fault, { code, file }: RuleInput): string {
  const method = ["set_downstream", "set_upstream"].find(
    (name) =>
      span.file === file &&
      methodCalls(code, name).some(({ node: { callee, end } }) => {
        return callee.end <= span.start && span.end <= end;
      }),
  );
  return method === undefined ? "An arrow" : `${method}()`;
}

function callFix(fault: Fault, { text, file }: RuleInput): Fix | undefined {
  const { span } = fault;
  const name = fact(fault, "name");
  if (!fact(fault, "given").startsWith("@") || span.file !== file) return undefined;
  if (text.slice(span.start, span.end) !== name) return undefined;
  const at = { file, start: span.end, end: span.end };
  return { title: `Call ${name}()`, edits: [{ span: at, newText: "()" }], preferred: true };
}
