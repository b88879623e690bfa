import { nativeFunction } from "../../python/native.ts";
import type { Value } from "../../python/value.ts";
import { taskFunctionValue } from "./taskFunctions.ts";
import type { Session } from "./session.ts";

/**
 * Names that the files of Airflow's own repository import from its test helpers: they are in no package that people
 * install, and the files cannot be read without them.
 */
export function knownHelper(session: Session, name: string, module: string): Value | undefined {
  const version = /^AIRFLOW_V_(\d+)_(\d+)(?:_(\d+))?_PLUS$/.exec(name);
  if (version)
    return isAtLeast(
      session,
      version.slice(1).map((part: string | undefined) => Number(part ?? 0)),
    );
  return name === "watcher" && module.endsWith(".watcher") ? watcher(session) : undefined;
}

/** The release of each major version whose behaviour is read. */
export const releases = { 2: "2.11.0", 3: "3.3.2" } as const;

function isAtLeast(session: Session, wanted: readonly number[]): Value {
  const release = releases[session.airflow].split(".").map(Number);
  const difference = release.map((part, at) => part - (wanted[at] ?? 0)).find((part) => part !== 0);
  return { kind: "bool", value: (difference ?? 0) >= 0, inferred: "target version" };
}

/** The task that fails a run as soon as another task failed. */
function watcher(session: Session): Value {
  const given = (value: Value): { value: Value; span: undefined; keywordSpan: undefined } => ({
    value,
    span: undefined,
    keywordSpan: undefined,
  });
  const callee = nativeFunction("watcher", (call) => call.interpreter.unknown("a task's work"));
  return taskFunctionValue(
    session,
    callee,
    new Map([
      ["trigger_rule", given({ kind: "str", value: "one_failed" })],
      ["retries", given({ kind: "int", value: 0n })],
    ]),
  );
}
