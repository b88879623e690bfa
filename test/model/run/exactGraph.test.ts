import { expect, test } from "vitest";

import { exactGraph } from "../../../model/run/exactGraph.ts";
import { dagOf, mappedGroup } from "./dags.ts";

test("what Python built has the shape of what is read", () => {
  const dag = dagOf(
    {
      a: { source: { file: "/w/dags/d.py", line: 7 }, setup: true },
      "g.b": { group: "g", upstream: ["a"], expand: { kind: "literal", length: 2 } },
    },
    {
      groups: [mappedGroup("g", 2)],
      schedule: { kind: "cron", expression: "0 2 * * *", timezone: "Europe/Berlin" },
      labels: [{ from: "a", to: "g.b", label: "ok" }],
    },
  );
  const graph = exactGraph(dag, "dags/d.py");
  expect(graph.schedule).toMatchObject({ kind: "cron", timezone: "Europe/Berlin" });
  expect(graph.schedule.text).toContain("02:00");
  expect(graph.tasks.map((task) => [task.taskId, task.mapped, task.setup])).toEqual([
    ["a", false, true],
    ["g.b", true, false],
  ]);
  expect(graph.tasks[0]?.range.start.line).toBe(6);
  expect(graph.edges).toEqual([{ from: "a", to: "g.b", label: "ok", certainty: "certain" }]);
  expect(graph.groups[0]).toMatchObject({ groupId: "g", mapped: true });
});
