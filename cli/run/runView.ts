import type { RunEvent } from "../../model/run/events.ts";
import type { RunState } from "../../model/run/state.ts";

/** Shows one run on a terminal. */
export interface RunView {
  readonly hear: (event: RunEvent, state: RunState) => void;
  /** The run is over. */
  readonly end: (state: RunState) => void;
}
