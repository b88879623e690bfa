import type { InstanceEvent, RunEvent } from "./events.ts";
import { durationText } from "./durationText.ts";
import type { RunState } from "./state.ts";

/** What happened, as a line for a terminal; undefined when it is not worth one. `state` is the state after it. */
export function eventText(event: RunEvent, state: RunState): string | undefined {
  switch (event.kind) {
    case "opened":
      return `Loading ${event.file}`;
    case "engine":
      return `Python ${event.python}, ${event.engine === "airflow" ? `Airflow ${event.airflow}` : `airflow_lite (plays Airflow ${event.airflow})`}, loaded in ${event.loadMs} ms${event.engine === "lite" && event.installed !== null ? `; Airflow ${event.installed} is installed and not used` : ""}`;
    case "refused":
      return event.because === "wish" ? undefined : event.reason;
    case "planned":
      return `Running ${event.dagId}: ${event.tasks.filter((task) => !task.remembered).length} tasks, ${event.parallel} at a time`;
    case "simulated":
      return `${event.taskId} is simulated: ${event.reason}`;
    case "notice":
      return event.text;
    case "cancelled":
      return event.reason;
    case "mapped":
      return `${event.taskId}: ${event.length} instances`;
    case "summary":
      return undefined;
    case "queued":
    case "started":
    case "output":
    case "log":
    case "debugging":
    case "retrying":
    case "deferred":
    case "rescheduled":
    case "skipped":
    case "xcom":
    case "labelled":
    case "rendered":
    case "asset":
    case "finished": {
      const text = instanceText(event, state);
      return text === undefined ? undefined : `${nameOf(event)}  ${text}`;
    }
  }
}

function instanceText(event: InstanceEvent, state: RunState): string | undefined {
  switch (event.kind) {
    case "started":
      return event.try > 1 ? `running, try ${event.try}` : "running";
    case "output":
      return `| ${event.text.replaceAll("\n", `\n${nameOf(event)}  | `)}`;
    case "log":
      return `| ${event.level.toUpperCase()} ${event.message}`;
    case "debugging":
      return `waits for a debugger at ${event.host}:${event.port}`;
    case "retrying":
      return `failed${because(event.error?.message)}; next try in ${durationText(Math.max(0, event.until - now(state)))}`;
    case "deferred":
      return `waits for ${event.trigger}`;
    case "rescheduled":
      return "looks again later";
    case "skipped":
      return `skipped${because(event.reason)}`;
    case "asset":
      return `produced ${event.name}`;
    case "finished":
      if (event.reason === "remembered") return undefined;
      return `${event.state} after ${durationText(event.durationMs)}${because(event.error?.message ?? event.reason)}`;
    case "queued":
    case "xcom":
    case "labelled":
    case "rendered":
      return undefined;
  }
}

function now(state: RunState): number {
  let latest = state.startedAt;
  for (const task of state.tasks.values())
    for (const one of task.instances.values())
      for (const attempt of one.tries)
        latest = Math.max(latest, attempt.endedAt ?? attempt.startedAt);
  return latest;
}

function nameOf(event: InstanceEvent): string {
  return event.mapIndex === null ? event.taskId : `${event.taskId}[${event.mapIndex}]`;
}

function because(why: string | null | undefined): string {
  return why === null || why === undefined ? "" : `: ${why.split("\n")[0] ?? ""}`;
}
