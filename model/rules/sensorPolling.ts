import { isTrue, numberOf, textOf, tasksGiven } from "./code/writtenTasks.ts";
import { exampleDag } from "./exampleDag.ts";
import type { RawFinding, Rule, RuleInput } from "./rule.ts";

/** A sensor whose way of waiting does not fit how often it looks. Airflow: docs of sensors. */
export const sensorPolling: Rule = {
  code: "sensor-polling",
  summary: "A sensor's mode does not fit how often it looks.",
  why: "In mode `poke` a sensor keeps a worker busy while it waits; in mode `reschedule` it is started anew each time, which costs more than it saves when it looks often.",
  severity: "hint",
  preset: "recommended",
  examples: () => ({
    flagged: [
      { text: exampleDag(`FileSensor(task_id="wait", filepath="a.csv", poke_interval=<|300|>)`) },
      {
        text: exampleDag(
          `FileSensor(task_id="wait", filepath="a.csv", poke_interval=<|5|>, mode="reschedule")`,
        ),
      },
    ],
    clean: [
      {
        text: exampleDag(
          `FileSensor(task_id="wait", filepath="a.csv", poke_interval=300, mode="reschedule")`,
        ),
      },
      {
        text: exampleDag(
          `FileSensor(task_id="wait", filepath="a.csv", poke_interval=300, deferrable=True)`,
        ),
      },
      { text: exampleDag(`FileSensor(task_id="wait", filepath="a.csv")`) },
    ],
  }),
  check: allFindings,
};

function* allFindings(input: RuleInput): Generator<RawFinding> {
  for (const { task } of tasksGiven(input, "poke_interval")) {
    const interval = task.args.get("poke_interval");
    const seconds = numberOf(interval);
    if (task.kind !== "sensor" || !interval || seconds === undefined) continue;
    if (isTrue(task.args.get("deferrable")) || interval.span.file !== input.file) continue;
    const given = task.args.get("mode");
    const mode = given ? textOf(given) : "poke";
    if (mode === "poke" && seconds > 60) {
      yield {
        span: interval.span,
        message: `Looking every ${seconds} seconds, this sensor keeps a worker busy in between: use mode="reschedule", or deferrable=True if it can.`,
      };
    } else if (mode === "reschedule" && seconds < 60) {
      yield {
        span: interval.span,
        message: `In mode "reschedule" the sensor is started anew every ${seconds} seconds: look less often, or use mode="poke".`,
      };
    }
  }
}
