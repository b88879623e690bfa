import { forEachChild } from "../python/children.ts";
import type { Expression, FunctionDef, Statement } from "../python/syntax.ts";
import { methodCalls, statementsOf } from "./code/lookups.ts";
import type { CodeIndex } from "./code/codeIndex.ts";
import { exampleDag } from "./exampleDag.ts";
import type { Rule, RuleInput } from "./rule.ts";

/** A task that says it returns a text or number, mapped over. Airflow: UnmappableXComTypePushed. */
export const unmappableReturn: Rule = {
  code: "unmappable-return",
  summary: "A task is mapped over an output that is neither a list nor a dict.",
  why: "The task that produces it fails when it runs: only lists and dicts can be mapped over.",
  severity: "warning",
  preset: "recommended",
  examples: () => ({
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
      {
        text: exampleDag(`
@task
def tables():
    print("users")

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
  }),
  *check(input) {
    const { code, file } = input;
    for (const { node } of methodCalls(code, "expand")) {
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

/** What a task function that is called here returns, if that is surely neither a list nor a dict. */
function returnedBy(value: Expression, { code }: RuleInput): string | undefined {
  const call = value.kind === "Name" ? callBoundTo(value.name, code) : value;
  if (call?.kind !== "Call" || call.callee.kind !== "Name") return undefined;
  const { name } = call.callee;
  const found = code.functions.filter(({ node }) => node.name.name === name);
  const [only] = found;
  if (found.length !== 1 || !only) return undefined;
  const isTask = only.node.decorators.some((decorator) =>
    /^airflow\.(sdk|decorators)\.task$/.test(
      code.pathOf(decorator.kind === "Call" ? decorator.callee : decorator) ?? "",
    ),
  );
  if (!isTask) return undefined;
  const { returns } = only.node;
  if (returns) {
    return returns.kind === "Name" && /^(str|int|float|bool|bytes|set)$/.test(returns.name)
      ? returns.name
      : undefined;
  }
  return writtenReturn(only.node, code);
}

/** The call whose value a name holds, if it is bound once. */
function callBoundTo(name: string, code: CodeIndex): Expression | undefined {
  const found = statementsOf(code, "Assign").flatMap(({ node }) =>
    node.targets.some((target) => target.kind === "Name" && target.name === name)
      ? [node.value]
      : [],
  );
  return found.length === 1 ? found[0] : undefined;
}

/** What all `return` statements of a function agree on; a body that is only sketched says nothing. */
function writtenReturn(owner: FunctionDef, code: CodeIndex): string | undefined {
  const inside = code.statements.filter(({ place }) => place.functions.at(-1) === owner);
  const isSketched = inside.every(
    ({ node }) => node.kind === "Pass" || node.kind === "Raise" || isConstant(node),
  );
  if (isSketched || inside.some(({ node }) => node.kind === "Raise") || yields(owner))
    return undefined;
  const values = inside.flatMap(({ node }) =>
    node.kind === "Return" && node.value ? [node.value] : [],
  );
  if (values.length === 0) return "nothing";
  const names = new Set(values.map(({ kind }) => plain[kind]));
  const [only] = names;
  return names.size === 1 ? only : undefined;
}

const plain: Readonly<Partial<Record<Expression["kind"], string>>> = {
  StringLiteral: "a text",
  FormatString: "a text",
  IntegerLiteral: "a number",
  FloatLiteral: "a number",
  BooleanLiteral: "True or False",
  NoneLiteral: "nothing",
  SetLiteral: "a set",
};

function isConstant(node: Statement): boolean {
  return (
    node.kind === "ExpressionStatement" &&
    (node.value.kind === "StringLiteral" || node.value.kind === "EllipsisLiteral")
  );
}

function yields(owner: FunctionDef): boolean {
  let found = false;
  const look = (node: Statement | Expression): void => {
    if (node.kind === "Yield" || node.kind === "YieldFrom") found = true;
    forEachChild(node, look);
  };
  owner.body.forEach(look);
  return found;
}
