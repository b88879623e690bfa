import type { Value } from "../../python/value.ts";
import type { Span } from "../../text/span.ts";
import type { Session } from "./session.ts";
import { report } from "./structure/building.ts";

/** Notes a default of a parameter that JSON cannot hold: Airflow refuses it when the parameter is made. */
export function checkJson(session: Session, value: Value, span: Span): void {
  const found = noJsonIn(value, 4);
  if (found) report(session.building, "X8", span, { given: shownKind(found) });
}

/** The first part of a value that JSON cannot hold. */
function noJsonIn(value: Value, depth: number): Value | undefined {
  if (isNoJson(value)) return value;
  if (depth === 0) return undefined;
  const parts =
    value.kind === "list" || value.kind === "tuple"
      ? value.items
      : value.kind === "dict"
        ? [...value.entries.values()].map((entry) => entry.value)
        : [];
  for (const part of parts.slice(0, 100)) {
    const found = noJsonIn(part, depth - 1);
    if (found) return found;
  }
  return undefined;
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
