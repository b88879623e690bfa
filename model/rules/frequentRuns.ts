import { minutesBetween } from "./code/minutesBetween.ts";
import { exampleDag } from "./exampleDag.ts";
import type { Rule } from "./rule.ts";

const load = `EmptyOperator(task_id="load", retries=3)`;

/** Runs that come faster than a task is tried again. */
export const frequentRuns: Rule = {
  code: "frequent-runs",
  summary: "The next run comes before a failed task is tried again.",
  why: "A task that fails waits for its retry_delay, five minutes by default. When runs come more often than that, they pile up behind each other.",
  severity: "hint",
  preset: "recommended",
  examples: () => ({
    flagged: [
      {
        text: exampleDag(
          load,
          '"etl", schedule=<|"* * * * *"|>, start_date=datetime(2024, 1, 1), catchup=False',
        ),
      },
    ],
    clean: [
      {
        text: exampleDag(
          load,
          '"etl", schedule="0 * * * *", start_date=datetime(2024, 1, 1), catchup=False',
        ),
      },
      {
        text: exampleDag(
          `EmptyOperator(task_id="load")`,
          '"etl", schedule="* * * * *", start_date=datetime(2024, 1, 1), catchup=False',
        ),
      },
    ],
  }),
  *check({ reading, file }) {
    for (const { timing, tasks, format } of reading.dags) {
      const { schedule } = timing;
      const minutes = minutesBetween(schedule);
      if (format !== "airflow" || minutes === undefined || schedule.span?.file !== file) continue;
      if (minutes >= 5) continue;
      const retried = [...tasks.values()].find(({ args }) => {
        const retries = args.get("retries")?.value;
        // A delay of one's own was thought about.
        return retries?.kind === "int" && retries.value > 0n && !args.has("retry_delay");
      });
      if (!retried) continue;
      yield {
        span: schedule.span,
        message: `Runs come every ${minutes === 1 ? "minute" : `${minutes} minutes`}, and "${retried.taskId}" waits 5 minutes before it is tried again: give it a shorter retry_delay.`,
      };
    }
  },
};
