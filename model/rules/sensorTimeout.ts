import { placeOf } from "./code/placeOf.ts";
import { writtenTasks } from "./code/writtenTasks.ts";
import { exampleDag } from "./exampleDag.ts";
import type { Rule } from "./rule.ts";

/** A sensor that waits as long as the default: seven days. */
export const sensorTimeout: Rule = {
  code: "sensor-timeout",
  summary: "A sensor does not say how long it waits.",
  why: "The default is seven days, in which runs pile up behind it before anyone hears of it.",
  severity: "hint",
  preset: "recommended",
  examples: () => ({
    flagged: [{ text: exampleDag(`FileSensor(task_id="<|wait|>", filepath="a.csv")`) }],
    clean: [{ text: exampleDag(`FileSensor(task_id="wait", filepath="a.csv", timeout=3600)`) }],
  }),
  *check(input) {
    for (const { task } of writtenTasks(input)) {
      if (task.kind !== "sensor" || task.certainty === "dynamic") continue;
      if (task.args.has("timeout") || task.args.has("execution_timeout")) continue;
      yield {
        span: placeOf(task),
        message: `Sensor "${task.taskId}" waits for up to seven days: say how long with timeout=.`,
      };
    }
  },
};
