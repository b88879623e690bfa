import { expect, test } from "vitest";

import type { LayoutGraph } from "../../../model/layout/graph.ts";
import { layout } from "../../../model/layout/layout.ts";
import { measure } from "../../../model/layout/measure.ts";
import { tableWidth } from "../../../model/layout/textWidth.ts";
import { viewOf } from "../../../model/layout/view.ts";
import { faultsOf } from "./faultsOf.ts";
import { dagOf, randomDag, randomFrom } from "./graphs.ts";

function timed(graph: LayoutGraph): ReturnType<typeof layout> & { took: number } {
  const begun = performance.now();
  const done = layout(graph);
  return { ...done, took: performance.now() - begun };
}

test("2,000 random graphs, both directions, some closed: sound, the same twice, sound after an edit, never long", () => {
  for (let seed = 1; seed <= 2000; seed++) {
    const random = randomFrom(seed * 31);
    const dag = randomDag(seed, 4 + Math.floor(random() * 40));
    const collapsed = new Set(
      dag.groups.filter(() => random() < 0.2).map(({ groupId }) => groupId),
    );
    const options = { collapsed, unfolded: new Set<string>() };
    const direction = seed % 2 === 0 ? "LR" : "TB";
    const graph = measure(viewOf(dag, options), direction, tableWidth);
    const [first, again] = [timed(graph), timed(graph)];
    // A busy machine may stop one of the two for a second, hardly both.
    const slow = Math.min(first.took, again.took) > 1000;
    expect({ seed, slow }).toEqual({ seed, slow: false });
    expect({ seed, faults: faultsOf(graph, first.picture) }).toEqual({ seed, faults: [] });
    expect(again.picture).toEqual(first.picture);
    const edited = {
      ...dag,
      tasks: dag.tasks.filter(() => random() < 0.9),
      edges: dag.edges.filter(() => random() < 0.9),
    };
    const next = measure(viewOf(edited, options), direction, tableWidth);
    for (const keep of ["places", "order"] as const) {
      const second = layout(next, first.memory, keep);
      expect({ seed, keep, faults: faultsOf(next, second.picture) }).toEqual({
        seed,
        keep,
        faults: [],
      });
    }
  }
});

test("300 long pipelines with skips, groups and cycles: folded or not, they are sound", () => {
  for (let seed = 1; seed <= 300; seed++) {
    const random = randomFrom(seed * 17);
    const length = 15 + Math.floor(random() * 60);
    const name = (at: number): string =>
      at % 11 < 3 && seed % 3 === 0 ? `g${Math.floor(at / 11)}.t${at}` : `t${at}`;
    const parts = [[...Array(length).keys()].map(name).join(" > ")];
    for (let skips = Math.floor(random() * 8); skips > 0; skips--) {
      const from = Math.floor(random() * length);
      const to = Math.floor(random() * length);
      parts.push(`${name(from)} > ${name(to)}${random() < 0.2 ? " [label]" : ""}`);
    }
    const direction = seed % 2 === 0 ? "LR" : "TB";
    const none = { collapsed: new Set<string>(), unfolded: new Set<string>() };
    const graph = measure(viewOf(dagOf(parts.join(", ")), none), direction, tableWidth);
    const { picture, memory } = layout(graph);
    expect({ seed, faults: faultsOf(graph, picture) }).toEqual({ seed, faults: [] });
    const next = measure(
      viewOf(dagOf(parts.slice(0, -1).join(", ") || "a"), none),
      direction,
      tableWidth,
    );
    expect({ seed, faults: faultsOf(next, layout(next, memory).picture) }).toEqual({
      seed,
      faults: [],
    });
  }
});
