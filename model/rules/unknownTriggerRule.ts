import type { Argument } from "../dag/dag.ts";
import { nearest } from "../text/nearest.ts";
import { mayBeForAirflow2 } from "./code/mayBeForAirflow2.ts";
import { exampleDag } from "./exampleDag.ts";
import { faultsOf, fact } from "./faults.ts";
import type { Fix } from "./finding.ts";
import type { RawFinding, Rule, RuleInput } from "./rule.ts";
import { replaceString } from "./code/replaceString.ts";
import { ownOf } from "../ownOf.ts";

/** Names that Airflow 2 still takes with a warning, and 3 does not. */
const renamed: Readonly<Record<string, string>> = {
  dummy: "always",
  none_failed_or_skipped: "none_failed_min_one_success",
};

/** Names that people try, and the rule that does what they say. */
const tried: Readonly<Record<string, string>> = {
  all_finished: "all_done",
  all_completed: "all_done",
  all_complete: "all_done",
  any_success: "one_success",
  any_failed: "one_failed",
  any_failure: "one_failed",
  one_failure: "one_failed",
  all_failure: "all_failed",
  one_finished: "one_done",
  any_done: "one_done",
  no_failed: "none_failed",
  none_failure: "none_failed",
  none_failed_one_success: "none_failed_min_one_success",
};

/** A trigger rule that Airflow does not know. */
export const unknownTriggerRule: Rule = {
  code: "unknown-trigger-rule",
  summary: "A trigger rule does not exist, or not any more.",
  why: "Airflow refuses the file.",
  severity: "error",
  preset: "errors",
  examples: () => ({
    flagged: [
      {
        text: exampleDag(`EmptyOperator(task_id="load", trigger_rule=<|"all_sucess"|>)`),
        fixed: exampleDag(`EmptyOperator(task_id="load", trigger_rule="all_success")`),
      },
      {
        text: exampleDag(
          `EmptyOperator(task_id="load", trigger_rule=<|"none_failed_or_skipped"|>)`,
        ),
        fixed: exampleDag(
          `EmptyOperator(task_id="load", trigger_rule="none_failed_min_one_success")`,
        ),
      },
      {
        text: exampleDag(`EmptyOperator(task_id="load", trigger_rule=<|"all_finished"|>)`),
        fixed: exampleDag(`EmptyOperator(task_id="load", trigger_rule="all_done")`),
      },
      { text: exampleDag(`EmptyOperator(task_id="load", trigger_rule=<|None|>)`) },
      {
        airflow: 2,
        text: exampleDag(`EmptyOperator(task_id="load", trigger_rule=<|"dummy"|>)`),
        fixed: exampleDag(`EmptyOperator(task_id="load", trigger_rule="always")`),
      },
    ],
    clean: [{ text: exampleDag(`EmptyOperator(task_id="load", trigger_rule="one_failed")`) }],
  }),
  *check(input) {
    for (const fault of faultsOf(input, "A6")) {
      const given = fact(fault, "given");
      const allowed = fault.facts["allowed"];
      const rules = Array.isArray(allowed) ? allowed.map(String) : [];
      if (given === "None") {
        const message =
          "None is no trigger rule: leave the argument out for the default, all_success.";
        yield { span: fault.span, message };
        continue;
      }
      const now = ownOf(renamed, given);
      const meant = now ?? ownOf(tried, given.toLowerCase()) ?? nearest(given, rules);
      const message =
        now !== undefined
          ? `The trigger rule "${given}" was removed in Airflow 3: it is called "${now}" now.`
          : `There is no trigger rule "${given}".${meant === undefined ? ` Rules: ${rules.join(", ")}.` : ` Did you mean "${meant}"?`}`;
      const severity = now !== undefined && mayBeForAirflow2(input) ? "warning" : "error";
      yield { span: fault.span, message, severity, fixes: fixFor(input, fault.span, given, meant) };
    }
    if (input.airflow === 2) yield* renamedIn(input);
  },
};

function* renamedIn(input: RuleInput): Generator<RawFinding> {
  const seen = new Set<number>();
  for (const dag of input.reading.dags) {
    for (const { args } of dag.tasks.values()) {
      const given = args.get("trigger_rule");
      const name = given && nameIn(given);
      if (!given || name === undefined || seen.has(given.span.start)) continue;
      seen.add(given.span.start);
      const meant = ownOf(renamed, name) ?? "";
      yield {
        span: given.span,
        severity: "warning",
        message: `The trigger rule "${name}" is deprecated, and gone in Airflow 3: write "${meant}".`,
        fixes: fixFor(input, given.span, name, meant),
      };
    }
  }
}

function nameIn({ value }: Argument): string | undefined {
  return value.kind === "str" && Object.hasOwn(renamed, value.value) ? value.value : undefined;
}

function fixFor(
  input: RuleInput,
  span: RawFinding["span"],
  given: string,
  meant: string | undefined,
): readonly Fix[] {
  const edit = meant === undefined ? undefined : replaceString(input, span, given, meant);
  if (!edit || meant === undefined) return [];
  return [{ title: `Change to "${meant}"`, edits: [edit], preferred: true }];
}
