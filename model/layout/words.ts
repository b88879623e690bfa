import { ownOf } from "../ownOf.ts";

/** A trigger rule in words; undefined for the usual one, which needs none. Airflow: `airflow/task/trigger_rule.py`. */
export function ruleInWords(rule: string | null): string | undefined {
  if (rule === null) return "trigger rule ?";
  if (rule === "all_success") return undefined;
  return ownOf(names, rule) ?? rule.replaceAll("_", " ");
}

const names: Readonly<Record<string, string>> = {
  none_failed_min_one_success: "none failed, one success",
  none_failed_or_skipped: "none failed, one success",
  all_done_min_one_success: "all done, one success",
  all_done_setup_success: "all done, setup succeeded",
};

/** When a task with this rule runs, as a sentence. */
export function ruleExplained(rule: string | null): string {
  if (rule === null) return "Its trigger rule is known only when the file runs.";
  return ownOf(sentences, rule) ?? `Runs by the trigger rule ${rule}.`;
}

const sentences: Readonly<Record<string, string>> = {
  all_success: "Runs when all tasks before it have succeeded.",
  all_failed: "Runs when all tasks before it have failed.",
  all_done: "Runs when all tasks before it are done, however they ended.",
  all_skipped: "Runs when all tasks before it were skipped.",
  one_success: "Runs as soon as one task before it has succeeded.",
  one_failed: "Runs as soon as one task before it has failed.",
  one_done: "Runs as soon as one task before it has succeeded or failed.",
  none_failed: "Runs when all tasks before it have succeeded or were skipped.",
  none_failed_min_one_success:
    "Runs when no task before it has failed and at least one has succeeded.",
  none_failed_or_skipped: "Runs when no task before it has failed and at least one has succeeded.",
  none_skipped: "Runs when all tasks before it are done and none was skipped.",
  always: "Runs at once, whatever the tasks before it do.",
  dummy: "Runs at once, whatever the tasks before it do.",
  all_done_min_one_success:
    "Runs when all tasks before it are done, none was skipped and one has succeeded.",
  all_done_setup_success: "Runs when all tasks before it are done and a setup has succeeded.",
};
