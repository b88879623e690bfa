import type { Unknown } from "../../dag/certainty.ts";
import { isNamespace } from "../../python/builtins/namespace.ts";
import { evaluateModule, type Evaluation } from "../../python/evaluate.ts";
import type { Binding, Host, NativeCall } from "../../python/native.ts";
import type { UnknownValue, Value } from "../../python/value.ts";
import type { ReadInput, Reader, Reading } from "../reader.ts";
import { airflowModules } from "./airflowModules.ts";
import { checkFinished } from "./checkFinished.ts";
import { isChosenCallee, mayMakeTasks, noteEscape, noteUnknown } from "./escape.ts";
import { finishDag } from "./finishDag.ts";
import { newSession, payloadOf, type Session } from "./session.ts";
import { agreeing } from "./setOrder.ts";
import { report } from "./structure/building.ts";
import type { DagDraft } from "./structure/draft.ts";
import { withMore } from "../../withMore.ts";

/** Airflow's own Python files: what Airflow would build from them, known without running them. */
export const airflowReader: Reader = {
  format: "airflow",
  mayDefine: (file, text) =>
    file.endsWith(".py") && /airflow/i.test(text) && /dag|asset/i.test(text),
  read,
};

/** Python promises no order of sets: what is said otherwise when they are walked otherwise is not certain. */
function read(input: ReadInput): Reading {
  const { reading, walksSets } = readOnce(input, "forwards");
  if (!walksSets) return reading;
  const others = (["backwards", "rotated"] as const).map((way) => readOnce(input, way).reading);
  return others.reduce(agreeing, reading);
}

function readOnce(
  input: ReadInput,
  setOrder: NonNullable<Host["setOrder"]>,
): { readonly reading: Reading; readonly walksSets: boolean } {
  const session = newSession(input);
  const evaluation = evaluateModule(input.module, withMore(hostFor(session, input), { setOrder }));
  const found = registeredDags(session, evaluation);
  noteMissed(session, found);
  for (const draft of found) checkFinished(session, draft);
  noteExceptions(session, evaluation, found);
  const reading = {
    format: "airflow",
    dags: found.map((draft) => finishDag(draft, "airflow")),
    faults: session.building.faults,
    unknown: [...session.unknown, ...evaluation.unknowns],
    moreDags:
      session.moreDags ??
      unknownDagIn(evaluation) ??
      (found.length > 0 ? undefined : lostIn(evaluation)),
    dependsOn: evaluation.dependsOn,
  };
  return { reading, walksSets: evaluation.walksSets };
}

function hostFor(session: Session, input: ReadInput): Host {
  return {
    files: input.files,
    importRoots: input.importRoots,
    ...airflowModules(session),
    onBind: (binding) => bind(binding),
    onUnknownCall: (callee, call) => unknownCall(session, callee, call),
    onTooLarge: (reason, span) => noteUnknown(session, { reason, span }),
  };
}

/** Names that values get: what the code calls them. */
function bind({ form, name, span, value }: Binding): void {
  if (value.kind !== "instance") return;
  if (form !== "assign" && form !== "with" && form !== "walrus") return;
  const task = payloadOf(value, "airflow.task")?.draft;
  if (task) {
    task.variable ??= { name, span };
    return;
  }
  const xcom = payloadOf(value, "airflow.xcom")?.draft;
  const only = xcom?.tasks[0];
  if (only && xcom.plain && xcom.key === "return_value") only.variable ??= { name, span };
  const group = payloadOf(value, "airflow.group")?.draft;
  if (group) group.variable ??= { name, span };
  const dag = payloadOf(value, "airflow.dag")?.draft;
  if (dag) dag.variable ??= name;
}

/** Code that cannot be followed may make tasks and edges: what it could reach is open from now on. */
function unknownCall(session: Session, callee: UnknownValue, call: NativeCall): undefined {
  const makesTasks = mayMakeTasks(callee) || isChosenCallee(callee, call);
  noteEscape(session, callee, call, makesTasks);
  const given = [...call.positional, ...call.keywords.values()];
  // Code that is executed without names of its own binds those of the module.
  const bindsNames = callee.path === "exec()" && given.length === 1;
  if (makesTasks && (bindsNames || given.some(({ value }) => isNamespace(value))))
    session.moreDags ??= { span: call.span, reason: callee.reason };
  return undefined;
}

/** A global that holds what code of another package returned, and is called a DAG. */
function unknownDagIn({ module }: Evaluation): Unknown | undefined {
  for (const [name, value] of module.globals) {
    if (value.kind !== "unknown" || !value.path?.endsWith("()")) continue;
    const callee = value.path.slice(value.path.lastIndexOf(".") + 1, -2);
    const span = value.span ?? module.bindings.get(name);
    if (span && (isDagName(name) || isDagName(callee)) && mayMakeTasks(value))
      return { span, reason: value.reason };
  }
  return undefined;
}

/** Code that fills `globals()`, and of which no DAG is known, makes some all the same. */
function lostIn({ globalsAt: span }: Evaluation): Unknown | undefined {
  return span && { span, reason: "what is put into globals() is known when Python runs" };
}

/** `dag`, `sales_dag`, `create_dag`, `DbtDag`; not what is about one, such as `dag_id` or `dag_args`. */
function isDagName(name: string): boolean {
  return /(?:^|_)dags?$|(?:Dag|DAG)s?$/.test(name);
}

/** The DAGs that Airflow would find: globals of the module, and those that registered themselves. */
function registeredDags(session: Session, evaluation: Evaluation): DagDraft[] {
  const found = new Set(session.registered);
  evaluation.module.globals.forEach((value) => {
    for (const draft of dagsIn(value)) found.add(draft);
  });
  // Where its id is not known, neither is the name that code keeps it by.
  for (const draft of session.dags)
    if (draft.certainty === "dynamic" && draft.dagId.includes("{")) found.add(draft);
  if (session.airflow === 2) for (const draft of found) addSubDags(found, draft);
  return session.dags.filter((draft) => found.has(draft));
}

/** The DAGs that the tasks of a DAG run as their own: Airflow 2 finds them with it. */
function addSubDags(found: Set<DagDraft>, dag: DagDraft): void {
  for (const task of dag.tasks.values()) {
    if (!task.operator.endsWith("SubDagOperator")) continue;
    const inner = payloadOf(task.args.get("subdag")?.value, "airflow.dag")?.draft;
    // A set that grows while it is walked is walked to its end: SubDAGs of SubDAGs too.
    if (inner) found.add(inner);
  }
}

function dagsIn(value: Value): readonly DagDraft[] {
  if (value.kind !== "instance" && value.kind !== "unknown") return noDags;
  const draft = payloadOf(value, "airflow.dag")?.draft;
  if (draft) return [draft];
  return value.kind === "unknown" ? (value.alternatives ?? []).flatMap(dagsIn) : [];
}

const noDags: readonly DagDraft[] = [];

/** What the code makes, and Airflow does not find. */
function noteMissed(session: Session, found: readonly DagDraft[]): void {
  for (const { name, span } of session.uncalled.values()) {
    if (span.file === session.file) report(session.building, "N10", span, { name });
  }
  for (const draft of session.dags) {
    if (found.includes(draft) || draft.span.file !== session.file) continue;
    const at = draft.idSpan ?? draft.span;
    report(session.building, "N10", at, { dagId: draft.dagId }, { dagId: draft.dagId });
  }
  const seen = new Map<string, DagDraft>();
  for (const draft of found) {
    const first = seen.get(draft.dagId);
    if (first && draft.certainty !== "dynamic") {
      const related = [{ span: first.idSpan ?? first.span, role: "first" }];
      const at = draft.idSpan ?? draft.span;
      report(session.building, "N9", at, { id: draft.dagId }, { related, dagId: draft.dagId });
    }
    seen.set(draft.dagId, first ?? draft);
  }
  for (const { taskId, span } of session.unmapped.values()) {
    report(session.building, "M13", span, { taskId });
  }
}

/** What Python refuses. Airflow gets no DAG of such a file, so what is shown may not be all of it. */
function noteExceptions(
  session: Session,
  { exceptions }: Evaluation,
  found: readonly DagDraft[],
): void {
  for (const { className, message, span } of exceptions) {
    if (listToList.test(message)) report(session.building, "R9", span, { message });
    else report(session.building, "python-error", span, { class: className, message });
    const reason = `Python stops here: ${className}: ${message}`;
    for (const draft of found) draft.unknown.push({ span, reason });
  }
}

/** What Python says of `[a, b] >> [c, d]`. */
const listToList = /^unsupported operand type\(s\) for (>>|<<): '(list|tuple)' and '(list|tuple)'$/;
