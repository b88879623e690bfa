import { intAt } from "./arrays.ts";
import type { Content } from "./content.ts";
import type { Container } from "./nest.ts";
import type { Scratch } from "./scratch.ts";

/** Nodes of a container that hang together: its children by their place in the list, then its ports. */
export interface PartNodes {
  readonly nodes: readonly number[];
  /** The same, upstream first. */
  readonly sorted: readonly number[];
  readonly pieces: readonly number[];
}

/** The parts of a container: what touches the border comes first, then the order of making. A part is led by its first node. */
export function partsOf(
  { children, ports, acyclic }: Container,
  content: Content,
  { ints }: Scratch,
): PartNodes[] {
  const { nodeOf } = content;
  const leader = ints(children.length + ports.length);
  for (let at = 0; at < leader.length; at++) leader[at] = at;
  const find = (at: number): number => {
    let root = at;
    while (intAt(leader, root) !== root) root = intAt(leader, root);
    for (let up = at; up !== root;) {
      const next = intAt(leader, up);
      leader[up] = root;
      up = next;
    }
    return root;
  };
  const unite = (a: number, b: number): void => {
    const one = find(a);
    const other = find(b);
    leader[Math.max(one, other)] = Math.min(one, other);
  };
  for (let piece = 0; piece < content.from.length; piece++)
    unite(intAt(nodeOf, intAt(content.from, piece)), intAt(nodeOf, intAt(content.to, piece)));
  // All that is wired to the border is one part: its ports have to reach both borders.
  for (let at = 1; at < ports.length; at++) unite(children.length, children.length + at);
  const parts: { nodes: number[]; sorted: number[]; pieces: number[] }[] = [];
  const partOf = ints(leader.length).fill(-1);
  const partLedBy = (root: number): (typeof parts)[number] => {
    const known = parts[intAt(partOf, root)];
    if (known) return known;
    const part = { nodes: [], sorted: [], pieces: [] };
    partOf[root] = parts.length;
    parts.push(part);
    return part;
  };
  if (ports.length > 0) partLedBy(find(children.length));
  for (let at = 0; at < leader.length; at++) partLedBy(find(at)).nodes.push(at);
  acyclic.sorted.forEach((child) => partLedBy(find(child)).sorted.push(child));
  for (let at = children.length; at < leader.length; at++) partLedBy(find(at)).sorted.push(at);
  for (let piece = 0; piece < content.from.length; piece++)
    partLedBy(find(intAt(nodeOf, intAt(content.from, piece)))).pieces.push(piece);
  return parts;
}
