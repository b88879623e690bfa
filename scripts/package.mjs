// `npm run package` makes dagsight-VERSION.vsix; with --check it also holds it to what a VSIX may contain and weigh.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { root } from "./say.mjs";
import { buildAll } from "./setUp.mjs";

const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
const vsix = join(root, `dagsight-${version}.vsix`);
const check = process.argv.includes("--check");

await buildAll();
const made = vsce(
  "package",
  "--no-dependencies",
  "--allow-missing-repository",
  "--no-rewrite-relative-links", // The pictures travel in the VSIX; there is no repository to point at.
  "--skip-license",
  "--out",
  vsix,
);
if (made.status !== 0 || !existsSync(vsix)) {
  console.error(made.stdout, made.stderr);
  process.exit(1);
}
const megabytes = statSync(vsix).size / 1e6;
const files = listOf(vsce("ls", "--no-dependencies").stdout);
console.log(`${vsix.slice(root.length + 1)}: ${megabytes.toFixed(2)} MB, ${files.length} files`);
if (check) process.exitCode = report(files);

function vsce(...args) {
  return spawnSync(process.execPath, [join(root, "node_modules/@vscode/vsce/vsce"), ...args], {
    cwd: root,
    encoding: "utf8",
  });
}

function listOf(text) {
  return text.split("\n").filter((line) => line.trim() !== "");
}

/** What runs, and what a marketplace page shows: nothing else belongs into the VSIX. */
function report(files) {
  const allowed = [
    /^package\.json$/,
    /^(README|CHANGELOG|LICENSE)(\.md|\.txt)?$/i,
    /^dist\/(client|client\.web|server(\.main|\.web)?|webview(\.\w+)?|cli(\.main)?)\.js$/,
    /^dist\/[\w.]+\.(css|json)$/,
    /^runner\/python\/(?!.*(tests?|__pycache__)\/)[\w./-]+\.(py|typed|md|txt)$/,
    /^(syntaxes|media|schemas)\/[\w.-]+\.(json|svg|png)$/,
    /^docs\/pictures\/[\w-]+\.png$/,
  ];
  const needed = [
    "package.json",
    "dist/client.js",
    "dist/client.web.js",
    "dist/cli.js",
    "dist/cli.main.js",
    "dist/server.js",
    "dist/server.main.js",
    "dist/server.web.js",
    "dist/webview.js",
    "dist/webview.exports.js",
    "dist/webview.timelineView.js",
    "dist/webview.form.js",
    "dist/form.css",
  ];
  const foreign = files.filter((file) => !allowed.some((pattern) => pattern.test(file)));
  const lacking = needed.filter((file) => !files.includes(file));
  const tests = [
    [`weighs less than 3 MB (${megabytes.toFixed(2)})`, megabytes < 3],
    [
      `holds only what runs${foreign.length ? `, not ${foreign.join(", ")}` : ""}`,
      foreign.length === 0,
    ],
    [
      `holds all that runs${lacking.length ? `, but lacks ${lacking.join(", ")}` : ""}`,
      lacking.length === 0,
    ],
    [
      "brings the Python half of the runner",
      files.some((file) => file.startsWith("runner/python/") && file.endsWith(".py")),
    ],
  ];
  for (const [name, holds] of tests) console.log(`${holds ? "ok    " : "FAILED"} ${name}`);
  const passed = tests.filter(([, holds]) => holds).length;
  console.log(`${passed} passed, ${tests.length - passed} failed`);
  return passed === tests.length ? 0 : 1;
}
