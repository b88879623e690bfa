import * as vscode from "vscode";

import type { ScheduleChoice, ScheduleTarget } from "../../protocol/languageServer.ts";
import type { App } from "../app.ts";
import { HumanError } from "../humanError.ts";
import { documentOf, noDag, noServer, targetOf } from "./target.ts";

/** Lets the user choose a schedule, with its meaning and next runs while typing, and writes it into the text. */
export async function chooseSchedule(app: App, given: unknown): Promise<void> {
  const document = await documentOf(app, given);
  const target = await placeOf(app, document, given);
  if (!target) throw await noPlace(app, document);
  const { version } = document;
  const choice = await pick(app, target);
  if (!choice) return;
  // The place was told of the text as it was.
  if (document.version !== version) {
    throw new HumanError("The file has changed meanwhile. Choose the schedule again.");
  }
  const { expression, isValue } = choice;
  const { start, end } = isValue ? target.whole : target.range;
  const range = new vscode.Range(start.line, start.character, end.line, end.character);
  const edit = new vscode.WorkspaceEdit();
  edit.replace(document.uri, range, isValue || target.isString ? expression : `"${expression}"`);
  if (!(await vscode.workspace.applyEdit(edit))) {
    throw new HumanError("The schedule could not be written: the editor refused the change.");
  }
}

/** Why there is no schedule to choose anew. */
async function noPlace(app: App, document: vscode.TextDocument): Promise<HumanError> {
  const answer = await app.server.graph(document);
  if (!answer) return noServer();
  if (answer.dags.length === 0) return noDag(document);
  return new HumanError(
    'No schedule is written here. Add schedule="@daily" to the DAG, then run this command again.',
  );
}

/** The schedule that is meant: at the given position, of the given DAG, or at the cursor. */
async function placeOf(
  app: App,
  document: vscode.TextDocument,
  given: unknown,
): Promise<ScheduleTarget | undefined> {
  const { server } = app;
  const position = positionIn(given);
  if (position) return server.schedulePlace(document.uri, null, position);
  const dagId = targetOf(given)?.dagId;
  if (dagId !== undefined) return server.schedulePlace(document.uri, dagId, null);
  const editor = vscode.window.visibleTextEditors.find((each) => each.document === document);
  const at = editor?.selection.active;
  const atCursor = at && (await server.schedulePlace(document.uri, null, at));
  if (atCursor) return atCursor;
  // Of several DAGs the one that the cursor is in.
  const around = at && (await server.targetAt(document, at));
  return server.schedulePlace(document.uri, around?.dagId ?? null, null);
}

interface ScheduleItem extends vscode.QuickPickItem {
  readonly choice: ScheduleChoice;
}

function pick(app: App, target: ScheduleTarget): Promise<ScheduleChoice | undefined> {
  return new Promise((resolve) => {
    const picker = vscode.window.createQuickPick<ScheduleItem>();
    picker.title = `Schedule${target.dagId === undefined ? "" : ` of ${target.dagId}`} (${target.timezone})`;
    picker.placeholder = "A cron expression or a preset; what is typed is explained first";
    picker.value = target.expression;
    picker.matchOnDescription = true;
    let asked = 0;
    const show = async (): Promise<void> => {
      const mine = ++asked;
      const typed = picker.value;
      const choices = await app.server.scheduleChoices(target.uri, typed, target.timezone);
      if (mine !== asked) return;
      const isUnchanged = typed === target.expression;
      // What is typed is always shown, also where the editor's own filter would not find it; as long as nothing is, all are.
      picker.items = choices.map((choice, at) =>
        itemOf(choice, isUnchanged || (at === 0 && typed.trim() !== "")),
      );
    };
    picker.onDidChangeValue(() => void show());
    picker.onDidAccept(() => {
      const [chosen] = picker.selectedItems;
      if (!chosen?.choice.valid) return;
      resolve(chosen.choice);
      picker.hide();
    });
    picker.onDidHide(() => {
      resolve(undefined);
      picker.dispose();
    });
    picker.show();
    void show();
  });
}

function itemOf(choice: ScheduleChoice, alwaysShow: boolean): ScheduleItem {
  const { valid, isValue } = choice;
  const icon = isValue ? "circle-slash" : valid ? "clock" : "error";
  return {
    label: `$(${icon}) ${choice.expression}`,
    description: choice.text,
    detail: choice.next.length > 0 ? `Next: ${choice.next.join(" · ")}` : "",
    alwaysShow,
    choice,
  };
}

function positionIn(given: unknown): vscode.Position | undefined {
  if (typeof given !== "object" || given === null || !("position" in given)) return undefined;
  const { position } = given as { readonly position: { line: number; character: number } };
  return new vscode.Position(position.line, position.character);
}
