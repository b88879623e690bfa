// Draws the samples in the panel, as docs/pictures/ shows them: `node scripts/pictures.mjs`, after a build.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { chromium } from "playwright-core";

import { graphs } from "../test/webview/harness/graphs.mjs";
import { serve } from "../test/webview/harness/serve.mjs";
import { root, run } from "./say.mjs";
import { findChromium } from "./vscode/window.mjs";

const into = join(root, "docs", "pictures");
mkdirSync(into, { recursive: true });
const { platformDag } = await graphs();
const { output } = await run([process.execPath, "dist/cli.js", "graph", "samples/airflow"], {
  quiet: true,
});
const { output: simple } = await run([process.execPath, "dist/cli.js", "graph", "samples/simple"], {
  quiet: true,
});
const dags = [...JSON.parse(output).dags, ...JSON.parse(simple).dags];
const named = (id) => dags.find(({ dagId }) => dagId === id);

const instance = (taskId, state, seconds) => ({
  taskId,
  mapIndex: null,
  state,
  tries: 1,
  maxTries: 4,
  startedAt: seconds === null ? null : 0,
  endedAt: seconds === null ? null : seconds * 1000,
  simulated: false,
});
/** The DAG as if a task had been added, one changed and one removed since the last commit. */
function changed(dag) {
  const change = { automatic: "changed", "by_hand.approve": "added", "by_hand.review": "same" };
  const gone = { ...dag.tasks[0], taskId: "archive", operator: "BashOperator", change: "removed" };
  const taskIds = new Set(["by_hand.approve"]);
  return {
    ...dag,
    comparedWith: "HEAD",
    tasks: [...dag.tasks.map((task) => ({ ...task, change: change[task.taskId] ?? "same" })), gone],
    edges: [
      ...dag.edges.map((edge) => ({
        ...edge,
        change: taskIds.has(edge.from) || taskIds.has(edge.to) ? "added" : "same",
      })),
      { from: "book", to: "archive", label: null, certainty: "certain", change: "removed" },
    ],
  };
}

const sales = ["extract_sales", "transform_sales", "load_sales", "check_quality"];
const allSucceeded = sales.map((id, at) => instance(id, "success", 0.4 + at * 1.1));

/** @type {[name: string, dag: object, theme: string, size: [number, number], instances?: object[]][]} */
const pictures = [
  ["sales-dark", named("sales_etl_pipeline"), "dark", [900, 260], allSucceeded],
  ["sales-light", named("sales_etl_pipeline"), "light", [900, 260]],
  ["order-routing-dark", named("order_routing"), "dark", [1300, 480]],
  ["order-routing-high-contrast", named("order_routing"), "high-contrast", [1300, 480]],
  ["weather-light", named("weather_taskflow"), "light", [1300, 480]],
  ["order-routing-narrow-light", named("order_routing"), "light", [460, 640]],
  ["simple-workflow-dark", named("sales"), "dark", [1100, 420]],
  ["platform-300-dark", platformDag(300), "dark", [1500, 820]],
  ["platform-3000-light", platformDag(3000), "light", [1500, 820]],
  ["changes-light", changed(named("order_routing")), "light", [1300, 480]],
];

const server = await serve();
const browser = await chromium.launch({
  executablePath: findChromium(),
  args: ["--no-sandbox", "--disable-gpu"],
});
for (const [name, dag, theme, [width, height], instances] of pictures) {
  if (!dag) throw new Error(`There is no sample for ${name}.`);
  const page = await browser.newPage({ viewport: { width, height } });
  await page.goto(`${server.address}?theme=${theme}`);
  const messages = [
    {
      kind: "settings",
      settings: { direction: "auto", reducedMotion: true, canRun: true, reason: null },
    },
    {
      kind: "graph",
      version: 1,
      file: dag.file,
      dag,
      dags: [dag.dagId],
      comparedWith: dag.comparedWith ?? null,
    },
    ...(instances
      ? [
          {
            kind: "run",
            run: {
              runId: "r",
              state: "success",
              startedAt: 0,
              endedAt: 9000,
              engine: "lite",
              instances,
            },
            runs: [],
          },
        ]
      : []),
  ];
  await page.evaluate((all) => all.forEach((one) => window.postMessage(one, "*")), messages);
  await page.waitForSelector("[role=treeitem]", { state: "attached" });
  if (name.startsWith("platform")) await page.getByRole("button", { name: /^Fit/ }).click();
  await page.waitForTimeout(500);
  await page.screenshot({ path: join(into, `${name}.png`) });
  await page.close();
  console.log(`docs/pictures/${name}.png`);
}
await browser.close();
server.close();
