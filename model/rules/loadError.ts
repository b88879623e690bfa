import { fact, faultsOf } from "./faults.ts";
import { exampleDag, exampleFile } from "./exampleDag.ts";
import type { Rule } from "./rule.ts";

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
    ],
    clean: [
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
      const message = fact(fault, "message");
      const kind = fact(fault, "class");
      // What an object of a library has is known only in part.
      if (kind === "AttributeError" && !surelyMissing.test(message)) continue;
      if (kind === "NameError" && isSaidOfTasks(span, input)) continue;
      const written = /^raise\s+(?:\w+\.)*(\w+)/.exec(input.text.slice(span.start, span.end))?.[1];
      // A class of a package that is not read has no name of its own, and no message.
      const said = written !== undefined && kind === "Exception" ? written : kind;
      const words = /^\{.*\}$/.test(message) ? "" : message.replace(/\.$/, "");
      const text = `Loading the file stops here with ${said}${words === "" ? "" : `: ${words}`}`;
      if (written !== undefined && asksAround.test(input.text)) {
        const message = `${text}, as long as the settings that are asked for are not there.`;
        yield { span, message, severity: "warning" };
      } else yield { span, message: `${text}.` };
    }
  },
};

/** What no plain function has, and enumerations of which every member is known. */
const surelyMissing =
  /^'function' object has no attribute '(expand|expand_kwargs|partial|override)'$|^type object '(Trigger|Weight)Rule' has no attribute '[A-Z]\w*'$/;

/** What is raised on purpose may hang on settings that only the machine has on which the file is loaded. */
const asksAround = /\b(environ|getenv|Variable|conf|config|settings|argv|platform|exists)\b/;

/** Undefined names beside arrows are reported where they stand. */
function isSaidOfTasks(
  { start }: { readonly start: number },
  { text }: Parameters<Rule["check"]>[0],
): boolean {
  const lineStart = text.lastIndexOf("\n", start) + 1;
  const lineEnd = text.indexOf("\n", start);
  const line = text.slice(lineStart, lineEnd === -1 ? undefined : lineEnd);
  return />>|<<|\b(chain|chain_linear|cross_downstream|set_upstream|set_downstream)\(/.test(line);
}
