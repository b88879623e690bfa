import type { Value } from "../../python/value.ts";
import type { Span } from "../../text/span.ts";
import type { Session } from "./session.ts";
import { report } from "./structure/building.ts";

/** Notes a default of a parameter that JSON cannot hold: Airflow refuses it when the parameter is made. */
export function checkJson(session: Session, value: Value, span: Span): void {
  if (isNoJson(value)) report(session.building, "X8", span, { given: shownKind(value) });
}

/** What JSON cannot hold, for sure. */
function isNoJson(value: Value): boolean {
  switch (value.kind) {
    case "set":
    case "bytes":
    case "function":
    case "class":
      return true;
    case "instance":
      return /^(?:datetime|date|time|timedelta|Decimal)$/.test(value.class.name);
    default:
      return false;
  }
}

/** What a value is, in one word. */
export function shownKind(value: Value): string {
  if (value.kind === "class") return value.name;
  return value.kind === "instance" ? value.class.name : value.kind;
}
