import type { Argument, Call } from "../model/python/syntax.ts";
import type { Span } from "../model/text/span.ts";
import { triggerRules } from "../model/readers/airflow/triggerRules.ts";
import { argumentAt } from "./argumentAt.ts";
import { defaultKeyAt } from "./defaultKeyAt.ts";
import { calleeName } from "./ids/idStrings.ts";
import { syntaxAt, type SyntaxPart } from "./ids/visitSyntax.ts";
import type { Question } from "./question.ts";
import { stringAt } from "./stringAt.ts";
import { argumentText, taskArguments } from "./words/arguments.ts";
import { triggerRuleWords } from "./words/triggerRules.ts";

/** One text that may stand in the string at the cursor. */
export interface OfferedValue {
  readonly label: string;
  readonly detail: string;
}

/** What may stand in the string at the cursor, where one of a few is meant, or what the workspace uses elsewhere. */
export function valuesAt(
  question: Question,
): { readonly span: Span; readonly values: readonly OfferedValue[] } | undefined {
  const span = stringAt(question);
  const values = span && (zonesFor(question) ?? keysFor(question) ?? valuesFor(question));
  return values && { span, values };
}

function valuesFor(question: Question): readonly OfferedValue[] | undefined {
  const found = argumentAt(question);
  if (!found?.keyword || found.keyword.here) return undefined;
  const { name } = found.keyword;
  const used = (ids: readonly string[]): OfferedValue[] => each(ids, "used in this workspace");
  if (name === "trigger_rule") {
    return Object.entries(triggerRuleWords)
      .filter(([label]) => triggerRules(question.airflow).includes(label))
      .map(([label, detail]) => ({ label, detail }));
  }
  if (name === "weight_rule") return each(["downstream", "upstream", "absolute"], "weight rule");
  if (name === "mode") return each(["poke", "reschedule"], "how a sensor waits");
  if (name === "pool") return used(question.index.pools);
  if (name === "conn_id" || name.endsWith("_conn_id")) return used(question.index.connections);
  if (/^(allowed|failed|skipped)_states$/.test(name)) return each(states, "state");
  if (name === "allowed_run_types") return each(runTypes, "how a run comes to be");
  return undefined;
}

const states = ["success", "failed", "skipped", "upstream_failed", "running", "queued"];
const runTypes = ["scheduled", "manual", "backfill", "asset_triggered"];

function each(labels: readonly string[], detail: string): OfferedValue[] {
  return labels.map((label) => ({ label, detail }));
}

/** The keys of `default_args`. */
function keysFor(question: Question): readonly OfferedValue[] | undefined {
  const found = defaultKeyAt(question);
  return (
    found &&
    keysOfDefaults.map((label) => ({
      label,
      detail: argumentText("task", label) ?? "argument of every task",
    }))
  );
}

/** Each task has an id and a place of its own. */
const keysOfDefaults = Object.keys(taskArguments).filter(
  (name) => !["task_id", "dag", "task_group"].includes(name),
);

/** Names of time zones: `tz="…"` and `timezone="…"` of any call, `pendulum.timezone("…")`, `ZoneInfo("…")`. */
function zonesFor({ snapshot, offset }: Question): readonly OfferedValue[] | undefined {
  const path = syntaxAt(snapshot.module, offset);
  const at = path.findLastIndex(({ kind }) => kind === "Call");
  const call = path[at] as Call | undefined;
  const argument = path[at + 1];
  if (!call || !argument || !isArgument(argument)) return undefined;
  const keyword = argument.name?.name;
  const isZone =
    keyword === undefined
      ? /^(timezone|ZoneInfo)$/.test(calleeName(call.callee)) && call.args[0] === argument
      : /^(tz|timezone|key)$/.test(keyword) &&
        (keyword !== "key" || calleeName(call.callee) === "ZoneInfo");
  return isZone ? each(["UTC", ...Intl.supportedValuesOf("timeZone")], "time zone") : undefined;
}

function isArgument(part: SyntaxPart): part is Argument {
  return part.kind === undefined && "form" in part && "value" in part;
}
