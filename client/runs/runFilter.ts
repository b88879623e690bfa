import type { RunState } from "../../model/run/state.ts";

/** How a run stands, as far as the filter tells runs apart. */
export type RunStanding = "running" | "success" | "failed" | "cancelled";

/** Which runs the view shows; an empty list leaves nothing out. */
export interface RunFilter {
  readonly standings: readonly RunStanding[];
  readonly dagIds: readonly string[];
}

export const everyRun: RunFilter = { standings: [], dagIds: [] };

/** Every standing with its words. */
export const standings: Readonly<Record<RunStanding, string>> = {
  running: "running",
  success: "successful",
  failed: "failed",
  cancelled: "cancelled",
};

/** Whether a run is shown. */
export function passes({ standings: wanted, dagIds }: RunFilter, run: RunState): boolean {
  return (
    (wanted.length === 0 || wanted.includes(run.result ?? "running")) &&
    (dagIds.length === 0 || dagIds.includes(run.dagId ?? ""))
  );
}

/** How many runs, the newest first, are hidden before the first one that is shown: what was just begun may be among them. */
export function hiddenAhead(filter: RunFilter, newestFirst: readonly RunState[]): number {
  const first = newestFirst.findIndex((run) => passes(filter, run));
  return first < 0 ? newestFirst.length : first;
}

/** `Only failed or cancelled runs of sales`; undefined when nothing is left out. */
export function filterInWords({ standings: wanted, dagIds }: RunFilter): string | undefined {
  if (wanted.length === 0 && dagIds.length === 0) return undefined;
  const states = wanted.map((one) => standings[one]).join(" or ");
  const dags = dagIds.length === 0 ? "" : ` of ${dagIds.join(" or ")}`;
  return `Only ${states === "" ? "" : `${states} `}runs${dags}`;
}
