import { report, type Building } from "./building.ts";
import type { Node, Statement } from "./draft.ts";
import { setDownstream, setUpstream } from "./relate.ts";

/** One argument of `chain` and its like: a node, or a list of nodes, with its text. */
export interface Link {
  readonly nodes: Node | readonly Node[];
  readonly span: Statement["span"];
}

/** `chain(a, [b, c], [d, e], f)`: neighbours one after the other, lists of one length pair by pair. */
export function chain(building: Building, links: readonly Link[], statement: Statement): void {
  for (const [first, second] of neighbours(links)) {
    const said = between(statement, first, second);
    if (!isList(first.nodes)) setDownstream(building, first.nodes, listOf(second), said);
    else if (!isList(second.nodes)) setUpstream(building, second.nodes, first.nodes, said);
    else chainLists(building, first.nodes, second.nodes, said);
  }
}

/** `chain_linear(a, [b, c], [d, e])`: each of one with each of the next. */
export function chainLinear(
  building: Building,
  links: readonly Link[],
  statement: Statement,
): void {
  if (links.length === 0) {
    report(building, "R8", statement.span, { reason: "none" });
    return;
  }
  const label = links.find((link) => !isList(link.nodes) && link.nodes.kind === "label");
  if (label) {
    report(building, "R8", label.span, { reason: "label" });
    return;
  }
  let set = false;
  for (const [first, second] of neighbours(links)) {
    for (const node of listOf(first)) {
      setDownstream(building, node, listOf(second), between(statement, first, second));
      set = true;
    }
  }
  if (!set) report(building, "R8", statement.span, { reason: "nothing" });
}

/** `cross_downstream([a, b], [c, d])`: each of the first with each of the second. */
export function crossDownstream(
  building: Building,
  from: Link,
  to: Link,
  statement: Statement,
): void {
  for (const node of listOf(from)) {
    setDownstream(building, node, listOf(to), between(statement, from, to));
  }
}

function chainLists(
  building: Building,
  first: readonly Node[],
  second: readonly Node[],
  statement: Statement,
): void {
  if (first.length !== second.length) {
    report(building, "R6", statement.span, { first: first.length, second: second.length });
    return;
  }
  first.forEach((node, at) => {
    const other = second[at];
    if (other) setDownstream(building, node, [other], statement);
  });
}

function neighbours(links: readonly Link[]): [Link, Link][] {
  return links.flatMap((link, at): [Link, Link][] => {
    const next = links[at + 1];
    return next ? [[link, next]] : [];
  });
}

function between(statement: Statement, first: Link, second: Link): Statement {
  return { ...statement, fromSpan: first.span, toSpan: second.span };
}

function listOf(link: Link): readonly Node[] {
  return isList(link.nodes) ? link.nodes : [link.nodes];
}

function isList(nodes: Node | readonly Node[]): nodes is readonly Node[] {
  return Array.isArray(nodes);
}
