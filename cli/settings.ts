import { isConfigFile, readConfig, type Config } from "../model/config/config.ts";
import type { AirflowVersion } from "../model/readers/reader.ts";
import { rules } from "../model/rules/registry.ts";
import { presets, type RuleSettings } from "../model/rules/ruleSettings.ts";
import { pinnedAirflow } from "../model/workspace/airflowVersion.ts";
import type { Files } from "../model/workspace/files.ts";
import { UsageError } from "./command.ts";

/** What decides how a workspace is read and checked. */
export interface Settings {
  readonly airflow: AirflowVersion;
  /** Whether an option or the team's file says so; else what the folders around each file pin counts first. */
  readonly isAirflowChosen: boolean;
  readonly rules: RuleSettings;
  readonly dagsFolder: string | undefined;
  readonly exclude: readonly string[] | undefined;
  readonly baseline: string | undefined;
}

/** Options win over the configuration file, which wins over what the workspace pins; else Airflow 3. */
export function readSettings(
  files: Files,
  airflowOption: string | undefined,
  presetOption: string | undefined,
): Settings {
  const config = configOf(files);
  const preset = presetOption === undefined ? config.preset : presetNamed(presetOption);
  const chosen = airflowNamed(airflowOption) ?? config.airflow;
  return {
    airflow: chosen ?? pinnedAirflow(files, "")?.airflow ?? 3,
    isAirflowChosen: chosen !== undefined,
    rules: { preset: preset ?? "recommended", severities: config.rules ?? {} },
    dagsFolder: config.dagsFolder,
    exclude: config.exclude,
    baseline: config.baseline,
  };
}

/** The configuration of the working directory; one that cannot be read in full is refused, as a wrong option is. */
function configOf(files: Files): Config {
  const codes = new Set(rules.map(({ code }) => code));
  for (const file of ["dagsight.toml", "pyproject.toml"].filter(isConfigFile)) {
    const text = files.readText(file);
    if (text === undefined) continue;
    const { config, problems } = readConfig(file, text, codes);
    const [first] = problems;
    if (first) {
      const line = text.slice(0, first.start).split("\n").length;
      throw new UsageError(`${file}:${line}: ${first.message}`);
    }
    if (Object.keys(config).length > 0) return config;
  }
  return {};
}

function airflowNamed(option: string | undefined): AirflowVersion | undefined {
  if (option === undefined) return undefined;
  const major = option.split(".")[0];
  if (major === "2") return 2;
  if (major === "3") return 3;
  throw new UsageError(`--airflow takes 2 or 3, not "${option}".`);
}

function presetNamed(option: string): RuleSettings["preset"] {
  const preset = presets.find((candidate) => candidate === option);
  if (!preset) throw new UsageError(`--preset takes ${presets.join(", ")}, not "${option}".`);
  return preset;
}
