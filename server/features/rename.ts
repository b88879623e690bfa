import {
  LSPErrorCodes,
  ResponseError,
  type PrepareRenameResult,
  type WorkspaceEdit,
} from "vscode-languageserver";

import type { Feature } from "../feature.ts";
import type { IdUse, Subject } from "../ids/idUse.ts";
import { namedAt, usesOfSubjects } from "../ids/workspaceUses.ts";
import { rangeOf, type Question } from "../question.ts";
import { workspaceEdit } from "../workspaceEdit.ts";

/** Gives a task, group or DAG another id, everywhere it is named. Plain variables are left to Python's own tool. */
export const rename: Feature = {
  capabilities: { renameProvider: { prepareProvider: true } },
  attach(connection, session) {
    connection.onPrepareRename((params, token) =>
      session.answer("rename", params, token, (question) => {
        const ready = prepareRename(question);
        return typeof ready === "string" ? refusal(ready) : ready;
      }),
    );
    connection.onRenameRequest((params, token) =>
      session.answer("rename", params, token, (question) => {
        const edit = renameAt(question, params.newName.trim());
        return typeof edit === "string" ? refusal(edit) : edit;
      }),
    );
  },
};

/** What would be renamed; a sentence when it cannot be; undefined when nothing of ours is here. */
export function prepareRename(question: Question): PrepareRenameResult | string | undefined {
  const [use, ...others] = idsToRename(question);
  if (!use) return undefined;
  const refused =
    whyNot(question, [use, ...others]) ?? putTogether(usesOfSubjects(question, [use.subject]));
  if (refused !== undefined) return refused;
  const { start, end } = use.span;
  return {
    range: rangeOf(question, use.span),
    placeholder: question.snapshot.text.slice(start, end),
  };
}

/** The edit that renames; a sentence when it cannot be done. */
export function renameAt(question: Question, newName: string): WorkspaceEdit | string | undefined {
  const here = idsToRename(question);
  const [use] = here;
  if (!use) return undefined;
  const subjects = here.map(({ subject }) => subject);
  const uses = usesOfSubjects(question, subjects).filter(({ form }) => form !== "name");
  const refused =
    whyNot(question, here) ??
    putTogether(uses) ??
    badName(newName, uses) ??
    taken(question, use.subject, newName);
  if (refused !== undefined) return refused;
  const places = new Map(
    uses.map(({ span }) => [`${span.file}:${span.start}`, { span, newText: newName }]),
  );
  return workspaceEdit(question, [...places.values()]);
}

function idsToRename(question: Question): readonly IdUse[] {
  return namedAt(question).filter(({ form }) => form !== "name");
}

/** An id that is put together, or given to many tasks at once, cannot be renamed at one place. */
function whyNot({ snapshot }: Question, here: readonly IdUse[]): string | undefined {
  const [first, second] = here;
  if (first && second && second.subject.id !== first.subject.id) {
    return "Several tasks get their ids from this text, so it cannot be renamed as one.";
  }
  for (const { subject } of here) {
    const dag = snapshot.reading.dags.find(({ dagId }) => dagId === subject.dagId);
    const made = dag && madeAs(dag, subject);
    if (made === undefined) continue;
    if (made.certainty === "dynamic") {
      return `${subject.id} is only known when Python runs, so not every place that names it can be found.`;
    }
    if (!made.idSpan) return putTogetherText(subject.id);
  }
  return undefined;
}

function putTogether(uses: readonly IdUse[]): string | undefined {
  const made = uses.find(({ form }) => form === "pattern");
  return made && putTogetherText(made.subject.id);
}

function putTogetherText(id: string): string {
  return `The id ${id} is put together while Python runs: change the text that it is made of.`;
}

type Dag = Question["snapshot"]["reading"]["dags"][number];

function madeAs(dag: Dag, subject: Subject): Pick<Dag, "idSpan" | "certainty"> | undefined {
  if (subject.kind === "dag") {
    // A DAG with parts that are not known still has a name that is.
    return { idSpan: dag.idSpan, certainty: dag.idSpan ? "certain" : dag.certainty };
  }
  return subject.kind === "task" ? dag.tasks.get(subject.id) : dag.groups.get(subject.id);
}

function badName(newName: string, uses: readonly IdUse[]): string | undefined {
  if (uses.some(({ form }) => form === "function")) {
    return /^[\p{L}_][\p{L}\p{N}_]*$/u.test(newName)
      ? undefined
      : `"${newName}" cannot be the name of a function: letters, digits and underscores only.`;
  }
  return /^[\p{L}\p{N}_.-]+$/u.test(newName) && newName.length <= 250
    ? undefined
    : `"${newName}" cannot be an id: letters, digits, dashes, dots and underscores, at most 250.`;
}

function taken(
  { snapshot, index }: Question,
  subject: Subject,
  newName: string,
): string | undefined {
  const { dags } = snapshot.reading;
  if (subject.kind === "dag") {
    const others = index.othersOf(snapshot.file);
    return others?.has(newName) || dags.some(({ dagId }) => dagId === newName)
      ? `There is a DAG with the id ${newName} already.`
      : undefined;
  }
  const dag = dags.find(({ dagId }) => dagId === subject.dagId);
  const prefix = subject.id.includes(".")
    ? subject.id.slice(0, subject.id.lastIndexOf(".") + 1)
    : "";
  const id = prefix + newName;
  return id !== subject.id && (dag?.tasks.has(id) || dag?.groups.has(id))
    ? `The DAG ${subject.dagId} has a task or group with the id ${id} already.`
    : undefined;
}

function refusal(reason: string): ResponseError {
  return new ResponseError(LSPErrorCodes.RequestFailed, reason);
}
