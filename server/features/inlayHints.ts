import { InlayHintKind, type InlayHint, type Range } from "vscode-languageserver";

import type { Dag } from "../../model/dag/dag.ts";
import { describeSchedule } from "../../model/schedule/describeSchedule.ts";
import type { Feature } from "../feature.ts";
import { rangeOf, type Question } from "../question.ts";
import { shortHint } from "../words/shortHint.ts";

/** What a schedule means, behind it; how many tasks come before and after each task. */
export const inlayHints: Feature = {
  capabilities: { inlayHintProvider: { resolveProvider: false } },
  attach(connection, session) {
    connection.languages.inlayHint.on((params, token) =>
      session.answer("inlay hints", params, token, (question) => hintsIn(question, params.range)),
    );
  },
};

/** The hints whose line is in the range, as far as the settings want them. */
export function hintsIn(question: Question, range: Range): InlayHint[] {
  const { settings, snapshot } = question;
  return snapshot.reading.dags
    .flatMap((dag) => [
      ...(settings.inlayHints.schedule ? scheduleHint(question, dag) : []),
      ...(settings.inlayHints.dependencies ? dependencyHints(question, dag) : []),
    ])
    .filter(({ position: { line } }) => range.start.line <= line && line <= range.end.line);
}

function scheduleHint(question: Question, { timing: { schedule } }: Dag): InlayHint[] {
  const { span } = schedule;
  const isWorded = schedule.kind === "cron" || schedule.kind === "timetable";
  if (!isWorded || span?.file !== question.snapshot.file) return [];
  const sentence = describeSchedule(schedule);
  return [
    {
      position: rangeOf(question, span).end,
      label: shortHint(sentence),
      tooltip: sentence,
      kind: InlayHintKind.Type,
      paddingLeft: true,
    },
  ];
}

function dependencyHints(question: Question, dag: Dag): InlayHint[] {
  const before = new Map<string, number>();
  const after = new Map<string, number>();
  for (const { from, to } of dag.edges) {
    after.set(from, (after.get(from) ?? 0) + 1);
    before.set(to, (before.get(to) ?? 0) + 1);
  }
  return [...dag.tasks.values()].flatMap(({ taskId, span, certainty }) => {
    if (span.file !== question.snapshot.file || certainty !== "certain") return [];
    const [upstream, downstream] = [before.get(taskId) ?? 0, after.get(taskId) ?? 0];
    return [
      {
        position: rangeOf(question, span).end,
        label: `↑${upstream} ↓${downstream}`,
        tooltip: `${counted(upstream)} right before ${taskId}, ${downstream} right after.`,
        paddingLeft: true,
      },
    ];
  });
}

function counted(tasks: number): string {
  return tasks === 1 ? "1 task" : `${tasks} tasks`;
}
