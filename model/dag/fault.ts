import type { Span } from "../text/span.ts";

/**
 * Something that Python or Airflow would refuse or silently do otherwise while the file is loaded, as the reader met it.
 * `condition` is the row of airflow-semantics.md section 2 (`A6`, `N5`, `R9`, …), or a word for what is not in its tables.
 * Rules turn faults into findings; the reader words nothing.
 */
export interface Fault {
  readonly condition: string;
  readonly span: Span;
  /** Names and values for the message: `{ taskId: "load", given: "all_sucess" }`. */
  readonly facts: Readonly<Record<string, string | number | boolean | null | readonly string[]>>;
  /** Other places that belong to it, each with what it is. */
  readonly related: readonly { readonly span: Span; readonly role: string }[];
  readonly dagId: string | undefined;
  /** Target Airflow versions for which it holds: absent means both. */
  readonly airflow?: 2 | 3;
}
