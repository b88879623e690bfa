import type { Rule } from "./rule.ts";
import { unusedSuppression } from "./unusedSuppression.ts";

/** Every diagnostic. Adding one is one file here and one line in this list. */
export const rules: readonly Rule[] = [unusedSuppression];
