import type { Selection } from "../../model/run/events.ts";
import type { RunState } from "../../model/run/state.ts";

/**
 * What runs when one task is debugged: it alone where the last run left results of all that it waits for, else all that
 * comes before it runs too, as usual.
 */
export function debugSelection(taskId: string, last: RunState | undefined): Selection {
  const upstream = last?.tasks.get(taskId)?.task.upstream;
  const isRemembered = upstream?.every((id) => last?.tasks.get(id)?.state === "success");
  return { kind: isRemembered === true ? "tasks" : "until", taskIds: [taskId] };
}
