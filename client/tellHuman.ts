import * as vscode from "vscode";

import { doNext } from "./doNext.ts";
import type { HumanError } from "./humanError.ts";

/** Says what cannot be done, with what to do next as a button. */
export async function tellHuman({ message, action }: HumanError): Promise<void> {
  const actions = action ? [action] : [];
  const titles = actions.map(({ title }) => title);
  await doNext(await vscode.window.showInformationMessage(message, ...titles), actions);
}
