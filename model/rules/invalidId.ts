import type { Fault } from "../dag/fault.ts";
import { exampleDag, exampleFile } from "./exampleDag.ts";
import { fact, faultsOf } from "./faults.ts";
import type { Fix } from "./finding.ts";
import type { Rule, RuleInput } from "./rule.ts";
import { withMore } from "../withMore.ts";

/** An id with characters that Airflow refuses, or too long. Airflow: validate_key, validate_group_key. */
export const invalidId: Rule = {
  code: "invalid-id",
  summary: "An id has characters that Airflow refuses, or too many.",
  why: "Airflow refuses the file. Ids take letters of any script, digits, dash and underscore; those of DAGs and tasks a dot too.",
  severity: "error",
  preset: "errors",
  examples: () => ({
    flagged: [
      { text: exampleDag(`EmptyOperator(task_id="<|load/users|>")`) },
      {
        text: exampleDag(`with TaskGroup("<|Daily report|>"):\n    EmptyOperator(task_id="mail")`),
      },
      { text: exampleDag(`with TaskGroup("<|dw.users|>"):\n    EmptyOperator(task_id="copy")`) },
      { text: exampleDag(`BashOperator.partial(task_id="<|a b|>").expand(bash_command=["a"])`) },
      { text: exampleFile(`with DAG("<|my etl|>"):\n    EmptyOperator(task_id="load")\n`) },
    ],
    clean: [{ text: exampleDag(`EmptyOperator(task_id="größe-1.two_3")`) }],
  }),
  *check(input) {
    for (const fault of faultsOf(input, "N1", "N2", "N3", "N4")) {
      // That an id cannot be mapped is said there.
      if (fault.condition === "N1" && isMappedOver(fault, input)) continue;
      const fix = underscores(fault, input);
      const found = { span: fault.span, message: messageFor(fault), fixes: fix ? [fix] : [] };
      // The id of a mapped operator is looked at only when its first instance is made.
      yield isMapped(fault, input) ? withMore(found, { severity: "warning" }) : found;
    }
  },
};

function isMappedOver({ span }: Fault, input: RuleInput): boolean {
  return faultsOf(input, "M4").some(
    (other) =>
      fact(other, "name") === "task_id" &&
      other.span.file === span.file &&
      (contains(other.span, span) ||
        /^\s*=\s*\[?\s*$/.test(input.text.slice(other.span.end, span.start))),
  );
}

function contains(outer: Fault["span"], inner: Fault["span"]): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}

function isMapped({ span }: Fault, { tasks }: RuleInput): boolean {
  return tasks.all.some(
    ({ task }) => task.mapped && task.kind !== "taskflow" && contains(task.span, span),
  );
}

const whats: Readonly<Record<string, string>> = {
  dag_id: "A DAG's id",
  task_id: "A task's id",
  group_id: "A group's id",
};

function messageFor(fault: Fault): string {
  const what = whats[fact(fault, "what")] ?? "An id";
  if (fault.condition === "N1") return `${what} is a text, not ${fact(fault, "given")}.`;
  const id = fact(fault, "id");
  const { length, limit } = fault.facts;
  if (typeof length === "number" && typeof limit === "number" && length > limit) {
    return `${what} has at most ${limit} characters; this one has ${length}.`;
  }
  if (id.includes("{{"))
    return `${what} is needed while the file is loaded: it can hold neither a template nor the output of a task.`;
  const dot = fault.condition === "N4" ? "" : ", dots";
  return `"${id}" cannot be an id: ${what.toLowerCase()} is made of letters, digits, dashes${dot} and underscores.`;
}

/** Writes an underscore for each character that is refused. */
function underscores(fault: Fault, { text, file }: RuleInput): Fix | undefined {
  const { span, condition } = fault;
  const id = fact(fault, "id");
  if (span.file !== file || id === "" || text.slice(span.start, span.end) !== id) return undefined;
  const refused = condition === "N4" ? /[^\p{L}\p{N}_-]+/gu : /[^\p{L}\p{N}_.-]+/gu;
  const newText = id.replace(refused, "_");
  if (newText === id || condition === "N2") return undefined;
  return { title: `Change to "${newText}"`, edits: [{ span, newText }], preferred: false };
}
