import type { GivenArgument, NativeCall } from "../../python/native.ts";
import type { Value } from "../../python/value.ts";
import type { AirflowVersion } from "../reader.ts";
import { booleanOf, payloadOf, type GivenMap, type Session } from "./session.ts";
import { report } from "./structure/building.ts";

/** The arguments of TaskGroup, in their order. */
export const groupArguments: Readonly<Record<AirflowVersion, readonly string[]>> = {
  2: "group_id prefix_group_id parent_group dag default_args tooltip ui_color ui_fgcolor add_suffix_on_collision".split(
    " ",
  ),
  3: "group_id group_display_name prefix_group_id parent_group dag default_args tooltip doc_md ui_color ui_fgcolor add_suffix_on_collision".split(
    " ",
  ),
};

const texts = ["group_display_name", "tooltip", "ui_color", "ui_fgcolor"];

/** Notes what Airflow refuses of the arguments of `TaskGroup(…)` and `@task_group(…)`. */
export function checkGroupArguments(
  session: Session,
  call: NativeCall,
  given: GivenMap,
  operator: "TaskGroup" | "@task_group",
): void {
  const { building, airflow } = session;
  const known = groupArguments[airflow];
  for (const [name, { span, keywordSpan, value }] of given) {
    if (!known.includes(name)) {
      if (keywordSpan) report(building, "A3", keywordSpan, { name, operator, known: [...known] });
      continue;
    }
    const expected = expectedOf(name, airflow);
    if (expected === undefined || fits(value, expected, airflow)) continue;
    const facts = { name, expected: expected.words, given: value.kind };
    report(building, "group-argument", span ?? value.span ?? call.span, facts);
  }
  if (operator === "TaskGroup" && !given.has("group_id") && !call.uncertain)
    report(building, "A2", call.span, { operator, missing: ["group_id"] });
  checkId(session, call, given.get("group_id"));
}

/** Without an id a group is the DAG's own: only Airflow itself makes that one. */
function checkId(session: Session, call: NativeCall, given: GivenArgument | undefined): void {
  const kind = given?.value.kind;
  if (!given || kind === "str" || kind === "none" || kind === "unknown" || kind === "instance")
    return;
  const facts = { what: "group_id", given: kind ?? "" };
  report(session.building, "N1", given.span ?? call.span, facts);
}

/** Whether the id is checked for its characters: Airflow 2 does so only where it becomes part of other ids. */
export function checksGroupId({ airflow }: Session, given: GivenMap): boolean {
  return airflow === 3 || booleanOf(given.get("prefix_group_id")?.value) !== false;
}

interface Expected {
  readonly words: string;
  readonly kinds: readonly Value["kind"][];
}

function expectedOf(name: string, airflow: AirflowVersion): Expected | undefined {
  if (texts.includes(name)) return { words: "a text", kinds: ["str"] };
  if (name === "default_args") return { words: "a dict", kinds: ["dict", "none"] };
  if (name === "parent_group") return { words: "a task group itself", kinds: ["none"] };
  if (name === "dag") return { words: "the DAG itself", kinds: ["none"] };
  if (name === "prefix_group_id" && airflow === 2)
    return { words: "True or False", kinds: ["bool", "none"] };
  return undefined;
}

const plain: ReadonlySet<Value["kind"]> = new Set([
  "none",
  "bool",
  "int",
  "float",
  "str",
  "bytes",
  "list",
  "tuple",
  "set",
  "dict",
]);

function fits(value: Value, { words, kinds }: Expected, airflow: AirflowVersion): boolean {
  if (!plain.has(value.kind) || kinds.includes(value.kind)) return true;
  if (payloadOf(value, "airflow.enum")) return true;
  // What is empty is taken for nothing, and Airflow 2 looks past None.
  if (words === "a dict") return "items" in value && [...value.items].length === 0;
  return value.kind === "none" && airflow === 2;
}
