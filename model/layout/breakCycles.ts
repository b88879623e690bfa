import { bucketsOf, intAt } from "./arrays.ts";
import type { Scratch } from "./scratch.ts";

/** A directed graph of numbered nodes; some of its edges are known to close cycles. */
export interface Digraph {
  readonly count: number;
  readonly from: Int32Array;
  readonly to: Int32Array;
  readonly closing: Uint8Array;
}

/** The same without its cycles. */
export interface Acyclic {
  /** Edges that have to be read backwards. */
  readonly reversed: Uint8Array;
  /** All nodes, upstream first. */
  readonly sorted: Int32Array;
}

/**
 * Finds the edges to be read backwards: a depth-first walk in the order of making, on its own stack, and each edge that comes back
 * to a node on the way is one. Edges known to close a cycle of tasks do not take part: they follow whatever the others decide.
 */
export function breakCycles(
  { count, from, to, closing }: Digraph,
  { ints, bytes }: Scratch,
): Acyclic {
  const outgoing = bucketsOf(from, count, ints);
  const done = bytes(count);
  const sorted = ints(count);
  const next = ints(count + 1);
  next.set(outgoing.starts);
  const stack = ints(count);
  let unsorted = count;
  for (let root = 0; root < count; root++) {
    if (done[root]) continue;
    let depth = 0;
    stack[depth++] = root;
    done[root] = 1;
    while (depth > 0) {
      const node = intAt(stack, depth - 1);
      const place = intAt(next, node);
      if (place === intAt(outgoing.starts, node + 1)) {
        sorted[--unsorted] = node;
        depth--;
        continue;
      }
      next[node] = place + 1;
      const edge = intAt(outgoing.items, place);
      const target = intAt(to, edge);
      if (closing[edge] || done[target]) continue;
      done[target] = 1;
      stack[depth++] = target;
    }
  }
  const place = ints(count);
  for (let at = 0; at < count; at++) place[intAt(sorted, at)] = at;
  const reversed = bytes(from.length);
  for (let edge = 0; edge < from.length; edge++)
    reversed[edge] = intAt(place, intAt(from, edge)) > intAt(place, intAt(to, edge)) ? 1 : 0;
  return { reversed, sorted };
}
