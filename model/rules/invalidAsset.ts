import type { Fault } from "../dag/fault.ts";
import type { Expression } from "../python/syntax.ts";
import { callsTo } from "./code/lookups.ts";
import { tasksGiven } from "./code/writtenTasks.ts";
import { exampleDag, exampleFile } from "./exampleDag.ts";
import { fact, faultsOf } from "./faults.ts";
import type { RawFinding, Rule, RuleInput } from "./rule.ts";

const assetImport = "from airflow.sdk import asset, task\n\n";

/** An asset that Airflow refuses. */
export const invalidAsset: Rule = {
  code: "invalid-asset",
  summary: "An asset has a name or address that Airflow refuses, or is no asset but a text.",
  why: "Airflow refuses the file: an asset needs a name or a URI of 1 to 1,500 characters, and the scheme `airflow` is its own.",
  severity: "error",
  preset: "errors",
  examples: () => ({
    flagged: [
      { airflow: 2, text: `from airflow.datasets import Dataset\n\norders = Dataset(<|""|>)\n` },
      {
        airflow: 2,
        text: `from airflow.datasets import Dataset\n\norders = Dataset(<|"s3://bucket/größe"|>)\n`,
      },
      { text: exampleDag(`EmptyOperator(task_id="load", outlets=<|["s3://bucket/orders"]|>)`) },
      { text: exampleFile(`orders = <|Asset()|>\n`) },
      { text: exampleFile(`orders = Asset(<|""|>)\n`) },
      { text: exampleFile(`orders = Asset("orders", uri=<|"airflow://orders"|>)\n`) },
      { text: exampleFile(`orders = Asset(uri=<|"postgres://me:pass@host/db/public/t"|>)\n`) },
      { text: exampleFile(`orders = <|Asset.ref(name="orders", uri="s3://bucket/orders")|>\n`) },
    ],
    clean: [
      {
        text: exampleDag(`EmptyOperator(task_id="load", outlets=[Asset("s3://bucket/orders")])`),
      },
      { text: exampleFile(`orders = Asset("orders", uri="s3://bucket/orders")\n`) },
      { text: `${assetImport}@asset(schedule=None)\n@task(retries=2)\ndef orders():\n    ...\n` },
      { text: `${assetImport}@asset(schedule=None)\ndef orders(day=1, /):\n    ...\n` },
    ],
  }),
  *check(input) {
    for (const fault of faultsOf(input, "X1", "X3", "X5", "X6", "X7")) yield said(fault);
    yield* textsAsOutlets(input);
    for (const { node, path } of callsTo(
      input.code,
      /^airflow\.(sdk\.Asset|(datasets\.)?Dataset)$/,
    )) {
      yield* inCall(node, path, input);
    }
  },
};

/** Texts among the outlets of a task: Airflow passes over them. */
function* textsAsOutlets(input: RuleInput): Generator<RawFinding> {
  const what = input.airflow === 3 ? "Asset" : "Dataset";
  for (const { task } of tasksGiven(input, "outlets")) {
    const given = task.args.get("outlets");
    if (!given || given.origin === "expand") continue;
    const { value } = given;
    const items = value.kind === "list" || value.kind === "tuple" ? value.items : [value];
    if (!items.some(({ kind }) => kind === "str") || given.span.file !== input.file) continue;
    const message = `Airflow passes over a text here, and no DAG learns of it: write ${what}("…").`;
    yield { span: given.span, message, severity: "warning" };
  }
}

function said(fault: Fault): RawFinding {
  return { span: fault.span, message: messages[fault.condition]?.(fault) ?? "" };
}

const messages: Readonly<Record<string, (fault: Fault) => string>> = {
  X1: () => "An asset needs a name or a uri.",
  X3: () => 'The scheme "airflow" is reserved.',
  X5: () => "A reference to an asset has a name or a uri, one of the two.",
  X7: decoratorMessage,
  X6: (fault) => `An asset is watched by an event trigger, not by ${fact(fault, "given")}.`,
};

function decoratorMessage(fault: Fault): string {
  const name = fact(fault, "name");
  const decorator = fact(fault, "decorator");
  switch (fact(fault, "problem")) {
    case "wildcard":
      return `@asset takes no function with *args or **kwargs, such as "${name}": each parameter names one asset.`;
    case "positional only":
      return `@asset takes no function whose "${name}" can only be given by position: each parameter names one asset.`;
    case "bare":
      return "@asset needs its parentheses, and a schedule in them: @asset(schedule=…).";
    case "nested":
      return `@asset takes no function inside another or inside a class: move "${name}" to the top of the file.`;
    case "reserved":
      return `An asset cannot be called "${name}": rename the function, or give the asset a name=.`;
    case "task outlets":
      return "Under @asset a task has no outlets of its own: the asset is what it makes.";
    case "positional":
      return `${decorator} takes keyword arguments only.`;
    case "unknown":
      return `${decorator} has no argument "${name}".`;
    case "missing":
      return `${decorator} needs "${name}"${name === "schedule" ? ": schedule=None if it is only run by hand" : ""}.`;
    default:
      return "@asset.multi needs at least one asset in outlets.";
  }
}

function* inCall(
  node: RuleInput["code"]["calls"][number]["node"],
  path: string,
  { file, airflow }: RuleInput,
): Generator<RawFinding> {
  const isDataset = airflow === 2 && path.endsWith("Dataset");
  for (const [at, { name, value, form }] of node.args.entries()) {
    const which =
      form === "keyword" ? name?.name : (path.endsWith("Asset") ? ["name", "uri"] : ["uri"])[at];
    if (which !== "name" && which !== "uri" && which !== "group") continue;
    if (isNoText(value)) {
      const span = { file, start: value.start, end: value.end };
      yield { span, message: `The ${which} of an asset is a text.` };
    }
    if (value.kind !== "StringLiteral") continue;
    const problem = isDataset ? datasetProblem(value.value) : undefined;
    const fault = problem ?? problemOf(which, value.value);
    if (which === "uri" && /^[a-z][\w+.-]*:\/\/[^/@:\s]*:[^/@\s]+@/i.test(value.value)) {
      yield {
        span: { file, start: value.start, end: value.end },
        message: "Airflow drops the password from this URI: keep it in a connection.",
        severity: "warning",
      };
    }
    if (fault !== undefined)
      yield { span: { file, start: value.start, end: value.end }, message: fault };
  }
}

function isNoText({ kind }: Expression): boolean {
  return [
    "IntegerLiteral",
    "FloatLiteral",
    "BooleanLiteral",
    "ListLiteral",
    "DictLiteral",
  ].includes(kind);
}

/** Airflow 2: the address is all that a dataset has. */
function datasetProblem(uri: string): string | undefined {
  if (uri.trim() === "") return "The URI of a dataset cannot be empty.";
  return /[^\0-\x7f]/.test(uri)
    ? "The URI of a dataset is made of ASCII characters only."
    : undefined;
}

function problemOf(which: string, text: string): string | undefined {
  if (which !== "uri" && text.trim() === "") return `The ${which} of an asset cannot be empty.`;
  if (text.length > 1500) return `The ${which} of an asset has at most 1,500 characters.`;
  if (which === "name" && (text === "self" || text === "context"))
    return `An asset cannot be called "${text}".`;
  if (which === "uri" && /^airflow:/i.test(text)) return 'The scheme "airflow" is reserved.';
  return undefined;
}
