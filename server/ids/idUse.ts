import type { Span } from "../../model/text/span.ts";

/** What an id names: a task or group of a DAG by its full id, or a DAG. */
export interface Subject {
  readonly kind: "task" | "group" | "dag";
  readonly dagId: string;
  /** Full id of the task or group; the DAG's own id for a DAG. */
  readonly id: string;
}

/** One place that names a task, group or DAG. */
export interface IdUse {
  readonly subject: Subject;
  /** Just the name: inside quotes, and without the prefix of the groups around it. */
  readonly span: Span;
  /**
   * `string`: text of an id. `name`: a Python name that stands for it. `function`: the name of a function that gives the
   * id. `pattern`: what the id is put together from, such as an f-string.
   */
  readonly form: "string" | "name" | "function" | "pattern";
  readonly isDefinition: boolean;
}

/** Whether two ids name the same. */
export function sameSubject(a: Subject, b: Subject): boolean {
  return a.kind === b.kind && a.dagId === b.dagId && a.id === b.id;
}

/** An id without the prefix of the group around it. */
export function ownId(id: string, group: string | null): string {
  return group !== null && id.startsWith(`${group}.`) ? id.slice(group.length + 1) : id;
}
