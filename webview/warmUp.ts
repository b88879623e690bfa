import type { GraphDag, GraphTask } from "../model/dag/graphJson.ts";
import { measure } from "../model/layout/measure.ts";
import { viewOf } from "../model/layout/view.ts";
import { pack } from "./packedGraph.ts";
import { screenWidth } from "./screenWidth.ts";

const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };

/** Goes through what comes before a layout with a graph of its own, while the real one is still asked for: then its code is compiled. */
export function warmUp(fontFamily: string): void {
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
  const dag: GraphDag = {
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
  for (let round = 0; round < 3; round++) {
    const view = viewOf(dag, { collapsed: new Set(), unfolded: new Set() });
    pack(measure(view, "LR", screenWidth(fontFamily)));
  }
}
