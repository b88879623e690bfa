import { exampleDag } from "./exampleDag.ts";
import { faultsOf } from "./faults.ts";
import type { Rule } from "./rule.ts";

const copy = `@task\ndef copy(table, day):\n    ...\n`;

/** A mapping over more elements than Airflow takes from another task: [core] max_map_length. */
export const largeMapping: Rule = {
  code: "large-mapping",
  summary: "A task is mapped over a great many elements.",
  why: "Airflow makes one instance for each combination; what another task pushes is limited to 1,024 (`max_map_length`), and the scheduler slows down well before.",
  severity: "info",
  preset: "recommended",
  examples: () => ({
    flagged: [
      {
        text: exampleDag(`${copy}\n<|copy.expand(table=list(range(100)), day=list(range(31)))|>`),
      },
    ],
    clean: [{ text: exampleDag(`${copy}\ncopy.expand(table=["a", "b"], day=[1, 2])`) }],
  }),
  *check(input) {
    for (const { span, facts } of faultsOf(input, "M17")) {
      const count = Number(facts["count"]).toLocaleString("en");
      yield {
        span,
        message: `This makes ${count} instances; more than 1,024 elements from one task would be refused.`,
      };
    }
  },
};
