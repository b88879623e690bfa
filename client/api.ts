import type { GraphPanels } from "./graphPanels.ts";

/** What `activate` hands out: for Dagsight's own tests, not a contract with other extensions. */
export interface Api {
  readonly panels: Pick<GraphPanels, "all">;
}
