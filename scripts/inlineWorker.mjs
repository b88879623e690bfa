// A webview's worker has to start from a blob, so its source travels inside the script that starts it: `worker:./x.ts` is the
// bundled source of x.ts, as a string.
import path from "node:path";
import { build } from "esbuild";

export const inlineWorker = {
  name: "inline-worker",
  setup(plugin) {
    plugin.onResolve({ filter: /^worker:/ }, ({ path: name, resolveDir }) => ({
      path: path.resolve(resolveDir, name.slice("worker:".length)),
      namespace: "worker",
    }));
    plugin.onLoad({ filter: /.*/, namespace: "worker" }, async ({ path: file }) => {
      const { minify, target, keepNames, sourcemap } = plugin.initialOptions;
      const { outputFiles, metafile } = await build({
        entryPoints: [file],
        bundle: true,
        write: false,
        metafile: true,
        platform: "browser",
        format: "iife",
        minify,
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
