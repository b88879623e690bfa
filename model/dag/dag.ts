import type { Value } from "../python/value.ts";
import type { Span } from "../text/span.ts";
import type { Certainty, Unknown } from "./certainty.ts";
import type { GraphNeighbour } from "./graphJson.ts";
import type { Timing } from "./schedule.ts";

/** One workflow, as its definition would build it. */
export interface Dag {
  readonly dagId: string;
  /** The definition format that read it: a reader's name. */
  readonly format: string;
  /** What made it: the `DAG(…)` call, or the `@dag` function's decorator and name. */
  readonly span: Span;
  /** The innermost call in the file that was read that led there, when `span` lies in another file. */
  readonly calledAt?: Span | undefined;
  /** Where its id is written, inside the quotes or as the function's name; undefined when it is put together. */
  readonly idSpan: Span | undefined;
  /** Everything inside it: the `with` block, the `@dag` body, else `span`. */
  readonly bodySpan: Span;
  readonly variable: string | undefined;
  /** `certain` only if all of it is. */
  readonly certainty: Certainty;
  /** Why something may be missing. */
  readonly unknown: readonly Unknown[];
  readonly timing: Timing;
  /** In the order of their making. Keys are full ids. */
  readonly tasks: ReadonlyMap<string, Task>;
  readonly groups: ReadonlyMap<string, TaskGroup>;
  readonly edges: readonly Dependency[];
  /** What the DAG was given, by keyword. */
  readonly args: ReadonlyMap<string, Argument>;
  readonly tags: readonly string[];
  readonly description: string | undefined;
  /** Assets and DAGs outside of it, if its format has such. */
  readonly neighbours?: readonly GraphNeighbour[];
}

/** One task of a DAG. */
export interface Task {
  /** Full id with group prefixes; a pattern such as `load_{table}` on a dynamic task. */
  readonly taskId: string;
  /** Class name; for TaskFlow the decorator as Airflow shows it (`@task.branch`). */
  readonly operator: string;
  /** Dotted path the class was imported from, if known. */
  readonly operatorPath: string | undefined;
  readonly kind: "operator" | "sensor" | "taskflow" | "placeholder";
  /** Innermost group's full id. */
  readonly group: string | null;
  /** The call that makes it. */
  readonly span: Span;
  /** The innermost call in the file that was read that led there, when `span` lies in another file. */
  readonly calledAt?: Span | undefined;
  /** Where its own id is written (inside the quotes, or the function's name); undefined when it is put together. */
  readonly idSpan: Span | undefined;
  /** The variable it is bound to, and where, if it is bound by a plain assignment. */
  readonly variable: { readonly name: string; readonly span: Span } | undefined;
  readonly certainty: Certainty;
  readonly mapped: boolean;
  readonly setup: boolean;
  readonly teardown: boolean;
  /** Null when it cannot be known. */
  readonly triggerRule: string | null;
  /** What it was given in all, by keyword, defaults merged in Airflow's order. */
  readonly args: ReadonlyMap<string, Argument>;
  /** The Python function it runs, if it is in the workspace. */
  readonly callable: CallableInfo | undefined;
  /** Ids that a branching task may return, with where each is written; undefined when it does not branch or cannot be known. */
  readonly branchTargets: readonly { readonly id: string; readonly span: Span }[] | undefined;
  readonly doc: string | undefined;
}

/** A Python function that a task runs. */
export interface CallableInfo {
  readonly name: string;
  /** The whole `def` or lambda. */
  readonly span: Span;
  readonly nameSpan: Span | undefined;
}

/** One keyword argument as a DAG, group or task finally has it. */
export interface Argument {
  readonly name: string;
  readonly value: Value;
  /** The value's text. */
  readonly span: Span;
  /** `name=value` where it is written so. */
  readonly keywordSpan: Span | undefined;
  readonly origin: "call" | "partial" | "expand" | "override" | "assigned" | "default_args" | "dag";
}

/** A group of tasks. */
export interface TaskGroup {
  /** Full id with prefixes. */
  readonly groupId: string;
  readonly parent: string | null;
  readonly mapped: boolean;
  readonly span: Span;
  /** The innermost call in the file that was read that led there, when `span` lies in another file. */
  readonly calledAt?: Span | undefined;
  readonly idSpan: Span | undefined;
  readonly bodySpan: Span;
  readonly variable: { readonly name: string; readonly span: Span } | undefined;
  readonly certainty: Certainty;
  readonly tooltip: string | undefined;
}

/** One edge between two tasks, and where it comes from. */
export interface Dependency extends Stated {
  readonly from: string;
  readonly to: string;
  readonly label: string | null;
  readonly certainty: Certainty;
  /** Other places that state the same edge. */
  readonly again?: readonly Stated[];
}

/** A place that states an edge. */
export interface Stated {
  /** The smallest text that states it: `a >> b` of a longer chain, the call, the argument that carries the data. */
  readonly span: Span;
  readonly via: "shift" | "call" | "data" | "setup" | "label" | "id";
  /** The operands' own texts, if there are any. */
  readonly fromSpan: Span | undefined;
  readonly toSpan: Span | undefined;
  /** The whole statement that holds it. */
  readonly statementSpan: Span;
}
