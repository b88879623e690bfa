/**
 * Lets so many bytes of output through in each stretch of time, so that a task that prints without end does not stall what
 * shows the run. What is held back is counted, and said when there is room again; the log has all of it.
 */
export class Flood {
  readonly #now: () => number;
  #windowStart = 0;
  #spent = 0;
  #heldBack = 0;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Whether this text may be shown; and how many lines were held back before it, if it is the first after such. */
  admit(text: string): { readonly show: boolean; readonly heldBack: number } {
    const now = this.#now();
    if (now - this.#windowStart >= windowMs) {
      this.#windowStart = now;
      this.#spent = 0;
    }
    if (this.#spent >= bytesPerWindow) {
      this.#heldBack += lineCount(text);
      return { show: false, heldBack: 0 };
    }
    this.#spent += text.length;
    return { show: true, heldBack: this.takeHeldBack() };
  }

  /** Lines held back since this was asked last. */
  takeHeldBack(): number {
    const lines = this.#heldBack;
    this.#heldBack = 0;
    return lines;
  }
}

const windowMs = 100;
const bytesPerWindow = 64_000;

function lineCount(text: string): number {
  let lines = 1;
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) lines++;
  return lines;
}
