import {
  CompletionItemKind,
  InsertTextFormat,
  MarkupKind,
  type CompletionItem,
  type CompletionList,
} from "vscode-languageserver";

import { operatorClassNames } from "../../model/catalogue/catalogue.ts";
import type { Task } from "../../model/dag/dag.ts";
import { isUnmappable } from "../../model/readers/airflow/expansion.ts";
import { importOf } from "../../model/rules/code/importOf.ts";
import { commonSchedules } from "../../model/schedule/commonSchedules.ts";
import type { Span } from "../../model/text/span.ts";
import { pythonAnswer } from "../../protocol/languageServer.ts";
import { argumentAt, type FoundArgument } from "../argumentAt.ts";
import type { Feature } from "../feature.ts";
import { idPlaceAt } from "../ids/idPlaceAt.ts";
import { rangeOf, type Question } from "../question.ts";
import { scheduleAt } from "../scheduleAt.ts";
import { stringAt } from "../stringAt.ts";
import { namesBehind, templateAt } from "../templateAt.ts";
import { argumentText, dagArguments, groupArguments, taskArguments } from "../words/arguments.ts";
import { operatorNamed, type OperatorWords } from "../words/operators.ts";
import { filterNames, type TemplateName } from "../words/templateNames.ts";
import { valuesAt } from "../valuesAt.ts";
import type { IndexedDag } from "../workspaceIndex.ts";

/** What may be typed here, where Python's own tool cannot know it. */
export const completion: Feature = {
  capabilities: {
    completionProvider: { triggerCharacters: ['"', "'", "{", ".", "@"], resolveProvider: false },
  },
  attach(connection, session) {
    connection.onCompletion((params, token) =>
      session.answer("completion", params, token, completionsAt),
    );
  },
};

/** The first place that fits says what is offered: ids, values of arguments, templates, arguments, operators. */
export function completionsAt(question: Question): CompletionList | undefined {
  const items =
    templateItems(question) ??
    idItems(question) ??
    scheduleItems(question) ??
    valueItems(question) ??
    (isInString(question) ? undefined : (argumentItems(question) ?? operatorItems(question)));
  return items && items.length > 0 ? { isIncomplete: false, items } : undefined;
}

function templateItems(question: Question): CompletionItem[] | undefined {
  const place = templateAt(question);
  if (!place) return undefined;
  const names = place.isFilter ? filterNames : namesBehind(place.through);
  return (place.through === "params." ? paramsAt(question) : names)
    .filter(({ airflow }) => airflow === undefined || airflow === question.airflow)
    .map(({ name, text }) =>
      replacing(question, place.word, {
        label: name,
        kind: CompletionItemKind.Variable,
        documentation: text,
      }),
    );
}

/** The params of the DAG around the cursor, else of all in the file. */
function paramsAt({ snapshot, offset }: Question): TemplateName[] {
  const { dags } = snapshot.reading;
  const around = dags.filter(
    ({ bodySpan }) =>
      bodySpan.file === snapshot.file && bodySpan.start <= offset && offset <= bodySpan.end,
  );
  const names = (around.length > 0 ? around : dags).flatMap(({ args }) => {
    const value = args.get("params")?.value;
    return value?.kind === "dict"
      ? [...value.entries.values()].flatMap(({ key }) => (key.kind === "str" ? [key.value] : []))
      : [];
  });
  return [...new Set(names)].map((name) => ({ name, text: "A param of the DAG." }));
}

function idItems(question: Question): CompletionItem[] | undefined {
  const place = idPlaceAt(question);
  if (!place) return undefined;
  const { kind, dagIds, span } = place;
  if (kind === "dag") return dagItems(question, span);
  const own = ownTaskAt(question);
  const tasks = tasksOf(question, dagIds, own).map(([id, detail]) => ({
    label: id,
    detail,
    kind: CompletionItemKind.Event,
  }));
  const groups = dagsOf(question, dagIds).flatMap(({ groups: all }) =>
    Array.from(all.keys(), (id) => ({
      label: id,
      detail: "task group",
      kind: CompletionItemKind.Module,
    })),
  );
  return (kind === "group" ? groups : tasks).map((item) => replacing(question, span, item));
}

/** Ids of tasks with their operators; those of another file come from the index. */
function tasksOf(
  question: Question,
  dagIds: readonly string[],
  own: Task | undefined,
): [string, string][] {
  const tasks = dagsOf(question, dagIds)
    .flatMap((dag) => [...dag.tasks.values()])
    .filter((task) => task !== own)
    .map(({ taskId, operator }): [string, string] => [taskId, operator]);
  // A pattern is no id that could be written.
  return tasks.filter(([id]) => !id.includes("{"));
}

/** The task in whose call or function the cursor is: it neither pulls from itself nor chooses itself. */
function ownTaskAt({ snapshot, offset }: Question): Task | undefined {
  const holds = (span: Span | undefined): boolean =>
    span?.file === snapshot.file && span.start < offset && offset < span.end;
  for (const dag of snapshot.reading.dags)
    for (const task of dag.tasks.values())
      if (holds(task.span) || holds(task.callable?.span)) return task;
  return undefined;
}

function dagsOf({ snapshot, index }: Question, dagIds: readonly string[]): IndexedDag["dag"][] {
  const here = snapshot.reading.dags.filter(({ dagId }) => dagIds.includes(dagId));
  if (here.length > 0) return here;
  return index.files
    .filter(({ path }) => path !== snapshot.file)
    .flatMap(({ dags }) =>
      dags.filter(({ dagId }) => dagIds.includes(dagId)).map(({ dag }) => dag),
    );
}

function dagItems(question: Question, span: Span): CompletionItem[] {
  const { snapshot, index } = question;
  const ids = new Map(snapshot.reading.dags.map(({ dagId }) => [dagId, snapshot.file]));
  for (const { path, dags } of index.files) for (const { dagId } of dags) ids.set(dagId, path);
  return Array.from(ids, ([label, detail]) =>
    replacing(question, span, { label, detail, kind: CompletionItemKind.Module }),
  );
}

function scheduleItems(question: Question): CompletionItem[] | undefined {
  const written = scheduleAt(question);
  const { inner } = written ?? {};
  if (!inner || question.offset < inner.start || question.offset > inner.end) return undefined;
  return commonSchedules.map(({ expression, text }, index) =>
    replacing(question, inner, {
      label: expression,
      detail: text,
      kind: CompletionItemKind.Constant,
      sortText: String(index).padStart(3, "0"),
      // What is typed of a cron expression has blanks, so the editor cannot tell its words: all of it counts.
      filterText: expression,
    }),
  );
}

/** Values of arguments that take one of a few, or what the workspace uses elsewhere. */
function valueItems(question: Question): CompletionItem[] | undefined {
  const found = valuesAt(question);
  return found?.values.map((value) =>
    replacing(question, found.span, { ...value, kind: CompletionItemKind.EnumMember }),
  );
}

/** The arguments that the call around the cursor does not have yet. */
function argumentItems(question: Question): CompletionItem[] | undefined {
  const found = argumentAt(question);
  if (!found || !isArgumentStart(found)) return undefined;
  const given = givenIn(found);
  const typed = wordBefore(question);
  const isMapped = isExpand(found.call);
  return argumentNames(found)
    .filter(({ name }) => !given.has(name) && !(isMapped && isUnmappable(name, question.airflow)))
    .map(({ name, isRequired, isOwn }) =>
      replacing(question, typed, {
        label: `${name}=`,
        kind: CompletionItemKind.Field,
        detail: isRequired ? "required" : "",
        documentation: argumentText(found.owner, name) ?? "",
        // The signature of the class has it.
        ...((isOwn || found.owner !== "task") && { data: pythonAnswer }),
        // Required ones first, then the operator's own; those of all come after what other tools offer.
        sortText: `${isRequired ? "0" : isOwn ? "1" : "z"}${name}`,
      }),
    );
}

/** What the call has already: by name, the id of a DAG or group by its place, and what is given with `partial()`. */
function givenIn({ call, owner, argument }: FoundArgument): ReadonlySet<string | undefined> {
  const { callee } = call;
  const partial =
    isExpand(call) && callee.kind === "Attribute" && callee.object.kind === "Call"
      ? callee.object.args
      : [];
  const given = new Set([...call.args, ...partial].map(({ name }) => name?.name));
  const [first] = call.args;
  const isPlaced = first?.form === "positional" && first !== argument;
  if (isPlaced && owner !== "task") given.add(owner === "dag" ? "dag_id" : "group_id");
  return given;
}

function isExpand({ callee }: FoundArgument["call"]): boolean {
  return callee.kind === "Attribute" && callee.name.name === "expand";
}

function isArgumentStart({ argument }: FoundArgument): boolean {
  // Nothing typed yet, or a bare word that may become a keyword.
  return argument === undefined || (argument.form === "positional" && isWord(argument.value.kind));
}

function isWord(kind: string): boolean {
  return kind === "Name" || kind === "ErrorExpression";
}

function argumentNames({
  owner,
  callee,
}: FoundArgument): { name: string; isRequired: boolean; isOwn: boolean }[] {
  const shared = { dag: dagArguments, group: groupArguments, task: taskArguments }[owner];
  const own = operatorNamed(callee)?.args ?? [];
  const required = { dag: "dag_id", group: "group_id", task: callee === "task" ? "" : "task_id" };
  return [
    ...own.map(({ name, isRequired }) => ({ name, isRequired, isOwn: true })),
    ...Object.keys(shared).map((name) => ({
      name,
      isRequired: name === required[owner],
      isOwn: false,
    })),
  ];
}

/** Operators with what they need, at the beginning of a statement or behind `=`. */
function operatorItems(question: Question): CompletionItem[] | undefined {
  const typed = wordBefore(question);
  const { text } = question.snapshot;
  const word = text.slice(typed.start, typed.end);
  const line = text.slice(text.lastIndexOf("\n", typed.start - 1) + 1, typed.start);
  if (!/^[A-Z]\w{2,}$/.test(word) || !/(^|=)\s*$/.test(line)) return undefined;
  return operatorClassNames(word)
    .flatMap((name) => operatorNamed(name) ?? [])
    .map((operator) => ({
      ...replacing(question, typed, { label: operator.name, kind: CompletionItemKind.Class }),
      detail: `with what it needs, from ${operator.module}`,
      documentation: operator.summary,
      insertTextFormat: InsertTextFormat.Snippet,
      textEdit: { range: rangeOf(question, typed), newText: snippetOf(operator) },
      additionalTextEdits: importEdit(question, operator),
      sortText: `z${operator.name}`,
    }));
}

function snippetOf({ name, args }: OperatorWords): string {
  const required = args.filter(({ isRequired }) => isRequired);
  const lines = ["task_id", ...required.map((arg) => arg.name)].map((arg, index) => {
    const isName = /callable|_fn$/.test(arg);
    const place = `\${${index + 1}:${arg}}`;
    return `    ${arg}=${isName ? place : `"${place}"`},`;
  });
  return `${name}(\n${lines.join("\n")}\n)$0`;
}

function importEdit(
  question: Question,
  { name, module }: OperatorWords,
): NonNullable<CompletionItem["additionalTextEdits"]> {
  const { module: tree, file } = question.snapshot;
  const needed = importOf(module, name, tree);
  if (!needed) return [];
  const span = { file, start: needed.at, end: needed.at };
  return [{ range: rangeOf(question, span), newText: needed.newText }];
}

function isInString(question: Question): boolean {
  return stringAt(question) !== undefined;
}

function wordBefore({ snapshot, offset }: Question): Span {
  const { file, text } = snapshot;
  const typed = /[A-Za-z_]\w*$/.exec(text.slice(Math.max(0, offset - 200), offset))?.[0] ?? "";
  return { file, start: offset - typed.length, end: offset };
}

function replacing(question: Question, span: Span, item: CompletionItem): CompletionItem {
  const { documentation } = item;
  return {
    ...item,
    ...(typeof documentation === "string"
      ? { documentation: { kind: MarkupKind.PlainText, value: documentation } }
      : {}),
    filterText: item.filterText ?? item.label,
    textEdit: { range: rangeOf(question, span), newText: item.label },
  };
}
