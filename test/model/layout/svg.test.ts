import { expect, test } from "vitest";

import { dagsSvg, graphSvg } from "../../../model/layout/svg.ts";
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

test("several DAGs stand below each other in one document, none in an empty one", () => {
  const svg = dagsSvg([dagOf("a > b"), dagOf("c")]);
  expect(svg.match(/<svg /g)).toHaveLength(3);
  expect(dagsSvg([])).toMatch(/^<svg .*<\/svg>\n$/);
});
