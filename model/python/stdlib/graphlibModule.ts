import { exceptionClass } from "../builtins/exceptions.ts";
import { fill } from "../builtins/dictMethods.ts";
import { native, need } from "../builtins/pure.ts";
import { hashKey } from "../hashing.ts";
import { once } from "../once.ts";
import { runOf } from "../interpreter/run.ts";
import { nativeClass, type NativeCall } from "../native.ts";
import type { Payload, UnknownValue, Value } from "../value.ts";
import { none } from "../values.ts";

interface Node {
  readonly value: Value;
  readonly after: Node[];
  waits: number;
}

interface SorterPayload extends Payload {
  readonly type: "sorter";
  readonly nodes: Map<string, Node>;
  uncertain: UnknownValue | undefined;
}

function sorterOf(call: NativeCall): SorterPayload | undefined {
  const payload = call.self?.kind === "instance" ? call.self.payload : undefined;
  return payload?.type === "sorter" ? (payload as SorterPayload) : undefined;
}

function nodeOf(call: NativeCall, sorter: SorterPayload, value: Value): Node | undefined {
  const key = hashKey(value);
  if (key === undefined) {
    sorter.uncertain ??=
      value.kind === "unknown" ? value : call.interpreter.unknown("a node is not known");
    return undefined;
  }
  const known = sorter.nodes.get(key) ?? { value, after: [], waits: 0 };
  sorter.nodes.set(key, known);
  return known;
}

function add(
  call: NativeCall,
  sorter: SorterPayload,
  value: Value,
  before: readonly Value[],
): void {
  const node = nodeOf(call, sorter, value);
  if (!node) return;
  node.waits += before.length;
  for (const other of before) nodeOf(call, sorter, other)?.after.push(node);
}

const cycleError = nativeClass({
  name: "CycleError",
  module: "graphlib",
  bases: [exceptionClass("ValueError")],
});

/** In the order of Lib/graphlib.py: what is ready together comes in the order in which it became so. */
function staticOrder(call: NativeCall): Value {
  const sorter = sorterOf(call);
  if (!sorter || sorter.uncertain) return sorter?.uncertain ?? none;
  const nodes = [...sorter.nodes.values()];
  call.interpreter.spend(nodes.length);
  const waits = new Map(nodes.map((node) => [node, node.waits]));
  const order: Node[] = [];
  for (let ready = nodes.filter((node) => node.waits === 0); ready.length > 0;) {
    order.push(...ready);
    const next: Node[] = [];
    for (const node of ready)
      for (const later of node.after) {
        const left = (waits.get(later) ?? 0) - 1;
        waits.set(later, left);
        if (left === 0) next.push(later);
      }
    ready = next;
  }
  if (order.length < nodes.length)
    return call.interpreter.raise(cycleError, "nodes are in a cycle", call.span);
  const iter = runOf(call).builtin("iter");
  const list = call.interpreter.list(order.map((node) => node.value));
  return iter ? call.interpreter.call(iter, { positional: [list] }) : list;
}

const sorterClass = nativeClass({
  name: "TopologicalSorter",
  module: "graphlib",
  attributes: [
    native("__new__", (call) => {
      const payload: SorterPayload = { type: "sorter", nodes: new Map(), uncertain: undefined };
      const graph = call.positional[0]?.value ?? call.keywords.get("graph")?.value;
      const run = runOf(call);
      if (graph && graph.kind !== "none")
        payload.uncertain = fill(run, graph, ({ key, value }) => {
          const { items, uncertain } = run.iterate(value);
          payload.uncertain ??= uncertain;
          add(call, payload, key, items);
        });
      const of = call.self?.kind === "class" ? call.self : sorterClass_();
      return { kind: "instance", class: of, attributes: new Map(), payload };
    }),
    native("__init__", () => none),
    native("add", (call) => {
      const sorter = sorterOf(call);
      const before = call.positional.slice(1).map(({ value }) => value);
      if (sorter) add(call, sorter, need(call, 0, "node"), before);
      return none;
    }),
    native("static_order", staticOrder),
    ...["prepare", "get_ready", "done", "is_active"].map((name) =>
      native(name, (call) =>
        call.interpreter.unknown(`TopologicalSorter.${name}() is not followed`, call.span),
      ),
    ),
  ],
});

function sorterClass_(): typeof sorterClass {
  return sorterClass;
}

/** `graphlib`. */
export const graphlibNames = once((): readonly (readonly [string, Value])[] => [
  ["TopologicalSorter", sorterClass],
  ["CycleError", cycleError],
]);
