import { expect, test } from "vitest";

import { entriesInto, layout, lineAt } from "../../../model/layout/layout.ts";
import { boxMarks } from "../../../model/layout/marks.ts";
import { measure } from "../../../model/layout/measure.ts";
import { dagsSvg, graphSvg } from "../../../model/layout/svg.ts";
import { tableWidth } from "../../../model/layout/textWidth.ts";
import { viewOf } from "../../../model/layout/view.ts";
import { dagFrom, dagOf, taskOf } from "./graphs.ts";

test("a pipeline is drawn with a box for each task and a line for each edge", () => {
  const svg = graphSvg(dagOf("extract > transform > load"), { theme: "dark" });
  expect(svg.match(/class="card"/g)).toHaveLength(3);
  expect(svg.match(/class="route"/g)).toHaveLength(2);
  expect(svg).toContain(">transform</text>");
});

test("names and labels are text, whatever is in them", () => {
  const dag = dagFrom(
    [
      { ...taskOf("a", null), displayName: "Daten laden → <b>fett</b> \u0001" },
      taskOf('b"><script>alert(1)</script>', null),
    ],
    [
      {
        from: "a",
        to: 'b"><script>alert(1)</script>',
        label: `if "x" < 3 & y | --> z`,
        certainty: "certain",
      },
    ],
    new Map(),
  );
  const svg = graphSvg(dag);
  expect(svg).not.toMatch(/<script|<b>|\u0001/);
  expect(svg).toContain("Daten laden → &lt;b&gt;fett&lt;/b&gt;");
  expect(svg).toContain("if &quot;x&quot; &lt; 3 &amp; y | --&gt; z");
});

test("states are painted with their icon and words", () => {
  const states = new Map([["a", { state: "failed", detail: "Failed · 2.0 s" }]]);
  const svg = graphSvg(dagOf("a > b"), { states });
  expect(svg).toContain("state-failed");
  expect(svg).toContain("Failed · 2.0 s");
});

test("a closed group is one box", () => {
  const svg = graphSvg(dagOf("start > g.a > g.b > end"), { collapsed: new Set(["g"]) });
  expect(svg.match(/class="card"/g)).toHaveLength(3);
  expect(svg).toContain("2 tasks");
});

test("a group tells how many failed, and else how many are done", () => {
  const dag = dagOf("g.a > g.b > g.c");
  const told = (...states: string[]): string | undefined => {
    const known = new Map(
      states.map((state, at) => [`g.${"abc".charAt(at)}`, { state, detail: "" }] as const),
    );
    const svg = graphSvg(dag, { states: known, collapsed: new Set(["g"]) });
    return /(\d of \d [a-z ]+)</.exec(svg)?.[1];
  };
  expect(told("success", "running")).toBe("1 of 3 done");
  expect(told("success", "failed", "upstream_failed")).toBe("1 of 3 failed");
  expect(told("upstream_failed", "upstream_failed", "success")).toBe("2 of 3 not run");
  expect(told("success", "skipped", "success")).toBe("3 of 3 done");
});

test("a task that is there no more has no state of a run", () => {
  const dag = dagFrom(
    [taskOf("a", null), { ...taskOf("b", null), change: "removed" }],
    [],
    new Map(),
  );
  const state = { state: "success", detail: "Success" };
  const states = new Map([
    ["a", state],
    ["b", state],
  ]);
  const svg = graphSvg(dag, { states });
  expect(svg.match(/>Success</g)).toHaveLength(1);
  expect(svg).toContain("Removed");
});

test("where a line comes in at the count of a group's tasks, the count stands at the other end", () => {
  const group = viewOf(dagOf("g.a > g.b"), {
    collapsed: new Set(),
    unfolded: new Set(),
  }).boxes.find(({ kind }) => kind === "group");
  if (!group) throw new Error("no group");
  const countAt = (...lines: number[]): unknown => {
    const title = boxMarks(group, { width: 172, height: 80 }, tableWidth, undefined, lines).at(-1);
    const count = title?.children?.[0];
    return count && (count.attributes["x"] ?? "beside");
  };
  const atEnd = 172 - 12 - tableWidth("2 tasks", "small");
  expect(countAt()).toBe("beside");
  expect(countAt(60)).toBe(atEnd);
  expect(countAt(60, 140)).toBeUndefined();
});

test("several DAGs stand below each other in one document, none in an empty one", () => {
  const svg = dagsSvg([dagOf("a > b"), dagOf("c")]);
  expect(svg.match(/<svg /g)).toHaveLength(3);
  expect(dagsSvg([])).toMatch(/^<svg .*<\/svg>\n$/);
});

test("from top to bottom no line passes behind the count of a group's tasks, and none bends beside its name", () => {
  const dag = dagOf(
    "s > o.a, s > o.i.b, o.i.b > o.i.c, o.i.b > o.i.d, s > o.i.d, o.a > e, o.i.c > e, x > o.j.y, s > o.j.y, o.j.y > o.j.z",
  );
  const view = viewOf(dag, { collapsed: new Set(), unfolded: new Set() });
  const { picture } = layout(measure(view, "TB", tableWidth));
  let met = 0;
  view.boxes.forEach((box, index) => {
    const entries = entriesInto(picture, index);
    if (box.kind !== "group") return;
    expect(entries.length).toBeGreaterThan(0);
    const [left = 0, top = 0, width = 0, height = 0] = picture.rects.slice(index * 4);
    const title = boxMarks(box, { width, height }, tableWidth, undefined, entries).at(-1);
    const count = title?.children?.[0];
    const end = 28 + tableWidth(box.label, "title") + 10;
    const from = count?.attributes["x"] === undefined ? end : Number(count.attributes["x"]);
    const to = from + tableWidth(count?.text ?? "", "small");
    for (const entry of entries) {
      if (count) expect(entry < from || entry > to).toBe(true);
      if (entry > end && entry < end + 60) met++;
    }
    // Straight down, as far as the name reaches.
    view.edges.forEach((_, edge) => {
      const stops = lineAt(picture.routes, edge);
      for (let at = 0; at + 3 < stops.length; at += 2)
        if (stops[at + 1] === top && entries.some((x) => Math.abs(x + left - (stops[at] ?? 0)) < 1))
          expect([stops[at + 2], (stops[at + 3] ?? 0) >= top + 24]).toEqual([stops[at], true]);
    });
  });
  expect(met).toBeGreaterThan(0);
});

test("a count that has no room is written short, not cut", () => {
  const view = viewOf(dagOf("square"), { collapsed: new Set(), unfolded: new Set() });
  const [box] = view.boxes;
  if (!box) throw new Error("no box");
  const told = (width: number): unknown => {
    const state = { state: "running", detail: "Running · 186 of 1000" };
    return boxMarks(box, { width, height: 44 }, tableWidth, state).at(-1)?.text;
  };
  expect(told(200)).toBe("Running · 186 of 1000");
  expect(told(130)).toBe("186 of 1000");
  expect(told(105)).toBe("186/1000");
});
