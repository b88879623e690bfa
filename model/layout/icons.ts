import type { GraphTask } from "../dag/graphJson.ts";

/** A picture of 16 × 16: lines to be stroked, and areas to be filled. */
export interface Icon {
  readonly lines?: string;
  readonly areas?: string;
}

export type IconName =
  | "code"
  | "terminal"
  | "sensor"
  | "branch"
  | "empty"
  | "trigger"
  | "database"
  | "mail"
  | "bolt"
  | "operator"
  | "unknown"
  | "group"
  | "fold"
  | "asset"
  | "dag";

/** What an operator does, at a glance. By the class name's words: any package's `…SqlOperator` is a database. */
export function iconOf(task: GraphTask): IconName {
  const { operator, kind } = task;
  if (kind === "placeholder") return "unknown";
  if (task.branchTargets || /branch/i.test(operator)) return "branch";
  if (/short_?circuit/i.test(operator)) return "bolt";
  if (kind === "sensor" || /sensor/i.test(operator)) return "sensor";
  if (/bash|ssh/i.test(operator)) return "terminal";
  if (/empty|dummy/i.test(operator)) return "empty";
  if (/trigger/i.test(operator)) return "trigger";
  if (/sql|query|table|bigquery|snowflake|postgres|redshift/i.test(operator)) return "database";
  if (/e?mail|slack|notif/i.test(operator)) return "mail";
  if (operator.startsWith("@") || /python/i.test(operator)) return "code";
  return "operator";
}

export const icons: Readonly<Record<IconName, Icon>> = {
  code: { lines: "M5.5 4.5 2 8l3.5 3.5M10.5 4.5 14 8l-3.5 3.5" },
  terminal: { lines: "M2.5 4.5 6 8l-3.5 3.5M8 12h5.5" },
  sensor: {
    lines:
      "M1.5 8S4 3.5 8 3.5 14.5 8 14.5 8 12 12.5 8 12.5 1.5 8 1.5 8zM8 6.2a1.8 1.8 0 1 0 0 3.6 1.8 1.8 0 0 0 0-3.6z",
  },
  branch: {
    lines:
      "M4.5 5.5v5M4.5 2.2a1.6 1.6 0 1 0 0 3.2 1.6 1.6 0 0 0 0-3.2zM4.5 10.6a1.6 1.6 0 1 0 0 3.2 1.6 1.6 0 0 0 0-3.2zM11.5 3.7a1.6 1.6 0 1 0 0 3.2 1.6 1.6 0 0 0 0-3.2zM11.5 6.9c0 2.6-7 1.2-7 3.7",
  },
  empty: { lines: "M8 4.8a3.2 3.2 0 1 0 0 6.4 3.2 3.2 0 0 0 0-6.4z" },
  trigger: { lines: "M6.5 3.5h-3v9h9v-3M9.5 3h3.5v3.5M13 3 7.5 8.5" },
  database: {
    lines:
      "M8 2.2c2.9 0 5 .8 5 1.9S10.9 6 8 6 3 5.2 3 4.1 5.1 2.2 8 2.200zM3 4.100v7.800c0 1.1 2.1 1.9 5 1.900s5-.8 5-1.900V4.100M3 8c0 1.1 2.1 1.9 5 1.900S13 9.1 13 8",
  },
  mail: { lines: "M2 3.800h12v8.400H2zM2.3 4.2 8 8.800l5.7-4.6" },
  bolt: { lines: "M9 1.8 3.8 9H8l-1 5.200L12.2 7H8z" },
  operator: { lines: "M8 1.8 13.4 5v6L8 14.2 2.6 11V5zM2.6 5 8 8.2 13.4 5M8 8.200v6" },
  unknown: {
    lines: "M5.5 5.800C5.5 4 6.6 3 8.1 3s2.6 1 2.6 2.400c0 2-2.6 2.1-2.6 4.100M8.1 12.400v.4",
  },
  group: { lines: "M2.5 4.500h4l1.5 1.500h5.500v6.500h-11z" },
  fold: { lines: "M4.5 2.500h9v6.500M2.5 5h9v7.500h-9z" },
  asset: { lines: "M8 1.800 14 5 8 8.200 2 5zM2 8l6 3.200L14 8M2 11l6 3.200L14 11" },
  dag: {
    lines: "M1.800 6h4v4h-4zM10.200 2h4v4h-4zM10.200 10h4v4h-4zM5.800 8h2.200V4h2.200M8 8v4h2.200",
  },
};

/** States of a task instance that have an icon of their own: colour is never the only sign. */
export const stateIcons: Readonly<Record<string, Icon>> = {
  success: { areas: "M8 1a7 7 0 1 0 0 14A7 7 0 0 0 8 1z", lines: "M5 8.2 7.2 10.4 11.2 5.9" },
  failed: {
    areas: "M8 1a7 7 0 1 0 0 14A7 7 0 0 0 8 1z",
    lines: "M5.6 5.600l4.8 4.800M10.4 5.600l-4.8 4.8",
  },
  upstream_failed: {
    areas: "M8 1a7 7 0 1 0 0 14A7 7 0 0 0 8 1z",
    lines: "M10.8 8H5M7.4 5.4 4.8 8l2.6 2.6",
  },
  running: { lines: "M8 1.800A6.2 6.2 0 1 1 1.8 8" },
  queued: { lines: "M8 1.800a6.2 6.2 0 1 0 0 12.400A6.2 6.2 0 0 0 8 1.800zM8 4.600V8l2.3 1.6" },
  scheduled: { lines: "M8 1.800a6.2 6.2 0 1 0 0 12.400A6.2 6.2 0 0 0 8 1.800zM8 4.600V8" },
  skipped: {
    lines:
      "M8 1.800a6.2 6.2 0 1 0 0 12.400A6.2 6.2 0 0 0 8 1.800zM5.4 5.7 7.7 8l-2.3 2.300M8.6 5.7 10.9 8l-2.3 2.3",
  },
  up_for_retry: { lines: "M13.2 5.200A6 6 0 1 0 14 8M13.8 2v3.600h-3.6" },
  restarting: { lines: "M13.2 5.200A6 6 0 1 0 14 8M13.8 2v3.600h-3.6" },
  up_for_reschedule: { lines: "M13.2 5.200A6 6 0 1 0 14 8M13.8 2v3.600h-3.600M8 5v3l2 1.5" },
  deferred: {
    lines: "M8 1.800a6.2 6.2 0 1 0 0 12.400A6.2 6.2 0 0 0 8 1.800zM6.3 5.700v4.600M9.7 5.700v4.6",
  },
  removed: { lines: "M8 1.800a6.2 6.2 0 1 0 0 12.400A6.2 6.2 0 0 0 8 1.800zM5 8h6" },
  cancelled: { areas: "M8 1a7 7 0 1 0 0 14A7 7 0 0 0 8 1z", lines: "M6 6h4v4H6z" },
};
