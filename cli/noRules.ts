import { rules } from "../model/rules/registry.ts";
import type { RuleSettings } from "../model/rules/ruleSettings.ts";

/** For whoever reads files and needs no findings. */
export const noRules: RuleSettings = {
  preset: "errors",
  severities: Object.fromEntries(rules.map(({ code }) => [code, "off" as const])),
};
