import { nearest } from "../text/nearest.ts";
import { exampleDag } from "./exampleDag.ts";
import type { Rule } from "./rule.ts";

/** A time zone that does not exist. pendulum: InvalidTimezone. */
export const unknownTimezone: Rule = {
  code: "unknown-timezone",
  summary: "A time zone does not exist.",
  why: "The file does not load.",
  severity: "error",
  preset: "errors",
  examples: () => ({
    flagged: [
      {
        text: `import pendulum\n\nzone = pendulum.timezone(<|"Europe/Berlim"|>)\n${exampleDag(`EmptyOperator(task_id="load")`)}`,
      },
    ],
    clean: [
      {
        text: `import pendulum\n\nzone = pendulum.timezone("Europe/Berlin")\n${exampleDag(`EmptyOperator(task_id="load")`)}`,
      },
    ],
  }),
  *check({ code, file, reading }) {
    if (reading.format === "none") return;
    for (const { node, path, place } of code.calls) {
      if (!place.runsOnLoad || place.guarded || !path) continue;
      const zone =
        path === "pendulum.timezone" || path === "zoneinfo.ZoneInfo"
          ? node.args[0]?.value
          : takesZone.has(path)
            ? node.args.find(({ name }) => name?.name === "tz")?.value
            : /^airflow\.(timetables\.\w+|sdk)\.\w+Timetable$/.test(path)
              ? node.args.find(({ name }) => name?.name === "timezone")?.value
              : undefined;
      if (zone?.kind !== "StringLiteral" || isZone(zone.value)) continue;
      const span = { file, start: zone.start, end: zone.end };
      const meant = nearest(zone.value, Intl.supportedValuesOf("timeZone"));
      const edits = [{ span, newText: JSON.stringify(meant) }];
      yield {
        span,
        message: `There is no time zone "${zone.value}".${meant === undefined ? "" : ` Did you mean "${meant}"?`}`,
        fixes: meant === undefined ? [] : [{ title: `Change to ${meant}`, edits, preferred: true }],
      };
    }
  },
};

const takesZone: ReadonlySet<string> = new Set(
  ["datetime", "now", "today", "local", "parse", "from_format"].map((name) => `pendulum.${name}`),
);

/** The machine's own list answers; names that it may lack but Python has are let through. */
function isZone(name: string): boolean {
  if (
    name === "UTC" ||
    /^(local|utc|[A-Z]{3,4}|[A-Z]{3}\d[A-Z]{3}|(Etc|SystemV|posix|right)\/.*)$/.test(name)
  )
    return true;
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    // A RangeError is how this asks: no such zone.
    return false;
  }
}
