import type { Severity } from "./finding.ts";

/** What the user set about rules. */
export interface RuleSettings {
  readonly preset: "errors" | "recommended" | "strict";
  /** Severity by code, or `off`. */
  readonly severities: Readonly<Record<string, Severity | "off">>;
}

export const defaultRuleSettings: RuleSettings = { preset: "recommended", severities: {} };
