import type { PlannedGroup } from "./events.ts";
import type { InstanceRun, RunState, TaskRun } from "./state.ts";
import { joinedState } from "./joinedState.ts";
import { isFinal, type TaskState } from "./taskState.ts";

/** How a tree is written. */
export interface TreeStyle {
  /** For durations of what still runs, in milliseconds since 1970. */
  readonly now: number;
  /** Rows at most; what is done and went well is left out first, and said so. */
  readonly rows?: number;
  /** Decorates a line by its state: colours. */
  readonly paint?: (text: string, state: TaskState) => string;
}

/** A run as a tree of text: groups, tasks, mapped instances, each with its state and duration. */
export function printTree(state: RunState, style: TreeStyle): readonly string[] {
  const rows = rowsOf(state, null, "", style);
  const limit = style.rows ?? Infinity;
  if (rows.length <= limit) return rows.map((row) => row.text);
  const important = rows.filter((row) => !isQuiet(row.state));
  const shown = important.slice(0, Math.max(1, limit - 1));
  return [...shown.map((row) => row.text), `… ${rows.length - shown.length} more`];
}

/** `1.2 s`, `3 min 20 s`. */
export function printDuration(ms: number): string {
  if (ms < 60_000) return `${(ms / 1000).toFixed(ms < 9950 ? 1 : 0)} s`;
  const minutes = Math.floor(ms / 60_000);
  const seconds = Math.round((ms % 60_000) / 1000);
  if (minutes < 60) return `${minutes} min ${seconds} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** One sign for each state. */
export const stateSigns: Readonly<Record<TaskState, string>> = {
  none: "·",
  scheduled: "·",
  queued: "·",
  running: "▶",
  success: "✓",
  failed: "✗",
  skipped: "○",
  upstream_failed: "⊘",
  removed: "−",
  up_for_retry: "↻",
  up_for_reschedule: "⏱",
  deferred: "⏱",
  cancelled: "■",
};

interface Row {
  readonly text: string;
  readonly state: TaskState;
}

function rowsOf(state: RunState, parent: string | null, indent: string, style: TreeStyle): Row[] {
  const children: (PlannedGroup | TaskRun)[] = [
    ...[...state.groups.values()].filter(
      (group) => group.parent === parent && isUsed(state, group),
    ),
    ...[...state.tasks.values()].filter(({ task }) => task.group === parent),
  ];
  return children.flatMap((child) =>
    "groupId" in child
      ? groupRows(state, child, parent, indent, style)
      : taskRows(child, parent, indent, style),
  );
}

function groupRows(
  state: RunState,
  group: PlannedGroup,
  parent: string | null,
  indent: string,
  style: TreeStyle,
): Row[] {
  const states = [...state.tasks.values()]
    .filter(({ task }) => isInside(state, task.group, group.groupId))
    .map((task) => task.state);
  const joined = joinedState(Object.fromEntries(states.map((one) => [one, 1])));
  const name = shortId(group.groupId, parent);
  return [
    row(indent, joined, name, "", style),
    ...rowsOf(state, group.groupId, `${indent}  `, style),
  ];
}

function taskRows(task: TaskRun, parent: string | null, indent: string, style: TreeStyle): Row[] {
  const name = shortId(task.task.taskId, parent);
  const [first] = task.instances.values();
  if (task.instances.size === 1 && first?.mapIndex === null)
    return [row(indent, first.state, name, facts(first, task, style.now), style)];
  return [
    row(indent, task.state, name, `${task.instances.size} instances`, style),
    ...[...task.instances.values()].map((one) =>
      row(
        `${indent}  `,
        one.state,
        `[${one.label ?? one.mapIndex ?? 0}]`,
        facts(one, task, style.now),
        style,
      ),
    ),
  ];
}

function row(indent: string, state: TaskState, name: string, more: string, style: TreeStyle): Row {
  const plain = `${stateSigns[state]} ${name}`;
  const painted = style.paint ? style.paint(plain, state) : plain;
  const word = `${state}${more === "" ? "" : `  ${more}`}`;
  const width = Math.max(1, 34 - indent.length - plain.length);
  return { text: `${indent}${painted}${" ".repeat(width)}${word}`, state };
}

function facts(instance: InstanceRun, task: TaskRun, now: number): string {
  const parts: string[] = [];
  const { startedAt } = instance;
  if (startedAt !== undefined)
    parts.push(printDuration(Math.max(0, (instance.endedAt ?? now) - startedAt)));
  if (instance.tries.length > 1) parts.push(`try ${instance.tries.length}`);
  if (task.task.remembered) parts.push("remembered");
  if (task.simulated !== null) parts.push("simulated");
  const why = instance.tries.at(-1)?.error?.message ?? instance.reason;
  if (why !== null && isFinal(instance.state) && instance.state !== "success")
    parts.push(oneLine(why));
  return parts.join("  ");
}

function oneLine(text: string): string {
  const [first = ""] = text.trim().split("\n");
  return first.length > 100 ? `${first.slice(0, 99)}…` : first;
}

function shortId(id: string, parent: string | null): string {
  return parent !== null && id.startsWith(`${parent}.`) ? id.slice(parent.length + 1) : id;
}

function isUsed(state: RunState, group: PlannedGroup): boolean {
  return [...state.tasks.values()].some(({ task }) => isInside(state, task.group, group.groupId));
}

function isInside(state: RunState, group: string | null, wanted: string): boolean {
  for (let at = group, depth = 0; at !== null && depth < 100; depth++) {
    if (at === wanted) return true;
    at = state.groups.get(at)?.parent ?? null;
  }
  return false;
}

/** Not worth a row when there are too many. */
function isQuiet(state: TaskState): boolean {
  return state === "success" || state === "none" || state === "skipped" || state === "scheduled";
}
