import type { Dag, Task } from "../../model/dag/dag.ts";
import type { Snapshot } from "../../model/snapshot/snapshot.ts";
import { touches, type Span } from "../../model/text/span.ts";
import { ownId, type IdUse, type Subject } from "./idUse.ts";
import { idStringsIn, type IdString } from "./idStrings.ts";
import { bindingOf, namesIn, type NameUse } from "./nameBindings.ts";

/** Every place of a snapshot's file that names a task, group or DAG, in the order of the text. */
export function idUsesIn(snapshot: Snapshot): readonly IdUse[] {
  const { reading, module, file, text } = snapshot;
  const uses: IdUse[] = [
    ...reading.dags.flatMap((dag) => definitions(dag, text)),
    ...idStringsIn(module).flatMap((string) => usesOfString(snapshot, string)),
    ...reading.dags.flatMap((dag) => branchUses(snapshot, dag)),
    ...nameUses(snapshot),
  ];
  const unique = new Map<string, IdUse>();
  for (const use of uses) {
    if (use.span.file !== file) continue;
    const { subject, span } = use;
    const key = `${span.start}:${span.end}:${subject.kind}:${subject.dagId}:${subject.id}`;
    if (!unique.has(key)) unique.set(key, use);
  }
  return [...unique.values()].sort((a, b) => a.span.start - b.span.start);
}

/** What is named at an offset; a definition before a reference where both are. */
export function idUsesAt(uses: readonly IdUse[], offset: number): readonly IdUse[] {
  return uses.filter(({ span }) => touches(span, offset));
}

/** Where the tasks, groups and the DAG itself are given their ids; in other files too. */
function definitions(dag: Dag, text: string): IdUse[] {
  const { dagId } = dag;
  const define = (subject: Subject, span: Span | undefined, form: IdUse["form"]): IdUse[] =>
    span ? [{ subject, span, form, isDefinition: true }] : [];
  return [
    ...define(
      { kind: "dag", dagId, id: dagId },
      dag.idSpan,
      isFunctionName(dag, text) ? "function" : idForm(text, dag.idSpan, dagId),
    ),
    ...[...dag.groups.values()].flatMap(({ groupId, parent, idSpan, variable }) => [
      ...define(
        { kind: "group", dagId, id: groupId },
        idSpan,
        idForm(text, idSpan, ownId(groupId, parent)),
      ),
      ...define({ kind: "group", dagId, id: groupId }, variable?.span, "name"),
    ]),
    ...[...dag.tasks.values()].flatMap((task) => {
      const subject: Subject = { kind: "task", dagId, id: task.taskId };
      return [
        ...define(
          subject,
          task.idSpan,
          isOwnName(task) ? "function" : idForm(text, task.idSpan, ownId(task.taskId, task.group)),
        ),
        ...define(subject, task.variable?.span, "name"),
      ];
    }),
  ];
}

/** An id that is not written as it is, letter by letter, is put together: an f-string, a sum. */
function idForm(text: string, span: Span | undefined, id: string): "string" | "pattern" {
  return span && text.slice(span.start, span.end) === id ? "string" : "pattern";
}

/** Whether a task is named by the name of its function. */
function isOwnName({ idSpan, callable }: Task): boolean {
  const name = callable?.nameSpan;
  return name?.file === idSpan?.file && name?.start === idSpan?.start && name !== undefined;
}

/** The id of a `@dag` function is its name; any other is a string, which a quote begins. */
function isFunctionName({ idSpan }: Dag, text: string): boolean {
  return idSpan !== undefined && !/["']/.test(text.charAt(idSpan.start - 1));
}

/** A string that names a task also names the groups whose ids it begins with. */
function usesOfString({ reading, file }: Snapshot, string: IdString): IdUse[] {
  const { kind, text, start, end } = string;
  if (string.childOf !== undefined) return usesOfChild(reading.dags, string, file);
  if (kind === "dag") {
    const subject: Subject = { kind, dagId: text, id: text };
    return [{ subject, span: { file, start, end }, form: "string", isDefinition: false }];
  }
  if (string.dagId !== undefined && !reading.dags.some(({ dagId }) => dagId === string.dagId)) {
    const subject: Subject = { kind, dagId: string.dagId, id: text };
    return [{ subject, span: { file, start, end }, form: "string", isDefinition: false }];
  }
  const dags = dagsFor(reading.dags, string, { file, start, end });
  return dags.flatMap((dag) => segments(dag, { kind, text, span: { file, start, end } }));
}

/** A child of a group that a variable holds, by the child's own id. */
function usesOfChild(dags: readonly Dag[], string: IdString, file: string): IdUse[] {
  const { text, start, end, childOf } = string;
  return dags.flatMap((dag) =>
    [...dag.groups.values()].flatMap(({ groupId, variable }): IdUse[] => {
      if (variable?.name !== childOf) return [];
      const id = [`${groupId}.${text}`, text].find(
        (each) => dag.tasks.has(each) || dag.groups.has(each),
      );
      if (id === undefined) return [];
      const kind = dag.tasks.has(id) ? ("task" as const) : ("group" as const);
      const subject: Subject = { kind, dagId: dag.dagId, id };
      return [{ subject, span: { file, start, end }, form: "string", isDefinition: false }];
    }),
  );
}

/** The DAGs in which an id of this place is looked up. */
function dagsFor(dags: readonly Dag[], string: IdString, span: Span): readonly Dag[] {
  if (string.dagId !== undefined) return dags.filter(({ dagId }) => dagId === string.dagId);
  const has = (dag: Dag): boolean => dag.tasks.has(string.text) || dag.groups.has(string.text);
  const around = dags.filter(
    (dag) => contains(dag.bodySpan, span) || ownsCode(dag, span) || contains(dag.span, span),
  );
  const candidates = around.length > 0 ? around : dags;
  return candidates.filter(has);
}

function ownsCode(dag: Dag, span: Span): boolean {
  return [...dag.tasks.values()].some(({ callable }) => callable && contains(callable.span, span));
}

/** `outer.inner.load` as the group `outer`, the group `outer.inner` and the task, each at its own letters. */
function segments(
  dag: Dag,
  { kind, text, span }: { kind: "task" | "group"; text: string; span: Span },
): IdUse[] {
  const { dagId } = dag;
  const group = kind === "task" ? dag.tasks.get(text)?.group : dag.groups.get(text)?.parent;
  if (group === undefined) return [];
  const own = ownId(text, group);
  const use = (subject: Subject, start: number, length: number): IdUse => ({
    subject,
    span: { file: span.file, start, end: start + length },
    form: "string",
    isDefinition: false,
  });
  const uses = [use({ kind, dagId, id: text }, span.end - own.length, own.length)];
  let at = group;
  let end = span.end - own.length - 1;
  // Only as far up as the text spells the groups out: a group need not prefix its tasks.
  while (at !== null && end > span.start && text.startsWith(`${at}.`)) {
    const parent = dag.groups.get(at)?.parent ?? null;
    const name = ownId(at, parent);
    uses.push(use({ kind: "group", dagId, id: at }, end - name.length, name.length));
    end -= name.length + 1;
    at = parent;
  }
  return uses;
}

function branchUses({ text }: Snapshot, dag: Dag): IdUse[] {
  return [...dag.tasks.values()].flatMap(({ branchTargets }) =>
    (branchTargets ?? []).flatMap(({ id, span }) => {
      const inner = insideQuotes(text, span, id);
      const kind = dag.groups.has(id) ? "group" : "task";
      return inner ? segments(dag, { kind, text: id, span: inner }) : [];
    }),
  );
}

/** The letters of an id within a span that may hold its quotes too. */
function insideQuotes(text: string, span: Span, id: string): Span | undefined {
  const at = text.slice(span.start, span.end).indexOf(id);
  if (at < 0) return undefined;
  const start = span.start + at;
  return { file: span.file, start, end: start + id.length };
}

/** Python names that stand for a task or group: variables, and the functions of TaskFlow tasks. */
function nameUses({ reading, module, file, text }: Snapshot): IdUse[] {
  const named = subjectsByName(reading.dags, file, text);
  if (named.size === 0) return [];
  const names = namesIn(module);
  return [...named].flatMap(([name, subjects]) =>
    (names.get(name) ?? []).flatMap((use) =>
      usesOfName(names.get(name) ?? [], use, subjects, file),
    ),
  );
}

interface NamedSubject {
  readonly subject: Subject;
  /** Where the name is bound. */
  readonly span: Span;
  readonly form: "name" | "function";
}

function subjectsByName(
  dags: readonly Dag[],
  file: string,
  text: string,
): Map<string, NamedSubject[]> {
  const named = new Map<string, NamedSubject[]>();
  const add = (name: string, subject: NamedSubject): void => {
    if (subject.span.file !== file) return;
    const known = named.get(name);
    if (known) known.push(subject);
    else named.set(name, [subject]);
  };
  for (const dag of dags) {
    const { dagId } = dag;
    for (const task of dag.tasks.values()) {
      const subject: Subject = { kind: "task", dagId, id: task.taskId };
      const { variable, callable, idSpan } = task;
      if (variable) add(variable.name, { subject, span: variable.span, form: "name" });
      if (callable && idSpan && isOwnName(task)) {
        add(callable.name, { subject, span: idSpan, form: "function" });
      }
    }
    if (dag.idSpan && isFunctionName(dag, text)) {
      add(dagId, {
        subject: { kind: "dag", dagId, id: dagId },
        span: dag.idSpan,
        form: "function",
      });
    }
    for (const { groupId, variable } of dag.groups.values()) {
      const subject: Subject = { kind: "group", dagId, id: groupId };
      if (variable) add(variable.name, { subject, span: variable.span, form: "name" });
    }
  }
  return named;
}

function usesOfName(
  all: readonly NameUse[],
  use: NameUse,
  subjects: readonly NamedSubject[],
  file: string,
): IdUse[] {
  const binding = use.binds ? use : bindingOf(all, use);
  if (!binding) return [];
  return subjects
    .filter(({ span }) => span.start === binding.start)
    .map(({ subject, form }) => ({
      subject,
      span: { file, start: use.start, end: use.end },
      form,
      isDefinition: use === binding,
    }));
}

function contains(outer: Span, inner: Span): boolean {
  return outer.file === inner.file && outer.start <= inner.start && inner.end <= outer.end;
}
