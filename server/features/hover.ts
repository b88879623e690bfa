import { MarkupKind, type Hover } from "vscode-languageserver";

import type { Dag, Task } from "../../model/dag/dag.ts";
import { touches } from "../../model/text/span.ts";
import type { Feature } from "../feature.ts";
import { rangeOf, type Question } from "../question.ts";

/** What is under the cursor, in words. */
export const hover: Feature = {
  capabilities: { hoverProvider: true },
  attach(connection, session) {
    connection.onHover((params, token) => session.answer("hover", params, token, hoverAt));
  },
};

/** The text shown for the task under the cursor. */
export function hoverAt(question: Question): Hover | undefined {
  const { snapshot, offset } = question;
  for (const dag of snapshot.reading.dags) {
    for (const task of dag.tasks.values()) {
      const span = [task.idSpan, task.variable?.span].find(
        (candidate) => candidate?.file === snapshot.file && touches(candidate, offset),
      );
      if (!span) continue;
      return {
        contents: { kind: MarkupKind.Markdown, value: taskText(dag, task) },
        range: rangeOf(question, span),
      };
    }
  }
  return undefined;
}

function taskText(dag: Dag, task: Task): string {
  const upstream = dag.edges.filter(({ to }) => to === task.taskId).map(({ from }) => from);
  const downstream = dag.edges.filter(({ from }) => from === task.taskId).map(({ to }) => to);
  return [
    `**${escaped(task.taskId)}** · ${escaped(task.operator)}`,
    list("After", upstream),
    list("Before", downstream),
  ]
    .filter((line) => line !== undefined)
    .join("\n\n");
}

function list(title: string, ids: readonly string[]): string | undefined {
  if (ids.length === 0) return undefined;
  const shown = ids.slice(0, 8).map((id) => `\`${id}\``);
  const rest = ids.length > shown.length ? ` and ${ids.length - shown.length} more` : "";
  return `${title}: ${shown.join(", ")}${rest}`;
}

function escaped(text: string): string {
  return text.replace(/[\\`*_{}[\]()#+\-!<>|~]/g, "\\$&");
}
