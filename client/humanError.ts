import type { Command } from "vscode";

/** The user asked for what cannot be done: says what was found and what to do next. Shown, not logged as a fault. */
export class HumanError extends Error {
  /** A command that does what is to be done next, as a button. */
  readonly action: Command | undefined;

  constructor(message: string, action?: Command) {
    super(message);
    this.action = action;
  }
}
