import { expect, test } from "vitest";

import { dagDot } from "../../../model/dag/dagDot.ts";
import { dagMermaid } from "../../../model/dag/dagMermaid.ts";
import type { GraphDag } from "../../../model/dag/graphJson.ts";
import { dagOf } from "../layout/graphs.ts";

const tied: GraphDag = {
  ...dagOf("a > b"),
  neighbours: [
    { kind: "asset", name: 'orders "raw"', role: "starts", tasks: [] },
    { kind: "asset", name: "sales", role: "made", tasks: ["b"] },
    { kind: "dag", name: "report", role: "triggered", tasks: ["b"] },
    { kind: "dag", name: "ingest", role: "awaited", tasks: ["a"] },
  ],
};

test("Mermaid shows what is outside of the DAG, on its side of the tasks", () => {
  expect(dagMermaid(tied)).toBe(`flowchart LR
  %% sample
  t0["a"]
  t1["b"]
  t0 --> t1
  n0(["orders #quot;raw#quot;"])
  n0 --> t0
  n1(["sales"])
  t1 --> n1
  n2(["report"])
  t1 --> n2
  n3(["ingest"])
  n3 --> t0
`);
});

test("DOT shows what is outside of the DAG, on its side of the tasks", () => {
  const dot = dagDot(tied);
  expect(dot).toContain('"starts asset orders \\"raw\\"" [label="orders \\"raw\\"", shape=ellipse');
  expect(dot).toContain('"starts asset orders \\"raw\\"" -> "a";');
  expect(dot).toContain('"b" -> "made asset sales";');
  expect(dot).toContain('"b" -> "triggered dag report";');
  expect(dot).toContain('"awaited dag ingest" -> "a";');
});

test("an edge to a group leads to the group in Mermaid, and to its border in DOT", () => {
  const dag = dagOf("start > g.in.x, g.in.x > g.y");
  const toGroup = { ...dag, edges: [{ ...edge, from: "start", to: "g" }] };
  expect(dagMermaid(toGroup)).toContain("t0 --> g0");
  const dot = dagDot(toGroup);
  expect(dot).toContain("compound=true;");
  expect(dot).toContain('"start" -> "g.y" [lhead="cluster_g"];');
});

const edge = { label: null, certainty: "certain" } as const;
