import { adjacencyOf, runsBefore } from "../dag/adjacency.ts";
import type { Dag, Task } from "../dag/dag.ts";
import type { Call, Expression } from "../python/syntax.ts";
import type { Span } from "../text/span.ts";
import { nearest } from "../text/nearest.ts";
import { methodCalls } from "./code/lookups.ts";
import { perText } from "./code/perText.ts";
import type { TemplateString } from "./code/templateStrings.ts";
import { exampleDag } from "./exampleDag.ts";
import type { RawFinding, Rule, RuleInput } from "./rule.ts";

const tasks = `
@task
def first():
    return 1

@task
def second(**context):
    return context["ti"].xcom_pull(task_ids=ID)

first() >> second()
`;

/** A value that is pulled from a task which need not have run yet, or does not exist. */
export const xcomNotUpstream: Rule = {
  code: "xcom-not-upstream",
  summary: "A task pulls the value of a task that it does not wait for.",
  why: "It may run first and get nothing. Pulling makes no dependency; passing the output as an argument does.",
  severity: "warning",
  preset: "recommended",
  examples: () => ({
    flagged: [
      {
        text: exampleDag(
          tasks.replace("ID", '<|"first"|>').replace(">> ", "; ").replace("first() ;", "first();"),
        ),
      },
      {
        text: exampleDag(tasks.replace("ID", '<|"frist"|>')),
        fixed: exampleDag(tasks.replace("ID", '"first"')),
      },
      {
        text: exampleDag(`
one = EmptyOperator(task_id="one")
BashOperator(task_id="two", bash_command="echo {{ ti.xcom_pull(task_ids=<|'one'|>) }}")
`),
      },
      {
        text: exampleDag(`
name = "orders"
get = EmptyOperator(task_id="get_" + name)
BashOperator(task_id="put", bash_command=<|"cat {{ ti.xcom_pull(task_ids='put_" + name + "') }}"|>)
get
`),
      },
    ],
    clean: [
      { text: exampleDag(tasks.replace("ID", '"first"')) },
      {
        text: exampleDag(`
for table in Variable.get("tables").split(","):
    one = EmptyOperator(task_id=f"get_{table}")
    pull = f"{{{{ ti.xcom_pull(task_ids='get_{table}') }}}}"
    one >> BashOperator(task_id=f"put_{table}", bash_command=f"echo {pull}")
`),
      },
      {
        text: exampleDag(`
name = "orders"
get = EmptyOperator(task_id="get_" + name)
put = BashOperator(
    task_id="put",
    bash_command="cat {{ ti.xcom_pull(task_ids='get_" + name + "') }} %s" % "{{ ds }}",
)
get >> put
`),
      },
      {
        text: exampleDag(`
one = EmptyOperator(task_id="one")
mid = EmptyOperator(task_id="mid")
two = BashOperator(task_id="two", bash_command="echo {{ ti.xcom_pull(task_ids='one') }}")
one >> mid >> two
`),
      },
    ],
  }),
  check: allFindings,
};

/** One id that is pulled, and where it is written, quotes included. */
interface Pull {
  readonly id: string;
  readonly span: Span;
  /** The id is put together: the span holds more than it. */
  readonly isPartOfSpan?: boolean;
}

function* allFindings(input: RuleInput): Generator<RawFinding> {
  const pullers = pullsByFunction(input);
  const templates = new Map<Task, readonly TemplateString[]>();
  for (const { task, templates: found } of input.tasks.withTemplates) {
    if (found.some(({ text }) => text.includes("xcom_pull"))) templates.set(task, found);
  }
  for (const dag of input.reading.dags) {
    // A value pulled from several DAGs' tasks of one function is judged by each of them.
    if (dag.certainty === "dynamic" || dag.unknown.length > 0) continue;
    const isOpen = [...dag.tasks.values()].some(({ certainty }) => certainty === "dynamic");
    if (isOpen) continue;
    let adjacency: ReturnType<typeof adjacencyOf> | undefined;
    for (const task of dag.tasks.values()) {
      const found = templates.get(task);
      if (!found && !task.callable) continue;
      const pulls = [...pullsInTemplates(found ?? []), ...pullers(task)];
      if (pulls.length === 0) continue;
      adjacency ??= adjacencyOf(dag);
      for (const pull of pulls) {
        // A format that nothing has filled in.
        if (/[{%]/.test(pull.id)) continue;
        if (pull.id === task.taskId || runsBefore(pull.id, task.taskId, adjacency)) continue;
        yield findingFor(pull, task, dag);
      }
    }
  }
}

function findingFor({ id, span, isPartOfSpan }: Pull, task: Task, dag: Dag): RawFinding {
  if (dag.tasks.has(id)) {
    return {
      span,
      message: `"${task.taskId}" pulls from "${id}", but nothing makes it wait for "${id}": it may run first and get nothing.`,
    };
  }
  const ids = [...dag.tasks.keys()];
  const meant = ids.find((known) => known.endsWith(`.${id}`)) ?? nearest(id, ids);
  const edit = {
    span: { ...span, start: span.start + 1, end: span.end - 1 },
    newText: meant ?? "",
  };
  return {
    span,
    message: `"${task.taskId}" pulls from "${id}", but DAG "${dag.dagId}" has no such task.${meant === undefined ? "" : ` Did you mean "${meant}"?`}`,
    fixes:
      meant === undefined || isPartOfSpan
        ? []
        : [{ title: `Change to "${meant}"`, edits: [edit], preferred: true }],
  };
}

/** The pulls in the body of the function that a task runs, if it is in this file. */
function pullsByFunction({ code, file }: RuleInput): (task: Task) => readonly Pull[] {
  const pulls = methodCalls(code, "xcom_pull").flatMap(({ node, place }) => {
    const owner = place.functions[0];
    const found = owner ? pulledIds(node, file) : [];
    return found.length > 0 && owner ? [{ owner, found }] : [];
  });
  return ({ callable }) => {
    if (callable?.span.file !== file) return [];
    return pulls
      .filter(({ owner }) => callable.span.start <= owner.start && owner.end <= callable.span.end)
      .flatMap(({ found }) => found);
  };
}

/** The ids that one call pulls; none when it asks another DAG or cannot be known. */
function pulledIds(call: Call, file: string): readonly Pull[] {
  if (
    call.args.some(
      ({ form, name }) =>
        form === "doubleStar" || name?.name === "dag_id" || name?.name === "include_prior_dates",
    )
  ) {
    return [];
  }
  const given =
    call.args.find(({ name }) => name?.name === "task_ids") ??
    call.args.find(({ form }) => form === "positional");
  return given ? textsIn(given.value, file) : [];
}

function textsIn(expression: Expression, file: string): readonly Pull[] {
  if (expression.kind === "ListLiteral" || expression.kind === "TupleLiteral") {
    return expression.items.flatMap((item) => textsIn(item, file));
  }
  const { start, end } = expression;
  return expression.kind === "StringLiteral"
    ? [{ id: expression.value, span: { file, start, end } }]
    : [];
}

const pullInTemplate =
  /\bxcom_pull\(\s*(?:task_ids\s*=\s*)?(\[[^\]]*\]|'[^']*'|"[^"]*")\s*(\)|,(?![^)]*dag_id)[^)]*\))/g;

/** The pulls in the templates that a task was given. */
function pullsInTemplates(templates: readonly TemplateString[]): readonly Pull[] {
  return templates.flatMap(({ text, whole, span }) => {
    const { file, start: from } = span;
    const written = pullsInText(text);
    return pullsInText(whole).map(({ id }) => {
      const at = written.find((each) => each.id === id);
      return at
        ? { id, span: { file, start: from + at.start, end: from + at.end } }
        : { id, span, isPartOfSpan: true };
    });
  });
}

/** The ids that a template pulls, by offsets. */
const pullsInText = perText((text) => {
  if (!text.includes("xcom_pull")) return [];
  return Array.from(text.matchAll(pullInTemplate)).flatMap((match) => {
    const list = match[1] ?? "";
    const from = match.index + match[0].indexOf(list);
    return Array.from(list.matchAll(/'([^']*)'|"([^"]*)"/g), (item) => ({
      id: item[1] ?? item[2] ?? "",
      start: from + item.index,
      end: from + item.index + item[0].length,
    }));
  });
});
