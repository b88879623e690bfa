import { raiseIfCaught } from "./airflowErrors.ts";
import type { Certainty } from "../../dag/certainty.ts";
import type { GivenArgument, NativeCall } from "../../python/native.ts";
import type { UnknownValue } from "../../python/value.ts";
import type { Span } from "../../text/span.ts";
import { stringOf, type Session } from "./session.ts";
import { report } from "./structure/building.ts";

/** An id as far as it is known. */
export interface ReadId {
  readonly id: string;
  readonly span: Span | undefined;
  readonly certainty: Certainty;
  /** Why it is not known. */
  readonly why?: string | undefined;
}

/** The id of a task as given; one that is missing, not a text or badly made is a fault. */
export function checkTaskId(
  session: Session,
  given: GivenArgument | undefined,
  call: NativeCall,
  operator: string,
  uncertain: UnknownValue | undefined,
): ReadId {
  if (!given) {
    if (!uncertain) report(session.building, "A2", call.span, { operator, missing: ["task_id"] });
    const why = uncertain?.reason;
    return { id: "{task_id}", span: undefined, certainty: "dynamic", why };
  }
  const { value } = given;
  const text = stringOf(value);
  const what = operator === "DAG" ? "dag_id" : "task_id";
  if (text !== undefined) {
    const message = `The key ${text} has to be made of characters that Airflow allows`;
    const isKey = checkKey(session, what, text, value.span ?? given.span ?? call.span);
    if (!isKey) raiseIfCaught(session, call, keyError(session), message);
    return { id: text, span: value.span, certainty: value.inferred ? "inferred" : "certain" };
  }
  if (value.kind !== "unknown") {
    report(session.building, "N1", given.span ?? call.span, { what, given: value.kind });
  }
  const pattern = value.kind === "unknown" ? value.pattern : undefined;
  const why = value.kind === "unknown" ? value.reason : undefined;
  const id = pattern ?? `{${nameFor(given, session)}}`;
  return { id, span: undefined, certainty: "dynamic", why };
}

/** An id that Airflow refuses: wrong characters, too long, or empty. */
export function checkKey(
  session: Session,
  what: "task_id" | "dag_id" | "group_id",
  text: string,
  span: Span,
): boolean {
  const limit = what === "group_id" ? 200 : 250;
  const tooLong = text.length > limit;
  const condition = what === "group_id" ? "N4" : tooLong ? "N2" : "N3";
  if (!tooLong && isAllowed(text, what)) return true;
  report(session.building, condition, span, { what, id: text, length: text.length, limit });
  return false;
}

function keyError(session: Session): "ValueError" | "AirflowException" {
  return session.airflow === 3 ? "ValueError" : "AirflowException";
}

function isAllowed(text: string, what: "task_id" | "dag_id" | "group_id"): boolean {
  // Nearly every id is plain: patterns for the letters of all languages take long to make.
  if (/^[\w-]+$/.test(text)) return true;
  return (what === "group_id" ? /^[\p{L}\p{N}_-]+\n?$/u : /^[\p{L}\p{N}_.-]+\n?$/u).test(text);
}

function nameFor(given: GivenArgument, session: Session): string {
  const span = given.span;
  if (span?.file !== session.file) return "task_id";
  const text = session.text.slice(span.start, span.end).replace(/[{}\s]+/g, " ");
  return text.length > 40 ? "task_id" : text.trim();
}
