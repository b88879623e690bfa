import type { Location } from "vscode-languageserver";

import type { Dag } from "../../model/dag/dag.ts";
import { touches, type Span } from "../../model/text/span.ts";
import type { PanelTarget } from "../../protocol/graphPanel.ts";
import { placeRequest, targetRequest } from "../../protocol/languageServer.ts";
import type { Feature } from "../feature.ts";
import type { Question } from "../question.ts";

/** Ties the graph to the text, both ways. */
export const place: Feature = {
  capabilities: {},
  attach(connection, session) {
    connection.onRequest(placeRequest, ({ uri, dagId, target }, token) =>
      session.answer("place", { textDocument: { uri } }, token, (question) =>
        placeOf(question, dagId, target),
      ),
    );
    connection.onRequest(targetRequest, (params, token) =>
      session.answer("target", params, token, targetAt),
    );
  },
};

/** Where a task, group, edge or DAG is written. */
export function placeOf(
  question: Question,
  dagId: string,
  target: PanelTarget,
): Location | undefined {
  const dag = question.snapshot.reading.dags.find((candidate) => candidate.dagId === dagId);
  const span = dag && spanOf(dag, target);
  return span && question.location(span);
}

function spanOf(dag: Dag, target: PanelTarget): Span | undefined {
  switch (target.kind) {
    case "task":
      return dag.tasks.get(target.taskId)?.span;
    case "group":
      return dag.groups.get(target.groupId)?.span;
    case "edge":
      return dag.edges.find(({ from, to }) => from === target.from && to === target.to)?.span;
    case "dag":
      return dag.span;
  }
}

/** The task or group whose id, variable or making is at the cursor, and the DAG around it. */
export function targetAt(
  question: Question,
): { dagId: string; id: string | null; isGroup: boolean } | undefined {
  const { snapshot, offset } = question;
  const here = (span: Span | undefined): boolean =>
    span?.file === snapshot.file && touches(span, offset);
  for (const dag of snapshot.reading.dags) {
    const task = innermost(
      [...dag.tasks.values()].filter(
        ({ span, idSpan, variable, callable }) =>
          here(span) || here(idSpan) || here(variable?.span) || here(callable?.span),
      ),
    );
    if (task) return { dagId: dag.dagId, id: task.taskId, isGroup: false };
    const operand = operandAt(dag, here);
    if (operand !== undefined) {
      return { dagId: dag.dagId, id: operand, isGroup: dag.groups.has(operand) };
    }
    const group = innermost(
      [...dag.groups.values()].filter(({ span, bodySpan }) => here(span) || here(bodySpan)),
    );
    if (group) return { dagId: dag.dagId, id: group.groupId, isGroup: true };
  }
  const dag = innermost(
    snapshot.reading.dags.filter(({ span, bodySpan }) => here(span) || here(bodySpan)),
  );
  return dag && { dagId: dag.dagId, id: null, isGroup: false };
}

/** The task named by an operand of an arrow, if it is one task. */
function operandAt(dag: Dag, here: (span: Span | undefined) => boolean): string | undefined {
  const named = new Set(
    dag.edges.flatMap(({ from, to, fromSpan, toSpan }) => [
      ...(here(fromSpan) ? [from] : []),
      ...(here(toSpan) ? [to] : []),
    ]),
  );
  const [only, other] = named;
  return other === undefined ? only : undefined;
}

function innermost<T extends { readonly span: Span }>(found: readonly T[]): T | undefined {
  return found.reduce<T | undefined>(
    (best, each) =>
      !best || each.span.end - each.span.start < best.span.end - best.span.start ? each : best,
    undefined,
  );
}
