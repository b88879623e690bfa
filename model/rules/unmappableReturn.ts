import type { Expression } from "../python/syntax.ts";
import { exampleDag } from "./exampleDag.ts";
import type { Rule, RuleInput } from "./rule.ts";

/** A task that says it returns a text or number, mapped over. Airflow: UnmappableXComTypePushed. */
export const unmappableReturn: Rule = {
  code: "unmappable-return",
  summary: "A task is mapped over an output that is neither a list nor a dict.",
  why: "The task that produces it fails when it runs: only lists and dicts can be mapped over.",
  severity: "warning",
  preset: "recommended",
  examples: {
    flagged: [
      {
        text: exampleDag(`
@task
def tables() -> str:
    return "users"

@task
def load(table):
    ...

load.expand(table=<|tables()|>)
`),
      },
    ],
    clean: [
      {
        text: exampleDag(`
@task
def tables() -> list[str]:
    return ["users"]

@task
def load(table):
    ...

load.expand(table=tables())
`),
      },
    ],
  },
  *check(input) {
    const { code, file } = input;
    for (const { node } of code.calls) {
      if (node.callee.kind !== "Attribute" || node.callee.name.name !== "expand") continue;
      for (const { value, form } of node.args) {
        const type = form === "keyword" ? returnedBy(value, input) : undefined;
        if (type === undefined) continue;
        yield {
          span: { file, start: value.start, end: value.end },
          message: `This returns ${type}, which cannot be mapped over: return a list or a dict.`,
        };
      }
    }
  },
};

/** The annotation of a task function that is called here, if it names a plain type. */
function returnedBy(value: Expression, { code }: RuleInput): string | undefined {
  if (value.kind !== "Call" || value.callee.kind !== "Name") return undefined;
  const { name } = value.callee;
  const found = code.functions.filter(({ node }) => node.name.name === name);
  const [only] = found;
  if (found.length !== 1 || !only?.node.returns) return undefined;
  const isTask = only.node.decorators.some((decorator) =>
    /^airflow\.(sdk|decorators)\.task$/.test(
      code.pathOf(decorator.kind === "Call" ? decorator.callee : decorator) ?? "",
    ),
  );
  const { returns } = only.node;
  if (!isTask || returns.kind !== "Name") return undefined;
  return /^(str|int|float|bool|bytes|set)$/.test(returns.name) ? returns.name : undefined;
}
