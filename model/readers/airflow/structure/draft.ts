import type { Argument, CallableInfo, Dependency } from "../../../dag/dag.ts";
import type { Certainty, Unknown } from "../../../dag/certainty.ts";
import type { Timing } from "../../../dag/schedule.ts";
import type { Choice } from "../../../python/native.ts";
import type { Span } from "../../../text/span.ts";
import { noIds, type Ids } from "./suffixes.ts";

/** A DAG under construction: what Airflow's own objects hold while a module runs. */
export interface DagDraft {
  readonly kind: "dag";
  dagId: string;
  readonly root: GroupDraft;
  /** Keys are full ids; the first task of an id wins. */
  readonly tasks: Map<string, TaskDraft>;
  readonly taskIds: Ids;
  /** Tasks whose id was taken already: Airflow refuses them, the picture shows one task for both. */
  readonly doubles: TaskDraft[];
  /** Ids of groups, of their join nodes and of tasks: one namespace. */
  readonly usedIds: Ids;
  readonly edges: EdgeDraft[];
  /** Labels by `up`, then `down`: ids of tasks or of a group's join nodes. */
  readonly labels: Map<string, Map<string, string>>;
  readonly args: Map<string, Argument>;
  /** Its `default_args` as they are when it is asked: code may change them. */
  readonly defaultArgs: () => ReadonlyMap<string, Argument>;
  readonly unknown: Unknown[];
  readonly span: Span;
  readonly calledAt: Span | undefined;
  readonly idSpan: Span | undefined;
  bodySpan: Span;
  variable: string | undefined;
  certainty: Certainty;
  timing: Timing | undefined;
  tags: readonly string[];
  description: string | undefined;
}

/** A task group under construction; the root group of a DAG has the own id null. */
export interface GroupDraft {
  readonly kind: "group";
  readonly ownId: string | null;
  /** Full id; "" for the root. */
  readonly id: string;
  readonly prefix: boolean;
  readonly parent: GroupDraft | undefined;
  readonly dag: DagDraft;
  readonly children: Map<string, TaskDraft | GroupDraft>;
  /** Tasks that were put upstream of the group as a whole. */
  readonly upstreamTasks: Set<TaskDraft>;
  /** Of the group and those around it; the DAG's are the DAG's own. */
  readonly defaultArgs: ReadonlyMap<string, Argument>;
  readonly mapped: boolean;
  /** Tasks may be in it that were not seen. */
  open: boolean;
  readonly span: Span;
  readonly calledAt: Span | undefined;
  readonly idSpan: Span | undefined;
  bodySpan: Span;
  variable: { readonly name: string; readonly span: Span } | undefined;
  certainty: Certainty;
  tooltip: string | undefined;
}

/** A task under construction. */
export interface TaskDraft {
  readonly kind: "task";
  readonly ownId: string;
  id: string;
  dag: DagDraft | undefined;
  group: GroupDraft | undefined;
  readonly upstream: Map<TaskDraft, EdgeDraft>;
  readonly downstream: Map<TaskDraft, EdgeDraft>;
  /** It was handed to code that cannot be followed: edges may have been made there. */
  open: boolean;
  certainty: Certainty;
  /** The ways that led to its making; its certainty is theirs, unless its own id is not known. */
  readonly choices: readonly Choice[];
  /** Why its id, or whether it is made at all, is not known. */
  readonly why?: string | undefined;
  mapped: boolean;
  setup: boolean;
  teardown: boolean;
  triggerRule: string | null;
  readonly operator: string;
  readonly operatorPath: string | undefined;
  readonly sort: "operator" | "sensor" | "taskflow" | "placeholder";
  readonly args: Map<string, Argument>;
  readonly span: Span;
  readonly calledAt: Span | undefined;
  readonly idSpan: Span | undefined;
  variable: { readonly name: string; readonly span: Span } | undefined;
  callable: CallableInfo | undefined;
  branchTargets: readonly { readonly id: string; readonly span: Span }[] | undefined;
  doc: string | undefined;
}

/** Where a relation is stated, and how sure it is that the statement runs. */
export interface Statement {
  readonly span: Span;
  readonly statementSpan: Span;
  readonly fromSpan: Span | undefined;
  readonly toSpan: Span | undefined;
  readonly via: Dependency["via"];
  readonly certainty: Certainty;
  /** The ways that led to it where what decides is not known. */
  readonly choices: readonly Choice[];
}

/** One edge; of several statements of the same edge the first that is sure counts. */
export interface EdgeDraft {
  readonly from: TaskDraft;
  readonly to: TaskDraft;
  statement: Statement;
  /** Other statements of it, each place once. */
  again?: Statement[];
}

/** The output of tasks, as data: an XComArg. Several tasks for `zip` and `concat`. */
export interface XComDraft {
  readonly kind: "xcom";
  readonly tasks: readonly TaskDraft[];
  /** `return_value` unless a key was asked for. */
  readonly key: string;
  readonly plain: boolean;
}

/** A label between two sides; it waits until both are known (Airflow: EdgeModifier). */
export interface LabelDraft {
  readonly kind: "label";
  readonly text: string;
  upstream: Node[];
  downstream: Node[];
}

/** Whatever may stand beside an arrow. */
export type Node = TaskDraft | GroupDraft | XComDraft | LabelDraft;

const none: GroupDraft["defaultArgs"] = new Map();

/** A new DAG with its root group. */
export function newDag(
  given: Pick<
    DagDraft,
    "dagId" | "span" | "calledAt" | "idSpan" | "certainty" | "args" | "defaultArgs"
  >,
): DagDraft {
  const dag: Omit<DagDraft, "root"> = {
    kind: "dag",
    ...given,
    tasks: new Map(),
    taskIds: noIds(),
    doubles: [],
    usedIds: noIds(),
    edges: [],
    labels: new Map(),
    unknown: [],
    bodySpan: given.span,
    variable: undefined,
    timing: undefined,
    tags: [],
    description: undefined,
  };
  const root = {
    kind: "group" as const,
    ownId: null,
    id: "",
    prefix: true,
    parent: undefined,
    dag: dag as DagDraft,
    children: new Map<string, TaskDraft | GroupDraft>(),
    upstreamTasks: new Set<TaskDraft>(),
    defaultArgs: none,
    mapped: false,
    open: false,
    span: given.span,
    calledAt: given.calledAt,
    idSpan: undefined,
    bodySpan: given.span,
    variable: undefined,
    certainty: given.certainty,
    tooltip: undefined,
  };
  return Object.assign(dag, { root });
}

/** Every task in a group and in the groups inside it, in the order of their making. */
export function tasksIn(group: GroupDraft): TaskDraft[] {
  const found: TaskDraft[] = [];
  group.children.forEach((child) => {
    if (child.kind === "task") found.push(child);
    else for (const task of tasksIn(child)) found.push(task);
  });
  return found;
}

/** Whether the group is the DAG's root group. */
export function isRoot(group: GroupDraft): boolean {
  return group.ownId === null;
}
