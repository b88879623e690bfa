import { definesDags } from "./code/definesDags.ts";
import { exampleDag, exampleFile } from "./exampleDag.ts";
import type { Rule } from "./rule.ts";

/** Calls that reach for network, processes, files or time, by their path. */
const expensive: readonly (readonly [RegExp, string])[] = [
  [/^(requests|httpx)\.(get|post|put|patch|delete|head|options|request|Session)$/, "the network"],
  [/^urllib\.request\.(urlopen|urlretrieve)$/, "the network"],
  [/^(boto3\.(client|resource)|google\.cloud\.\w+\.Client)$/, "a cloud service"],
  [
    /^(psycopg2?|pymysql|MySQLdb|mysql\.connector|sqlite3|pyodbc|oracledb|snowflake\.connector|duckdb)\.connect$/,
    "a database",
  ],
  [/^sqlalchemy\.create_engine$/, "a database"],
  [/^(pandas|polars)\.read_\w+$/, "data"],
  [/^subprocess\.(run|call|check_call|check_output|Popen|getoutput)$/, "another process"],
  [/^os\.(system|popen)$/, "another process"],
  [/^time\.sleep$/, "time"],
];

const hookMethods = new Set([
  "get_records",
  "get_first",
  "get_conn",
  "get_pandas_df",
  "get_df",
  "run_query",
]);

/** Work that is done each time the file is loaded. Airflow: Best Practices, "Top level Python Code". */
export const topLevelWork: Rule = {
  code: "top-level-work",
  summary: "Slow work is done each time the file is loaded.",
  why: "Airflow loads a DAG file about every 30 seconds, so this runs all day, slows the scheduler down and makes the DAG vanish when it fails. Do it inside a task.",
  severity: "warning",
  preset: "recommended",
  examples: () => ({
    flagged: [
      {
        text: `import requests
${exampleDag(`EmptyOperator(task_id="load")`)}
tables = <|requests.get("https://example.com/tables")|>.json()
`,
      },
      {
        text: exampleFile(`
import subprocess

with DAG("etl", schedule=None):
    EmptyOperator(task_id=<|subprocess.check_output(["hostname"])|>.decode())
`),
      },
    ],
    clean: [
      {
        text: `import requests
${exampleDag(`
@task
def extract():
    return requests.get("https://example.com/tables").json()

extract()
`)}`,
      },
      {
        text: `import subprocess
${exampleDag(`EmptyOperator(task_id="load")`)}
if __name__ == "__main__":
    subprocess.run(["true"])
`,
      },
    ],
  }),
  *check(input) {
    if (!definesDags(input)) return;
    const known = new Map<string, string | undefined>();
    for (const { node, path, place } of input.code.calls) {
      if (!place.runsOnLoad || path === undefined) continue;
      // Of a thousand calls most are of a few classes.
      if (!known.has(path)) known.set(path, workOf(path));
      const what = known.get(path);
      if (what === undefined) continue;
      const message =
        what === "time"
          ? "This waits each time Airflow loads the file: do it inside a task."
          : `This reaches for ${what} each time Airflow loads the file: do it inside a task.`;
      yield { span: { file: input.file, start: node.start, end: node.end }, message };
    }
  },
};

function workOf(path: string): string | undefined {
  return expensive.find(([pattern]) => pattern.test(path))?.[1] ?? hookWork(path);
}

function hookWork(path: string): string | undefined {
  const [method = "", owner = ""] = path.split(".").reverse();
  return hookMethods.has(method) && /hook/i.test(owner) ? "a database" : undefined;
}
