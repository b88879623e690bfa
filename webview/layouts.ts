import type { Picture } from "../model/layout/graph.ts";
import { source } from "worker:./layoutWorker.ts";
import type { LayouterInPage, LayoutAnswer, LayoutRequest } from "./layoutWorker.ts";

/** The layout worker, warm from the start. While it works only the newest question waits; older ones are never answered. */
export class Layouts {
  readonly #worker: Worker | undefined;
  readonly #here: ((request: LayoutRequest) => LayoutAnswer) | undefined;
  readonly #failed: (message: string) => void;
  #busy = false;
  #waiting: { request: LayoutRequest; answered: (picture: Picture) => void } | undefined;
  #answered: ((picture: Picture) => void) | undefined;

  constructor(failed: (message: string) => void) {
    this.#failed = failed;
    const worker = startWorker(failed);
    if (worker) {
      worker.onmessage = ({ data }: MessageEvent<LayoutAnswer>) => this.#receive(data);
      worker.onerror = ({ message }) => failed(`layout worker: ${message}`);
      this.#worker = worker;
    } else this.#here = layouterInPage();
  }

  ask(request: LayoutRequest, answered: (picture: Picture) => void): void {
    this.#waiting = { request, answered };
    if (!this.#busy) this.#next();
  }

  dispose(): void {
    this.#worker?.terminate();
  }

  #next(): void {
    const next = this.#waiting;
    if (!next) return;
    this.#waiting = undefined;
    this.#answered = next.answered;
    const { request } = next;
    if (this.#worker) {
      this.#busy = true;
      const { parents, widths, heights, open } = request.graph.boxes;
      const { from, to, labelWidths, labelHeights, closing } = request.graph.edges;
      const boxes = [parents, widths, heights, open];
      const edges = [from, to, labelWidths, labelHeights, closing];
      this.#worker.postMessage(
        request,
        [...boxes, ...edges].map(({ buffer }) => buffer),
      );
    } else if (this.#here) this.#receive(this.#here(request));
  }

  #receive({ picture, error }: LayoutAnswer): void {
    this.#busy = false;
    if (error !== undefined) this.#failed(error);
    // A newer question makes this answer old, but a picture now is better than none for long.
    if (picture && !this.#waiting) this.#answered?.(picture);
    this.#next();
  }
}

/** The worker's own script, run in this page: its nonce allows it. */
function layouterInPage(): LayouterInPage["dagsightLayouter"] {
  const script = document.createElement("script");
  script.nonce = document.querySelector("script")?.nonce ?? "";
  script.textContent = source;
  document.head.append(script);
  return (globalThis as LayouterInPage).dagsightLayouter;
}

function startWorker(failed: (message: string) => void): Worker | undefined {
  try {
    const url = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
    const worker = new Worker(url);
    URL.revokeObjectURL(url);
    return worker;
  } catch (error) {
    failed(`The layout worker does not start, so layouts block the panel: ${String(error)}`);
    return undefined;
  }
}
