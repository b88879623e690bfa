import type { Dag } from "../../model/dag/dag.ts";
import { describeSchedule } from "../../model/schedule/describeSchedule.ts";
import { nextRuns, type NextRuns } from "../../model/schedule/nextRuns.ts";
import { snapshotOf } from "../../model/snapshot/snapshot.ts";
import { importRoots } from "../../model/workspace/importRoots.ts";
import { UsageError, type Command, type Terminal } from "../command.ts";
import { nodeFiles } from "../nodeFiles.ts";
import { noRules } from "../noRules.ts";
import { parseOptions } from "../options.ts";
import { pathBelow } from "../pathBelow.ts";
import { countOption, formatOption, instantOption, utcText } from "../scheduleOptions.ts"; // prettier-ignore
import { readSettings } from "../settings.ts";

/** Lists the next runs of the DAGs of a file, as Airflow's scheduler would create them. */
export const next: Command = {
  name: "next",
  summary: "List the next runs of a DAG",
  usage:
    "dagsight next FILE [--dag ID] [--after ISO] [--count N] [--format text|json] [--airflow 2|3]",
  run: (args, terminal) =>
    new Promise((done) => {
      done(runNext(args, terminal));
    }),
};

function runNext(args: readonly string[], terminal: Terminal): number {
  const { values, positionals } = parseOptions(args, {
    dag: { type: "string" },
    after: { type: "string" },
    count: { type: "string", default: "5" },
    format: { type: "string", default: "json" },
    airflow: { type: "string" },
  });
  const [path] = positionals;
  if (path === undefined || positionals.length > 1) {
    throw new UsageError("next takes one file: dagsight next dags/etl.py");
  }
  const files = nodeFiles(terminal.cwd);
  const file = pathBelow(path, terminal.cwd);
  const text = files.readText(file);
  if (text === undefined) throw new UsageError(`"${path}" is no file that can be read.`);
  const settings = readSettings(files, values.airflow, undefined);
  const { airflow } = settings;
  const { reading } = snapshotOf({
    file,
    text,
    version: 0,
    files,
    airflow,
    importRoots: importRoots(files, file),
    rules: noRules,
  });
  const dags = reading.dags.filter(({ dagId }) => values.dag === undefined || values.dag === dagId);
  if (values.dag !== undefined && dags.length === 0) {
    throw new UsageError(`"${path}" has no DAG named "${values.dag}".`);
  }
  const options = { after: instantOption(values.after), count: countOption(values.count), airflow };
  const found = dags.map((dag) => ({ dag, runs: nextRuns(dag.timing, options) }));
  const json = formatOption(values.format) === "json";
  terminal.out(json ? jsonOf(found) : found.map(textOf).join("\n"));
  return 0;
}

interface Found {
  readonly dag: Dag;
  readonly runs: NextRuns;
}

/** The JSON of docs/cli.md. */
function jsonOf(found: readonly Found[]): string {
  const dags = found.map(({ dag, runs: { runs, reason, notes, due, dueIsMore } }) => ({
    dagId: dag.dagId,
    runs: runs.map((run) => ({
      runAfter: utcText(run.runAfter),
      logicalDate: utcText(run.logicalDate),
      dataInterval: run.dataInterval.map(utcText),
    })),
    reason: reason ?? null,
    notes,
    due: dueIsMore ? `more than ${due}` : due,
  }));
  return `${JSON.stringify({ dags }, undefined, 2)}\n`;
}

function textOf({ dag, runs: { runs, reason, notes, due, dueIsMore } }: Found): string {
  const zone = dag.timing.timezone;
  const many = dueIsMore ? `more than ${due}` : String(due);
  return [
    `${dag.dagId}: ${describeSchedule(dag.timing.schedule, { zone })}`,
    ...notes,
    ...(due === 0
      ? []
      : [`At once: ${many} ${due === 1 ? "run" : "runs"} for times that have passed.`]),
    ...runs.map(
      ({ runAfter, logicalDate, dataInterval: [start, end] }) =>
        `  ${utcText(runAfter)}  logical date ${utcText(logicalDate)}${start === end ? "" : `  data ${utcText(start)} to ${utcText(end)}`}`,
    ),
    ...(reason === undefined ? [] : [reason]),
    "",
  ].join("\n");
}
