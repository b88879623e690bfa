import { lineIndexOf, type LineIndex } from "../text/lineIndex.ts";
import { gatherTasks } from "./code/writtenTasks.ts";
import { indexCode } from "./code/codeIndex.ts";
import type { Finding } from "./finding.ts";
import { rules } from "./registry.ts";
import type { CheckInput, Rule, RuleInput } from "./rule.ts";
import { isActive, type RuleSettings } from "./ruleSettings.ts";
import { silences, suppressionsIn, type Suppression } from "./suppressions.ts";
import { unusedSuppression } from "./unusedSuppression.ts";

/** Runs every active rule over one reading; findings come in the order of the text, without those that are silenced. */
export function checkRules(checked: CheckInput, settings: RuleSettings): readonly Finding[] {
  const input: RuleInput = {
    ...checked,
    code: indexCode(checked.module),
    tasks: gatherTasks(checked),
  };
  const found = rules.flatMap((rule) => findingsOf(rule, input, settings));
  const lines = lineIndexOf(input.text);
  const suppressions = suppressionsIn(input.file, input.text, lines);
  const kept =
    suppressions.length === 0 ? found : afterSuppressions(found, suppressions, lines, settings);
  return kept.sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
}

function findingsOf(rule: Rule, input: RuleInput, settings: RuleSettings): Finding[] {
  if (!isActive(rule, settings)) return [];
  return Array.from(rule.check(input), (raw) => ({
    related: [],
    fixes: [],
    ...raw,
    code: rule.code,
    severity: severityOf(rule, raw.severity, settings),
  }));
}

function severityOf(
  rule: Rule,
  own: Finding["severity"] | undefined,
  settings: RuleSettings,
): Finding["severity"] {
  const chosen = settings.severities[rule.code];
  return chosen === undefined || chosen === "off" ? (own ?? rule.severity) : chosen;
}

/** Leaves out what is silenced, and adds a finding for each suppression that silenced nothing. */
function afterSuppressions(
  found: readonly Finding[],
  suppressions: readonly Suppression[],
  lines: LineIndex,
  settings: RuleSettings,
): Finding[] {
  const used = new Set<Suppression>();
  const kept = found.filter((finding) => {
    const silencing = suppressions.filter((each) => silences(each, finding, lines));
    for (const each of silencing) used.add(each);
    return silencing.length === 0;
  });
  const active = new Set(rules.filter((rule) => isActive(rule, settings)).map(({ code }) => code));
  const known = new Set(rules.map(({ code }) => code));
  const unused = suppressions.filter(
    ({ code }) => code === "*" || active.has(code) || !known.has(code),
  );
  if (!isActive(unusedSuppression, settings)) return kept;
  for (const suppression of unused) {
    if (used.has(suppression)) continue;
    const raw = unusedSuppression.findingFor(suppression, known.has(suppression.code));
    kept.push({
      related: [],
      fixes: [],
      ...raw,
      code: unusedSuppression.code,
      severity: severityOf(unusedSuppression, raw.severity, settings),
    });
  }
  return kept;
}
