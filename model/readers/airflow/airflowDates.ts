import { nativeFunction } from "../../python/native.ts";
import { once } from "../../python/once.ts";
import { datetimeNames, makeZone } from "../../python/stdlib/datetimeModule.ts";
import { pendulumNames } from "../../python/stdlib/pendulumModule.ts";
import type { Value } from "../../python/value.ts";
import type { Session } from "./session.ts";
import { withMore } from "../../withMore.ts";

type Names = readonly (readonly [string, Value])[];

/** Names of dates and times that only some modules of Airflow have. */
export function datesModule(_session: Session, module: string): Names {
  switch (module) {
    case "airflow.utils.dates":
      return [
        ["days_ago", clock("days_ago")],
        ["date_range", clock("date_range")],
        ...named(datetimeNames(), [
          ["datetime", "datetime"],
          ["timedelta", "timedelta"],
        ]),
      ];
    case "airflow.utils.timezone":
    case "airflow.sdk.timezone":
    case "airflow.providers.common.compat.sdk.timezone":
      return timezoneNames();
    case "airflow.settings":
      return [["TIMEZONE", withMore(makeZone("UTC"), { inferred: "Airflow's default time zone" })]];
    default:
      return [];
  }
}

/** `airflow.utils.timezone`: what has no zone is in Airflow's default one, which is UTC. */
const timezoneNames = once((): Names => [
  ["utcnow", clock("utcnow")],
  ["utc", makeZone("UTC")],
  ...named(pendulumNames(), [
    ["datetime", "datetime"],
    ["parse", "parse"],
    ["instance", "make_aware"],
    ["instance", "convert_to_utc"],
    ["instance", "coerce_datetime"],
  ]),
]);

/** Some of a module's names, under names of their own. */
function named(names: Names, wanted: readonly (readonly [from: string, to: string])[]): Names {
  const known = new Map(names);
  return wanted.flatMap(([from, to]) => {
    const value = known.get(from);
    return value ? [[to, value] as const] : [];
  });
}

/** What reads the clock is known when it runs; it is in UTC. */
function clock(name: string): Value {
  return nativeFunction(name, (call) =>
    withMore(
      call.interpreter.unknown(`${name}() depends on the day the file is loaded`, call.span),
      { zone: "UTC" },
    ),
  );
}
