import type { Expression } from "../python/syntax.ts";
import { statementsOf } from "./code/lookups.ts";
import { exampleDag } from "./exampleDag.ts";
import type { RawFinding, Rule, RuleInput } from "./rule.ts";

/** Also after another word: `auth_token`. */
const secretName =
  /(?:^|_)(?:password|passwd|pwd|secret|secret_key|token|apikey|api_key|access_key|private_key)$/i;
const awsKey = /^(AKIA|ASIA)[0-9A-Z]{16}$/;
const uriWithPassword = /^[a-z][a-z0-9+.-]*:\/\/[^\s:@/{}]+:([^\s@/{}]+)@[^\s@]+/i;
/** What stands for a secret that is somewhere else. */
const placeholder =
  /^$|\{[{%]|\$\{?\w|^(x{3,}|\*{3,}|<.*>|none|null|changeme|change_me|password|passwd|secret|token|test|dummy|example|your[-_ ].*|my[-_ ].*|todo|redacted)$/i;

/** A password, token or key that is written into the file. */
export const hardCodedSecret: Rule = {
  code: "hard-coded-secret",
  summary: "A password, token or key is written into the file.",
  why: "Everyone who reads the repository can read it. Keep it in a connection, a variable or a secrets backend, and name that here.",
  severity: "warning",
  preset: "recommended",
  examples: () => ({
    flagged: [
      {
        text: exampleDag(
          `BashOperator(task_id="load", bash_command="true", env={"DB_PASSWORD": <|"hunter2!"|>})`,
        ),
      },
      {
        text: `${exampleDag(`EmptyOperator(task_id="load")`)}\nurl = <|"postgres://etl:hunter2@db/sales"|>\n`,
      },
      { text: `${exampleDag(`EmptyOperator(task_id="load")`)}\napi_key = <|"9f8e7d6c5b4a"|>\n` },
    ],
    clean: [
      {
        text: exampleDag(
          `BashOperator(task_id="load", bash_command="true", env={"DB_PASSWORD": "{{ conn.sales.password }}"})`,
        ),
      },
      {
        text: `import os\n${exampleDag(`EmptyOperator(task_id="load")`)}\napi_key = os.environ["API_KEY"]\n`,
      },
      {
        text: exampleDag(
          `BashOperator(task_id="load", bash_command="true", env={"TOKEN_URL": "https://x.org"})`,
        ),
      },
    ],
  }),
  *check(input) {
    if (input.reading.format === "none") return;
    const seen = new Set<number>();
    for (const raw of allFindings(input)) {
      if (!seen.has(raw.span.start)) yield raw;
      seen.add(raw.span.start);
    }
  },
};

function* allFindings(input: RuleInput): Generator<RawFinding> {
  for (const { node } of statementsOf(input.code, "Assign")) {
    if (node.value.kind !== "StringLiteral") continue;
    for (const target of node.targets) {
      const name = nameOf(target);
      if (isSecret(name, node.value))
        yield finding(input, node.value, `${name} is written into the file`);
    }
  }
  for (const { node } of statementsOf(input.code, "AnnotatedAssign")) {
    const name = nameOf(node.target);
    if (node.value && isSecret(name, node.value))
      yield finding(input, node.value, `${name} is written into the file`);
  }
  // A file gives many arguments and few names.
  for (const [name, calls] of input.code.callsByKeyword) {
    if (!secretName.test(name)) continue;
    for (const { node } of calls)
      for (const { name: given, value } of node.args)
        if (given?.name === name && isSecret(name, value))
          yield finding(input, value, `${name} is written into the file`);
  }
  for (const { node } of input.code.calls) {
    for (let at = 0, argument = node.args[0]; argument; argument = node.args[++at]) {
      if (argument.value.kind !== "DictLiteral") continue;
      for (const item of argument.value.items) {
        const key = item.key?.kind === "StringLiteral" ? item.key.value : undefined;
        if (isSecret(key, item.value))
          yield finding(input, item.value, `${key} is written into the file`);
      }
    }
  }
  for (const { node } of input.code.strings) {
    const password = node.value.includes("@") ? uriWithPassword.exec(node.value)?.[1] : undefined;
    if (password !== undefined && !placeholder.test(password)) {
      yield finding(input, node, "This address holds a password");
    } else if (node.value.startsWith("A") && awsKey.test(node.value))
      yield finding(input, node, "This is an AWS access key");
  }
}

function isSecret(name: string | undefined, value: Expression): boolean {
  if (value.kind !== "StringLiteral" || name === undefined || !secretName.test(name)) return false;
  // A path to a secret, its name or its id is none.
  return !(
    placeholder.test(value.value) ||
    value.value.length < 6 ||
    /\s|^(\/|https?:|projects\/)/.test(value.value) ||
    /^[a-z]+([-_][a-z]+)+$/i.test(value.value)
  );
}

function nameOf(target: Expression): string | undefined {
  if (target.kind === "Name") return target.name;
  return target.kind === "Attribute" ? target.name.name : undefined;
}

function finding({ file }: RuleInput, { start, end }: Expression, what: string): RawFinding {
  return {
    span: { file, start, end },
    message: `${what}: keep it in a connection or a secrets backend.`,
  };
}
