import type { RawFinding, Rule } from "./rule.ts";
import type { Suppression } from "./suppressions.ts";

/** A suppression that silences nothing. Found after all other rules have run, so its own check yields nothing. */
export const unusedSuppression: Rule & {
  findingFor(suppression: Suppression, isKnown: boolean): RawFinding;
} = {
  code: "unused-suppression",
  summary: "A `# dagsight: ignore` comment silences nothing.",
  why: "A comment that outlives its problem hides the next one of the same kind.",
  severity: "hint",
  preset: "recommended",
  examples: () => ({
    flagged: [
      { text: "x = 1  # dagsight: ignore[<|cycle|>]\n" },
      { text: "# dagsight: ignore-file[<|no-such-rule|>]\n" },
    ],
    clean: [{ text: "x = 1  # a comment of another kind\n" }],
  }),
  check: () => [],
  findingFor({ code, span }, isKnown) {
    if (code === "*") return { span, message: "Nothing is silenced here: remove the comment." };
    if (!isKnown) return { span, message: `There is no rule "${code}".` };
    return { span, message: `Nothing of the kind "${code}" is silenced here: remove it.` };
  },
};
