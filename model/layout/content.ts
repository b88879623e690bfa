import { intAt, numAt } from "./arrays.ts";
import type { Container } from "./nest.ts";
import type { Inside } from "./solve.ts";

/** Everything that the layout of a container depends on, in lists that are compared in one go and matched with those of later edits. */
export interface Content {
  /** Of its children, its ports (both are its nodes), and the ports of its children, in the order of their numbers. */
  readonly names: readonly string[];
  /** The node of each of these: a port of a child is the child. */
  readonly nodeOf: Int32Array;
  /** Where each piece begins and ends, by the numbers of the names. */
  readonly from: Int32Array;
  readonly to: Int32Array;
  /** Sizes, places of ports, labels, directions. */
  readonly numbers: Float64Array;
}

/** The content of a container whose children are all laid out. */
export function contentOf(container: Container, inside: Inside): Content {
  const { nested, sizeOf, portAt, labelRoom, loops } = inside;
  const { direction } = nested.graph;
  const { ids } = nested.graph.boxes;
  const { children, ports, innerPorts, pieces, box: own } = container;
  const nodes = children.length + ports.length;
  const names: string[] = [];
  const nodeOf = new Int32Array(nodes + innerPorts.length);
  const numbers = new Float64Array(
    3 + 3 * children.length + ports.length + innerPorts.length + 2 * pieces.length,
  );
  numbers[0] = direction === "LR" ? 0 : 1;
  numbers[1] = children.length;
  numbers[2] = ports.length;
  let at = 3;
  children.forEach((box) => {
    const size = sizeOf(box);
    nodeOf[names.length] = names.length;
    names.push(ids[box] ?? "");
    numbers[at++] = size.along;
    numbers[at++] = size.across;
    numbers[at++] = loops.has(box) ? 1 : 0;
  });
  for (const port of ports) {
    nodeOf[names.length] = names.length;
    names.push(` ${nested.ports[port]?.key ?? ""}`);
    numbers[at++] = labelRoom(port);
  }
  for (const port of innerPorts) {
    const { group = 0, key = "" } = nested.ports[port] ?? {};
    nodeOf[names.length] = intAt(nested.seats, group);
    names.push(`${ids[group] ?? ""} ${key}`);
    numbers[at++] = Math.round(portAt(port) * 10);
  }
  const from = new Int32Array(pieces.length);
  const to = new Int32Array(pieces.length);
  for (let index = 0; index < pieces.length; index++) {
    const piece = intAt(pieces, index);
    from[index] = numberOf(intAt(nested.pieces.from, piece));
    to[index] = numberOf(intAt(nested.pieces.to, piece));
    numbers[at++] = numAt(nested.pieces.labelWidths, piece);
    numbers[at++] = nested.pieces.reversed[piece] ?? 0;
  }
  return { names, nodeOf, from, to, numbers };

  function numberOf(end: number): number {
    if (end < ids.length) return intAt(nested.seats, end);
    const port = end - ids.length;
    return nested.ports[port]?.group === own
      ? children.length + intAt(nested.portSeats, port)
      : nodes + intAt(nested.innerSeats, port);
  }
}

/** Whether two containers are laid out alike. */
export function isSameContent(a: Content, b: Content): boolean {
  return (
    sameItems(a.from, b.from) &&
    sameItems(a.to, b.to) &&
    sameItems(a.numbers, b.numbers) &&
    sameItems(a.names, b.names)
  );
}

function sameItems(a: ArrayLike<number | string>, b: ArrayLike<number | string>): boolean {
  let at = a.length === b.length ? 0 : -1;
  while (at >= 0 && at < a.length && a[at] === b[at]) at++;
  return at === a.length;
}

/** Which names and pieces of a container were there before: their numbers then, or -1. */
export interface Known {
  readonly names: Int32Array;
  readonly pieces: Int32Array;
}

/** Finds what two contents of one container have in common. */
export function known(now: Content, before: Content): Known {
  const names = match(
    now.names.length,
    before.names.length,
    (at) => now.names[at] ?? "",
    (at) => before.names[at] ?? "",
  );
  const pair = (from: number, to: number): number =>
    from < 0 || to < 0 ? -1 : from * before.names.length + to;
  const pieces = match(
    now.from.length,
    before.from.length,
    (at) => pair(intAt(names, intAt(now.from, at)), intAt(names, intAt(now.to, at))),
    (at) => pair(intAt(before.from, at), intAt(before.to, at)),
  );
  return { names, pieces };
}

/** Matches two lists that are mostly the same: their beginnings, their ends, and what is between by its key. */
function match<K extends string | number>(
  count: number,
  countBefore: number,
  key: (at: number) => K,
  keyBefore: (at: number) => K,
): Int32Array {
  const found = new Int32Array(count).fill(-1);
  const shorter = Math.min(count, countBefore);
  let start = 0;
  for (; start < shorter && key(start) === keyBefore(start); start++) found[start] = start;
  let end = 0;
  while (end < shorter - start && key(count - 1 - end) === keyBefore(countBefore - 1 - end)) {
    end++;
    found[count - end] = countBefore - end;
  }
  const rest = new Map<K, number>();
  for (let at = start; at < countBefore - end; at++) rest.set(keyBefore(at), at);
  if (rest.size > 0)
    for (let at = start; at < count - end; at++) found[at] = rest.get(key(at)) ?? -1;
  return found;
}
