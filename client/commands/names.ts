/** Every command that Dagsight adds to the editor. A test holds this list and package.json together. */
export const commandNames = [
  "dagsight.showGraph",
  "dagsight.restartServer",
  "dagsight.showLog",
] as const;

export type CommandName = (typeof commandNames)[number];
