import { layout } from "../../model/layout/layout.ts";
import { measure } from "../../model/layout/measure.ts";
import { tableWidth } from "../../model/layout/textWidth.ts";
import { viewOf } from "../../model/layout/view.ts";
import { benchDag } from "../graph/graphs.ts";
import { median, row, time } from "../measure.ts";

/** Laying out 1,000 tasks, the first time and warm. */
export function drawing(): void {
  const dag = benchDag("layered", 1000);
  const unfolded = new Set(dag.tasks.map(({ taskId }) => taskId));
  const draw = () =>
    layout(measure(viewOf(dag, { collapsed: new Set(), unfolded }), "LR", tableWidth));
  row("1,000 tasks laid out, the first in a new process", time(draw), "ms", { atMost: 100 });
  const warm = Array.from({ length: 10 }, () => time(draw));
  row("1,000 tasks laid out, warm, median", median(warm), "ms", { atMost: 100 });
}
