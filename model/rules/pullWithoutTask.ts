import { methodCalls } from "./code/lookups.ts";
import { exampleDag } from "./exampleDag.ts";
import type { Rule } from "./rule.ts";

/** `ti.xcom_pull()` without task_ids, whose meaning changed. */
export const pullWithoutTask: Rule = {
  code: "pull-without-task",
  summary: "A value is pulled without saying from which task.",
  why: "In Airflow 2 it comes from whatever task pushed last, in Airflow 3 from this same task, so it is nearly always None.",
  severity: "warning",
  preset: "recommended",
  examples: () => ({
    flagged: [
      {
        text: exampleDag(
          `@task\ndef load(ti=None):\n    return ti.xcom_pull(<|task_id|>="load")\n\nload()`,
        ),
        fixed: exampleDag(
          `@task\ndef load(ti=None):\n    return ti.xcom_pull(task_ids="load")\n\nload()`,
        ),
      },
      {
        text: exampleDag(
          `@task\ndef load(ti=None):\n    return <|ti.xcom_pull(key="rows")|>\n\nload()`,
        ),
      },
    ],
    clean: [
      {
        airflow: 2,
        text: exampleDag(
          `@task\ndef load(ti=None):\n    return ti.xcom_pull(task_ids=["load"])\n\nload()`,
        ),
      },
      {
        text: exampleDag(
          `@task\ndef load(ti=None):\n    return ti.xcom_pull(task_ids="load", key="rows")\n\nload()`,
        ),
      },
      {
        airflow: 2,
        text: exampleDag(
          `@task\ndef load(ti=None):\n    return ti.xcom_pull(key="rows")\n\nload()`,
        ),
      },
    ],
  }),
  *check({ code, file, airflow, reading }) {
    if (reading.format !== "airflow") return;
    for (const { node, place } of methodCalls(code, "xcom_pull")) {
      if (place.functions.length === 0) continue;
      const misspelt = node.args.find(({ name }) => name?.name === "task_id")?.name;
      if (misspelt) {
        const span = { file, start: misspelt.start, end: misspelt.end };
        const edits = [{ span, newText: "task_ids" }];
        const fixes = [{ title: "Rename to task_ids", edits, preferred: true }];
        yield { span, message: "xcom_pull has no argument task_id. Write task_ids.", fixes };
        continue;
      }
      if (airflow === 2) continue;
      const says = node.args.some(
        ({ form, name }) =>
          form !== "keyword" || name?.name === "task_ids" || name?.name === "dag_id",
      );
      if (says) continue;
      yield {
        span: { file, start: node.start, end: node.end },
        message:
          "Without task_ids, Airflow 3 pulls what this same task pushed: say which task with task_ids=.",
      };
    }
  },
};
