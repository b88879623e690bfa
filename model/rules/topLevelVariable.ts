import type { Call } from "../python/syntax.ts";
import { callsTo } from "./code/lookups.ts";
import { definesDags } from "./code/definesDags.ts";
import { exampleDag, exampleFile } from "./exampleDag.ts";
import type { Rule } from "./rule.ts";

const lookups =
  /^airflow\.(sdk|models|models\.variable|models\.connection|hooks\.base|sdk\.bases\.hook)\.(Variable\.get|Connection\.get(_connection_from_secrets)?|BaseHook\.get_(connection|hook))$/;

const commandFrom = (): string =>
  `from airflow.sdk import Variable\n${exampleDag(`BashOperator(task_id="load", bash_command=VALUE)`)}`;

/** A variable or connection that is read while the file is loaded. Airflow: Best Practices, "Airflow Variables". */
export const topLevelVariable: Rule = {
  code: "top-level-variable",
  summary: "A variable or connection is read each time the file is loaded.",
  why: "Each load asks the database, and without a default the DAG vanishes when the value is missing. A template `{{ var.value.name }}` is read only when the task runs.",
  severity: "warning",
  preset: "recommended",
  examples: () => ({
    flagged: [
      {
        text: exampleFile(
          `bucket = <|Variable.get("bucket")|>\n\nwith DAG("etl"):\n    EmptyOperator(task_id="load")\n`,
        ),
      },
      {
        text: commandFrom().replace("VALUE", '<|Variable.get("command")|>'),
        fixed: commandFrom().replace("VALUE", '"{{ var.value.command }}"'),
      },
    ],
    clean: [
      { text: exampleDag(`BashOperator(task_id="load", bash_command="{{ var.value.command }}")`) },
      { text: exampleDag(`@task\ndef load():\n    return Variable.get("bucket")\n\nload()`) },
    ],
  }),
  *check(input) {
    if (!definesDags(input)) return;
    let isFirst = true;
    for (const { node, path, place } of callsTo(input.code, lookups)) {
      if (!place.runsOnLoad) continue;
      const hasDefault =
        node.args.some(({ name }) => name?.name === "default" || name?.name === "default_var") ||
        node.args.filter(({ form }) => form === "positional").length > 1;
      const span = { file: input.file, start: node.start, end: node.end };
      const what = path.includes("Variable") ? "Variable" : "Connection";
      const name = node.args[0]?.value;
      const template =
        what === "Variable" &&
        node.args.length === 1 &&
        name?.kind === "StringLiteral" &&
        /^\w+$/.test(name.value)
          ? `"{{ var.value.${name.value} }}"`
          : undefined;
      const fix =
        template !== undefined && isTemplated(input, node)
          ? [{ title: `Use ${template}`, edits: [{ span, newText: template }], preferred: true }]
          : [];
      yield {
        span,
        // With a default the file loads in any case; the cost of asking stays. One warning a file tells it all.
        severity: hasDefault || !isFirst ? "info" : "warning",
        message: `${what} is looked up each time Airflow loads the file. Read it inside a task, or in a template such as {{ ${inTemplate(what, node)} }}.`,
        fixes: fix,
      };
      isFirst &&= hasDefault;
    }
  },
};

/** How a template asks for the same. */
function inTemplate(what: "Variable" | "Connection", { args }: Call): string {
  const isJson = args.some(
    ({ name, value }) =>
      name?.name === "deserialize_json" && value.kind === "BooleanLiteral" && value.value,
  );
  const root = what === "Connection" ? "conn" : isJson ? "var.json" : "var.value";
  const [first] = args;
  const name = first?.value.kind === "StringLiteral" ? first.value.value : "name";
  // A dot would ask what is found for an attribute.
  return /^\w+$/.test(name) ? `${root}.${name}` : `${root}.get("${name}")`;
}

/** Arguments that Airflow renders as templates, in operators that everyone has. */
const templated = new Set(["bash_command", "sql"]);

function isTemplated(
  { code }: Parameters<Rule["check"]>[0],
  value: { readonly start: number },
): boolean {
  return code.calls.some(({ node }) =>
    node.args.some(
      (argument) =>
        argument.value.start === value.start &&
        argument.name !== undefined &&
        templated.has(argument.name.name),
    ),
  );
}
