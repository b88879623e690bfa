import type { Argument } from "../../dag/dag.ts";
import {
  nativeClass,
  nativeFunction,
  withSelfFirst,
  type GivenArgument,
  type NativeCall,
} from "../../python/native.ts";
import type { ClassValue, DictEntry, InstanceValue, Value } from "../../python/value.ts";
import type { Span } from "../../text/span.ts";
import { checkDagArguments } from "./dagArguments.ts";
import { classFor } from "./classFor.ts";
import { dagAttribute, reportNotFound } from "./dagAttributes.ts";
import { tasksOf } from "./operands.ts";
import { method } from "./relations.ts";
import {
  argumentOf,
  argumentsOfDict,
  booleanOf,
  certaintyOf,
  constructing,
  leastCertain,
  payloadOf,
  statementOf,
  siteOf,
  stringOf,
  type GivenMap,
  type Session,
} from "./session.ts";
import { report } from "./structure/building.ts";
import { newDag, type DagDraft } from "./structure/draft.ts";
import { setDownstream } from "./structure/relate.ts";
import { joinDag } from "./structure/tasks.ts";
import { checkTaskId, type ReadId } from "./taskIds.ts";
import { timingOf } from "./timing.ts";

const none: Value = { kind: "none" };

/** What may be given by position: only the id in Airflow 3. */
export const positional = [
  "dag_id",
  "description",
  "schedule",
  "schedule_interval",
  "timetable",
  "start_date",
];

/** The class DAG; workspace classes may inherit from it. */
export function dagClass(session: Session): ClassValue {
  return classFor(session, "DAG", () =>
    nativeClass({
      name: "DAG",
      module: "airflow.sdk",
      construct: (call, make) => constructing(session, call, () => make(call)),
      attributes: [
        [
          "__init__",
          nativeFunction("__init__", (call) => initialise(session, withSelfFirst(call))),
        ],
        method("__enter__", (call) => enter(session, call)),
        method("__exit__", (call) => leave(session, call)),
        method("add_task", (call) => addTasks(session, call)),
        method("add_tasks", (call) => addTasks(session, call)),
        method("set_dependency", (call) => setDependency(session, call)),
        method("__getattr__", (call) => dagAttribute(session, call)),
        method("__setattr__", setAttribute),
      ],
    }),
  );
}

/** What making a DAG counts for: one file has hundreds, not thousands. */
const stepsPerDag = 100;

/** Makes a DAG from keyword arguments. */
export function makeDag(
  session: Session,
  call: NativeCall,
  given: GivenMap,
  id: ReadId,
  made: { readonly span?: Span | undefined; readonly calledAt?: Span | undefined } = {},
): DagDraft {
  // A loop that makes DAGs without end ends here.
  call.interpreter.spend(stepsPerDag);
  const args = new Map<string, Argument>();
  for (const [name, argument] of given)
    args.set(name, argumentOf(name, argument, "call", call.span));
  const defaults = ownCopy(args.get("default_args")?.value);
  const draft: DagDraft = newDag({
    dagId: id.id,
    span: made.span ?? call.span,
    calledAt: made.calledAt ?? siteOf(session, call),
    idSpan: id.span,
    certainty: leastCertain(certaintyOf(call), id.certainty),
    args,
    defaultArgs: defaultArgsOf(
      () => session.dagInstances.get(draft)?.attributes.get("default_args") ?? defaults,
      call.span,
    ),
  });
  draft.timing = timingOf(session, call, args);
  draft.tags = tagsOf(args.get("tags")?.value);
  draft.description = stringOf(args.get("description")?.value);
  checkDagArguments(session, call, draft);
  session.dags.push(draft);
  return draft;
}

/** The `default_args` as they are when they are asked for: every task asks, and they are read again only where they changed. */
function defaultArgsOf(
  current: () => Value | undefined,
  otherwise: Span,
): () => ReadonlyMap<string, Argument> {
  let of: Value | undefined;
  let entries: readonly DictEntry[] = [];
  let args: ReadonlyMap<string, Argument> = new Map();
  return () => {
    const now = current();
    if (now !== of || (now?.kind === "dict" && !holds(now.entries, entries))) {
      of = now;
      entries = now?.kind === "dict" ? [...now.entries.values()] : [];
      args = argumentsOfDict(now, "default_args", otherwise);
    }
    return args;
  };
}

/** Whether these are still the entries of a dict. */
function holds(dict: ReadonlyMap<string, DictEntry>, entries: readonly DictEntry[]): boolean {
  if (dict.size !== entries.length) return false;
  let at = 0;
  for (const entry of dict.values()) if (entry !== entries[at++]) return false;
  return true;
}

/** A DAG keeps `default_args` as they are when it is made; what changes them later changes its own copy. */
function ownCopy(value: Value | undefined): Value | undefined {
  return value?.kind === "dict" ? { ...value, entries: new Map(value.entries) } : value;
}

/** The id of a DAG as given. */
export function dagIdOf(
  session: Session,
  given: GivenArgument | undefined,
  call: NativeCall,
): ReadId {
  const unknown = { id: "{dag_id}", span: undefined, certainty: "dynamic" as const };
  if (given) {
    const read = checkTaskId(session, given, call, "DAG", call.uncertain);
    return read.id === "{task_id}" ? { ...read, id: "{dag_id}" } : read;
  }
  if (!call.uncertain) report(session.building, "dag-id-missing", call.span, {});
  return unknown;
}

/** The DAG as code holds it. */
export function dagValue(session: Session, draft: DagDraft, self?: InstanceValue): InstanceValue {
  const made: InstanceValue = self ?? {
    kind: "instance",
    class: dagClass(session),
    attributes: new Map(),
    payload: undefined,
    span: draft.span,
  };
  const payload = { type: "airflow.dag", draft };
  made.payload = payload;
  for (const [name, { value }] of draft.args)
    made.attributes.set(name, name === "default_args" ? (ownCopy(value) ?? value) : value);
  session.dagInstances.set(draft, made);
  return made;
}

/** Opens the DAG, as its `with` block or the body of its `@dag` function does. */
export function openDag(session: Session, draft: DagDraft, body: Span): void {
  session.building.dags.push(draft);
  draft.bodySpan = body;
}

/** Closes it; from then on Airflow finds it, unless `auto_register=False`. */
export function closeDag(session: Session, draft: DagDraft): void {
  const { dags } = session.building;
  if (dags.at(-1) === draft) dags.pop();
  if (booleanOf(draft.args.get("auto_register")?.value) !== false) session.registered.add(draft);
}

function initialise(session: Session, call: NativeCall): Value {
  const self = call.self;
  if (self?.kind !== "instance") return none;
  const given = new Map<string, GivenArgument>();
  call.positional.forEach((argument, at) => {
    const name = positional[at];
    if (name) given.set(name, argument);
  });
  for (const [name, argument] of call.keywords) given.set(name, argument);
  const outer = session.constructing.at(-1) ?? call;
  checkPositional(session, call, outer);
  const draft = makeDag(session, outer, given, dagIdOf(session, given.get("dag_id"), call));
  if (call.uncertain) {
    draft.unknown.push({ span: call.span, reason: call.uncertain.reason });
  }
  dagValue(session, draft, self);
  return none;
}

/** Airflow 3 takes the id by its position, and nothing else; and nothing is given twice. */
function checkPositional(session: Session, call: NativeCall, outer: NativeCall): void {
  const count = call.positional.length;
  const say = (message: string): void => {
    report(session.building, "python-error", outer.span, { class: "TypeError", message });
  };
  if (session.airflow === 3 && count > 1)
    say(`DAG.__init__() takes 2 positional arguments but ${count + 1} were given`);
  else {
    const twice = positional.slice(0, count).find((name) => call.keywords.has(name));
    if (twice !== undefined) say(`DAG.__init__() got multiple values for argument '${twice}'`);
  }
}

function enter(session: Session, call: NativeCall): Value {
  const draft = payloadOf(call.self, "airflow.dag")?.draft;
  if (draft) openDag(session, draft, call.interpreter.statementSpan());
  return call.self ?? none;
}

function leave(session: Session, call: NativeCall): Value {
  const draft = payloadOf(call.self, "airflow.dag")?.draft;
  if (draft) closeDag(session, draft);
  return none;
}

function addTasks(session: Session, call: NativeCall): Value {
  const draft = payloadOf(call.self, "airflow.dag")?.draft;
  const given = call.positional[0] ?? call.keywords.get("task") ?? call.keywords.get("tasks");
  if (!draft || !given) return none;
  const tasks = tasksOf(given.value);
  for (const task of tasks) joinDag(session.building, task, draft, call.span);
  if (tasks.length === 0 && given.value.kind === "unknown") {
    draft.unknown.push({ span: given.span ?? call.span, reason: given.value.reason });
  }
  return none;
}

/** `dag.set_dependency("a", "b")`. */
function setDependency(session: Session, call: NativeCall): Value {
  const draft = payloadOf(call.self, "airflow.dag")?.draft;
  const up = call.positional[0] ?? call.keywords.get("upstream_task_id");
  const down = call.positional[1] ?? call.keywords.get("downstream_task_id");
  const [from, to] = [up, down].map((given) => {
    const id = stringOf(given?.value);
    return id === undefined ? undefined : draft?.tasks.get(id);
  });
  if (!from || !to) {
    for (const given of draft && !call.uncertain ? [up, down] : []) {
      const id = stringOf(given?.value);
      if (id !== undefined && draft && !draft.tasks.has(id))
        reportNotFound(session, draft, { id, span: given?.span ?? call.span }, call);
    }
    const reason = "an edge between tasks whose ids are not known";
    draft?.unknown.push({ span: call.span, reason });
    return none;
  }
  const statement = statementOf(call, "id", { from: up?.span, to: down?.span });
  setDownstream(session.building, from, [to], statement);
  return none;
}

function setAttribute(call: NativeCall): Value {
  const name = stringOf(call.positional[0]?.value);
  const value = call.positional[1]?.value;
  if (call.self?.kind !== "instance" || name === undefined || !value) return none;
  call.self.attributes.set(name, value);
  const draft = payloadOf(call.self, "airflow.dag")?.draft;
  if (!draft) return none;
  const span = call.positional[1]?.span ?? call.span;
  draft.args.set(name, { name, value, span, keywordSpan: undefined, origin: "assigned" });
  if (name === "description") draft.description = stringOf(value);
  if (name === "tags") draft.tags = tagsOf(value);
  return none;
}

function tagsOf(value: Value | undefined): readonly string[] {
  if (value?.kind === "str") return [...new Set(value.value)];
  const items =
    value?.kind === "list" || value?.kind === "tuple"
      ? value.items
      : value?.kind === "set"
        ? [...value.items.values()]
        : [];
  return items.flatMap((item) => stringOf(item) ?? []);
}
