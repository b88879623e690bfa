import type { Fault } from "../dag/fault.ts";
import type { Span } from "../text/span.ts";
import { statementAround } from "./code/statements.ts";
import { exampleDag } from "./exampleDag.ts";
import { fact, faultsOf } from "./faults.ts";
import type { Rule, RuleInput } from "./rule.ts";

const split = `
@task(multiple_outputs=True)
def split():
    return {"a": 1, "b": 2}
`;

/** A task's output used as if it were there while the file loads. Airflow: XComArg is not iterable. */
export const unpackedOutput: Rule = {
  code: "unpacked-output",
  summary: "The output of a task is unpacked or looped over while the file is loaded.",
  why: "The output exists only once the task has run; here it is a placeholder, and Airflow refuses the file.",
  severity: "error",
  preset: "errors",
  examples: () => ({
    flagged: [{ text: exampleDag(`${split}\na, b = <|split()|>`) }],
    clean: [{ text: exampleDag(`${split}\nresult = split()\na, b = result["a"], result["b"]`) }],
  }),
  *check(input) {
    for (const fault of faultsOf(input, "R10")) {
      yield { span: usedAt(fault, input), message: messageFor(fault) };
    }
  },
};

function messageFor(fault: Fault): string {
  if (fact(fault, "use") === "subscript") {
    return `An output of a task is looked up by a text, as in result["key"], not by ${fact(fault, "given")}.`;
  }
  return 'The output of a task is not known yet, so it cannot be unpacked or looped over. Take parts of it with result["key"], or map over it with expand().';
}

/** What is unpacked or looped over, where the fault is of the whole statement. */
function usedAt({ span }: Fault, { module, file }: RuleInput): Span {
  const found = span.file === file ? statementAround(module, span)?.statement : undefined;
  if (found?.start !== span.start) return span;
  const used =
    found.kind === "Assign" ? found.value : found.kind === "For" ? found.iterable : undefined;
  return used ? { file, start: used.start, end: used.end } : span;
}
