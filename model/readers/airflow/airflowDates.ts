import { nativeFunction } from "../../python/native.ts";
import type { Value } from "../../python/value.ts";
import type { Session } from "./session.ts";

/** Names that only some modules of Airflow have. */
export function datesModule(_session: Session, module: string): (readonly [string, Value])[] {
  if (module === "airflow.utils.dates") {
    return [
      ["days_ago", clock("days_ago")],
      ["date_range", clock("date_range")],
    ];
  }
  if (module === "airflow.utils.timezone" || module === "airflow.sdk.timezone") {
    return [["utcnow", clock("utcnow")]];
  }
  return [];
}

/** What reads the clock is known when it runs; it is in UTC. */
function clock(name: string): Value {
  return nativeFunction(name, (call) => ({
    ...call.interpreter.unknown(`${name}() depends on the day the file is loaded`, call.span),
    zone: "UTC",
  }));
}
