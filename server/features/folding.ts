import { FoldingRangeKind, type FoldingRange } from "vscode-languageserver";

import type { Feature } from "../feature.ts";
import { rangeOf, type Question } from "../question.ts";

/** DAGs and task groups fold as what they are, also where their call spans many lines. */
export const folding: Feature = {
  capabilities: { foldingRangeProvider: true },
  attach(connection, session) {
    connection.onFoldingRanges((params, token) =>
      session.answer("folding", params, token, foldsOf),
    );
  },
};

/** One fold for each DAG and group body of more than one line. */
export function foldsOf(question: Question): FoldingRange[] {
  const { file, reading } = question.snapshot;
  const bodies = reading.dags.flatMap((dag) => [
    dag.bodySpan,
    ...Array.from(dag.groups.values(), ({ bodySpan }) => bodySpan),
  ]);
  const lines = bodies
    .filter((span) => span.file === file)
    .map((span) => rangeOf(question, span))
    .filter(({ start, end }) => end.line > start.line)
    .map(({ start, end }) => ({
      startLine: start.line,
      endLine: end.character === 0 ? end.line - 1 : end.line,
      kind: FoldingRangeKind.Region,
    }));
  return [...new Map(lines.map((fold) => [fold.startLine, fold])).values()];
}
