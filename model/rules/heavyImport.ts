import { definesDags } from "./code/definesDags.ts";
import { exampleDag } from "./exampleDag.ts";
import type { Rule } from "./rule.ts";

const heavy = new Set([
  "pandas",
  "numpy",
  "polars",
  "torch",
  "tensorflow",
  "sklearn",
  "keras",
  "scipy",
  "xgboost",
  "transformers",
  "pyspark",
  "matplotlib",
]);

/** A large library imported at the top of a DAG file. Airflow: Best Practices, "Top level Python Code". */
export const heavyImport: Rule = {
  code: "heavy-import",
  summary: "A large library is imported when the file is loaded.",
  why: "Airflow loads the file again and again only to see its structure. Imported inside the task, the library costs time only where it is used.",
  severity: "hint",
  preset: "recommended",
  examples: () => ({
    flagged: [{ text: `import <|pandas as pd|>\n${exampleDag(`EmptyOperator(task_id="load")`)}` }],
    clean: [
      {
        text: exampleDag(`
@task
def load():
    import pandas as pd

    return pd.DataFrame().to_dict()

load()
`),
      },
    ],
  }),
  *check(input) {
    if (!definesDags(input)) return;
    for (const { module, span, place } of input.code.imports) {
      if (!place.runsOnLoad || place.guarded || module.startsWith("airflow.")) continue;
      const [name = ""] = module.split(".", 1);
      if (!heavy.has(name)) continue;
      yield {
        span: { file: input.file, ...span },
        message: `${name} is loaded each time Airflow looks at this file: import it inside the task that uses it.`,
      };
    }
  },
};
