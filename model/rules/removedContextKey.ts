import { forEachChild } from "../python/children.ts";
import type { Expression, FunctionDef, Identifier, Statement } from "../python/syntax.ts";
import type { CodeIndex } from "./code/codeIndex.ts";
import { mayBeForAirflow2 } from "./code/mayBeForAirflow2.ts";
import { makesTask } from "./code/runsInTasks.ts";
import { removedContext, sameContext } from "./code/removedContext.ts";
import { exampleDag } from "./exampleDag.ts";
import type { Fix } from "./finding.ts";
import type { RawFinding, Rule, RuleInput } from "./rule.ts";

/** A task's function that asks for what only Airflow 2 fills in. */
export const removedContextKey: Rule = {
  code: "removed-context-key",
  summary: "A task asks for a value that Airflow 3 does not fill in any more.",
  why: "The file loads, and the task fails with KeyError or AttributeError when it runs, or goes on with None.",
  severity: "warning",
  preset: "recommended",
  examples: () => ({
    flagged: [
      {
        text: exampleDag(
          `@task\ndef load(<|execution_date|>=None):\n    print(execution_date)\n\nload()`,
        ),
      },
      { text: exampleDag(`@task\ndef load(<|next_execution_date|>):\n    ...\n\nload()`) },
      {
        text: exampleDag(
          `@task\ndef load(**context):\n    print(context[<|"execution_date"|>])\n\nload()`,
        ),
        fixed: exampleDag(
          `@task\ndef load(**context):\n    print(context["logical_date"])\n\nload()`,
        ),
      },
      {
        text: exampleDag(
          `def load(**kwargs):\n    print(kwargs.get(<|"next_ds"|>))\n\nPythonOperator(task_id="load", python_callable=load)`,
        ),
      },
      {
        text: exampleDag(
          `@task\ndef load(dag_run=None):\n    print(dag_run.<|execution_date|>)\n\nload()`,
        ),
        fixed: exampleDag(
          `@task\ndef load(dag_run=None):\n    print(dag_run.logical_date)\n\nload()`,
        ),
      },
      {
        text: `from airflow.sdk import get_current_context\n\n${exampleDag(
          `@task\ndef load():\n    context = get_current_context()\n    print(context[<|"tomorrow_ds"|>])\n\nload()`,
        )}`,
      },
    ],
    clean: [
      {
        text: exampleDag(
          `@task\ndef load(logical_date=None, **context):\n    print(context["ds"])\n\nload()`,
        ),
      },
      {
        text: exampleDag(
          `@task\ndef load(execution_date):\n    print(execution_date)\n\nload("{{ ds }}")`,
        ),
      },
      {
        text: exampleDag(
          `@task\ndef load(**context):\n    print(context.get("logical_date") or context.get("execution_date"))\n\nload()`,
        ),
      },
      {
        text: exampleDag(
          `def load(execution_date):\n    ...\n\nPythonOperator(task_id="load", python_callable=load, op_kwargs={"execution_date": "{{ ds }}"})`,
        ),
      },
      {
        airflow: 2,
        text: exampleDag(
          `@task\ndef load(execution_date=None):\n    print(execution_date)\n\nload()`,
        ),
      },
    ],
  }),
  *check(input) {
    if (input.airflow === 2 || input.reading.format !== "airflow" || !asked.test(input.text))
      return;
    // Nothing says that it is for Airflow 3, where these names are gone.
    if (mayBeForAirflow2(input)) return;
    const callers = callersOf(input.code);
    for (const { node, place } of input.code.functions) {
      const handed = handedTo(node, callers, input.code);
      if (!handed || place.functions.length > 1) continue;
      yield* inParameters(node, handed, input);
      yield* inBody(node, handed, input);
    }
  },
};

/** How the names end that are worth a look: what is short is found sooner. */
const asked = /(?:_ds|on_date|_events)\b|conf["']/;

/** Names that an operator hands to its function itself; undefined when they are not all known. */
type Handed = ReadonlySet<string> | undefined;

/** Functions that operators and DAGs call, by name, with the names that they are handed. */
function callersOf(code: CodeIndex): ReadonlyMap<string, Handed> {
  const found = new Map<string, Handed>();
  for (const { node } of code.calls) {
    for (const { name, value } of node.args) {
      if (!name || !/^(python_callable|on_\w+_callback)$/.test(name.name) || value.kind !== "Name")
        continue;
      const others = node.args.filter((argument) => argument.name?.name !== name.name);
      const given = others.find((argument) => argument.name?.name === "op_kwargs")?.value;
      const isOpen = others.some(
        ({ form, name: of }) => form === "doubleStar" || of?.name === "op_args",
      );
      const keys = isOpen ? undefined : keysOf(given);
      const before = found.has(value.name) ? found.get(value.name) : new Set<string>();
      found.set(value.name, keys && before && new Set([...before, ...keys]));
    }
  }
  return found;
}

function keysOf(given: Expression | undefined): Handed {
  if (!given) return new Set();
  if (given.kind !== "DictLiteral") return undefined;
  const keys = given.items.map(({ key }) =>
    key?.kind === "StringLiteral" ? key.value : undefined,
  );
  return keys.includes(undefined) ? undefined : new Set(keys.filter((key) => key !== undefined));
}

/** What a function that is a task, or that an operator calls, is handed; undefined for any other. */
function handedTo(
  { name, decorators, parameters }: FunctionDef,
  callers: ReadonlyMap<string, Handed>,
  code: CodeIndex,
): ReadonlySet<string> | undefined {
  if (!makesTask(decorators, code)) return callers.get(name.name);
  const handed = new Set<string>();
  for (const { node } of code.calls) {
    if (!isCallOf(node.callee, name.name)) continue;
    node.args.forEach(({ form, name: given }, at) => {
      const place = form === "positional" ? parameters[at]?.name.name : given?.name;
      if (place !== undefined) handed.add(place);
    });
  }
  return handed;
}

/** `load(…)`, `load.expand(…)`, `load.override(…)(…)`. */
function isCallOf(callee: Expression, name: string): boolean {
  if (callee.kind === "Name") return callee.name === name;
  if (callee.kind === "Attribute") return isCallOf(callee.object, name);
  return callee.kind === "Call" && isCallOf(callee.callee, name);
}

function* inParameters(
  { parameters, decorators }: FunctionDef,
  handed: ReadonlySet<string>,
  { file, code }: RuleInput,
): Generator<RawFinding> {
  for (const { name, form, default: fallback } of parameters) {
    if (form === "star" || form === "doubleStar" || !isGone(name.name) || handed.has(name.name))
      continue;
    const span = { file, start: name.start, end: name.end };
    // Without a default the call does not fit the function, which stops the file.
    const stops = !fallback && makesTask(decorators, code);
    yield { span, message: messageFor(name.name), ...(stops && { severity: "error" as const }) };
  }
}

/** A parameter of the name `conf` is nearly always the author's own. */
function isGone(name: string): boolean {
  return removedContext.has(name) && name !== "conf" && name !== "test_mode";
}

const objects = ["dag_run", "ti", "task_instance"];

function* inBody(
  { body, parameters }: FunctionDef,
  handed: ReadonlySet<string>,
  input: RuleInput,
): Generator<RawFinding> {
  const named = parameters.map(({ name }) => name.name);
  const contexts = new Set(
    parameters
      .filter(({ form, name }) => form === "doubleStar" || name.name === "context")
      .map(({ name }) => name.name),
  );
  const found: RawFinding[] = [];
  const text = input.text.slice(body[0]?.start ?? 0, body.at(-1)?.end ?? 0);
  const isContext = (node: Expression): boolean =>
    (node.kind === "Name" && contexts.has(node.name)) || isAsked(node, input.code);
  const say = (key: { readonly start: number; readonly end: number }, name: string): void => {
    // Code for both Airflows asks for the new name too, or whether the old one is there.
    const other = /^\w+(?![\w.])/.exec(removedContext.get(name) ?? "")?.[0];
    const isForBoth = other !== undefined && new RegExp(`\\b${other}\\b`).test(text);
    if (isForBoth || new RegExp(`["']${name}["'] (not )?in\\b`).test(text)) return;
    const span = { file: input.file, start: key.start, end: key.end };
    found.push({ span, message: messageFor(name), fixes: fixesFor(name, key, input) });
  };
  const look = (node: Statement | Expression): void => {
    if (node.kind === "Assign" && isAsked(node.value, input.code))
      for (const target of node.targets) if (target.kind === "Name") contexts.add(target.name);
    const key = keyAsked(node, isContext);
    if (key && removedContext.has(key.value) && !handed.has(key.value)) say(key, key.value);
    const member = memberAsked(node, named, isContext);
    if (member) {
      const span = { file: input.file, start: member.start, end: member.end };
      const edits = [{ span, newText: "logical_date" }];
      const isRun = node.kind === "Attribute" && textOf(node.object, input).includes("dag_run");
      found.push({
        span,
        message: isRun
          ? "A run has no execution_date in Airflow 3. Write logical_date."
          : "A task instance has no execution_date in Airflow 3. Ask for logical_date in the context.",
        fixes: isRun ? [{ title: "Change to logical_date", edits, preferred: true }] : [],
      });
    }
    forEachChild(node, look);
  };
  if (asked.test(text)) body.forEach(look);
  yield* found;
}

function textOf({ start, end }: Expression, { text }: RuleInput): string {
  return text.slice(start, end);
}

/** `get_current_context()`. */
function isAsked(node: Expression, code: CodeIndex): boolean {
  return node.kind === "Call" && /\bget_current_context$/.test(code.pathOf(node.callee) ?? "");
}

/** The text in `context["key"]` and `context.get("key")`. */
function keyAsked(
  node: Statement | Expression,
  isContext: (node: Expression) => boolean,
): Extract<Expression, { kind: "StringLiteral" }> | undefined {
  if (node.kind === "Subscript" && isContext(node.object))
    return node.index.kind === "StringLiteral" ? node.index : undefined;
  if (node.kind !== "Call" || node.callee.kind !== "Attribute") return undefined;
  if (!/^(get|pop)$/.test(node.callee.name.name) || !isContext(node.callee.object))
    return undefined;
  const first = node.args[0]?.value;
  return first?.kind === "StringLiteral" ? first : undefined;
}

/** `execution_date` in `dag_run.execution_date` and `context["ti"].execution_date`. */
function memberAsked(
  node: Statement | Expression,
  named: readonly string[],
  isContext: (node: Expression) => boolean,
): Identifier | undefined {
  if (node.kind !== "Attribute" || node.name.name !== "execution_date") return undefined;
  const { object } = node;
  if (object.kind === "Name")
    return objects.includes(object.name) && named.includes(object.name) ? node.name : undefined;
  const key = keyAsked(object, isContext);
  return key && objects.includes(key.value) ? node.name : undefined;
}

function messageFor(name: string): string {
  if (name === "conf")
    return 'Airflow 3 does not fill in "conf". Import conf from airflow.configuration.';
  const meant = removedContext.get(name);
  const isName = meant !== undefined && /^\w+$/.test(meant);
  const day = /^(prev|yesterday)/.test(name) ? "before" : "after";
  const advice = isName
    ? ` Take ${meant}.`
    : name.startsWith("next_ds")
      ? " Take data_interval_end."
      : name.includes("_ds")
        ? ` Compute the day ${day} logical_date.`
        : "";
  return `Airflow 3 does not fill in "${name}".${advice}`;
}

function fixesFor(
  name: string,
  { start, end }: { readonly start: number; readonly end: number },
  { file, text }: RuleInput,
): readonly Fix[] {
  const meant = removedContext.get(name);
  if (meant === undefined || !sameContext.has(name)) return [];
  const written = text.slice(start, end);
  const edits = [{ span: { file, start, end }, newText: written.replace(name, meant) }];
  return [{ title: `Change to "${meant}"`, edits, preferred: true }];
}
