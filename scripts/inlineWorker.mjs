// A webview's worker has to start from a blob, so its source travels inside the script that starts it: `worker:./x.ts` is the
// bundled source of x.ts, as a string.
import { readFileSync } from "node:fs";
import path from "node:path";
import { build } from "esbuild";

/** What the passes of the layout call things among themselves: none of it leaves the worker, so it may have shorter names there. */
const inner = [
  ...["acrossEnd", "acrossStart", "alongEnd", "alongStart", "bendGap", "boxGap", "countBefore"],
  ...["downPorts", "edgeCount", "firstStep", "fromPort", "innerPorts", "innerSeats", "isSpread"],
  ...["isWired", "keyBefore", "labelAcross", "labelAlong", "labelAt", "labelGap", "labelMargin"],
  ...["labelRoom", "labelShift", "labelStart", "layerEnd", "layerGap", "layerOf", "layerStart"],
  ...["lengthAcross", "lengthAlong", "lineGap", "nodeOf", "partGap", "portAt", "portBreadth"],
  ...["portGap", "portOf", "portSeats", "refStarts", "scratch", "sizeOf", "stepCount", "stepFrom"],
  ...["stepFromAt", "stepTo", "stepToAt", "stepped", "titleBottom", "titleHeight", "toPort"],
  ...["upPorts", "wideLayerGap", "widestLayerGap", "wiredEnd", "wiredStart"],
];

/** Names that the page knows too may not be among them. */
function checkInner(file) {
  for (const known of ["../model/layout/graph.ts", file]) {
    const words = new Set(readFileSync(path.resolve("scripts", known), "utf8").match(/\w+/g));
    const told = inner.filter((name) => words.has(name));
    if (told.length > 0) throw new Error(`${known} names ${told.join(", ")} to the page, too.`);
  }
}

export const inlineWorker = {
  name: "inline-worker",
  setup(plugin) {
    plugin.onResolve({ filter: /^worker:/ }, ({ path: name, resolveDir }) => ({
      path: path.resolve(resolveDir, name.slice("worker:".length)),
      namespace: "worker",
    }));
    plugin.onLoad({ filter: /.*/, namespace: "worker" }, async ({ path: file }) => {
      checkInner(file);
      const { minify, target, keepNames, sourcemap } = plugin.initialOptions;
      const { outputFiles, metafile } = await build({
        entryPoints: [file],
        bundle: true,
        write: false,
        metafile: true,
        platform: "browser",
        format: "iife",
        minify,
        ...(minify && { mangleProps: new RegExp(`^(${inner.join("|")})$`) }),
        target,
        keepNames,
        sourcemap: sourcemap ? "inline" : false,
      });
      const text = outputFiles[0]?.text ?? "";
      return {
        contents: `export const source = ${JSON.stringify(text)};`,
        watchFiles: Object.keys(metafile.inputs).map((input) => path.resolve(input)),
      };
    });
  },
};
