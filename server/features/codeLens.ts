import type { CodeLens, Command } from "vscode-languageserver";

import type { Dag, Task } from "../../model/dag/dag.ts";
import type { Span } from "../../model/text/span.ts";
import { lensCommands, type DagTarget } from "../../protocol/languageServer.ts";
import type { Feature } from "../feature.ts";
import { ownId } from "../ids/idUse.ts";
import { rangeOf, type Question } from "../question.ts";
import { nextRunText } from "../words/scheduleText.ts";

/** What can be done, above the thing it can be done with. */
export const codeLens: Feature = {
  capabilities: { codeLensProvider: { resolveProvider: false } },
  attach(connection, session) {
    connection.onCodeLens((params, token) => session.answer("code lens", params, token, lensesOf));
  },
};

/** *Show graph · Run* above each DAG, *Run* above each task, as far as the settings want them. */
export function lensesOf(question: Question): CodeLens[] {
  const { snapshot, settings } = question;
  const byHead = new Map<string, Dag[]>();
  for (const dag of snapshot.reading.dags) {
    const { file, start } = headOf(dag);
    const head = `${file}:${start}`;
    const same = byHead.get(head);
    if (same) same.push(dag);
    else byHead.set(head, [dag]);
  }
  return [...byHead.values()].flatMap((dags) => [
    ...(settings.codeLens.dag ? dagLenses(question, dags) : []),
    // The tasks of DAGs that one place makes are made in one place too: no lens would know whose is to run.
    ...(settings.codeLens.tasks && dags.length === 1
      ? dags.flatMap((dag) => taskLenses(question, dag))
      : []),
  ]);
}

/** The lenses of a DAG, or of all that a loop or a function makes in one place: which of those is to run is asked. */
function dagLenses(question: Question, dags: readonly Dag[]): CodeLens[] {
  const [dag] = dags;
  if (!dag) return [];
  const target = { uri: question.uri, dagId: dag.dagId };
  if (dags.length > 1) {
    const dagIds = dags.map(({ dagId }) => dagId);
    return lenses(question, headOf(dag), [
      command("Show graph", lensCommands.showGraph, target),
      command(`Run one of ${dags.length}…`, lensCommands.runDag, { uri: question.uri, dagIds }),
    ]);
  }
  return lenses(question, headOf(dag), [
    command("Show graph", lensCommands.showGraph, target),
    command("Run", lensCommands.runDag, target),
    ...nextRunLens(question, dag),
  ]);
}

/** Where a DAG begins for the eye: the decorator of its function, else the call that makes it. */
function headOf({ span, idSpan, bodySpan }: Dag): Span {
  const isFunction =
    idSpan?.file === bodySpan.file &&
    bodySpan.start <= idSpan.start &&
    idSpan.end <= bodySpan.end &&
    !(span.start <= idSpan.start && idSpan.end <= span.end);
  return isFunction ? bodySpan : span;
}

/** *next run 2024-01-16 02:00 UTC*, which opens the schedule picker. */
function nextRunLens(question: Question, dag: Dag): Command[] {
  const text = nextRunText(dag, question);
  if (text === undefined) return [];
  const target = { uri: question.uri, dagId: dag.dagId };
  return [command(`next run ${text}`, lensCommands.chooseSchedule, target)];
}

function taskLenses(question: Question, dag: Dag): CodeLens[] {
  const seen = new Set<number>();
  const own = [...dag.tasks.values()].filter((task) => {
    const { file, start } = task.span;
    // Tasks made in a loop share one place: one lens for all of them would not know which to run.
    if (file !== question.snapshot.file || seen.has(start) || isShared(dag, task)) return false;
    seen.add(start);
    return true;
  });
  const lineOf = ({ span }: Task): number => rangeOf(question, span).start.line;
  const crowded = repeated(own.map(lineOf));
  return own.flatMap((task) => {
    const { taskId, group, span } = task;
    const target = { uri: question.uri, dagId: dag.dagId, taskId };
    // Several on one line are told apart by their names: `load(transform(extract()))`.
    const title = crowded.has(lineOf(task)) ? `Run ${ownId(taskId, group)}` : "Run task";
    return lenses(question, span, [command(title, lensCommands.runTask, target)]);
  });
}

/** Numbers that are there more than once. */
function repeated(numbers: readonly number[]): ReadonlySet<number> {
  const seen = new Set<number>();
  return new Set(numbers.filter((number) => seen.has(number) || !seen.add(number)));
}

function isShared(dag: Dag, task: Task): boolean {
  if (task.certainty === "dynamic") return true;
  if (task.certainty === "certain") return false;
  return [...dag.tasks.values()].some(
    (other) =>
      other !== task && other.span.file === task.span.file && other.span.start === task.span.start,
  );
}

function lenses(question: Question, span: Span, commands: readonly Command[]): CodeLens[] {
  if (span.file !== question.snapshot.file) return [];
  const { start } = rangeOf(question, span);
  return commands.map((each) => ({ range: { start, end: start }, command: each }));
}

function command(title: string, name: string, target: DagTarget): Command {
  return { title, command: name, arguments: [target] };
}
