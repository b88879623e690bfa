// One bundle for each process. An entry whose file is not there yet is left out.
import { existsSync } from "node:fs";
import { build, context } from "esbuild";
import { vendorPython } from "./vendorPython.mjs";

import { inlineWorker } from "./inlineWorker.mjs";
import { lazyPackages } from "./lazyPackages.mjs";
import { lazyParts, partEntries } from "./lazyParts.mjs";

const watch = process.argv.includes("--watch");
const dev = watch || process.argv.includes("--dev");
const shared = {
  bundle: true,
  sourcemap: dev ? "linked" : false,
  minify: !dev,
  keepNames: false,
  logLevel: "warning",
  target: "es2022",
  outdir: "dist",
};
const present = (entries) =>
  Object.fromEntries(Object.entries(entries).filter(([, file]) => existsSync(file)));

/** Parts of the panel that are fetched when they are first used. */
const parts = [
  "webview/boxCard.ts",
  "webview/boxMenu.ts",
  "webview/exports.ts",
  "webview/filterForm.ts",
  "webview/filtering.ts",
  "webview/finder.ts",
  "webview/legend.ts",
  "webview/minimap.ts",
  "webview/noteLines.ts",
  "webview/suppose.ts",
  "webview/timeline/timelineView.ts",
];

/** Packages for cron expressions and YAML: most files need neither. */
const seldom = lazyPackages(["cron-parser", "cronstrue", "yaml"]);

const bundles = [
  {
    ...shared,
    platform: "node",
    format: "cjs",
    external: ["vscode", "mocha"],
    plugins: [seldom],
    entryPoints: present({
      client: "client/node.ts",
      server: "launch/server.ts",
      "server.main": "server/node.ts",
      cli: "launch/cli.ts",
      "cli.main": "cli/cli.ts",
      tests: "test/vscode/node.ts",
      testsRestricted: "test/vscode/restricted.ts",
    }),
  },
  {
    ...shared,
    platform: "browser",
    format: "cjs",
    external: ["vscode"],
    entryPoints: present({ "client.web": "client/browser.ts" }),
  },
  {
    ...shared,
    platform: "browser",
    format: "cjs",
    external: ["vscode"],
    define: { module: "undefined" }, // or Mocha's UMD head would replace our exports by its own
    entryPoints: present({ "tests.web": "test/vscode/browser.ts" }),
  },
  {
    ...shared,
    platform: "browser",
    format: "iife",
    entryPoints: present({
      "server.web": "server/browser.ts",
    }),
  },
  {
    ...shared,
    platform: "browser",
    format: "iife",
    keepNames: false,
    plugins: [inlineWorker, lazyParts(parts)],
    entryPoints: present({
      webview: "webview/panel.ts",
      panel: "webview/panel.css",
      "webview.form": "webview/form/form.ts",
      form: "webview/form/form.css",
    }),
  },
  {
    ...shared,
    platform: "browser",
    format: "esm",
    keepNames: false,
    entryPoints: present(partEntries(parts)),
  },
].filter((bundle) => Object.keys(bundle.entryPoints).length);

if (watch) for (const bundle of bundles) await (await context(bundle)).watch();
else await Promise.all(bundles.map((bundle) => build(bundle)));

const unbundled = vendorPython();
if (unbundled) console.warn(unbundled);
