import { callsTo } from "./code/lookups.ts";
import { addArgument } from "./code/argumentEdits.ts";
import { exampleDag } from "./exampleDag.ts";
import type { Rule } from "./rule.ts";

const load = `EmptyOperator(task_id="load")`;
const timetables =
  /^airflow\.(sdk|timetables\.(trigger|interval)|sdk\.definitions\.timetables\.\w+)\.(CronTriggerTimetable|CronDataIntervalTimetable|MultipleCronTriggerTimetable)$/;
const imported = "from airflow.timetables.trigger import CronTriggerTimetable\n";

/** A cron timetable without a time zone. Python: missing 1 required argument. */
export const timetableTimezone: Rule = {
  code: "timetable-timezone",
  summary: "A cron timetable has no time zone.",
  why: "Its timezone argument has no default, so the file does not load.",
  severity: "error",
  preset: "errors",
  examples: () => ({
    flagged: [
      {
        text: `${imported}${exampleDag(load, '"etl", schedule=<|CronTriggerTimetable("0 2 * * *")|>')}`,
        fixed: `${imported}${exampleDag(load, '"etl", schedule=CronTriggerTimetable("0 2 * * *", timezone="UTC")')}`,
      },
    ],
    clean: [
      {
        text: `${imported}${exampleDag(load, '"etl", schedule=CronTriggerTimetable("0 2 * * *", timezone="UTC")')}`,
      },
    ],
  }),
  *check({ code, file, text }) {
    for (const { node, path } of callsTo(code, timetables)) {
      if (
        node.args.some(
          ({ form, name }) => form === "doubleStar" || form === "star" || name?.name === "timezone",
        )
      )
        continue;
      const positional = node.args.filter(({ form }) => form === "positional").length;
      if (path.endsWith("DataIntervalTimetable") && positional > 1) continue;
      const edit = addArgument(file, text, node, 'timezone="UTC"');
      yield {
        span: { file, start: node.start, end: node.end },
        message: `${path.split(".").at(-1) ?? "The timetable"} needs timezone=.`,
        fixes: [{ title: 'Add timezone="UTC"', edits: [edit], preferred: true }],
      };
    }
  },
};
