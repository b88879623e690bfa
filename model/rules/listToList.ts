import { exampleDag } from "./exampleDag.ts";
import { faultsOf } from "./faults.ts";
import type { Fix } from "./finding.ts";
import type { RawFinding, Rule, RuleInput } from "./rule.ts";

const tasks = `
reads = [EmptyOperator(task_id=f"read_{i}") for i in range(2)]
writes = [EmptyOperator(task_id=f"write_{i}") for i in range(2)]
`;

/** An arrow between two lists: Python has none. */
export const listToList: Rule = {
  code: "list-to-list",
  summary: "An arrow joins two lists of tasks.",
  why: "Python knows no arrow between lists, so the file does not load: one side must be a single task or group.",
  severity: "error",
  preset: "errors",
  examples: () => ({
    flagged: [{ text: exampleDag(`${tasks}<|reads >> writes|>`) }],
    clean: [
      { text: exampleDag(`${tasks}cross_downstream(reads, writes)`) },
      { text: exampleDag(`${tasks}reads >> EmptyOperator(task_id="both") >> writes`) },
    ],
  }),
  *check(input) {
    for (const { span } of faultsOf(input, "R9")) {
      yield {
        span,
        message:
          "Two lists cannot be joined with an arrow. Use cross_downstream() for each with each, or chain() for pair by pair.",
        fixes: fixes(input, span),
      };
    }
  },
};

/** Calls to write instead; the import is left to the author's own tool. */
function fixes({ text, file, module }: RuleInput, span: RawFinding["span"]): readonly Fix[] {
  const operands = text.slice(span.start, span.end).split(/\s*>>\s*/);
  const [left, right] = operands;
  const isStatement =
    module.text.slice(0, span.start).endsWith("\n") || /\n[ \t]*$/.test(text.slice(0, span.start));
  if (span.file !== file || operands.length !== 2 || !left || !right || !isStatement) return [];
  return ["cross_downstream", "chain"].map((name) => ({
    title: `Use ${name}(${left}, ${right})`,
    edits: [{ span, newText: `${name}(${left}, ${right})` }],
    preferred: false,
  }));
}
