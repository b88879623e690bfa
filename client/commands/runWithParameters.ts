import * as vscode from "vscode";

import type { App } from "../app.ts";
import { requireRunnable } from "../canRun.ts";
import { startRun } from "../runs/startRun.ts";
import { dagOf } from "./target.ts";

/** Runs a DAG with parameters that are asked for as JSON; those that are not named keep their defaults. */
export async function runWithParameters(app: App, given: unknown): Promise<void> {
  requireRunnable(app.runs);
  const found = await dagOf(app, given);
  if (!found) return;
  const text = await vscode.window.showInputBox({
    title: `Parameters of the run of ${found.dagId}`,
    prompt: 'JSON, such as { "region": "eu", "limit": 10 }. What is not named keeps its default.',
    value: "{}",
    validateInput: (value) =>
      parametersIn(value) ? undefined : 'JSON with names and values: { "name": 1 }.',
  });
  const params = text === undefined ? undefined : parametersIn(text);
  if (!params) return;
  const { document, dagId, answer } = found;
  await startRun(app, {
    document: document.uri,
    dagId,
    airflow: answer.airflow,
    selection: { kind: "all" },
    params,
  });
}

function parametersIn(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    const isRecord = typeof value === "object" && value !== null && !Array.isArray(value);
    return isRecord ? (value as Readonly<Record<string, unknown>>) : undefined;
  } catch {
    return undefined; // Half-typed: the input box says what is wanted.
  }
}
