import type { Dag } from "../dag/dag.ts";
import { exampleDag } from "./exampleDag.ts";
import type { Rule } from "./rule.ts";

/** A DAG that stops at the first failure takes no other trigger rule. Airflow: FailFastDagInvalidTriggerRule. */
export const failFastTriggerRule: Rule = {
  code: "fail-fast-trigger-rule",
  summary: "A task of a DAG that stops at the first failure has a trigger rule of its own.",
  why: "Airflow refuses it: with `fail_fast` (`fail_stop` in Airflow 2) nothing may run after a failure.",
  severity: "error",
  preset: "errors",
  examples: () => ({
    flagged: [
      {
        text: exampleDag(
          `EmptyOperator(task_id="notify", trigger_rule=<|"all_done"|>)`,
          '"etl", schedule=None, fail_fast=True',
        ),
      },
      {
        airflow: 2,
        text: exampleDag(
          `EmptyOperator(task_id="notify", trigger_rule=<|"all_done"|>)`,
          '"etl", schedule=None, fail_stop=True',
        ),
      },
    ],
    clean: [
      {
        text: exampleDag(
          `EmptyOperator(task_id="notify", trigger_rule="all_success")`,
          '"etl", schedule=None, fail_fast=True',
        ),
      },
      { text: exampleDag(`EmptyOperator(task_id="notify", trigger_rule="all_done")`) },
    ],
  }),
  *check({ reading, airflow }) {
    const name = airflow === 3 ? "fail_fast" : "fail_stop";
    for (const dag of reading.dags) {
      if (!isTrue(dag, name)) continue;
      for (const { taskId, triggerRule, args, certainty, teardown } of dag.tasks.values()) {
        if (triggerRule === null || triggerRule === "all_success" || certainty === "dynamic")
          continue;
        const given = args.get("trigger_rule");
        if (!given || teardown || triggerRule === "all_done_setup_success") continue;
        yield {
          span: given.span,
          message: `Task "${taskId}" has the trigger rule "${triggerRule}", but a DAG with ${name} takes only "all_success".`,
        };
      }
    }
  },
};

function isTrue(dag: Dag, name: string): boolean {
  const value = dag.args.get(name)?.value;
  return value?.kind === "bool" && value.value;
}
