import { branchWithoutBounds } from "./branchWithoutBounds.ts";
import { callableArguments } from "./callableArguments.ts";
import { calledCallable } from "./calledCallable.ts";
import { continuousRuns } from "./continuousRuns.ts";
import { cronSurprise } from "./cronSurprise.ts";
import { crossDagDependency } from "./crossDagDependency.ts";
import { cycle } from "./cycle.ts";
import { dagOrDecorator } from "./dagOrDecorator.ts";
import { dependsOnPast } from "./dependsOnPast.ts";
import { deprecatedEmail } from "./deprecatedEmail.ts";
import { differentSchedule } from "./differentSchedule.ts";
import { duplicateDag } from "./duplicateDag.ts";
import { duplicateGroup } from "./duplicateGroup.ts";
import { duplicateTask } from "./duplicateTask.ts";
import { emptyDag } from "./emptyDag.ts";
import { emptyGroup } from "./emptyGroup.ts";
import { endBeforeStart } from "./endBeforeStart.ts";
import { externalTaskSensor } from "./externalTaskSensor.ts";
import { failFastTriggerRule } from "./failFastTriggerRule.ts";
import { frequentRuns } from "./frequentRuns.ts";
import { futureStartDate } from "./futureStartDate.ts";
import { groupWithoutDag } from "./groupWithoutDag.ts";
import { hardCodedSecret } from "./hardCodedSecret.ts";
import { heavyImport } from "./heavyImport.ts";
import { ignoredGroupName } from "./ignoredGroupName.ts";
import { implicitCatchup } from "./implicitCatchup.ts";
import { implicitSchedule } from "./implicitSchedule.ts";
import { invalidArgumentType } from "./invalidArgumentType.ts";
import { invalidArgumentValue } from "./invalidArgumentValue.ts";
import { invalidAsset } from "./invalidAsset.ts";
import { invalidCallback } from "./invalidCallback.ts";
import { invalidChain } from "./invalidChain.ts";
import { invalidConfig } from "./invalidConfig.ts";
import { invalidCron } from "./invalidCron.ts";
import { invalidId } from "./invalidId.ts";
import { invalidMapping } from "./invalidMapping.ts";
import { invalidOwnerLink } from "./invalidOwnerLink.ts";
import { invalidParam } from "./invalidParam.ts";
import { invalidRunTypes } from "./invalidRunTypes.ts";
import { invalidSchedule } from "./invalidSchedule.ts";
import { invalidTag } from "./invalidTag.ts";
import { isolatedTask } from "./isolatedTask.ts";
import { joinAfterBranch } from "./joinAfterBranch.ts";
import { largeDag } from "./largeDag.ts";
import { largeMapping } from "./largeMapping.ts";
import { largeXcom } from "./largeXcom.ts";
import { listToList } from "./listToList.ts";
import { loadError } from "./loadError.ts";
import { localFileHandover } from "./localFileHandover.ts";
import { lostDependency } from "./lostDependency.ts";
import { manyCatchupRuns } from "./manyCatchupRuns.ts";
import { maskedFailure } from "./maskedFailure.ts";
import { metadataAccess } from "./metadataAccess.ts";
import { misplacedLabel } from "./misplacedLabel.ts";
import { missingArgument } from "./missingArgument.ts";
import { missingDocs } from "./missingDocs.ts";
import { missingScript } from "./missingScript.ts";
import { missingStartDate } from "./missingStartDate.ts";
import { missingTimeout } from "./missingTimeout.ts";
import { movedTask } from "./movedTask.ts";
import { movingStartDate } from "./movingStartDate.ts";
import { multipleOutputs } from "./multipleOutputs.ts";
import { naiveStartDate } from "./naiveStartDate.ts";
import { needlessChain } from "./needlessChain.ts";
import { neverMapped } from "./neverMapped.ts";
import { newerImport } from "./newerImport.ts";
import { noFailureAlert } from "./noFailureAlert.ts";
import { nonIdempotentSql } from "./nonIdempotentSql.ts";
import { noRetries } from "./noRetries.ts";
import { notATask } from "./notATask.ts";
import { notDiscovered } from "./notDiscovered.ts";
import { nowInTask } from "./nowInTask.ts";
import { openStartDate } from "./openStartDate.ts";
import { operatorInsideTask } from "./operatorInsideTask.ts";
import { outputInCondition } from "./outputInCondition.ts";
import { paramWithoutDefault } from "./paramWithoutDefault.ts";
import { positionalArgument } from "./positionalArgument.ts";
import { printedOutput } from "./printedOutput.ts";
import { pullWithoutTask } from "./pullWithoutTask.ts";
import { removedArgument } from "./removedArgument.ts";
import { removedContextKey } from "./removedContextKey.ts";
import { removedImport } from "./removedImport.ts";
import { reservedArgument } from "./reservedArgument.ts";
import type { Rule } from "./rule.ts";
import { selfDependency } from "./selfDependency.ts";
import { sensorPolling } from "./sensorPolling.ts";
import { sensorTimeout } from "./sensorTimeout.ts";
import { setupTeardown } from "./setupTeardown.ts";
import { severalSchedules } from "./severalSchedules.ts";
import { shellInjection } from "./shellInjection.ts";
import { slotsWithoutPool } from "./slotsWithoutPool.ts";
import { syntaxError } from "./syntaxError.ts";
import { tagsAsText } from "./tagsAsText.ts";
import { taskInsideTask } from "./taskInsideTask.ts";
import { taskflowCall } from "./taskflowCall.ts";
import { tasksWithoutDag } from "./tasksWithoutDag.ts";
import { templateFields } from "./templateFields.ts";
import { templateInFString } from "./templateInFString.ts";
import { templateInPlainField } from "./templateInPlainField.ts";
import { templateSyntax } from "./templateSyntax.ts";
import { timetableLookup } from "./timetableLookup.ts";
import { timetableTimezone } from "./timetableTimezone.ts";
import { topLevelVariable } from "./topLevelVariable.ts";
import { topLevelWork } from "./topLevelWork.ts";
import { unattachedTask } from "./unattachedTask.ts";
import { uncalledTask } from "./uncalledTask.ts";
import { undefinedTask } from "./undefinedTask.ts";
import { unknownArgument } from "./unknownArgument.ts";
import { unknownBranchTarget } from "./unknownBranchTarget.ts";
import { unknownDag } from "./unknownDag.ts";
import { unknownDecorator } from "./unknownDecorator.ts";
import { unknownDefaultArg } from "./unknownDefaultArg.ts";
import { unknownImport } from "./unknownImport.ts";
import { unknownTemplatePart } from "./unknownTemplatePart.ts";
import { unknownTemplateVariable } from "./unknownTemplateVariable.ts";
import { unknownTimezone } from "./unknownTimezone.ts";
import { unknownTriggerRule } from "./unknownTriggerRule.ts";
import { unmappableReturn } from "./unmappableReturn.ts";
import { unpackedOutput } from "./unpackedOutput.ts";
import { unproducedAsset } from "./unproducedAsset.ts";
import { unregisteredDag } from "./unregisteredDag.ts";
import { unserialisableTask } from "./unserialisableTask.ts";
import { unusedSuppression } from "./unusedSuppression.ts";
import { varyingArgument } from "./varyingArgument.ts";
import { waitForDownstream } from "./waitForDownstream.ts";
import { xcomNotUpstream } from "./xcomNotUpstream.ts";

/** Every diagnostic. Adding one is one file here and one line in this list. */
export const rules: readonly Rule[] = [
  branchWithoutBounds,
  callableArguments,
  calledCallable,
  continuousRuns,
  cronSurprise,
  crossDagDependency,
  cycle,
  dagOrDecorator,
  dependsOnPast,
  deprecatedEmail,
  differentSchedule,
  duplicateDag,
  duplicateGroup,
  duplicateTask,
  emptyDag,
  emptyGroup,
  endBeforeStart,
  externalTaskSensor,
  failFastTriggerRule,
  frequentRuns,
  futureStartDate,
  groupWithoutDag,
  hardCodedSecret,
  heavyImport,
  ignoredGroupName,
  implicitCatchup,
  implicitSchedule,
  invalidArgumentType,
  invalidArgumentValue,
  invalidAsset,
  invalidCallback,
  invalidChain,
  invalidConfig(() => new Set(rules.map(({ code }) => code))),
  invalidCron,
  invalidId,
  invalidMapping,
  invalidOwnerLink,
  invalidParam,
  invalidRunTypes,
  invalidSchedule,
  invalidTag,
  isolatedTask,
  joinAfterBranch,
  largeDag,
  largeMapping,
  largeXcom,
  listToList,
  loadError,
  localFileHandover,
  lostDependency,
  manyCatchupRuns,
  maskedFailure,
  metadataAccess,
  misplacedLabel,
  missingArgument,
  missingDocs,
  missingScript,
  missingStartDate,
  missingTimeout,
  movedTask,
  movingStartDate,
  multipleOutputs,
  naiveStartDate,
  needlessChain,
  neverMapped,
  newerImport,
  noFailureAlert,
  nonIdempotentSql,
  noRetries,
  notATask,
  notDiscovered,
  nowInTask,
  openStartDate,
  operatorInsideTask,
  outputInCondition,
  paramWithoutDefault,
  positionalArgument,
  printedOutput,
  pullWithoutTask,
  removedArgument,
  removedContextKey,
  removedImport,
  reservedArgument,
  selfDependency,
  sensorPolling,
  sensorTimeout,
  setupTeardown,
  severalSchedules,
  shellInjection,
  slotsWithoutPool,
  syntaxError,
  tagsAsText,
  taskflowCall,
  taskInsideTask,
  tasksWithoutDag,
  templateFields,
  templateInFString,
  templateInPlainField,
  templateSyntax,
  timetableLookup,
  timetableTimezone,
  topLevelVariable,
  topLevelWork,
  unattachedTask,
  uncalledTask,
  undefinedTask,
  unknownArgument,
  unknownBranchTarget,
  unknownDag,
  unknownDecorator,
  unknownDefaultArg,
  unknownImport,
  unknownTemplatePart,
  unknownTemplateVariable,
  unknownTimezone,
  unknownTriggerRule,
  unmappableReturn,
  unpackedOutput,
  unproducedAsset,
  unregisteredDag,
  unserialisableTask,
  unusedSuppression,
  varyingArgument,
  waitForDownstream,
  xcomNotUpstream,
];
