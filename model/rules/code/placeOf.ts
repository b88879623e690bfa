import type { Dag, Task } from "../../dag/dag.ts";
import type { Span } from "../../text/span.ts";

/** Where a DAG or task is pointed at: its id, if that is written in the file that makes it, else what makes it. */
export function placeOf({ idSpan, span }: Pick<Dag | Task, "idSpan" | "span">): Span {
  return idSpan?.file === span.file ? idSpan : span;
}
