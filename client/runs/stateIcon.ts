import { ThemeColor, ThemeIcon } from "vscode";

import type { TaskState } from "../../model/run/taskState.ts";

/** The icon of a state: its shape says it without the colour. */
export function stateIcon(state: TaskState | "opening"): ThemeIcon {
  const [icon, colour] = icons[state];
  return new ThemeIcon(icon, colour === undefined ? undefined : new ThemeColor(colour));
}

// The colours of the graph: see panel.css.
const icons: Readonly<Record<TaskState | "opening", readonly [icon: string, colour?: string]>> = {
  opening: ["loading~spin"],
  none: ["circle-outline"],
  scheduled: ["circle-outline"],
  queued: ["clock", "charts.yellow"],
  running: ["sync~spin", "charts.blue"],
  success: ["pass", "testing.iconPassed"],
  failed: ["error", "dagsight.failed"],
  skipped: ["debug-step-over", "charts.purple"],
  upstream_failed: ["circle-slash", "dagsight.upstreamFailed"],
  removed: ["trash"],
  up_for_retry: ["debug-restart", "charts.yellow"],
  up_for_reschedule: ["watch", "charts.yellow"],
  deferred: ["debug-pause", "charts.purple"],
  cancelled: ["stop-circle", "testing.iconSkipped"],
};
