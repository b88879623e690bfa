import { callsTo } from "./code/lookups.ts";
import { exampleDag } from "./exampleDag.ts";
import type { Rule } from "./rule.ts";

const clock =
  /^(datetime\.datetime\.(now|utcnow|today)|datetime\.date\.today|pendulum\.(now|today|yesterday|tomorrow))$/;

/** The present time in the work of a task. Airflow: Best Practices, "Creating a task". */
export const nowInTask: Rule = {
  code: "now-in-task",
  summary: "A task asks for the present time.",
  why: "Run again for an older date, it works on other data than the first time. The run's own dates (`logical_date`, `data_interval_start`) stay the same.",
  severity: "hint",
  preset: "recommended",
  examples: () => ({
    flagged: [
      {
        text: exampleDag(
          `@task\ndef load():\n    return <|datetime.now()|>.date().isoformat()\n\nload()`,
        ),
      },
    ],
    clean: [{ text: exampleDag(`@task\ndef load(ds=None):\n    return ds\n\nload()`) }],
  }),
  *check({ code, file }) {
    for (const { node, place } of callsTo(code, clock)) {
      const [owner] = place.functions;
      if (owner?.kind !== "FunctionDef") continue;
      const isTask = owner.decorators.some((decorator) => {
        const name = code.pathOf(decorator.kind === "Call" ? decorator.callee : decorator);
        return name !== undefined && /^airflow\.(sdk|decorators)\.task(\.|$)/.test(name);
      });
      if (!isTask) continue;
      yield {
        span: { file, start: node.start, end: node.end },
        message:
          "Run again later, this is another time: use the run's logical_date or data interval.",
      };
    }
  },
};
