import { authoringHome } from "./code/importNames.ts";
import { importOf } from "./code/importOf.ts";
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

/** Calls to write instead. */
function fixes(input: RuleInput, span: RawFinding["span"]): readonly Fix[] {
  const { text, file, module, airflow } = input;
  const operands = text.slice(span.start, span.end).split(/\s*>>\s*/);
  const [left, right] = operands;
  const isStatement = /\n[ \t]*$/.test(text.slice(0, span.start));
  if (span.file !== file || operands.length !== 2 || !left || !right || !isStatement) return [];
  return ["cross_downstream", "chain"].map((name) => {
    const home = authoringHome(name, airflow === 3) ?? "";
    const needed = importOf(home, name, module);
    const call = { span, newText: `${name}(${left}, ${right})` };
    const place = needed && { file, start: needed.at, end: needed.at };
    return {
      title: `Use ${name}(${left}, ${right})`,
      edits: place ? [{ span: place, newText: needed.newText }, call] : [call],
      preferred: false,
    };
  });
}
