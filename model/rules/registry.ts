import { hardCodedSecret } from "./hardCodedSecret.ts";
import { largeXcom } from "./largeXcom.ts";
import type { Rule } from "./rule.ts";
import { syntaxError } from "./syntaxError.ts";
import { undefinedTask } from "./undefinedTask.ts";
import { unregisteredDag } from "./unregisteredDag.ts";
import { unusedSuppression } from "./unusedSuppression.ts";

/** Every diagnostic. Adding one is one file here and one line in this list. */
export const rules: readonly Rule[] = [
  hardCodedSecret,
  largeXcom,
  syntaxError,
  undefinedTask,
  unregisteredDag,
  unusedSuppression,
];
