// Layout alone, in Node: time, crossings against elkjs, and what an edit moves. `npm run bench -- graphLayout [SIZE…]`.
// From 1,000 tasks on it fails where an edit moves more than 3 % or changes an order, or where more lines cross than 1.1 times elkjs'.
import ElkConstructor from "elkjs/lib/elk.bundled.js";
import { flatten } from "../test/model/layout/faultsOf.ts";
import type { GraphDag } from "../model/dag/graphJson.ts";
import { layout, lineAt, type LayoutMemory } from "../model/layout/layout.ts";
import { measure } from "../model/layout/measure.ts";
import { tableWidth } from "../model/layout/textWidth.ts";
import { viewOf } from "../model/layout/view.ts";
import { crossings, flips, moved, type Drawing } from "./graph/drawn.ts";
import { elkGraph } from "./graph/elkGraph.ts";
import { benchDag, edited, shapes } from "./graph/graphs.ts";

interface Laid {
  readonly drawing: Drawing;
  readonly memory: LayoutMemory;
  readonly milliseconds: number;
}

function ours(dag: GraphDag, memory?: LayoutMemory): Laid {
  const begun = performance.now();
  // Folded rows are not what is compared: every task is placed, as elkjs does.
  const unfolded = new Set(dag.tasks.map(({ taskId }) => taskId));
  const view = viewOf(dag, { collapsed: new Set(), unfolded });
  const done = layout(measure(view, "LR", tableWidth), memory);
  const milliseconds = performance.now() - begun;
  const { picture } = done;
  const boxes = new Map(
    view.boxes.flatMap((one, index) =>
      one.kind === "task"
        ? [[one.id, { x: picture.rects[index * 4] ?? 0, y: picture.rects[index * 4 + 1] ?? 0 }]]
        : [],
    ),
  );
  const lines = view.edges.map(({ from, to }, index) => ({
    from: view.boxes[from]?.id ?? "",
    to: view.boxes[to]?.id ?? "",
    points: flatten(lineAt(picture.routes, index), "LR", false).filter((_, at) => at % 3 === 0),
  }));
  return { drawing: { boxes, lines }, memory: done.memory, milliseconds };
}

interface Section {
  readonly startPoint: { readonly x: number; readonly y: number };
  readonly endPoint: { readonly x: number; readonly y: number };
  readonly bendPoints?: readonly { readonly x: number; readonly y: number }[];
}

interface LaidNode {
  readonly id: string;
  readonly x?: number;
  readonly y?: number;
  readonly children?: readonly LaidNode[];
  readonly edges?: readonly {
    readonly container?: string;
    readonly sources: readonly string[];
    readonly targets: readonly string[];
    readonly sections?: readonly Section[];
  }[];
}

async function elks(dag: GraphDag): Promise<{ drawing: Drawing; milliseconds: number }> {
  const elk = new ElkConstructor();
  const begun = performance.now();
  const laid = (await elk.layout(structuredClone(elkGraph(dag)) as never)) as unknown as LaidNode;
  const milliseconds = performance.now() - begun;
  const corners = new Map<string, { x: number; y: number }>([["root", { x: 0, y: 0 }]]);
  const visit = (node: LaidNode, x: number, y: number): void => {
    for (const child of node.children ?? []) {
      const corner = { x: x + (child.x ?? 0), y: y + (child.y ?? 0) };
      corners.set(child.id, corner);
      visit(child, corner.x, corner.y);
    }
  };
  visit(laid, 0, 0);
  const lines = (laid.edges ?? []).flatMap(({ container, sources, targets, sections }) =>
    (sections ?? []).map(({ startPoint, endPoint, bendPoints }) => {
      const { x, y } = corners.get(container ?? "root") ?? { x: 0, y: 0 };
      return {
        from: sources[0] ?? "",
        to: targets[0] ?? "",
        points: [startPoint, ...(bendPoints ?? []), endPoint].map(
          (point) => [point.x + x, point.y + y] as const,
        ),
      };
    }),
  );
  const tasks = new Set(dag.tasks.map(({ taskId }) => taskId));
  return {
    drawing: { boxes: new Map([...corners].filter(([id]) => tasks.has(id))), lines },
    milliseconds,
  };
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;

async function main(): Promise<void> {
  const sizes = process.argv.slice(2).map(Number).filter(Boolean);
  const misses: string[] = [];
  for (const size of sizes.length > 0 ? sizes : [100, 500, 1000])
    for (const shape of shapes) {
      const dag = benchDag(shape, size);
      const first = ours(dag);
      const warm = median([1, 2, 3].map(() => ours(dag).milliseconds));
      const edit = ours(edited(dag), first.memory);
      const again = median([1, 2, 3].map(() => ours(edited(dag), first.memory).milliseconds));
      const elk = size <= 1000 ? await elks(dag) : undefined;
      const own = crossings(first.drawing);
      const theirs = elk && crossings(elk.drawing);
      const share = moved(dag, first.drawing, edit.drawing);
      const flipped = flips(dag, first.drawing, edit.drawing);
      if (size >= 1000) {
        if (share > 0.03) misses.push(`${shape}: an edit moves ${(share * 100).toFixed(1)} %`);
        if (flipped > 0) misses.push(`${shape}: an edit changes ${flipped} orders`);
        if (theirs !== undefined && own > 1.1 * theirs)
          misses.push(`${shape}: ${own} crossings to ${theirs}`);
      }
      console.log(
        [
          `${shape} ${size}`.padEnd(16),
          `first ${first.milliseconds.toFixed(0)} ms, warm ${warm.toFixed(0)} ms, edit ${again.toFixed(1)} ms`,
          `moved ${(share * 100).toFixed(1)} %, flips ${flipped}`,
          `crossings ${own}${theirs === undefined ? "" : ` : ${theirs} elk (${(own / Math.max(1, theirs)).toFixed(2)})`}`,
          elk ? `elk ${elk.milliseconds.toFixed(0)} ms` : "",
        ].join("  "),
      );
    }
  if (misses.length > 0) console.log(`Over the floor: ${misses.join("; ")}`);
  process.exitCode = misses.length > 0 ? 1 : 0;
}

void main();
