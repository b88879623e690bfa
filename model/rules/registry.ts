import { calledCallable } from "./calledCallable.ts";
import { hardCodedSecret } from "./hardCodedSecret.ts";
import { ignoredGroupName } from "./ignoredGroupName.ts";
import { invalidConfig } from "./invalidConfig.ts";
import { invalidParam } from "./invalidParam.ts";
import { largeXcom } from "./largeXcom.ts";
import { multipleOutputs } from "./multipleOutputs.ts";
import { notDiscovered } from "./notDiscovered.ts";
import { nowInTask } from "./nowInTask.ts";
import { operatorInsideTask } from "./operatorInsideTask.ts";
import { pullWithoutTask } from "./pullWithoutTask.ts";
import { removedImport } from "./removedImport.ts";
import type { Rule } from "./rule.ts";
import { syntaxError } from "./syntaxError.ts";
import { timetableTimezone } from "./timetableTimezone.ts";
import { undefinedTask } from "./undefinedTask.ts";
import { unknownTimezone } from "./unknownTimezone.ts";
import { unmappableReturn } from "./unmappableReturn.ts";
import { unproducedAsset } from "./unproducedAsset.ts";
import { unregisteredDag } from "./unregisteredDag.ts";
import { unusedSuppression } from "./unusedSuppression.ts";

/** Every diagnostic. Adding one is one file here and one line in this list. */
export const rules: readonly Rule[] = [
  calledCallable,
  hardCodedSecret,
  ignoredGroupName,
  invalidParam,
  largeXcom,
  multipleOutputs,
  notDiscovered,
  nowInTask,
  operatorInsideTask,
  pullWithoutTask,
  removedImport,
  syntaxError,
  timetableTimezone,
  undefinedTask,
  unknownTimezone,
  unmappableReturn,
  unproducedAsset,
  unregisteredDag,
  invalidConfig(() => new Set(rules.map(({ code }) => code))),
  unusedSuppression,
];
