/** When a task runs, by its trigger rule, as a sentence (Airflow: ti_deps/deps/trigger_rule_dep.py). */
export const triggerRuleWords: Readonly<Record<string, string>> = {
  all_success: "Runs when all tasks before it have succeeded.",
  all_failed: "Runs when all tasks before it have failed.",
  all_done: "Runs when all tasks before it have ended, however they ended.",
  all_skipped: "Runs when all tasks before it were skipped.",
  one_success: "Runs as soon as one task before it has succeeded, without waiting for the others.",
  one_failed: "Runs as soon as one task before it has failed, without waiting for the others.",
  one_done:
    "Runs as soon as one task before it has succeeded or failed, without waiting for the others.",
  none_failed: "Runs when none of the tasks before it has failed: all succeeded or were skipped.",
  none_failed_min_one_success:
    "Runs when none of the tasks before it has failed and at least one has succeeded. Right after a branch.",
  none_skipped: "Runs when none of the tasks before it was skipped and all have ended.",
  always: "Runs at once, whatever the tasks before it do.",
  all_done_min_one_success:
    "Runs when all tasks before it have ended, none was skipped and at least one has succeeded.",
  all_done_setup_success:
    "Runs when all tasks before it have ended and its setup has succeeded: the rule of teardowns.",
};
