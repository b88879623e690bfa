/** Every command that Dagsight adds to the editor. A test holds this list and package.json together. */
export const commandNames = [
  "dagsight.showGraph",
  "dagsight.runDag",
  "dagsight.runTask",
  "dagsight.runFromTask",
  "dagsight.runUntilTask",
  "dagsight.runWithParameters",
  "dagsight.runForDate",
  "dagsight.rerun",
  "dagsight.rerunFailed",
  "dagsight.cancelRun",
  "dagsight.clearRuns",
  "dagsight.showTaskLog",
  "dagsight.chooseSchedule",
  "dagsight.revealInDags",
  "dagsight.chooseInterpreter",
  "dagsight.restartServer",
  "dagsight.showLog",
  "dagsight.graphFit",
  "dagsight.graphSearch",
  "dagsight.graphCollapseAll",
  "dagsight.graphExpandAll",
  "dagsight.graphExportSvg",
  "dagsight.graphExportPng",
] as const;

export type CommandName = (typeof commandNames)[number];
