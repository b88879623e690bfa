import type { App } from "../app.ts";
import { requireRunnable } from "../canRun.ts";
import { startRun } from "../runs/startRun.ts";
import type { Command } from "./command.ts";
import { dagOf, taskOf, targetOf } from "./target.ts";

/** Runs one task alone, with everything downstream, or with everything upstream. */
export function runTasks(kind: "tasks" | "from" | "until"): Command {
  return async (app: App, given: unknown) => {
    requireRunnable(app.runs);
    const found = await dagOf(app, given);
    const groupId = targetOf(given)?.groupId;
    const taskIds =
      found &&
      (groupId === undefined ? [await taskOf(app, found, given)] : tasksIn(groupId, found));
    const chosen = taskIds?.filter((taskId) => taskId !== undefined) ?? [];
    if (!found || chosen.length === 0) return;
    await startRun(app, {
      document: found.document.uri,
      dagId: found.dagId,
      airflow: found.answer.airflow,
      selection: { kind, taskIds: chosen },
    });
  };
}

/** The tasks of a group and of the groups in it. */
function tasksIn(
  groupId: string,
  { answer, dagId }: NonNullable<Awaited<ReturnType<typeof dagOf>>>,
): string[] {
  const dag = answer.dags.find((each) => each.dagId === dagId);
  const inside = new Set([groupId]);
  for (const group of dag?.groups ?? []) {
    if (group.parent !== null && inside.has(group.parent)) inside.add(group.groupId);
  }
  return (dag?.tasks ?? [])
    .filter(({ group }) => group !== null && inside.has(group))
    .map(({ taskId }) => taskId);
}
