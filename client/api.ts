import type { GraphPanels } from "./graphPanels.ts";
import type { Runs } from "./runs/runs.ts";
import type { RunsView } from "./runs/runsView.ts";

/** What `activate` hands out: for Dagsight's own tests, not a contract with other extensions. */
export interface Api {
  /** Open graph panels: what each shows. */
  readonly panels: Pick<GraphPanels, "all">;
  /** All runs with their state. */
  readonly runs: Pick<Runs, "all" | "running" | "get">;
  /** The Runs view as text. */
  readonly runsView: Pick<RunsView, "asText">;
}
