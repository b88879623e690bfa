import { lineIndexOf, type LineIndex } from "../text/lineIndex.ts";
import { memo } from "../memo.ts";
import { gatherTasks } from "./code/writtenTasks.ts";
import { indexCode } from "./code/codeIndex.ts";
import type { Finding } from "./finding.ts";
import { rules } from "./registry.ts";
import type { CheckInput, RawFinding, Rule, RuleInput } from "./rule.ts";
import { isActive, type RuleSettings } from "./ruleSettings.ts";
import { silences, suppressionsIn, type Suppression } from "./suppressions.ts";
import { unusedSuppression } from "./unusedSuppression.ts";

/** Runs every active rule over one reading; findings come in the order of the text, without those that are silenced. */
export function checkRules(checked: CheckInput, settings: RuleSettings): readonly Finding[] {
  return checkTogether([{ checked, settings }])[0] ?? [];
}

/** One reading, and the rules for it. */
export interface ToCheck {
  readonly checked: CheckInput;
  readonly settings: RuleSettings;
}

/** The same for several readings: a rule looks at all of them before the next one does, while a processor has it at hand. */
export function checkTogether(all: readonly ToCheck[]): readonly (readonly Finding[])[] {
  const checks = all.map(begin);
  rules.forEach((rule, at) => {
    for (const { active, found, input, settings } of checks)
      if (input && active[at]) addFindings(found, rule, input, settings);
  });
  return checks.map(({ found, input, settings }) =>
    input ? inOrder(found, input, settings) : found,
  );
}

/** The check of one file, before the first rule. */
interface Check {
  readonly settings: RuleSettings;
  /** Whether each rule is active, in the order of the list. */
  readonly active: readonly boolean[];
  /** Undefined where no rule is: who only reads needs no index of the code. */
  readonly input: RuleInput | undefined;
  readonly found: Finding[];
}

function begin({ checked, settings }: ToCheck): Check {
  const active = activeRules(settings);
  const isChecked = active.includes(true) || isActive(unusedSuppression, settings);
  return {
    settings,
    active,
    input: isChecked ? inputOf(checked) : undefined,
    found: [],
  };
}

/** Named one by one, so that all inputs are of one hidden class, whoever asks: every rule looks at them. */
function inputOf(checked: CheckInput): RuleInput {
  return {
    file: checked.file,
    text: checked.text,
    module: checked.module,
    reading: checked.reading,
    airflow: checked.airflow,
    otherDags: checked.otherDags,
    airflowIsGuess: checked.airflowIsGuess,
    now: checked.now,
    files: checked.files,
    code: indexCode(checked.module),
    tasks: gatherTasks(checked),
  };
}

function inOrder(found: Finding[], input: RuleInput, settings: RuleSettings): readonly Finding[] {
  const told = withoutRepeats(found);
  const kept = input.text.includes("dagsight:") ? withoutSilenced(told, input, settings) : told;
  return kept.sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
}

/** Adds what a rule finds. What a loop makes in each round is said once: the first finding at each place counts. */
function addFindings(found: Finding[], rule: Rule, input: RuleInput, settings: RuleSettings): void {
  let seen: Set<string> | undefined;
  for (const raw of rule.check(input)) {
    const { file, start, end } = raw.span;
    const place = `${file} ${start} ${end}`;
    if (seen?.has(place)) continue;
    seen ??= new Set();
    seen.add(place);
    found.push(findingOf(rule, raw, settings));
  }
}

/**
 * That loading stops somewhere is said only where no rule has better words for it; and what cannot be read as Python is
 * nothing else besides.
 */
function withoutRepeats(found: Finding[]): Finding[] {
  const stops = found.filter(({ code }) => code === "load-error" || code === "syntax-error");
  if (stops.length === 0) return found;
  const others = found.filter((each) => each.severity === "error" && !stops.includes(each));
  return found.filter((each) =>
    each.code === "load-error"
      ? !others.some(({ span }) => isInside(span, each.span))
      : each.code === "syntax-error" ||
        !stops.some(({ code, span }) => code === "syntax-error" && isInside(each.span, span)),
  );
}

function isInside(inner: Finding["span"], outer: Finding["span"]): boolean {
  return inner.file === outer.file && inner.start >= outer.start && inner.end <= outer.end;
}

function withoutSilenced(
  found: Finding[],
  { file, text }: RuleInput,
  settings: RuleSettings,
): Finding[] {
  const lines = lineIndexOf(text);
  const suppressions = suppressionsIn(file, text, lines);
  return suppressions.length === 0
    ? found
    : afterSuppressions(found, suppressions, lines, settings);
}

function findingOf(
  rule: Pick<Rule, "code" | "severity">,
  raw: RawFinding,
  settings: RuleSettings,
): Finding {
  const severity = severityOf(rule, raw.severity, settings);
  return { related: [], fixes: [], ...raw, code: rule.code, severity };
}

/** Which rules run with these settings, worked out once: it is asked with every key. */
const activeRules = memo((settings: RuleSettings): readonly boolean[] =>
  rules.map((rule) => isActive(rule, settings)),
);

function severityOf(
  rule: Pick<Rule, "code" | "severity">,
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
    kept.push(findingOf(unusedSuppression, raw, settings));
  }
  return kept;
}
