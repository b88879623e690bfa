import {
  SymbolKind,
  type CallHierarchyIncomingCall,
  type CallHierarchyItem,
  type CallHierarchyOutgoingCall,
} from "vscode-languageserver";

import type { Dag, Task } from "../../model/dag/dag.ts";
import type { Feature } from "../feature.ts";
import { namedAt } from "../ids/workspaceUses.ts";
import type { Question } from "../question.ts";

/** What comes before and after a task, as callers and callees. */
export const callHierarchy: Feature = {
  capabilities: { callHierarchyProvider: true },
  attach(connection, session) {
    const again = ({ uri }: CallHierarchyItem): { textDocument: { uri: string } } => ({
      textDocument: { uri },
    });
    connection.languages.callHierarchy.onPrepare((params, token) =>
      session.answer("call hierarchy", params, token, itemsAt),
    );
    connection.languages.callHierarchy.onIncomingCalls(({ item }, token) =>
      session.answer("call hierarchy", again(item), token, (question) =>
        upstreamOf(question, item.data),
      ),
    );
    connection.languages.callHierarchy.onOutgoingCalls(({ item }, token) =>
      session.answer("call hierarchy", again(item), token, (question) =>
        downstreamOf(question, item.data),
      ),
    );
  },
};

/** The tasks that are named at the cursor. */
export function itemsAt(question: Question): CallHierarchyItem[] | undefined {
  const items = namedAt(question).flatMap(({ subject }) => {
    const dag = question.snapshot.reading.dags.find(({ dagId }) => dagId === subject.dagId);
    const task = subject.kind === "task" ? dag?.tasks.get(subject.id) : undefined;
    return dag && task ? [itemOf(question, dag, task)] : [];
  });
  return items.length > 0 ? items : undefined;
}

/** The tasks right before a task, with the arrows between. */
export function upstreamOf(question: Question, data: unknown): CallHierarchyIncomingCall[] {
  return neighbours(question, data, "to", "from").map(({ item, ranges }) => ({
    from: item,
    fromRanges: ranges,
  }));
}

/** The tasks right after a task, with the arrows between. */
export function downstreamOf(question: Question, data: unknown): CallHierarchyOutgoingCall[] {
  return neighbours(question, data, "from", "to").map(({ item, ranges }) => ({
    to: item,
    fromRanges: ranges,
  }));
}

function neighbours(
  question: Question,
  data: unknown,
  own: "from" | "to",
  other: "from" | "to",
): { item: CallHierarchyItem; ranges: CallHierarchyItem["range"][] }[] {
  const { dagId, taskId } = data as { readonly dagId: string; readonly taskId: string };
  const dag = question.snapshot.reading.dags.find((candidate) => candidate.dagId === dagId);
  if (!dag) return [];
  const ranges = new Map<string, CallHierarchyItem["range"][]>();
  for (const edge of dag.edges) {
    if (edge[own] !== taskId) continue;
    const known = ranges.get(edge[other]) ?? [];
    ranges.set(edge[other], [...known, question.location(edge.span).range]);
  }
  return [...ranges].flatMap(([id, places]) => {
    const task = dag.tasks.get(id);
    return task ? [{ item: itemOf(question, dag, task), ranges: places }] : [];
  });
}

function itemOf(question: Question, { dagId }: Dag, task: Task): CallHierarchyItem {
  const { uri, range } = question.location(task.span);
  const inside =
    task.idSpan?.file === task.span.file &&
    task.span.start <= task.idSpan.start &&
    task.idSpan.end <= task.span.end;
  return {
    name: task.taskId,
    kind: SymbolKind.Event,
    detail: `${task.operator} in ${dagId}`,
    // Questions about the item come back with this address: the document that knows the DAG, wherever the task is made.
    uri: uri === question.uri ? uri : question.uri,
    range,
    selectionRange: inside ? question.location(task.idSpan).range : range,
    data: { dagId, taskId: task.taskId },
  };
}
