import { forEachChild } from "../python/children.ts";
import type { Expression, Statement } from "../python/syntax.ts";
import { callsTo } from "./code/lookups.ts";
import { exampleDag } from "./exampleDag.ts";
import type { RawFinding, Rule, RuleInput } from "./rule.ts";

const varying =
  /^(uuid\.uuid[14]|random\.\w+|time\.time(_ns)?|secrets\.\w+|datetime\.datetime\.(now|utcnow|today)|datetime\.date\.today|pendulum\.(now|today))$/;

/** An argument that is another one at each load. ruff: AIR304 says why. */
export const varyingArgument: Rule = {
  code: "varying-argument",
  summary: "An argument of a DAG or task is another one at each load.",
  why: "Airflow 3 makes a new version of the DAG at each load. A template such as `{{ ds }}` or `{{ run_id }}` is filled in when the task runs.",
  severity: "warning",
  preset: "recommended",
  examples: () => ({
    flagged: [
      {
        text: exampleDag(`BashOperator(task_id="load", bash_command=f"load {<|datetime.now()|>}")`),
      },
      {
        text: `import uuid\n${exampleDag(`BashOperator(task_id="load", bash_command="true", env={"RUN": str(<|uuid.uuid4()|>)})`)}`,
      },
    ],
    clean: [
      { text: exampleDag(`BashOperator(task_id="load", bash_command="load {{ ts }}")`) },
      {
        text: exampleDag(`PythonOperator(task_id="load", python_callable=lambda: datetime.now())`),
      },
    ],
  }),
  check: allFindings,
};

function* allFindings(input: RuleInput): Generator<RawFinding> {
  const { code, file, reading } = input;
  // Nearly no file has such a call at all.
  if (callsTo(code, varying).length === 0) return;
  const made = new Set<number>();
  for (const dag of reading.dags) {
    if (dag.span.file === file) made.add(dag.span.start);
    for (const { span } of dag.tasks.values()) if (span.file === file) made.add(span.start);
  }
  for (const { node, path } of code.calls) {
    if (!made.has(node.start) || !/^[A-Z]|\.[A-Z]/.test(path ?? "")) continue;
    for (const { name, value } of node.args) {
      // Dates of DAGs have their own rule; a time to wait for may well be from now on.
      if (
        name &&
        /^(start_date|end_date|default_args|target_time|target_lower|target_upper|params)$/.test(
          name.name,
        )
      )
        continue;
      for (const call of varyingIn(value, input)) {
        yield {
          span: { file, start: call.start, end: call.end },
          message:
            "This is another value at each load: use a template, or work it out inside the task.",
        };
      }
    }
  }
}

function varyingIn(value: Expression, { code }: RuleInput): readonly Expression[] {
  const found: Expression[] = [];
  const look = (node: Statement | Expression): void => {
    if (node.kind === "Lambda") return;
    if (node.kind === "Call") {
      const path = code.pathOf(node.callee);
      if (path !== undefined && varying.test(path)) found.push(node);
    }
    forEachChild(node, look);
  };
  look(value);
  return found;
}
