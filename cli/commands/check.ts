import { writeFileSync } from "node:fs";
import { join } from "node:path";

import type { Severity } from "../../model/rules/finding.ts";
import { manualPage } from "../../model/rules/manualPage.ts";
import { rules } from "../../model/rules/registry.ts";
import { isActive, type RuleSettings } from "../../model/rules/ruleSettings.ts";
import { baselineOf, withoutKnown } from "../baseline.ts";
import type { CheckReport } from "../checkReport.ts";
import { checkWorkspace } from "../checkWorkspace.ts";
import { UsageError, type Command, type Terminal } from "../command.ts";
import { formats, isFormat } from "../formats.ts";
import { nodeFiles } from "../nodeFiles.ts";
import { meant, parseOptions } from "../options.ts";
import { pathBelow } from "../pathBelow.ts";
import { readSettings } from "../settings.ts";

/** Reports the findings of files and folders; the exit code says whether any is as grave as `--fail-on`. */
export const check: Command = {
  name: "check",
  summary: "Report problems in DAG files",
  usage: `dagsight check [PATH…] [--format text|json|sarif|junit|github] [--airflow 2|3]
                      [--preset errors|recommended|strict] [--fail-on error|warning|info|never]
                      [--select CODES] [--ignore CODES] [--baseline FILE] [--write-baseline]
       dagsight check --explain CODE`,
  // Async, so that a usage error rejects instead of throwing.
  run: (args, terminal) =>
    new Promise((done) => {
      done(runCheck(args, terminal));
    }),
};

function runCheck(args: readonly string[], terminal: Terminal): number {
  const { values, positionals } = parseOptions(args, {
    format: { type: "string", default: "text" },
    airflow: { type: "string" },
    preset: { type: "string" },
    "fail-on": { type: "string", default: "error" },
    select: { type: "string", multiple: true },
    ignore: { type: "string", multiple: true },
    baseline: { type: "string" },
    "write-baseline": { type: "boolean", default: false },
    explain: { type: "string" },
  });
  if (values.explain !== undefined) return explain(values.explain, terminal);
  const format = values.format;
  if (!isFormat(format)) {
    throw new UsageError(
      `There is no format "${format}". Formats: ${Object.keys(formats).join(", ")}.`,
    );
  }
  const threshold = thresholdOf(values["fail-on"]);
  const files = nodeFiles(terminal.cwd);
  const settings = readSettings(files, values.airflow, values.preset);
  const chosen = chooseRules(settings.rules, codesOf(values.select), codesOf(values.ignore));
  const paths = (positionals.length > 0 ? positionals : ["."]).map((path) =>
    pathBelow(path, terminal.cwd),
  );
  const report = checkWorkspace(files, paths, { ...settings, rules: chosen });
  const baseline = values.baseline ?? settings.baseline ?? ".dagsight-baseline.json";
  if (values["write-baseline"]) return writeBaseline(report, baseline, terminal);
  const known = files.readText(baseline);
  if (known === undefined && values.baseline !== undefined) {
    throw new UsageError(`There is no baseline file "${baseline}". Make it with --write-baseline.`);
  }
  const shown = withoutKnown(report, known);
  const colours = terminal.isInteractive && !terminal.env["NO_COLOR"];
  terminal.out(formats[format](shown, { colours }));
  return shown.findings.some(({ severity }) => ranks[severity] >= threshold) ? 1 : 0;
}

const ranks: Readonly<Record<Severity, number>> = { hint: 0, info: 1, warning: 2, error: 3 };

function thresholdOf(failOn: string): number {
  if (failOn === "never") return Infinity;
  if (failOn === "error" || failOn === "warning" || failOn === "info") return ranks[failOn];
  throw new UsageError(`--fail-on takes error, warning, info or never, not "${failOn}".`);
}

function explain(code: string, terminal: Terminal): number {
  const rule = rules.find((candidate) => candidate.code === code);
  if (!rule) throw noSuchRule(code);
  terminal.out(manualPage(rule));
  return 0;
}

/** Codes may be repeated options or one list with commas. */
function codesOf(option: readonly string[] | undefined): readonly string[] | undefined {
  const codes = option?.flatMap((list) => list.split(",").map((code) => code.trim()));
  for (const code of codes ?? []) {
    if (!rules.some((rule) => rule.code === code)) throw noSuchRule(code);
  }
  return codes;
}

function noSuchRule(code: string): UsageError {
  const codes = rules.map((rule) => rule.code);
  const more = meant(code, codes) || " See docs/rules for all of them.";
  return new UsageError(`There is no rule "${code}".${more}`);
}

/** `--select` switches on just these, even those that are off by default; `--ignore` switches off. */
function chooseRules(
  settings: RuleSettings,
  selected: readonly string[] | undefined,
  ignored: readonly string[] | undefined,
): RuleSettings {
  const severities = { ...settings.severities };
  for (const rule of selected ? rules : []) {
    const { code, severity } = rule;
    if (!selected?.includes(code)) severities[code] = "off";
    // One that is on already keeps the severities that it gives itself.
    else if (!isActive(rule, settings)) severities[code] = severity;
  }
  for (const code of ignored ?? []) severities[code] = "off";
  return { ...settings, severities };
}

function writeBaseline(report: CheckReport, file: string, terminal: Terminal): number {
  writeFileSync(join(terminal.cwd, file), baselineOf(report));
  const count = report.findings.length;
  terminal.err(`Wrote ${count} known finding${count === 1 ? "" : "s"} to ${file}.\n`);
  return 0;
}
