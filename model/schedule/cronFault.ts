import type { FieldName } from "./cronFields.ts";

/** Why Airflow refuses an expression, and where in it. */
export interface CronFault {
  /** What was found and what was expected, one sentence or two. */
  readonly message: string;
  /** Offsets inside the expression; the whole of it when no part is to blame. */
  readonly start: number;
  readonly end: number;
  readonly field: FieldName | undefined;
  /** A whole schedule to write instead, if one is meant. Always one that Airflow accepts. */
  readonly suggestion: string | undefined;
}

/** A fault of the whole text. */
export function wholeFault(text: string, message: string, suggestion?: string): CronFault {
  return { message, start: 0, end: text.length, field: undefined, suggestion };
}
