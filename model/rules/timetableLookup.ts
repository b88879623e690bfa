import type { ClassDef } from "../python/syntax.ts";
import { callsTo, statementsOf } from "./code/lookups.ts";
import type { CodeIndex } from "./code/codeIndex.ts";
import { exampleFile } from "./exampleDag.ts";
import type { Rule } from "./rule.ts";

const timetable = `
from airflow.timetables.base import Timetable

class Workdays(Timetable):
    def infer_manual_data_interval(self, run_after):
        return BODY
`;

/** What the scheduler has to wait for. */
const slow =
  /^airflow\.(?:\w+\.)*(Variable\.get|Connection\.get\w*|BaseHook\.get_\w+)$|^(requests|httpx|sqlalchemy|psycopg2|boto3)\.|^airflow\.settings\.Session$|^airflow\.utils\.session\.create_session$/;

/** A timetable that asks the database or the network. Airflow: Best Practices, "Timetables". */
export const timetableLookup: Rule = {
  code: "timetable-lookup",
  summary: "A timetable reads a variable, a connection or a service.",
  why: "The scheduler calls a timetable for every DAG in each of its rounds: all DAGs wait for the answer.",
  severity: "hint",
  preset: "recommended",
  examples: () => ({
    flagged: [{ text: exampleFile(timetable.replace("BODY", '<|Variable.get("first_day")|>')) }],
    clean: [{ text: exampleFile(timetable.replace("BODY", "run_after")) }],
  }),
  *check({ code, file }) {
    const classes = statementsOf(code, "ClassDef").flatMap(({ node }) =>
      isTimetable(node, code) ? [node] : [],
    );
    if (classes.length === 0) return;
    for (const { node } of callsTo(code, slow)) {
      const owner = classes.find(({ start, end }) => start <= node.start && node.end <= end);
      if (!owner) continue;
      yield {
        span: { file, start: node.start, end: node.end },
        message: `The scheduler waits for this in each of its rounds: read it once, and hand it to ${owner.name.name}.`,
      };
    }
  },
};

function isTimetable({ args }: ClassDef, code: CodeIndex): boolean {
  return args.some(({ value }) => /^airflow\..*Timetable$/.test(code.pathOf(value) ?? ""));
}
