import { cronWarnings, type CronWarning } from "../../model/schedule/cronWarnings.ts";
import { describeExpression } from "../../model/schedule/describeSchedule.ts";
import { nextFirings } from "../../model/schedule/firings.ts";
import { parseCron } from "../../model/schedule/parseCron.ts";
import { utc, type TimeZone } from "../../model/schedule/timeZone.ts";
import { validateCron } from "../../model/schedule/validateCron.ts";
import { zonedTimes } from "../../model/schedule/zonedText.ts";
import { UsageError, type Command, type Terminal } from "../command.ts";
import { parseOptions } from "../options.ts";
import { airflowOption, countOption, formatOption, instantOption, utcText, zoneOption } from "../scheduleOptions.ts"; // prettier-ignore

/** Says what an expression means to Airflow, what surprises about it and when it fires next. */
export const cron: Command = {
  name: "cron",
  summary: "Explain a cron expression as Airflow fires it",
  usage:
    "dagsight cron EXPRESSION [--timezone ZONE] [--after ISO] [--count N] [--format text|json] [--airflow 2|3]",
  run: (args, terminal) =>
    new Promise((done) => {
      done(runCron(args, terminal));
    }),
};

/** What `--format json` prints (docs/cli.md). */
interface CronReport {
  readonly expression: string;
  readonly valid: boolean;
  readonly error: string | null;
  readonly suggestion: string | null;
  readonly text: string | null;
  readonly warnings: readonly { readonly code: string; readonly message: string }[];
  readonly next: readonly string[];
}

function runCron(args: readonly string[], terminal: Terminal): number {
  const [first, ...others] = args;
  // An expression may begin with "-", which is no option: `-5 * * * *`.
  const isExpression = first !== undefined && !first.startsWith("--");
  const { values, positionals } = parseOptions(isExpression ? others : args, {
    timezone: { type: "string" },
    after: { type: "string" },
    count: { type: "string", default: "5" },
    format: { type: "string", default: "text" },
    airflow: { type: "string" },
  });
  const expressions = isExpression ? [first, ...positionals] : positionals;
  const [expression] = expressions;
  if (expression === undefined || expressions.length > 1) {
    throw new UsageError(
      expressions.length > 1
        ? `cron takes one expression, in quotes: dagsight cron "${expressions.join(" ")}"`
        : "cron needs an expression, in quotes: dagsight cron '0 2 * * *'",
    );
  }
  airflowOption(values.airflow);
  const zone = values.timezone === undefined ? undefined : zoneOption(values.timezone);
  const after = instantOption(values.after);
  const report = reportOf(expression, zone, after, countOption(values.count));
  const json = formatOption(values.format) === "json";
  terminal.out(json ? `${JSON.stringify(report, undefined, 2)}\n` : textOf(report, zone ?? utc));
  return report.valid ? 0 : 1;
}

function reportOf(
  expression: string,
  zone: TimeZone | undefined,
  after: number,
  count: number,
): CronReport {
  const named = zone === undefined ? {} : { zone: zone.name };
  if (expression === "@continuous") {
    return refused(expression, `"@continuous" needs max_active_runs=1 on the DAG: without it Airflow refuses the file.`, null); // prettier-ignore
  }
  const fault = validateCron(expression);
  if (fault) return refused(expression, fault.message, fault.suggestion ?? null);
  const { cron: parsed } = parseCron(expression);
  const warnings = parsed ? cronWarnings(parsed, { zone: zone ?? utc, after }) : [];
  const next = parsed ? nextFirings(parsed, { zone: zone ?? utc, after, count }) : [];
  return {
    expression,
    valid: true,
    error: null,
    suggestion: null,
    text: describeExpression(expression, named) ?? null,
    warnings: warnings.map(({ code, message }: CronWarning) => ({ code, message })),
    next: next.map(utcText),
  };
}

function refused(expression: string, error: string, suggestion: string | null): CronReport {
  return { expression, valid: false, error, suggestion, text: null, warnings: [], next: [] };
}

function textOf(report: CronReport, zone: TimeZone): string {
  if (!report.valid) {
    const hint = report.suggestion === null ? "" : `Write instead: ${report.suggestion}\n`;
    return `${report.error ?? ""}\n${hint}`;
  }
  const warnings = report.warnings.map(({ message }) => `Note: ${message}\n`).join("");
  const times = zonedTimes(zone, report.next.map(Date.parse));
  const next = times
    .map(({ text, clocks }) => `  ${text}${clocks ? ` (clocks have gone ${clocks})` : ""}\n`)
    .join("");
  return `${report.text ?? ""}\n${warnings}${next === "" ? "" : `Next, in ${zone.name}:\n${next}`}`;
}
