import { intAt, numAt } from "./arrays.ts";
import type { Scratch } from "./scratch.ts";

/** Room to work in for runs of up to `size`, so that thousands of calls make no garbage. */
export interface IsotonicRoom {
  readonly mean: Float64Array;
  readonly weight: Float64Array;
  readonly length: Int32Array;
}

/** Room for runs of up to this size. */
export function isotonicRoom(size: number, { ints, reals }: Scratch): IsotonicRoom {
  return {
    mean: reals(size),
    weight: reals(size),
    length: ints(size),
  };
}

/**
 * Positions of a row of nodes as near to `targets` as they can be (least squares, by `weights`) while each keeps its gap from the one
 * before: `result[i] - result[i - 1] >= gaps[nodes[i]]`; the gap of the first is 0. Isotonic regression by pooling neighbours that would collide; linear in time.
 */
export function isotonic(
  nodes: Int32Array,
  targets: Float64Array,
  weights: Float64Array,
  gaps: Float64Array,
  result: Float64Array,
  { mean, weight, length }: IsotonicRoom,
): void {
  // A block is a run that touches; its mean is where all of it wants to be, less the room taken before each.
  let blocks = 0;
  let taken = 0;
  for (let at = 0; at < nodes.length; at++) {
    taken += numAt(gaps, intAt(nodes, at));
    mean[blocks] = numAt(targets, at) - taken;
    weight[blocks] = numAt(weights, at);
    length[blocks] = 1;
    blocks++;
    while (blocks > 1 && numAt(mean, blocks - 1) < numAt(mean, blocks - 2)) {
      const left = numAt(weight, blocks - 2);
      const right = numAt(weight, blocks - 1);
      mean[blocks - 2] =
        (numAt(mean, blocks - 2) * left + numAt(mean, blocks - 1) * right) / (left + right);
      weight[blocks - 2] = left + right;
      length[blocks - 2] = intAt(length, blocks - 2) + intAt(length, blocks - 1);
      blocks--;
    }
  }
  taken = 0;
  let at = 0;
  for (let block = 0; block < blocks; block++) {
    const end = at + intAt(length, block);
    for (; at < end; at++) {
      taken += numAt(gaps, intAt(nodes, at));
      result[at] = numAt(mean, block) + taken;
    }
  }
}
