import { SymbolKind, type DocumentSymbol } from "vscode-languageserver";

import type { Dag, Task, TaskGroup } from "../../model/dag/dag.ts";
import { offsetAt } from "../../model/text/lineIndex.ts";
import type { Span } from "../../model/text/span.ts";
import type { Feature } from "../feature.ts";
import { ownId } from "../ids/idUse.ts";
import { rangeOf, type Question } from "../question.ts";

/** The outline: DAG → groups → tasks. */
export const documentSymbols: Feature = {
  capabilities: { documentSymbolProvider: { label: "Dagsight" } },
  attach(connection, session) {
    connection.onDocumentSymbol((params, token) =>
      session.answer("document symbols", params, token, symbolsOf),
    );
  },
};

/** The symbols of all DAGs that are written in this file. */
export function symbolsOf(question: Question): DocumentSymbol[] {
  const { file, reading } = question.snapshot;
  return reading.dags
    .filter(({ span }) => span.file === file)
    .map((dag) => {
      const children = childrenOf(question, dag, null);
      return {
        ...around(question, dag, children),
        name: dag.dagId || "(no id)",
        detail: "DAG",
        kind: SymbolKind.Module,
        children,
      };
    });
}

function childrenOf(question: Question, dag: Dag, parent: string | null): DocumentSymbol[] {
  const { file } = question.snapshot;
  const groups = [...dag.groups.values()]
    .filter((group) => group.parent === parent && group.span.file === file)
    .map((group) => groupSymbol(question, dag, group));
  const tasks = [...dag.tasks.values()]
    .filter((task) => task.group === parent && task.span.file === file)
    .map((task) => taskSymbol(question, task));
  return [...groups, ...tasks].sort(
    (a, b) =>
      a.range.start.line - b.range.start.line || a.range.start.character - b.range.start.character,
  );
}

function groupSymbol(question: Question, dag: Dag, group: TaskGroup): DocumentSymbol {
  const children = childrenOf(question, dag, group.groupId);
  return {
    ...around(question, group, children),
    name: ownId(group.groupId, group.parent) || "(no id)",
    detail: group.mapped ? "mapped task group" : "task group",
    kind: SymbolKind.Namespace,
    children,
  };
}

function taskSymbol(question: Question, task: Task): DocumentSymbol {
  return {
    ...placed(question, task.span, task.idSpan),
    name: ownId(task.taskId, task.group) || "(no id)",
    detail: task.mapped ? `${task.operator} (mapped)` : task.operator,
    kind: SymbolKind.Event,
  };
}

/** A range that holds what a DAG or group is made of and its members, so that the outline can follow the cursor. */
function around(
  question: Question,
  { span, bodySpan, idSpan }: Pick<Dag, "span" | "bodySpan" | "idSpan">,
  children: readonly DocumentSymbol[],
): Pick<DocumentSymbol, "range" | "selectionRange"> {
  const { file, lines } = question.snapshot;
  const own = [bodySpan, idSpan ?? span].filter((each) => each.file === file);
  const starts = children.map(({ range }) => offsetAt(lines, range.start));
  const ends = children.map(({ range }) => offsetAt(lines, range.end));
  const whole = {
    file,
    start: Math.min(...own.map(({ start }) => start), ...starts),
    end: Math.max(...own.map(({ end }) => end), ...ends),
  };
  return placed(question, whole, idSpan ?? span);
}

/** Clients refuse a symbol whose name lies outside of it. */
function placed(
  question: Question,
  span: Span,
  idSpan: Span | undefined,
): Pick<DocumentSymbol, "range" | "selectionRange"> {
  const inside = idSpan?.file === span.file && span.start <= idSpan.start && idSpan.end <= span.end;
  return {
    range: rangeOf(question, span),
    selectionRange: rangeOf(question, inside ? idSpan : span),
  };
}
