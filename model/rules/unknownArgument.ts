import type { Argument, Task } from "../dag/dag.ts";
import { nearest } from "../text/nearest.ts";
import { argumentsOf, factsOf, isStandard } from "./code/standardArguments.ts";
import { eachPlaceOnce, writtenTasks } from "./code/writtenTasks.ts";
import { exampleDag } from "./exampleDag.ts";
import { fact, faultsOf } from "./faults.ts";
import type { Fix } from "./finding.ts";
import type { RawFinding, Rule, RuleInput } from "./rule.ts";

/** An argument that an operator does not have. Airflow: Invalid arguments were passed. */
export const unknownArgument: Rule = {
  code: "unknown-argument",
  summary: "An operator or DAG is given an argument that it does not have.",
  why: "Airflow refuses the file.",
  severity: "error",
  preset: "errors",
  examples: {
    flagged: [
      {
        text: exampleDag(`BashOperator(task_id="load", bash_command="true", <|retires|>=3)`),
        fixed: exampleDag(`BashOperator(task_id="load", bash_command="true", retries=3)`),
      },
      { text: exampleDag(`EmptyOperator(task_id="load", <|bash_command|>="true")`) },
    ],
    clean: [{ text: exampleDag(`BashOperator(task_id="load", bash_command="true", retries=3)`) }],
  },
  *check(input) {
    yield* eachPlaceOnce(allFindings(input));
  },
};

function* allFindings(input: RuleInput): Generator<RawFinding> {
  for (const fault of faultsOf(input, "A3", "dag-call")) {
    const name = fact(fault, "name");
    if (name === "" || fact(fault, "problem") === "removed") continue;
    yield { span: fault.span, message: `There is no argument "${name}".` };
  }
  for (const { task } of writtenTasks(input)) {
    const facts = factsOf(task);
    const known = facts && argumentsOf(facts);
    if (!known) continue;
    for (const argument of task.args.values()) {
      if (!isWritten(argument) || known.has(argument.name)) continue;
      const found = finding(task, argument, known);
      if (isStandard(facts)) yield found;
      // The arguments of other packages change with their versions: only a slip is told, and as one.
      else if (found.fixes.length > 0) yield { ...found, severity: "warning" };
    }
  }
}

function isWritten({ origin, keywordSpan }: Argument): boolean {
  return keywordSpan !== undefined && (origin === "call" || origin === "partial");
}

function finding(
  task: Task,
  { name, keywordSpan, span }: Argument,
  known: ReadonlySet<string>,
): RawFinding & { readonly fixes: readonly Fix[] } {
  const start = keywordSpan?.start ?? span.start;
  const place = { file: span.file, start, end: start + name.length };
  const near = nearest(name, known);
  const meant = near !== undefined && !task.args.has(near) ? near : undefined;
  return {
    span: place,
    message: `${task.operator} has no argument "${name}".${meant === undefined ? "" : ` Did you mean "${meant}"?`}`,
    fixes:
      meant === undefined
        ? []
        : [
            {
              title: `Rename to ${meant}`,
              edits: [{ span: place, newText: meant }],
              preferred: true,
            },
          ],
  };
}
