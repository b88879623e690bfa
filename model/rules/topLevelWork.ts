import { definesDags } from "./code/definesDags.ts";
import { exampleDag, exampleFile } from "./exampleDag.ts";
import type { Rule } from "./rule.ts";

/** Calls that reach for network, processes, files or time: by their package, what follows it. */
const expensive: ReadonlyMap<string, readonly [RegExp, string]> = new Map([
  ...of("the network", /^(get|post|put|patch|delete|head|options|request|Session)$/, [
    "requests",
    "httpx",
  ]),
  ...of("the network", /^request\.(urlopen|urlretrieve)$/, ["urllib"]),
  ...of("a cloud service", /^(client|resource)$/, ["boto3"]),
  ...of("a cloud service", /^cloud\.\w+\.Client$/, ["google"]),
  ...of("a database", /^connect$/, [
    "psycopg",
    "psycopg2",
    "pymysql",
    "MySQLdb",
    "sqlite3",
    "pyodbc",
    "oracledb",
    "duckdb",
  ]),
  ...of("a database", /^connector\.connect$/, ["mysql", "snowflake"]),
  ...of("a database", /^create_engine$/, ["sqlalchemy"]),
  ...of("data", /^read_\w+$/, ["pandas", "polars"]),
  ...of("another process", /^(run|call|check_call|check_output|Popen|getoutput)$/, ["subprocess"]),
  ...of("another process", /^(system|popen)$/, ["os"]),
  ...of("time", /^sleep$/, ["time"]),
]);

function of(
  what: string,
  pattern: RegExp,
  packages: readonly string[],
): readonly (readonly [string, readonly [RegExp, string]])[] {
  return packages.map((name) => [name, [pattern, what]]);
}

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
  const [name = ""] = path.split(".", 1);
  const [pattern, what] = expensive.get(name) ?? [];
  return pattern?.test(path.slice(name.length + 1)) ? what : hookWork(path);
}

function hookWork(path: string): string | undefined {
  if (!hookMethods.has(path.slice(path.lastIndexOf(".") + 1))) return undefined;
  const owner = path.split(".").at(-2) ?? "";
  return /hook/i.test(owner) ? "a database" : undefined;
}
