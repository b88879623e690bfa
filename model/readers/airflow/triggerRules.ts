import type { Argument } from "../../dag/dag.ts";
import type { UnknownValue } from "../../python/value.ts";
import type { Span } from "../../text/span.ts";
import type { AirflowVersion } from "../reader.ts";
import { stringOf, type Session } from "./session.ts";
import { report } from "./structure/building.ts";
import type { Home } from "./structure/tasks.ts";
import { ownOf } from "../../ownOf.ts";

/** Every trigger rule of a version, as Airflow lists them. */
export function triggerRules(airflow: AirflowVersion): readonly string[] {
  const both = [
    "all_success",
    "all_failed",
    "all_done",
    "all_done_setup_success",
    "one_success",
    "one_failed",
    "one_done",
    "none_failed",
    "none_skipped",
    "always",
    "none_failed_min_one_success",
    "all_skipped",
  ];
  return airflow === 3 ? [...both, "all_done_min_one_success"] : both;
}

/** Old names that Airflow 2 still takes. */
const renamed: Readonly<Record<string, string>> = {
  dummy: "always",
  none_failed_or_skipped: "none_failed_min_one_success",
};

/** The trigger rule that a task finally has; null when it cannot be known. */
export function triggerRuleOf(
  session: Session,
  args: ReadonlyMap<string, Argument>,
  of: {
    readonly home: Home;
    readonly uncertain: UnknownValue | undefined;
    readonly span: Span;
    readonly taskId: string;
  },
): string | null {
  const given = args.get("trigger_rule");
  if (!given) return of.uncertain ? null : "all_success";
  const { airflow, building } = session;
  const isNone = given.value.kind === "none";
  const text = isNone ? "None" : stringOf(given.value);
  if (text === undefined) return null;
  if (triggerRules(airflow).includes(text)) return text;
  const old = ownOf(renamed, text);
  if (airflow === 2 && old !== undefined) return old;
  const facts = { taskId: of.taskId, given: text, allowed: triggerRules(airflow) };
  report(building, "A6", given.span, facts, { dagId: of.home.dag?.dagId });
  return "all_success";
}
