import { withMore } from "../withMore.ts";

/** A task instance to skip, as Python names it: by id alone (all of them), or with a map index (-1: the one that is not expanded). */
export interface SkipTarget {
  readonly taskId: string;
  readonly mapIndex: number | null;
}

/** Key of the XCom in which a branch or short circuit remembers its choice (Airflow: models/skipmixin.py). */
export const skipKey = "skipmixin_key";

/**
 * The `tasks` of a `SkipDownstreamTasks` message: ids, or pairs of id and map index. What an id alone means differs: in Airflow 3
 * the instance that is not mapped (-1), before all of them that matter to the branch (null).
 */
export function skipTargets(tasks: unknown, idAlone: -1 | null): readonly SkipTarget[] {
  if (!Array.isArray(tasks)) return [];
  return tasks.flatMap((entry: unknown): SkipTarget[] => {
    if (typeof entry === "string") return [{ taskId: entry, mapIndex: idAlone }];
    if (!Array.isArray(entry)) return [];
    const [taskId, mapIndex] = entry as unknown[];
    if (typeof taskId !== "string") return [];
    return [{ taskId, mapIndex: typeof mapIndex === "number" ? mapIndex : null }];
  });
}

/** Whether a parent's remembered choice leaves this direct child out. */
export function wasSkippedBy(choice: string | null | undefined, taskId: string): boolean {
  if (!choice) return false;
  const value = parsed(choice);
  if (value.followed) return !value.followed.includes(taskId);
  return value.skipped?.includes(taskId) ?? false;
}

interface Choice {
  readonly followed?: readonly unknown[];
  readonly skipped?: readonly unknown[];
}

/** Reads `{"followed": […]}` or `{"skipped": […]}`; anything else is no choice. */
function parsed(text: string): Choice {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // Not JSON: another custom encoding. The skip itself came as a message, so nothing is lost.
    return {};
  }
  if (typeof value !== "object" || value === null) return {};
  const { followed, skipped } = value as Record<string, unknown>;
  return withMore(
    Array.isArray(followed) ? { followed } : {},
    Array.isArray(skipped) ? { skipped } : {},
  );
}
