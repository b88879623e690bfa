import type { Certainty } from "../../dag/certainty.ts";
import type { NativeCall } from "../../python/native.ts";
import type { Value } from "../../python/value.ts";
import type { Span } from "../../text/span.ts";
import { payloadOf, statementOf, type Session } from "./session.ts";
import type { TaskDraft } from "./structure/draft.ts";
import { openWays } from "./structure/choices.ts";
import { setUpstream } from "./structure/relate.ts";

/** A task whose output a value holds, and whether it surely does. */
export interface Reference {
  readonly task: TaskDraft;
  readonly certainty: Certainty;
}

/** Deeper than any real argument; a list that holds itself ends here. */
const depthLimit = 12;

/**
 * The outputs of tasks in a value, deep in lists, tuples, sets, values of dicts and template fields of operators, as
 * Airflow finds them (XComArg.iter_xcom_references).
 */
export function referencesIn(value: Value, depth = 0): Reference[] {
  if (depth > depthLimit) return [];
  switch (value.kind) {
    case "list":
    case "tuple":
      return value.items.flatMap((item) => referencesIn(item, depth + 1));
    case "set":
      return [...value.items.values()].flatMap((item) => referencesIn(item, depth + 1));
    case "dict":
      return [...value.entries.values()].flatMap((entry) => referencesIn(entry.value, depth + 1));
    case "unknown":
      return (value.alternatives ?? []).flatMap((other) =>
        referencesIn(other, depth + 1).map(({ task }) => ({ task, certainty: "dynamic" as const })),
      );
    case "instance":
      return referencesInInstance(value, depth);
    default:
      return [];
  }
}

/** Makes the edges that data in an argument makes. */
export function linkData(
  session: Session,
  call: NativeCall,
  task: TaskDraft,
  value: Value,
  given: { readonly span: Span | undefined; readonly certainty?: Certainty },
): void {
  for (const { task: producer, certainty } of referencesIn(value)) {
    const said = statementOf(call, "data", { from: given.span });
    const dynamic = certainty === "dynamic" || given.certainty === "dynamic";
    setUpstream(session.building, task, [producer], {
      ...said,
      span: given.span ?? said.span,
      certainty: dynamic ? "dynamic" : said.certainty,
      choices: dynamic ? openWays : said.choices,
    });
  }
}

function referencesInInstance(
  value: Extract<Value, { kind: "instance" }>,
  depth: number,
): Reference[] {
  const tasks =
    payloadOf(value, "airflow.xcom")?.draft.tasks ??
    payloadOf(value, "airflow.mappedArgument")?.tasks;
  if (tasks) return tasks.map((task) => ({ task, certainty: "certain" }));
  const fields = payloadOf(value, "airflow.task")?.templateFields ?? [];
  return fields.flatMap((field) => {
    const inner = value.attributes.get(field);
    return inner ? referencesIn(inner, depth + 1) : [];
  });
}
