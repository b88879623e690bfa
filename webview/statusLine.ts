import type { View } from "../model/layout/view.ts";

/** How much is shown, and whether that is all; with the reasons why it may not be. */
export function statusLine({ dag, boxOf }: View): { readonly text: string; readonly why: string } {
  const { length } = dag.tasks;
  const shown = dag.tasks.filter(({ taskId }) => boxOf.has(taskId)).length;
  const isWhole = shown === length;
  const tasks = counted(length, "task");
  const parts = [isWhole ? tasks : `${shown} of ${tasks}`];
  if (isWhole && dag.groups.length > 0) parts.push(counted(dag.groups.length, "group"));
  if (dag.certainty === "dynamic") parts.push("may not be all");
  return { text: parts.join(" · "), why: dag.unknown.map(({ reason }) => reason).join("\n") };
}

function counted(count: number, noun: string): string {
  return `${count} ${count === 1 ? noun : `${noun}s`}`;
}
