import type { Call, Expression } from "../python/syntax.ts";
import type { Span } from "../text/span.ts";
import { nearest } from "../text/nearest.ts";
import { callsTo } from "./code/lookups.ts";
import { startsByItself } from "./code/startsByItself.ts";
import { exampleDag } from "./exampleDag.ts";
import { fact, faultsOf } from "./faults.ts";
import type { RawFinding, Rule, RuleInput } from "./rule.ts";
import { ownOf } from "../ownOf.ts";
import { withMore } from "../withMore.ts";

const load = `EmptyOperator(task_id="load")`;
const paramClass = /^airflow\.(sdk|models|models\.param)\.Param$/;

/** A parameter whose default does not fit what it says of itself. Airflow: Invalid input for param. */
export const invalidParam: Rule = {
  code: "invalid-param",
  summary: "A parameter's default does not fit its own schema.",
  why: "A scheduled DAG is refused for it; another fails when a run is started with the default.",
  severity: "warning",
  preset: "recommended",
  examples: () => ({
    flagged: [
      {
        text: exampleDag(
          load,
          '"etl", schedule=None, params={"days": Param(<|"7"|>, type="integer")}',
        ),
      },
      {
        text: exampleDag(
          load,
          '"etl", schedule=None, params={"days": Param(<|70|>, type="integer", maximum=31)}',
        ),
      },
      {
        text: exampleDag(
          load,
          '"etl", schedule=None, params={"mode": Param(<|"fast"|>, enum=["full", "delta"])}',
        ),
      },
      { text: exampleDag(load, '"etl", schedule=None, params={"tables": Param(<|{"a", "b"}|>)}') },
      {
        text: exampleDag(
          load,
          '"etl", schedule=None, params={"days": Param(7, type=<|"intger"|>)}',
        ),
      },
      {
        airflow: 2,
        text: exampleDag(
          load,
          '"etl", schedule=None, params={"tables": Param(<|{"a", "b"}|>, type="array")}',
        ),
      },
      {
        airflow: 2,
        text: exampleDag(
          load,
          '"etl", schedule="@daily", start_date=datetime(2024, 1, 1), params={"tables": Param(<|{"a", "b"}|>, type="array")}',
        ),
      },
    ],
    clean: [
      {
        text: exampleDag(
          load,
          '"etl", schedule=None, params={"days": Param(7, type="integer", minimum=1)}',
        ),
      },
      {
        text: exampleDag(
          load,
          '"etl", schedule=None, params={"mode": Param(None, type=["null", "string"])}',
        ),
      },
    ],
  }),
  *check(input) {
    for (const fault of faultsOf(input, "X8")) {
      const found = `A default has to be plain data that JSON can hold, not ${fact(fault, "given")}`;
      if (input.airflow === 3) {
        yield {
          span: fault.span,
          message: `${found}: Airflow refuses the file.`,
          severity: "error",
        };
        continue;
      }
      // Airflow 2 warns of a Param of its own, and looks at nothing else.
      const param = input.code.calls.find(
        ({ node, path }) =>
          path !== undefined &&
          paramClass.test(path) &&
          holds({ file: input.file, start: node.start, end: node.end }, fault.span),
      );
      if (!param) continue;
      const isRefused = isOfScheduled(input, fault.span) && hasType(param.node);
      const message = isRefused
        ? `${found}: Airflow refuses a DAG with a schedule.`
        : `${found}: Airflow 3 refuses it.`;
      yield { span: fault.span, message, ...(isRefused && { severity: "error" }) };
    }
    for (const { node } of callsTo(input.code, paramClass)) {
      const finding = inParam(node, input);
      if (!finding) continue;
      yield isOfScheduled(input, finding.span) ? withMore(finding, { severity: "error" }) : finding;
    }
  },
};

function isOfScheduled({ reading }: RuleInput, span: Span): boolean {
  return reading.dags.some(
    (dag) => startsByItself(dag) && holds(dag.args.get("params")?.span, span),
  );
}

/** It is checked against a type, which no such value has. */
function hasType({ args }: Call): boolean {
  return args.some(({ name, value }) => name?.name === "type" && textsOf(value).length > 0);
}

function holds(outer: Span | undefined, inner: Span): boolean {
  return outer?.file === inner.file && outer.start <= inner.start && inner.end <= outer.end;
}

/** A literal as JSON has it; undefined for anything else. */
type Literal = string | number | boolean | null;

function inParam(call: Call, { file }: RuleInput): RawFinding | undefined {
  const type = call.args.find(({ name }) => name?.name === "type")?.value;
  const strange = textsOf(type).find((name) => !Object.hasOwn(checks, name));
  if (type && strange !== undefined) {
    const meant = nearest(strange, Object.keys(checks));
    return {
      span: { file, start: type.start, end: type.end },
      message: `"${strange}" is no type of JSON Schema${meant === undefined ? `: ${Object.keys(checks).join(", ")}.` : `. Did you mean "${meant}"?`}`,
    };
  }
  const given = call.args.find(
    ({ name, form }) => name?.name === "default" || form === "positional",
  )?.value;
  const value = given && literalOf(given);
  if (!given || value === undefined) return undefined;
  const option = (name: string): Expression | undefined =>
    call.args.find((argument) => argument.name?.name === name)?.value;
  const message =
    typeProblem(value, option("type")) ??
    rangeProblem(value, option("minimum"), option("maximum")) ??
    lengthProblem(value, option("minLength"), option("maxLength")) ??
    choiceProblem(value, option("enum"));
  return message === undefined
    ? undefined
    : { span: { file, start: given.start, end: given.end }, message };
}

function literalOf(expression: Expression): Literal | undefined {
  switch (expression.kind) {
    case "StringLiteral":
    case "FloatLiteral":
    case "BooleanLiteral":
      return expression.value;
    case "IntegerLiteral":
      return Number(expression.value);
    case "NoneLiteral":
      return null;
    case "UnaryOperation": {
      const value = expression.operator === "-" ? literalOf(expression.operand) : undefined;
      return typeof value === "number" ? -value : undefined;
    }
    default:
      return undefined;
  }
}

const checks: Readonly<Record<string, (value: Literal) => boolean>> = {
  string: (value) => typeof value === "string",
  number: (value) => typeof value === "number",
  integer: (value) => typeof value === "number" && Number.isInteger(value),
  boolean: (value) => typeof value === "boolean",
  null: (value) => value === null,
  array: () => false,
  object: () => false,
};

function typeProblem(value: Literal, type: Expression | undefined): string | undefined {
  const names = textsOf(type);
  if (names.length === 0 || names.some((name) => ownOf(checks, name)?.(value) ?? true))
    return undefined;
  return `This default is not of the type ${names.join(" or ")}.`;
}

function textsOf(expression: Expression | undefined): readonly string[] {
  if (expression?.kind === "StringLiteral") return [expression.value];
  if (expression?.kind !== "ListLiteral" && expression?.kind !== "TupleLiteral") return [];
  return expression.items.flatMap((item) => (item.kind === "StringLiteral" ? [item.value] : []));
}

function rangeProblem(
  value: Literal,
  low: Expression | undefined,
  high: Expression | undefined,
): string | undefined {
  if (typeof value !== "number") return undefined;
  const [least, most] = [low, high].map((bound) => bound && literalOf(bound));
  if (typeof least === "number" && value < least)
    return `This default is below the minimum, ${least}.`;
  if (typeof most === "number" && value > most)
    return `This default is above the maximum, ${most}.`;
  return undefined;
}

function lengthProblem(
  value: Literal,
  low: Expression | undefined,
  high: Expression | undefined,
): string | undefined {
  if (typeof value !== "string") return undefined;
  const [least, most] = [low, high].map((bound) => bound && literalOf(bound));
  const length = Array.from(value).length;
  if (typeof least === "number" && length < least)
    return `This default is shorter than ${least} characters.`;
  if (typeof most === "number" && length > most)
    return `This default is longer than ${most} characters.`;
  return undefined;
}

function choiceProblem(value: Literal, choices: Expression | undefined): string | undefined {
  if (choices?.kind !== "ListLiteral") return undefined;
  const known = choices.items.map(literalOf);
  if (known.includes(undefined) || known.includes(value)) return undefined;
  return `This default is not among the choices: ${known.map((each) => JSON.stringify(each)).join(", ")}.`;
}
