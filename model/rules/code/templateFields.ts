import type { Task } from "../../dag/dag.ts";
import { factsOf } from "./standardArguments.ts";

/** Whether an argument of a task is rendered as a template; undefined when its class is not known that well. */
export function isTemplateField(task: Task, name: string): boolean | undefined {
  return factsOf(task)?.templateFields?.includes(name);
}
