import type { Severity } from "./finding.ts";
import type { Rule } from "./rule.ts";

/** How much is checked: only what Airflow refuses, what most want, or everything worth a thought. */
export type Preset = "errors" | "recommended" | "strict";

/** What the user set about rules. */
export interface RuleSettings {
  readonly preset: Preset;
  /** Severity by code, or `off`. */
  readonly severities: Readonly<Record<string, Severity | "off">>;
}

export const defaultRuleSettings: RuleSettings = { preset: "recommended", severities: {} };

/** The presets from the smallest to the largest. */
export const presets: readonly Preset[] = ["errors", "recommended", "strict"];

/** Whether a rule runs: as its code is set, else as the preset has it. */
export function isActive(rule: Pick<Rule, "code" | "preset">, settings: RuleSettings): boolean {
  const chosen = settings.severities[rule.code];
  if (chosen !== undefined) return chosen !== "off";
  return rule.preset !== "off" && presets.indexOf(rule.preset) <= presets.indexOf(settings.preset);
}
