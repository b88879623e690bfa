import { durationText } from "./durationText.ts";
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
  const rows = rowsOf(childrenOf(state), null, "", style);
  const limit = style.rows ?? Infinity;
  if (rows.length <= limit) return rows.map((row) => row.text);
  const important = rows.filter((row) => !isQuiet(row.state));
  const shown = important.slice(0, Math.max(1, limit - 1));
  return [...shown.map((row) => row.text), `… ${rows.length - shown.length} more`];
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

/** What each group holds (null: the DAG itself), in the order in which its first task was made. */
type Children = ReadonlyMap<string | null, readonly (PlannedGroup | TaskRun)[]>;

function childrenOf(state: RunState): Children {
  const children = new Map<string | null, (PlannedGroup | TaskRun)[]>();
  const placed = new Set<string>();
  const put = (parent: string | null, child: PlannedGroup | TaskRun): void => {
    const siblings = children.get(parent);
    if (siblings) siblings.push(child);
    else children.set(parent, [child]);
  };
  for (const task of state.tasks.values()) {
    put(task.task.group, task);
    for (let at = task.task.group; at !== null && !placed.has(at);) {
      const group = state.groups.get(at);
      placed.add(at);
      if (group) put(group.parent, group);
      at = group?.parent ?? null;
    }
  }
  return children;
}

function rowsOf(
  children: Children,
  parent: string | null,
  indent: string,
  style: TreeStyle,
): Row[] {
  return (children.get(parent) ?? []).flatMap((child) =>
    "groupId" in child
      ? groupRows(children, child, parent, indent, style)
      : taskRows(child, parent, indent, style),
  );
}

function groupRows(
  children: Children,
  group: PlannedGroup,
  parent: string | null,
  indent: string,
  style: TreeStyle,
): Row[] {
  const rows = rowsOf(children, group.groupId, `${indent}  `, style);
  const joined = joinedState(Object.fromEntries(rows.map((one) => [one.state, 1])));
  return [row(indent, joined, shortId(group.groupId, parent), "", style), ...rows];
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
    parts.push(durationText(Math.max(0, (instance.endedAt ?? now) - startedAt)));
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

/** Not worth a row when there are too many. */
function isQuiet(state: TaskState): boolean {
  return state === "success" || state === "none" || state === "skipped" || state === "scheduled";
}
