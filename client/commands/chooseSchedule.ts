import * as vscode from "vscode";

import type { ScheduleChoice, ScheduleTarget } from "../../protocol/languageServer.ts";
import type { App } from "../app.ts";
import { HumanError } from "../humanError.ts";
import { documentOf, targetOf } from "./target.ts";

/** Lets the user choose a schedule, with its meaning and next runs while typing, and writes it into the text. */
export async function chooseSchedule(app: App, given: unknown): Promise<void> {
  const document = await documentOf(app, given);
  const target = await placeOf(app, document, given);
  if (!target) {
    throw new HumanError(
      "No schedule is written here. Put the cursor into the schedule of a DAG, then run this command again.",
    );
  }
  const expression = await pick(app, target);
  if (expression === undefined) return;
  const { start, end } = target.range;
  const range = new vscode.Range(start.line, start.character, end.line, end.character);
  const edit = new vscode.WorkspaceEdit();
  edit.replace(document.uri, range, target.isString ? expression : `"${expression}"`);
  await vscode.workspace.applyEdit(edit);
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
  const atCursor =
    editor && (await server.schedulePlace(document.uri, null, editor.selection.active));
  return atCursor ?? (await server.schedulePlace(document.uri, null, null));
}

interface ScheduleItem extends vscode.QuickPickItem {
  readonly choice: ScheduleChoice;
}

function pick(app: App, target: ScheduleTarget): Promise<string | undefined> {
  return new Promise((resolve) => {
    const picker = vscode.window.createQuickPick<ScheduleItem>();
    picker.title = `Schedule${target.dagId === undefined ? "" : ` of ${target.dagId}`} (${target.timezone})`;
    picker.placeholder = "A cron expression or a preset; what is typed is explained first";
    picker.value = target.expression;
    picker.matchOnDescription = true;
    let asked = 0;
    const show = async (): Promise<void> => {
      const mine = ++asked;
      const choices = await app.server.scheduleChoices(target.uri, picker.value, target.timezone);
      if (mine !== asked) return;
      const isUnchanged = picker.value === target.expression;
      picker.items = choices.map((choice) => itemOf(choice, picker.value, isUnchanged));
    };
    picker.onDidChangeValue(() => void show());
    picker.onDidAccept(() => {
      const [chosen] = picker.selectedItems;
      if (!chosen?.choice.valid) return;
      resolve(chosen.choice.expression);
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

function itemOf(choice: ScheduleChoice, typed: string, isUnchanged: boolean): ScheduleItem {
  const isTyped = choice.expression === typed.trim();
  return {
    label: `${choice.valid ? "$(clock)" : "$(error)"} ${choice.expression}`,
    description: choice.text,
    detail: choice.next.length > 0 ? `Next: ${choice.next.join(" · ")}` : "",
    // What is typed is always shown, also where the editor's own filter would not find it; as long as nothing is, all are.
    alwaysShow: isTyped || isUnchanged,
    choice,
  };
}

function positionIn(given: unknown): vscode.Position | undefined {
  if (typeof given !== "object" || given === null || !("position" in given)) return undefined;
  const { position } = given as { readonly position: { line: number; character: number } };
  return new vscode.Position(position.line, position.character);
}
