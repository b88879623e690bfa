import type { Argument, Task } from "../dag/dag.ts";
import { ownOf } from "../ownOf.ts";
import { nearest } from "../text/nearest.ts";
import { listed } from "../text/words.ts";
import { callsTo, statementsOf } from "./code/lookups.ts";
import { mayBeForAirflow2 } from "./code/mayBeForAirflow2.ts";
import { replaceString } from "./code/replaceString.ts";
import { isTrue, numberOf, textOf, writtenTasks } from "./code/writtenTasks.ts";
import { exampleDag } from "./exampleDag.ts";
import type { RawFinding, Rule, RuleInput } from "./rule.ts";
import { withMore } from "../withMore.ts";

const weightRules = ["downstream", "upstream", "absolute"];
const modes = ["poke", "reschedule"];
const weekDays = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/** Arguments whose values are looked at. */
const checked: ReadonlySet<string> = new Set([
  "pool_slots",
  "priority_weight",
  "weight_rule",
  "mode",
  "poke_interval",
  "timeout",
  "never_fail",
  "week_day",
  "allowed_states",
  "failed_states",
  "auto_remove",
  "on_finish_action",
]);

/** Arguments of other packages' operators that take one of a few texts, which is looked at while the file is loaded. */
const choices: Readonly<
  Record<string, { readonly of: RegExp; readonly allowed: readonly string[] }>
> = {
  auto_remove: {
    of: /^(Docker(Swarm)?Operator|@task\.docker)$/,
    allowed: ["never", "success", "force"],
  },
  on_finish_action: {
    of: /^(KubernetesPodOperator|GKEStartPodOperator|EksPodOperator|@task\.kubernetes)$/,
    allowed: ["delete_pod", "delete_succeeded_pod", "delete_active_pod", "keep_pod"],
  },
};

/** An argument whose value Airflow checks and refuses. */
export const invalidArgumentValue: Rule = {
  code: "invalid-argument-value",
  summary: "An argument has a value that Airflow refuses.",
  why: "Airflow checks these when it loads the file, and stops there.",
  severity: "error",
  preset: "errors",
  examples: () => ({
    flagged: [
      { text: exampleDag(`EmptyOperator(task_id="load", pool_slots=<|0|>)`) },
      {
        text: exampleDag(`FileSensor(task_id="wait", filepath="a.csv", mode=<|"reshedule"|>)`),
        fixed: exampleDag(`FileSensor(task_id="wait", filepath="a.csv", mode="reschedule")`),
      },
      {
        text: exampleDag(
          `FileSensor(task_id="wait", filepath="a.csv", soft_fail=True, never_fail=<|True|>)`,
        ),
      },
      {
        text: exampleDag(
          `TriggerDagRunOperator(task_id="a", trigger_dag_id="b", allowed_states=["<|done|>"])`,
        ),
        fixed: exampleDag(
          `TriggerDagRunOperator(task_id="a", trigger_dag_id="b", allowed_states=["success"])`,
        ),
      },
      {
        text: exampleDag(`EmptyOperator(task_id="load", weight_rule=<|"upstreams"|>)`),
        fixed: exampleDag(`EmptyOperator(task_id="load", weight_rule="upstream")`),
      },
      {
        text: `from airflow.providers.docker.operators.docker import DockerOperator\n${exampleDag(`DockerOperator(task_id="load", image="etl", auto_remove=<|True|>)`)}`,
        fixed: `from airflow.providers.docker.operators.docker import DockerOperator\n${exampleDag(`DockerOperator(task_id="load", image="etl", auto_remove="success")`)}`,
      },
    ],
    clean: [
      {
        text: exampleDag(
          `TriggerDagRunOperator(task_id="a", trigger_dag_id="b", allowed_states=["success", "failed"], failed_states=[])`,
        ),
      },
      { text: exampleDag(`EmptyOperator(task_id="load", pool_slots=1, weight_rule="absolute")`) },
      {
        text: `from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator\n${exampleDag(`KubernetesPodOperator(task_id="load", name="etl", image="etl", on_finish_action="keep_pod")`)}`,
      },
      { text: exampleDag(`FileSensor(task_id="wait", filepath="a.csv", mode="reschedule")`) },
    ],
  }),
  check: allFindings,
};

function* allFindings(input: RuleInput): Generator<RawFinding> {
  for (const dag of input.reading.dags) {
    const failures = dag.args.get("max_consecutive_failed_dag_runs");
    if (failures && (numberOf(failures) ?? 0) < 0) {
      yield { span: failures.span, message: "max_consecutive_failed_dag_runs is 0 (off) or more." };
    }
  }
  if (input.airflow === 3) yield* retryRules(input);
  for (const { task, dag } of writtenTasks(input)) {
    if (dag.format !== "airflow") continue;
    for (const argument of task.args.values()) {
      if (argument.origin === "expand" || argument.origin === "assigned") continue;
      if (!checked.has(argument.name)) continue;
      yield* checkOne(input, task, argument);
    }
  }
}

function* checkOne(input: RuleInput, task: Task, argument: Argument): Generator<RawFinding> {
  const { name, span } = argument;
  const isSensor = task.kind === "sensor" || task.operator === "@task.sensor";
  const number = numberOf(argument);
  if (name === "pool_slots" && number !== undefined && number < 1) {
    yield { span, message: `A task takes at least one slot of its pool, not ${number}.` };
  } else if (name === "priority_weight" && Math.abs(number ?? 0) >= 2 ** 31) {
    const message = "Airflow cuts a priority_weight off at 2,147,483,647.";
    if (input.airflow === 3) yield { span, message, severity: "info" };
  } else if (name === "weight_rule") {
    yield* oneOf(input, argument, weightRules);
  } else if (isSensor && name === "mode") {
    yield* oneOf(input, argument, modes);
    if (textOf(argument) === "reschedule" && isPokeOnly(task, input)) {
      const edit = replaceString(input, span, "reschedule", "poke");
      const fixes = edit ? [{ title: 'Change to "poke"', edits: [edit], preferred: true }] : [];
      yield { span, message: `${task.operator} works in mode "poke" only.`, fixes };
    }
  } else if (isSensor && (name === "poke_interval" || name === "timeout") && (number ?? 0) < 0) {
    yield { span, message: `${name} cannot be negative.` };
  } else if (
    isSensor &&
    name === "never_fail" &&
    isTrue(argument) &&
    isTrue(task.args.get("soft_fail"))
  ) {
    yield { span, message: "soft_fail and never_fail exclude each other: choose one." };
  } else if (task.operator === "TriggerDagRunOperator" && name.endsWith("_states")) {
    yield* runStates(input, argument);
  } else if (ownOf(choices, name)?.of.test(task.operator)) {
    yield* choice(input, argument);
  } else if (name === "week_day" && /WeekSensor$|WeekOperator$/.test(task.operator)) {
    yield* weekDay(input, argument);
  }
}

/** A sensor class of this file that is decorated so. */
function isPokeOnly({ operator }: Task, { code }: RuleInput): boolean {
  return statementsOf(code, "ClassDef").some(
    ({ node }) =>
      node.name.name === operator &&
      node.decorators.some((decorator) => /\bpoke_mode_only$/.test(code.pathOf(decorator) ?? "")),
  );
}

/** Airflow 3.3 takes exceptions by their dotted path. */
function* retryRules({ code, file }: RuleInput): Generator<RawFinding> {
  for (const { node } of callsTo(code, /^airflow\.sdk\.(.*\.)?RetryRule$/)) {
    const given = node.args.find(
      ({ form, name }) => name?.name === "exception" || form === "positional",
    )?.value;
    const items = given?.kind === "ListLiteral" ? given.items : given ? [given] : [];
    for (const item of items) {
      if (item.kind !== "StringLiteral" || item.value.includes(".")) continue;
      yield {
        span: { file, start: item.start, end: item.end },
        message: `An exception is named by its whole path here: "builtins.${item.value || "ValueError"}", or the class itself.`,
      };
    }
  }
}

function* oneOf(
  input: RuleInput,
  argument: Argument,
  allowed: readonly string[],
): Generator<RawFinding> {
  const given = textOf(argument);
  if (given === undefined || allowed.includes(given)) return;
  // A weight rule may be a class of a plugin, by its path.
  if (argument.name === "weight_rule" && given.includes(".")) return;
  const found = withFix(
    input,
    argument,
    given,
    nearest(given, allowed),
    `${argument.name} is ${listed(allowed, "or")}, not "${given}".`,
  );
  // Airflow 3 looks at it only when it stores the DAG.
  yield argument.name === "weight_rule" && input.airflow === 3
    ? withMore(found, { severity: "warning" })
    : found;
}

/** Older packages took True and False for `auto_remove`. */
function* choice(input: RuleInput, argument: Argument): Generator<RawFinding> {
  const { name, value, span } = argument;
  const allowed = ownOf(choices, name)?.allowed ?? [];
  if (name !== "auto_remove" || value.kind !== "bool") {
    yield* oneOf(input, argument, allowed);
    return;
  }
  const meant = value.value ? "success" : "never";
  const isWritten =
    span.file === input.file && /^(True|False)$/.test(input.text.slice(span.start, span.end));
  yield {
    span,
    message: `auto_remove is ${listed(allowed, "or")}: the Docker package refuses True and False since its version 4.`,
    severity: input.airflow === 2 || mayBeForAirflow2(input) ? "warning" : "error",
    fixes: isWritten
      ? [
          {
            title: `Change to "${meant}"`,
            edits: [{ span, newText: `"${meant}"` }],
            preferred: true,
          },
        ]
      : [],
  };
}

function* weekDay(input: RuleInput, argument: Argument): Generator<RawFinding> {
  const given = textOf(argument);
  if (given === undefined || weekDays.includes(given.toLowerCase())) return;
  const near = nearest(given, weekDays);
  const meant = near && near.charAt(0).toUpperCase() + near.slice(1);
  yield withFix(input, argument, given, meant, `"${given}" is not a day of the week in English.`);
}

/** Airflow: DagRunState. */
const statesOfRuns = ["queued", "running", "success", "failed"];

function* runStates(input: RuleInput, argument: Argument): Generator<RawFinding> {
  const { value } = argument;
  const items = value.kind === "list" || value.kind === "tuple" ? value.items : [];
  for (const item of items) {
    if (item.kind !== "str" || statesOfRuns.includes(item.value)) continue;
    const meant = ["done", "succeeded", "successful"].includes(item.value)
      ? "success"
      : nearest(item.value, statesOfRuns);
    const message = `A run is ${listed(statesOfRuns, "or")}, not "${item.value}".`;
    const at = { ...argument, span: item.span ?? argument.span };
    yield withFix(input, at, item.value, meant, message);
  }
}

function withFix(
  input: RuleInput,
  { span }: Argument,
  given: string,
  meant: string | undefined,
  message: string,
): RawFinding {
  const edit = meant === undefined ? undefined : replaceString(input, span, given, meant);
  const fixes =
    edit && meant !== undefined
      ? [{ title: `Change to "${meant}"`, edits: [edit], preferred: true }]
      : [];
  return { span, message, fixes };
}
