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

/** A callback that is no function. */
export const invalidCallback: Rule = {
  code: "invalid-callback",
  summary: "A callback is a text, or what a call gave back, instead of a function.",
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
    ],
    clean: [
      { text: exampleDag(`${notify}EmptyOperator(task_id="a", on_failure_callback=notify)`) },
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
  { code, text }: RuleInput,
): Generator<RawFinding> {
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

/** What surely cannot be called. */
const plain: ReadonlySet<Value["kind"]> = new Set(["str", "int", "float", "bool", "dict", "set"]);
