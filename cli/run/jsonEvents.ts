import type { RunEvent } from "../../model/run/events.ts";
import type { RunState } from "../../model/run/state.ts";
import type { RunSummary } from "../../model/run/summary.ts";
import type { Terminal } from "../command.ts";
import type { RunView } from "./runView.ts";

/** One event a line, the summary last. */
export function jsonEvents(terminal: Terminal): RunView {
  return {
    hear: (event, state) => {
      terminal.out(`${jsonLine(event, state)}\n`);
    },
    end: () => undefined,
  };
}

/** An event as JSON. Values that tasks return are put in as Python wrote them, so that no number changes on the way. */
function jsonLine(event: RunEvent, state: RunState): string {
  if (event.kind !== "summary") return JSON.stringify(event);
  const tasks = event.tasks.map((task) => taskJson(task, state));
  const rest = JSON.stringify({ ...event, tasks: undefined });
  return `${rest.slice(0, -1)},"tasks":[${tasks.join(",")}]}`;
}

function taskJson(task: RunSummary["tasks"][number], state: RunState): string {
  const { returnValue, ...shown } = task;
  const text = state.tasks
    .get(task.taskId)
    ?.instances.get(task.mapIndex ?? -1)
    ?.xcoms.get("return_value")?.text;
  const json = JSON.stringify(shown);
  if (returnValue === undefined || text === undefined || text === null) return json;
  const isAsWritten = isJson(text) && !text.includes('"__classname__"');
  const value = isAsWritten ? text : JSON.stringify(returnValue);
  return `${json.slice(0, -1)},"returnValue":${value}}`;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    // A custom XCom backend may write anything; then it is a string.
    return false;
  }
}
