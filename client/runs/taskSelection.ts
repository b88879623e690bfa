import type { Selection } from "../../model/run/events.ts";
import { typedInstant } from "../../model/run/params/typedInstant.ts";

/** What a task of type `dagsight` in tasks.json asks for. */
export interface RunTaskWish {
  readonly dagId: string;
  /** Below the workspace folder. */
  readonly file: string | undefined;
  readonly selection: Selection;
  readonly params: Readonly<Record<string, unknown>>;
  /** ISO 8601. */
  readonly logicalDate: string | undefined;
}

/** Reads a task's definition as it was typed; a text says what is wrong with it. */
export function runTaskWish(definition: Readonly<Record<string, unknown>>): RunTaskWish | string {
  const { dag, file, params = {}, logicalDate } = definition;
  if (typeof dag !== "string" || dag === "") return '"dag" has to be the id of a DAG.';
  if (file !== undefined && typeof file !== "string") return '"file" has to be a path.';
  if (typeof params !== "object" || params === null || Array.isArray(params))
    return '"params" has to be names with values.';
  const chosen = kinds.filter((kind) => definition[words[kind]] !== undefined);
  const [kind, other] = chosen;
  if (kind !== undefined && other !== undefined)
    return `Only one of ${chosen.map((each) => `"${words[each]}"`).join(" and ")} can be said.`;
  const taskIds = kind === undefined ? [] : textsOf(definition[words[kind]]);
  if (!taskIds)
    return `"${kind === undefined ? "" : words[kind]}" has to be a task id, or a list of them.`;
  const at = typeof logicalDate === "string" ? typedInstant(logicalDate) : undefined;
  if (logicalDate !== undefined && at === undefined)
    return '"logicalDate" has to be a date such as 2024-03-31 or 2024-03-31T06:00:00Z.';
  return {
    dagId: dag,
    file,
    selection: kind === undefined ? { kind: "all" } : { kind, taskIds },
    params: params as Readonly<Record<string, unknown>>, // Looked at just above.
    logicalDate: at === undefined ? undefined : new Date(at).toISOString(),
  };
}

const kinds = ["tasks", "from", "until"] as const;
const words = { tasks: "task", from: "from", until: "until" } as const;

function textsOf(value: unknown): string[] | undefined {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  const texts = list.filter((one) => typeof one === "string" && one !== "");
  return texts.length === list.length && texts.length > 0 ? (texts as string[]) : undefined;
}
