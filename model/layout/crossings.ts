import { intAt } from "./arrays.ts";
import type { Seating } from "./order.ts";

/** Crossings of the steps between a layer and the next: inversions, counted with a binary indexed tree. */
export function crossingsBetween(seating: Seating, layer: number): number {
  const upper = seating.order[layer];
  const lower = seating.order[layer + 1];
  if (!upper || !lower) return 0;
  const { stepped, down, fromPort, toPort, upPorts, slots } = seating;
  let slotCount = 0;
  for (let at = 0; at < lower.length; at++) {
    const node = intAt(lower, at);
    slots[node] = slotCount;
    slotCount += intAt(upPorts, node);
  }
  const { tree } = seating;
  tree.fill(0, 0, slotCount + 1);
  let crossings = 0;
  let seen = 0;
  for (let index = 0; index < upper.length; index++) {
    const node = intAt(upper, index);
    const start = intAt(down.starts, node);
    const end = intAt(down.starts, node + 1);
    // Steps from one place of the border do not cross each other: first count for all of them, then add them.
    const ports = intAt(seating.downPorts, node);
    for (let port = 0; port < ports; port++) {
      for (let at = start; at < end; at++) {
        const step = intAt(down.items, at);
        if (intAt(fromPort, step) !== port) continue;
        const slot = intAt(slots, intAt(stepped.stepTo, step)) + intAt(toPort, step);
        crossings += seen;
        for (let index = slot + 1; index > 0; index -= index & -index)
          crossings -= intAt(tree, index);
      }
      for (let at = start; at < end; at++) {
        const step = intAt(down.items, at);
        if (intAt(fromPort, step) !== port) continue;
        const slot = intAt(slots, intAt(stepped.stepTo, step)) + intAt(toPort, step);
        seen++;
        for (let index = slot + 1; index <= slotCount; index += index & -index)
          tree[index] = intAt(tree, index) + 1;
      }
    }
  }
  return crossings;
}
