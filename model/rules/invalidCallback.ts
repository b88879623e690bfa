import type { Argument } from "../dag/dag.ts";
import type { Value } from "../python/value.ts";
import type { Span } from "../text/span.ts";
import { tasksGiven } from "./code/writtenTasks.ts";
import { exampleDag } from "./exampleDag.ts";
import type { RawFinding, Rule, RuleInput } from "./rule.ts";

const notify = `
def notify(context):
    print(context)

`;

/** A callback that is no function, or one that cannot be called as Airflow does. */
export const invalidCallback: Rule = {
  code: "invalid-callback",
  summary:
    "A callback is a text, or what a call gave back, instead of a function; or it does not take what Airflow gives it.",
  why: "The file loads; when the time comes the callback fails, and nobody is told what it was to tell.",
  severity: "warning",
  preset: "recommended",
  examples: () => ({
    flagged: [
      {
        text: exampleDag(`${notify}EmptyOperator(task_id="a", on_failure_callback=<|"notify"|>)`),
        fixed: exampleDag(`${notify}EmptyOperator(task_id="a", on_failure_callback=notify)`),
      },
      {
        text: exampleDag(`${notify}EmptyOperator(task_id="a", on_failure_callback=<|notify({})|>)`),
        fixed: exampleDag(`${notify}EmptyOperator(task_id="a", on_failure_callback=notify)`),
      },
      {
        text: exampleDag(
          `EmptyOperator(task_id="a")`,
          '"etl", schedule=None, on_success_callback=[<|"notify"|>]',
        ),
      },
      {
        text: exampleDag(
          `def tell():\n    ...\n\nEmptyOperator(task_id="a", on_failure_callback=<|tell|>)`,
        ),
        fixed: exampleDag(
          `def tell(context):\n    ...\n\nEmptyOperator(task_id="a", on_failure_callback=tell)`,
        ),
      },
      {
        text: exampleDag(
          `def tell(**context):\n    ...\n\nEmptyOperator(task_id="a", on_failure_callback=<|tell|>)`,
        ),
        fixed: exampleDag(
          `def tell(context):\n    ...\n\nEmptyOperator(task_id="a", on_failure_callback=tell)`,
        ),
      },
      {
        text: exampleDag(
          `def tell(context, channel):\n    ...\n\nEmptyOperator(task_id="a", on_failure_callback=<|tell|>)`,
        ),
      },
    ],
    clean: [
      { text: exampleDag(`${notify}EmptyOperator(task_id="a", on_failure_callback=notify)`) },
      {
        text: exampleDag(`
from functools import partial, wraps

def notify(channel, context, *others, color="red"):
    print(channel, context)

class Bot:
    def tell(self, context):
        print(context)

def with_channel(notify):
    @wraps(notify)
    def inner(context):
        notify("ops", context)
    return inner

EmptyOperator(
    task_id="a",
    on_failure_callback=partial(notify, "ops"),
    on_success_callback=[Bot().tell, with_channel(notify), lambda *args: print(args)],
    post_execute=lambda context, result: print(result),
)
`),
      },
      { text: exampleDag(`${notify}EmptyOperator(task_id="a", on_failure_callback=[notify])`) },
      {
        text: exampleDag(`
def notify(channel):
    return lambda context: print(channel)

EmptyOperator(task_id="a", on_failure_callback=notify("ops"), on_success_callback=None)
`),
      },
    ],
  }),
  *check(input) {
    for (const { dag, task } of tasksGiven(input, ...names)) {
      if (dag.format === "airflow") yield* inArguments(task.args, input);
    }
    for (const dag of input.reading.dags) {
      if (dag.format === "airflow") yield* inArguments(dag.args, input);
    }
  },
};

const names = [
  "on_execute_callback",
  "on_failure_callback",
  "on_success_callback",
  "on_retry_callback",
  "on_skipped_callback",
  "sla_miss_callback",
  "pre_execute",
  "post_execute",
];

function* inArguments(
  args: ReadonlyMap<string, Argument>,
  input: RuleInput,
): Generator<RawFinding> {
  for (const name of names) {
    const argument = args.get(name);
    if (!argument || argument.origin === "expand" || argument.span.file !== input.file) continue;
    // What stands in for a method is called as that is, by name in Airflow 2.
    const isMethod = argument.origin === "assigned" && name.endsWith("_execute");
    if (isMethod) continue;
    const { value } = argument;
    const all = value.kind === "list" || value.kind === "tuple" ? value.items : [value];
    for (const each of all) {
      const span = each === value ? argument.span : (withQuotes(each.span, input) ?? argument.span);
      if (span.file === input.file) yield* problemOf(name, each, span, input);
    }
  }
}

/** A text's own place is what is between its quotes. */
function withQuotes(span: Span | undefined, { text }: RuleInput): Span | undefined {
  const quote = span && text[span.start - 1];
  return span && (quote === '"' || quote === "'") && text[span.end] === quote
    ? { ...span, start: span.start - 1, end: span.end + 1 }
    : span;
}

function* problemOf(
  name: string,
  value: Value,
  span: Span,
  input: RuleInput,
): Generator<RawFinding> {
  const { code, text } = input;
  const misfit = misfitOf(name, value, span, input);
  if (misfit) yield misfit;
  const written = text.slice(span.start, span.end);
  const called = /^(\w+)\(/.exec(written)?.[1];
  const isCalled = value.kind === "none" && called !== undefined && written.endsWith(")");
  if (!isCalled && !plain.has(value.kind)) return;
  const callee = isCalled ? called : value.kind === "str" ? value.value : undefined;
  const isKnown = code.functions.some(({ node }) => node.name.name === callee);
  const message = isCalled
    ? `This calls ${called}() while the file is loaded: ${name} takes the function itself.`
    : `${name} takes a function, not ${value.kind === "str" ? "a text" : "another value"}.`;
  const edits = [{ span, newText: callee ?? "" }];
  const fixes = isKnown ? [{ title: `Give ${callee ?? ""} itself`, edits, preferred: true }] : [];
  yield { span, message, fixes };
}

/** A function that cannot be called with what Airflow calls this callback with: the context alone, as a rule. */
function misfitOf(
  name: string,
  value: Value,
  span: Span,
  { file, text }: RuleInput,
): RawFinding | undefined {
  if (name === "sla_miss_callback") return undefined;
  const callee = value.kind === "method" ? value.callee : value;
  // A decorator may hand on other arguments.
  if (callee.kind !== "function" || callee.attributes.has("__wrapped__")) return undefined;
  const { node } = callee;
  if (node.kind === "FunctionDef" && node.decorators.length > 0) return undefined;
  const parameters = node.parameters.slice(value.kind === "method" ? 1 : 0);
  const places = parameters.filter(({ form }) => form === "plain" || form === "positionalOnly");
  const hasStar = parameters.some(({ form }) => form === "star");
  const given = name === "post_execute" ? 2 : 1;
  const what = given === 2 ? "the context and the result" : "the context";
  const shown = node.kind === "FunctionDef" ? `${callee.name}()` : "this function";
  if (places.length < given && !hasStar) {
    const message = `Airflow calls ${shown} with ${what}, and it has no place for ${given === 2 ? "both" : "it"}.`;
    const [only, ...others] = parameters;
    const isOwn = node.kind === "FunctionDef" && callee.module.file === file && given === 1;
    const open = isOwn ? text.indexOf("(", node.name.end) : -1;
    // `**context` holds the same under the same name.
    const place = !only
      ? { start: open + 1, end: open + 1, newText: "context" }
      : only.form === "doubleStar" && others.length === 0
        ? { start: only.start, end: only.end, newText: only.name.name }
        : undefined;
    if (!place || open < 0 || value.kind === "method") return { span, message };
    const edits = [{ span: { file, start: place.start, end: place.end }, newText: place.newText }];
    return { span, message, fixes: [{ title: "Take the context", edits, preferred: true }] };
  }
  const needed = [
    ...places.slice(given),
    ...parameters.filter(({ form }) => form === "keywordOnly"),
  ].find((parameter) => !parameter.default);
  if (!needed) return undefined;
  const message = `Airflow calls ${shown} with ${what} alone, and "${needed.name.name}" has no default: give it with functools.partial().`;
  return { span, message };
}

/** What surely cannot be called. */
const plain: ReadonlySet<Value["kind"]> = new Set(["str", "int", "float", "bool", "dict", "set"]);
