import type { Finding } from "./finding.ts";
import { rules } from "./registry.ts";
import type { Rule, RuleInput } from "./rule.ts";
import type { RuleSettings } from "./ruleSettings.ts";

/** Runs every active rule over one reading; findings come in the order of the text. */
export function checkRules(input: RuleInput, settings: RuleSettings): readonly Finding[] {
  return rules
    .flatMap((rule) => findingsOf(rule, input, settings))
    .sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
}

function findingsOf(rule: Rule, input: RuleInput, settings: RuleSettings): Finding[] {
  const chosen = settings.severities[rule.code];
  if (chosen === "off" || (chosen === undefined && !isActive(rule, settings))) return [];
  return [...rule.check(input)].map((raw) => ({
    related: [],
    fixes: [],
    ...raw,
    code: rule.code,
    severity: chosen ?? raw.severity ?? rule.severity,
  }));
}

function isActive(rule: Rule, settings: RuleSettings): boolean {
  const order = ["errors", "recommended", "strict"];
  return rule.preset !== "off" && order.indexOf(rule.preset) <= order.indexOf(settings.preset);
}
