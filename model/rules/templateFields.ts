import { forEachChild } from "../python/children.ts";
import type { ClassDef, Expression, Statement } from "../python/syntax.ts";
import { statementsOf } from "./code/lookups.ts";
import type { CodeIndex } from "./code/codeIndex.ts";
import { baseArguments } from "./code/classFacts.ts";
import { exampleFile } from "./exampleDag.ts";
import type { RawFinding, Rule, RuleInput } from "./rule.ts";

function operator(fields: string): string {
  return exampleFile(`
class LoadOperator(BaseOperator):
    template_fields = ${fields}

    def __init__(self, path, **kwargs):
        super().__init__(**kwargs)
        self.path = path
`);
}

/** `template_fields` that is one text, or that names what the operator does not keep. Airflow: _do_render_template_fields. */
export const templateFields: Rule = {
  code: "template-fields",
  summary: "An operator's template fields are not what it keeps.",
  why: "Airflow renders each field of `template_fields` before the task runs. One that the operator does not have fails the task; a text alone is taken for a list of one, with a warning.",
  severity: "warning",
  preset: "recommended",
  examples: () => ({
    flagged: [
      { text: operator('<|"path"|>'), fixed: operator('("path",)') },
      {
        text: operator('<|("path")|>').replace('<|("path")|>', '(<|"path"|>)'),
        fixed: operator('("path",)'),
      },
      { text: operator('("path", <|"table"|>)') },
    ],
    clean: [{ text: operator('("path",)') }],
  }),
  *check(input) {
    for (const { node } of statementsOf(input.code, "ClassDef")) {
      if (!isOperator(node, input)) continue;
      for (const statement of node.body) yield* inStatement(input, node, statement);
    }
  },
};

function isOperator({ args }: ClassDef, { code }: RuleInput): boolean {
  const bases = args.filter(({ form }) => form === "positional");
  return bases.some(({ value }) =>
    /^airflow\..*\.\w+(Operator|Sensor)$/.test(code.pathOf(value) ?? ""),
  );
}

/** Only of classes that inherit from the bases themselves is it known what they keep. */
function inheritsNothing({ args }: ClassDef, code: CodeIndex): boolean {
  const [base, ...others] = args;
  const path = base && code.pathOf(base.value);
  return others.length === 0 && /\.(BaseOperator|BaseSensorOperator)$/.test(path ?? "");
}

function* inStatement(
  { file, text, code }: RuleInput,
  owner: ClassDef,
  statement: Statement,
): Generator<RawFinding> {
  const target = statement.kind === "Assign" ? statement.targets[0] : undefined;
  const annotated = statement.kind === "AnnotatedAssign" ? statement.target : undefined;
  const name = target ?? annotated;
  const value =
    statement.kind === "Assign" || statement.kind === "AnnotatedAssign"
      ? statement.value
      : undefined;
  if (name?.kind !== "Name" || name.name !== "template_fields" || !value) return;
  if (value.kind === "StringLiteral") {
    const isBracketed = text[value.start - 1] === "(" && text[value.end] === ")";
    const written = text.slice(value.start, value.end);
    const edit = isBracketed
      ? { span: { file, start: value.end, end: value.end }, newText: "," }
      : { span: { file, start: value.start, end: value.end }, newText: `(${written},)` };
    yield {
      span: { file, start: value.start, end: value.end },
      message: "template_fields is a list or tuple of names; a tuple of one needs its comma.",
      fixes: [{ title: "Make it a tuple", edits: [edit], preferred: true }],
    };
    return;
  }
  if (value.kind !== "TupleLiteral" && value.kind !== "ListLiteral") return;
  const kept = inheritsNothing(owner, code) ? keptBy(owner) : undefined;
  for (const item of kept ? value.items : []) {
    if (item.kind !== "StringLiteral" || kept?.has(item.value) || baseArguments.has(item.value))
      continue;
    yield {
      span: { file, start: item.start, end: item.end },
      message: `${owner.name.name} has no attribute "${item.value}" to render: the task fails before it starts.`,
    };
  }
}

/** What a class keeps in `self` or itself; undefined when that cannot be known, or when it has no code of its own. */
function keptBy(owner: ClassDef): ReadonlySet<string> | undefined {
  const kept = new Set<string>();
  let isKnown = owner.body.some(
    (statement) => statement.kind === "FunctionDef" && statement.name.name === "__init__",
  );
  for (const statement of owner.body) {
    if (statement.kind === "FunctionDef") kept.add(statement.name.name);
    visit(statement);
  }
  return isKnown ? kept : undefined;

  function visit(node: Statement | Expression): void {
    if (node.kind === "Attribute" && node.object.kind === "Name" && node.object.name === "self") {
      kept.add(node.name.name);
      if (node.name.name === "__dict__") isKnown = false;
    }
    if (node.kind === "Name" && (node.name === "setattr" || node.name === "vars")) isKnown = false;
    if (node.kind === "Assign") {
      for (const target of node.targets) if (target.kind === "Name") kept.add(target.name);
    }
    if (node.kind === "AnnotatedAssign" && node.target.kind === "Name") kept.add(node.target.name);
    forEachChild(node, visit);
  }
}
