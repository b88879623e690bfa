import type { Certainty } from "../../dag/certainty.ts";
import { unwrapped } from "../../python/builtins/pure.ts";
import type { NativeCall } from "../../python/native.ts";
import type { UnknownValue, Value } from "../../python/value.ts";
import type { Span } from "../../text/span.ts";
import { certaintyOf, leastCertain, payloadOf, type Session } from "./session.ts";
import { report } from "./structure/building.ts";
import type { Node, TaskDraft } from "./structure/draft.ts";
import { openWays } from "./structure/choices.ts";
import { newTask } from "./structure/tasks.ts";

/** What stands at one side of an arrow. */
export interface Operand {
  readonly nodes: readonly Node[];
  readonly isList: boolean;
  /** Dynamic when it may be something else. */
  readonly certainty: Certainty;
}

/**
 * Reads a value as one side of a relation; what cannot be one is a fault and left out. Of an object that stands for several
 * tasks, those at its end that is asked for (`side`) take part.
 */
export function operandOf(
  session: Session,
  call: NativeCall,
  given: Value,
  span: Span | undefined,
  side?: "roots" | "leaves",
): Operand {
  // A named tuple, or what a subclass of `list` makes, is a list to Airflow.
  const value = unwrapped(given);
  switch (value.kind) {
    case "list":
    case "tuple": {
      // Each may become an edge.
      call.interpreter.spend(5 * value.items.length);
      const inner = value.items.map((item) =>
        operandOf(session, call, item, item.span ?? span, side),
      );
      const nested = value.items.find((item) => item.kind === "list" || item.kind === "tuple");
      if (nested) refuse(session, call, nested, nested.span ?? span);
      return {
        nodes: inner.filter((operand) => !operand.isList).flatMap((operand) => operand.nodes),
        isList: true,
        certainty: leastCertain(
          ...inner.map((operand) => operand.certainty),
          value.uncertain ? "dynamic" : "certain",
        ),
      };
    }
    case "unknown":
      return unknownOperand(session, call, value, span);
    case "str":
      // A text is a sequence, and one with nothing in it has nothing that could be refused.
      if (value.value === "") return { nodes: [], isList: true, certainty: "certain" };
      refuse(session, call, value, span);
      return { nodes: [], isList: false, certainty: "certain" };
    default: {
      const node = nodeOf(value);
      const stands = node || !side ? undefined : standsFor(call, value, side);
      if (stands) return stands;
      if (!node) refuse(session, call, value, span);
      return { nodes: node ? [node] : [], isList: false, certainty: "certain" };
    }
  }
}

/** Whether an object of the workspace's own can stand in a relation: it has what Airflow asks of its DependencyMixin. */
export function isStandIn(call: NativeCall, value: Value | undefined): boolean {
  return (
    value?.kind === "instance" &&
    value.class.node !== undefined &&
    nodeOf(value) === undefined &&
    call.interpreter.attribute(value, "update_relative") !== undefined
  );
}

/** As Airflow asks an object (DAGNode._set_relatives): `update_relative` first, then for its roots or leaves. */
function standsFor(call: NativeCall, value: Value, side: "roots" | "leaves"): Operand | undefined {
  if (!isStandIn(call, value)) return undefined;
  const { interpreter } = call;
  const update = interpreter.attribute(value, "update_relative");
  if (update && call.self)
    interpreter.call(update, {
      positional: [call.self, { kind: "bool", value: side === "roots" }],
      keywords: new Map([["edge_modifier", { kind: "none" }]]),
    });
  const ends = interpreter.attribute(value, side);
  if (!ends) return undefined;
  const { items, uncertain } = interpreter.iterate(ends);
  const nodes = items.flatMap((item) => nodeOf(item) ?? []);
  const isSure = uncertain === undefined && nodes.length === items.length;
  return { nodes, isList: nodes.length !== 1, certainty: isSure ? "certain" : "dynamic" };
}

/** The task, group, data or label that a value is. */
export function nodeOf(value: Value | undefined): Node | undefined {
  if (value?.kind !== "instance") return undefined;
  return (
    payloadOf(value, "airflow.task")?.draft ??
    payloadOf(value, "airflow.xcom")?.draft ??
    payloadOf(value, "airflow.group")?.draft ??
    payloadOf(value, "airflow.label")?.draft
  );
}

/** The tasks that a value stands for, as `as_teardown(setups=…)` and context managers take them. */
export function tasksOf(given: Value | undefined): TaskDraft[] {
  const value = given && unwrapped(given);
  if (value?.kind === "list" || value?.kind === "tuple") return value.items.flatMap(tasksOf);
  const setups = payloadOf(value, "airflow.setups");
  if (setups) return [...setups.tasks];
  const node = nodeOf(value);
  if (node?.kind === "task") return [node];
  return node?.kind === "xcom" ? [...node.tasks] : [];
}

function unknownOperand(
  session: Session,
  call: NativeCall,
  value: UnknownValue,
  span: Span | undefined,
): Operand {
  if (value.alternatives) {
    const same = oneTask(value.alternatives);
    if (same) return { nodes: same, isList: false, certainty: "certain" };
    // Only some of them may be no task: it is not known that it comes to that.
    const nodes = value.alternatives.flatMap((alternative) =>
      canRelate(alternative) ? operandOf(session, call, alternative, span).nodes : [],
    );
    return { nodes, isList: nodes.length !== 1, certainty: "dynamic" };
  }
  const node = placeholderFor(session, value, span ?? value.span ?? call.span);
  return { nodes: [node], isList: false, certainty: "dynamic" };
}

function canRelate(given: Value): boolean {
  const value = unwrapped(given);
  const { kind } = value;
  return kind === "list" || kind === "tuple" || kind === "unknown" || nodeOf(value) !== undefined;
}

/** The tasks that values are, if each is one and all have one id: whichever it is, it is the task of that id. */
function oneTask(values: readonly Value[]): readonly TaskDraft[] | undefined {
  const tasks = values.map((value) => {
    const node = nodeOf(value);
    const [only, more] = node?.kind === "xcom" ? node.tasks : node?.kind === "task" ? [node] : [];
    return more ? undefined : only;
  });
  const [first] = tasks;
  const found = tasks.filter((task) => task !== undefined);
  const isOne = found.every((task) => task.id === first?.id && task.dag === first.dag);
  return first && found.length === tasks.length && isOne ? found : undefined;
}

/** The task that is drawn for something unknown: one for each unknown value. */
export function placeholderFor(session: Session, value: UnknownValue, span: Span): TaskDraft {
  const known = session.placeholders.get(value);
  if (known) return known;
  const text = value.path ?? textOf(session, value.span ?? span) ?? "unknown";
  const made = newTask({
    ownId: value.pattern ?? `{${text.replace(/[{}\s]+/g, " ").trim()}}`,
    certainty: "dynamic",
    choices: openWays,
    mapped: false,
    setup: false,
    teardown: false,
    triggerRule: null,
    operator: value.path?.split(".").at(-1) ?? "unknown",
    operatorPath: value.path,
    sort: "placeholder",
    args: new Map(),
    span: value.span ?? span,
    calledAt: undefined,
    idSpan: undefined,
    callable: undefined,
    branchTargets: undefined,
    doc: value.reason,
  });
  session.placeholders.set(value, made);
  return made;
}

function textOf(session: Session, span: Span): string | undefined {
  if (span.file !== session.file) return undefined;
  const text = session.text.slice(span.start, span.end);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}

function refuse(session: Session, call: NativeCall, value: Value, span: Span | undefined): void {
  // What may be None on a way that is not known to be taken is often asked for elsewhere.
  if (value.kind === "none" && certaintyOf(call) === "dynamic") return;
  const facts = { given: describe(value), name: nameOf(value) };
  report(session.building, "R4", span ?? value.span ?? call.span, facts);
}

function nameOf(value: Value): string | null {
  const decorated = payloadOf(value, "airflow.taskFunction");
  const callee = decorated?.function ?? value;
  if (callee.kind === "function" || callee.kind === "class") return callee.name;
  return value.kind === "str" ? value.value : null;
}

function describe(value: Value): string {
  if (payloadOf(value, "airflow.taskFunction")) return "@task function";
  if (payloadOf(value, "airflow.groupFunction")) return "@task_group function";
  if (payloadOf(value, "airflow.partial")) return "partial operator";
  return value.kind === "instance" ? value.class.name : value.kind;
}
