import type { GraphDag, GraphTask } from "../model/dag/graphJson.ts";
import type { Picture } from "../model/layout/graph.ts";
import { measure } from "../model/layout/measure.ts";
import { viewOf, type View } from "../model/layout/view.ts";
import { Scene } from "./scene.ts";
import { screenWidth } from "./screenWidth.ts";

const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };

/**
 * Goes through what comes before and after a layout with a graph of its own, while the real one is still asked for: then its code is
 * compiled. Answers a scene to be painted once, unseen, for the same reason.
 */
export function warmUp(fontFamily: string): Scene {
  const dag = practiceDag();
  let view: View;
  let round = 0;
  do {
    view = viewOf(dag, { collapsed: new Set(), unfolded: new Set() });
    measure(view, "LR", screenWidth(fontFamily));
  } while (++round < 3);
  return new Scene(view, practicePicture(view));
}

function practiceDag(): GraphDag {
  const tasks = Array.from({ length: 120 }, (_, at): GraphTask => ({
    taskId: `g${at % 6}.task_${at}`,
    operator: "PythonOperator",
    group: `g${at % 6}`,
    range,
    certainty: "certain",
    mapped: false,
    setup: false,
    teardown: false,
    triggerRule: "all_success",
  }));
  const id = (at: number): string => tasks[at % tasks.length]?.taskId ?? "";
  return {
    dagId: "",
    file: "",
    range,
    certainty: "certain",
    unknown: [],
    schedule: { kind: "none", expression: null, timezone: null, text: null, certainty: "certain" },
    tasks,
    edges: tasks.flatMap((_, at) =>
      [6, 7].map((step) => ({
        from: id(at),
        to: id(at + step),
        label: at % 20 === 0 ? "ready" : null,
        certainty: "certain" as const,
      })),
    ),
    groups: [0, 1, 2, 3, 4, 5].map((at) => ({
      groupId: `g${at}`,
      parent: null,
      mapped: false,
      range,
      certainty: "certain",
    })),
  };
}

/** Boxes in rows, and a curve for each edge. */
function practicePicture({ boxes, edges }: View): Picture {
  const rects = Float32Array.from({ length: boxes.length * 4 }, (_, at) =>
    at % 4 < 2 ? (at >> 2) * 200 : 40,
  );
  const lines = {
    stops: Float32Array.from({ length: edges.length * 4 }, (_, at) => at * 50),
    starts: Uint32Array.from({ length: edges.length + 1 }, (_, at) => at * 2),
  };
  const runEdge = Uint32Array.from(edges, (_, at) => at);
  const labels = new Float32Array(edges.length * 2).fill(NaN);
  return {
    direction: "LR",
    width: 100,
    height: 100,
    rects,
    routes: lines,
    runs: lines,
    runEdge,
    labels,
    entries: new Float32Array(),
  };
}
