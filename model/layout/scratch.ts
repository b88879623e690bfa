/**
 * Arrays for the time that one container is laid out, all zero, as parts of one large piece of memory: an array of its own that is
 * longer than a few items takes ten times as long to make, and a layout needs a hundred of them for each container.
 */
export interface Scratch {
  readonly ints: (length: number) => Int32Array;
  readonly reals: (length: number) => Float64Array;
  readonly bytes: (length: number) => Uint8Array;
  /** All that was given is given anew. */
  readonly clear: () => void;
}

/** So many bytes JavaScript keeps within the array itself, for next to nothing. */
const few = 64;

/** Scratch memory that grows as it is needed. */
export function scratchOf(): Scratch {
  let memory = new ArrayBuffer(1 << 16);
  let used = 0;
  /** What lies behind was never given: it is zero. */
  let touched = 0;
  return {
    ints: (length) => {
      if (4 * length <= few) return new Int32Array(length);
      const start = take(4 * length);
      return new Int32Array(memory, start, length);
    },
    reals: (length) => {
      if (8 * length <= few) return new Float64Array(length);
      const start = take(8 * length);
      return new Float64Array(memory, start, length);
    },
    bytes: (length) => {
      if (length <= few) return new Uint8Array(length);
      const start = take(length);
      return new Uint8Array(memory, start, length);
    },
    clear: () => {
      touched = Math.max(touched, used);
      used = 0;
    },
  };

  function take(bytes: number): number {
    const size = (bytes + 7) & ~7;
    if (used + size > memory.byteLength) {
      memory = new ArrayBuffer(2 * Math.max(memory.byteLength, size));
      used = touched = 0;
    }
    const start = used;
    used += size;
    if (start < touched) new Uint8Array(memory, start, size).fill(0);
    return start;
  }
}
