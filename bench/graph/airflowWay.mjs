// The same graph as Airflow's UI draws it: elkjs in a worker with Airflow's options, React Flow with custom memoised nodes and edges,
// only visible elements rendered, fitted to view, a minimap for all but very large graphs.
import {
  Background,
  Controls,
  Handle,
  MiniMap,
  Position,
  ReactFlow,
  ReactFlowProvider,
} from "@xyflow/react";
import Elk from "elkjs/lib/elk-api.js";
import { createElement as h, memo, useEffect, useState } from "react";
import { createRoot } from "react-dom/client";

const Task = memo(({ data }) =>
  h(
    "div",
    {
      style: {
        width: data.width,
        height: data.height,
        border: "1px solid #888",
        borderRadius: 5,
        padding: 8,
        boxSizing: "border-box",
        fontSize: 12,
      },
    },
    h(Handle, { type: "target", position: Position.Left }),
    h("div", null, data.label),
    h("div", { style: { color: "#999" } }, "PythonOperator"),
    h(Handle, { type: "source", position: Position.Right }),
  ),
);

const Group = memo(({ data }) =>
  h(
    "div",
    {
      style: { width: data.width, height: data.height, border: "1px solid #666", borderRadius: 5 },
    },
    data.label,
  ),
);

const Route = memo(({ data }) =>
  h("g", null, [
    h("path", { key: "p", d: data.path, fill: "none", stroke: "#888", strokeWidth: 1.5 }),
    data.label
      ? h("text", { key: "t", x: data.label.x, y: data.label.y, fontSize: 10 }, data.label.text)
      : null,
  ]),
);

const nodeTypes = { task: Task, group: Group };
const edgeTypes = { route: Route };

const elk = new Elk({ workerFactory: () => new Worker("/elk-worker.js") });
let show;

function Graph() {
  const [{ nodes, edges, key }, set] = useState({ nodes: [], edges: [], key: 0 });
  useEffect(() => {
    show = set;
  }, []);
  const count = nodes.length + edges.length;
  return h(
    ReactFlow,
    {
      key,
      nodes,
      edges,
      nodeTypes,
      edgeTypes,
      fitView: true,
      minZoom: 0.01,
      onlyRenderVisibleElements: true,
      nodesDraggable: false,
      nodesConnectable: false,
    },
    h(Background),
    h(Controls),
    count < 2000 ? h(MiniMap) : null,
  );
}

createRoot(document.querySelector("#root")).render(h(ReactFlowProvider, null, h(Graph)));

let round = 0;

/** Lays out and paints a graph; answers how long it took until the frame with all of it was done. */
window.paint = async (graph) => {
  const begun = performance.now();
  const laid = await elk.layout(graph);
  const layout = performance.now() - begun;
  const nodes = [];
  const corners = new Map([["root", { x: 0, y: 0 }]]);
  const visit = (parent, x, y) => {
    for (const child of parent.children ?? []) {
      const at = { x: x + child.x, y: y + child.y };
      corners.set(child.id, at);
      const isGroup = Boolean(child.children);
      nodes.push({
        id: child.id,
        type: isGroup ? "group" : "task",
        position: at,
        width: child.width,
        height: child.height,
        data: { label: child.id, width: child.width, height: child.height },
      });
      visit(child, at.x, at.y);
    }
  };
  visit(laid, 0, 0);
  const edges = laid.edges.map((edge) => {
    const { x, y } = corners.get(edge.container ?? "root");
    const points = edge.sections.flatMap(({ startPoint, bendPoints = [], endPoint }) => [
      startPoint,
      ...bendPoints,
      endPoint,
    ]);
    const path = points
      .map((point, at) => `${at === 0 ? "M" : "L"}${point.x + x} ${point.y + y}`)
      .join("");
    const [label] = edge.labels ?? [];
    return {
      id: edge.id,
      source: edge.sources[0],
      target: edge.targets[0],
      type: "route",
      data: { path, label: label && { text: label.text, x: label.x + x, y: label.y + y } },
    };
  });
  show({ nodes, edges, key: ++round });
  for (;;) {
    await new Promise((done) => requestAnimationFrame(done));
    if (document.querySelectorAll(".react-flow__node").length >= nodes.length) break;
  }
  await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  return { total: performance.now() - begun, layout };
};

window.ready = true;
