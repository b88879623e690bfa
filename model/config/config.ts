import { parse, TomlError } from "smol-toml";

import type { AirflowVersion } from "../readers/reader.ts";
import type { Severity } from "../rules/finding.ts";
import { presets, type Preset } from "../rules/ruleSettings.ts";
import { nearest } from "../text/nearest.ts";
import { keySpans } from "./keySpans.ts";

/** What a team set in `dagsight.toml`, or in `[tool.dagsight]` of `pyproject.toml`. */
export interface Config {
  readonly airflow?: AirflowVersion;
  readonly preset?: Preset;
  readonly rules?: Readonly<Record<string, Severity | "off">>;
  /** The folder that Airflow reads, below the file's own folder. */
  readonly dagsFolder?: string;
  /** Patterns, as in a `.gitignore`, of what is not checked. */
  readonly exclude?: readonly string[];
  /** The file of findings that are known and left alone. */
  readonly baseline?: string;
}

/** A part of a configuration file that is not understood, with offsets into its text. */
export interface ConfigProblem {
  readonly start: number;
  readonly end: number;
  readonly message: string;
}

/** What a configuration file says; what is not understood is left out and named. */
export interface ConfigReading {
  readonly config: Config;
  readonly problems: readonly ConfigProblem[];
}

/** Whether a file of this name may hold a configuration. */
export function isConfigFile(file: string): boolean {
  return /(^|\/)(dagsight|pyproject)\.toml$/.test(file);
}

/** Reads a configuration file; `ruleCodes` are the codes that may be set. */
export function readConfig(
  file: string,
  text: string,
  ruleCodes: ReadonlySet<string>,
): ConfigReading {
  const prefix = file.endsWith("pyproject.toml") ? ["tool", "dagsight"] : [];
  let table: unknown;
  try {
    table = prefix.reduce<unknown>((at, key) => (isTable(at) ? at[key] : undefined), parse(text));
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    return { config: {}, problems: [syntaxProblem(text, error)] };
  }
  if (!isTable(table)) return { config: {}, problems: [] };
  return readTable(table, ruleCodes, problemsAt(text, prefix));
}

/** One key of the configuration: what it takes, in words, and its value if it fits. */
interface Key {
  readonly takes: string;
  read(value: unknown): unknown;
}

const severities: readonly string[] = ["off", "hint", "info", "warning", "error"];
const text_: Key = {
  takes: "a string",
  read: (value) => (typeof value === "string" ? value : undefined),
};

const keys: Readonly<Record<Exclude<keyof Config, "rules">, Key>> = {
  airflow: {
    takes: "2 or 3",
    // A whole version, such as "2.11", says the same.
    read: (value) => {
      const major =
        typeof value === "number" || typeof value === "string"
          ? /^([23])(\.\d+)*$/.exec(String(value))?.[1]
          : undefined;
      return major === undefined ? undefined : Number(major);
    },
  },
  preset: {
    takes: `one of ${presets.join(", ")}`,
    read: (value) => presets.find((preset) => preset === value),
  },
  dagsFolder: text_,
  exclude: {
    takes: "a list of strings",
    read: (value) =>
      Array.isArray(value) && value.every((each) => typeof each === "string") ? value : undefined,
  },
  baseline: text_,
};

type Report = (path: readonly string[], message: string) => ConfigProblem;

function readTable(
  table: Readonly<Record<string, unknown>>,
  ruleCodes: ReadonlySet<string>,
  report: Report,
): ConfigReading {
  const config: Record<string, unknown> = {};
  const problems: ConfigProblem[] = [];
  for (const [name, value] of Object.entries(table)) {
    if (name === "rules") {
      config["rules"] = readRules(value, ruleCodes, report, problems);
      continue;
    }
    const key = Object.entries(keys).find(([known]) => known === name)?.[1];
    const read = key?.read(value);
    if (!key) {
      const known = [...Object.keys(keys), "rules"].join(", ");
      const meant = nearest(name, [...Object.keys(keys), "rules"]);
      const more = meant === undefined ? `Known keys: ${known}.` : `Did you mean "${meant}"?`;
      problems.push(report([name], `There is no key "${name}". ${more}`));
    } else if (read === undefined) {
      const meant = name === "preset" ? meantBy(value, presets) : "";
      problems.push(report([name], `"${name}" takes ${key.takes}.${meant}`));
    } else config[name] = read;
  }
  return { config, problems };
}

function readRules(
  value: unknown,
  ruleCodes: ReadonlySet<string>,
  report: Report,
  problems: ConfigProblem[],
): Config["rules"] {
  if (!isTable(value)) {
    problems.push(report(["rules"], `"rules" takes a table of severities by rule.`));
    return {};
  }
  const rules: Record<string, Severity | "off"> = {};
  for (const [code, severity] of Object.entries(value)) {
    const at = ["rules", code];
    if (!ruleCodes.has(code)) {
      problems.push(report(at, `There is no rule "${code}".${meantBy(code, ruleCodes)}`));
    } else if (isSeverity(severity)) rules[code] = severity;
    else {
      const known = severities.join(", ");
      const meant = meantBy(severity, severities);
      problems.push(report(at, `A severity is one of ${known}.${meant}`));
    }
  }
  return rules;
}

/** The word that a value most likely means, as a question after another sentence. */
function meantBy(value: unknown, known: Iterable<string>): string {
  const meant = typeof value === "string" ? nearest(value, known) : undefined;
  return meant === undefined ? "" : ` Did you mean "${meant}"?`;
}

function isSeverity(value: unknown): value is Severity | "off" {
  return typeof value === "string" && severities.includes(value);
}

function isTable(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function problemsAt(text: string, prefix: readonly string[]): Report {
  const spans = keySpans(text);
  return (path, message) => {
    const whole = [...prefix, ...path];
    for (let length = whole.length; length > 0; length--) {
      const span = spans.get(whole.slice(0, length).join("\0"));
      if (span) return { ...span, message };
    }
    return { start: 0, end: 0, message };
  };
}

function syntaxProblem(text: string, error: TomlError): ConfigProblem {
  const lines = text.split("\n");
  const before = lines.slice(0, error.line - 1).reduce((sum, line) => sum + line.length + 1, 0);
  const start = Math.min(before + error.column - 1, text.length);
  const message = (error.message.split("\n")[0] ?? "").replace("Invalid TOML document: ", "");
  return { start, end: start, message: `This is not valid TOML: ${message}.` };
}
