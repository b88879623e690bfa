import type { RunState } from "../../model/run/state.ts";
import type { Reprocess } from "../../protocol/runForm.ts";

/** The dates that a backfill still has to run: those without a run that stands for them. */
export function openDates<D extends { readonly at: number }>(
  dates: readonly D[],
  runs: readonly Pick<RunState, "runId" | "result" | "logicalDate">[],
  reprocess: Reprocess,
): D[] {
  const done = new Set(
    runs
      .filter(({ runId }) => runId.startsWith("backfill__") && reprocess !== "completed")
      .filter(({ result }) => result === "success" || (reprocess === "none" && result === "failed"))
      .map(({ logicalDate }) => Date.parse(logicalDate ?? "")),
  );
  return dates.filter(({ at }) => !done.has(at));
}
