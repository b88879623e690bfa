// `node bench/graphPictures.mjs [FOLDER OF DAGS]…`, after a build: our drawing and dot's of the samples, of two generated DAGs, and of
// the DAGs in the given folders, side by side in dist/bench/pictures/index.html. `dot` comes from the package graphviz.
import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { chromium } from "playwright-core";

import { findChromium } from "../scripts/vscode/window.mjs";
import { graphs } from "../test/webview/harness/graphs.mjs";

const root = join(import.meta.dirname, "..");
const into = join(root, "dist/bench/pictures");
mkdirSync(into, { recursive: true });
const load = async (entry) => {
  const { outputFiles } = await build({
    entryPoints: [join(root, entry)],
    bundle: true,
    write: false,
    format: "esm",
  });
  return import(
    `data:text/javascript;base64,${Buffer.from(outputFiles[0].text).toString("base64")}`
  );
};
const { graphSvg } = await load("model/layout/svg.ts");
const { dagDot } = await load("model/dag/dagDot.ts");
const { platformDag } = await graphs();

const read = (folder) => {
  const { stdout } = spawnSync(process.execPath, [join(root, "dist/cli.js"), "graph", "."], {
    cwd: folder,
    encoding: "utf8",
    maxBuffer: 2 ** 28,
  });
  return JSON.parse(stdout).dags;
};
const folders = process.argv.slice(2);
const dags = [
  ...read(join(root, "samples/airflow")),
  ...read(join(root, "samples/simple")),
  platformDag(300),
  platformDag(3000),
  ...folders.flatMap(read),
].filter(({ tasks }) => tasks.length > 1);

const browser = await chromium.launch({
  executablePath: findChromium(),
  args: ["--no-sandbox", "--disable-gpu"],
});
const page = await browser.newPage({ viewport: { width: 900, height: 700 } });
const photograph = async (svg, name) => {
  const url = `data:image/svg+xml;base64,${Buffer.from(svg).toString("base64")}`;
  await page.setContent(
    `<body style="margin:0;background:#fff"><img src="${url}" style="display:block;max-width:900px;max-height:700px">`,
  );
  await page.locator("img").evaluate((image) => image.decode());
  await page.locator("img").screenshot({ path: join(into, `${name}.png`) });
};

const rows = [];
for (const dag of dags) {
  const began = performance.now();
  const ours = graphSvg(dag);
  const took = performance.now() - began;
  await photograph(ours, `${dag.dagId}.ours`);
  const started = performance.now();
  const { status, stdout } = spawnSync("timeout", ["60", "dot", "-Tsvg"], {
    input: dagDot(dag),
    encoding: "utf8",
    maxBuffer: 2 ** 28,
  });
  const dotTook = performance.now() - started;
  if (status === 0) await photograph(stdout, `${dag.dagId}.dot`);
  const theirs =
    status === 0 ? `<img src="${dag.dagId}.dot.png"> ${dotTook.toFixed(0)} ms` : "dot gave up";
  rows.push(
    `<tr><th>${dag.dagId}<br>${dag.tasks.length} tasks<td><img src="${dag.dagId}.ours.png"> ${took.toFixed(0)} ms<td>${theirs}`,
  );
  console.log(`${dag.dagId}: ${dag.tasks.length} tasks`);
}
await browser.close();
writeFileSync(
  join(into, "index.html"),
  `<!DOCTYPE html><meta charset="utf-8"><title>Ours and dot's</title><style>img{display:block;max-width:46vw}td,th{vertical-align:top;padding:8px;border-bottom:1px solid #ddd}</style><table><tr><th><th>Dagsight<th>dot${rows.join("")}</table>`,
);
console.log("dist/bench/pictures/index.html");
