import type { RunState } from "../model/run/state.ts";
import { timelineOf } from "../model/run/timeline.ts";
import type { ToPanel } from "../protocol/graphPanel.ts";

/** Between two timelines: a long one takes longer to make and to send. */
const pauseMs = 250;
const longPauseMs = 1000;
const manyTasks = 1000;

/** Sends a panel its run over time, as long as that is what it shows. */
export class TimelineFeed {
  readonly #send: (message: ToPanel) => void;
  readonly #painted: () => RunState | undefined;
  #shown = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(send: (message: ToPanel) => void, painted: () => RunState | undefined) {
    this.#send = send;
    this.#painted = painted;
  }

  /** The timeline came into view, or went out of it. */
  show(shown: boolean): void {
    this.#shown = shown;
    if (shown) this.#sendNow();
  }

  /** Another run is painted. */
  runChosen(): void {
    if (this.#shown) this.#sendNow();
  }

  /** The painted run went on. */
  runChanged(): void {
    if (!this.#shown || this.#timer !== undefined) return;
    const count = this.#painted()?.tasks.size ?? 0;
    this.#timer = setTimeout(() => this.#sendNow(), count > manyTasks ? longPauseMs : pauseMs);
  }

  dispose(): void {
    clearTimeout(this.#timer);
  }

  #sendNow(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (!this.#shown) return;
    const state = this.#painted();
    this.#send({ kind: "timeline", timeline: state ? timelineOf(state, Date.now()) : null });
  }
}
