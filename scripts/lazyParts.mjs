// What the panel's script fetches when it is first used lies beside it as a bundle of its own: `import("./exports.ts")` becomes
// `import("./webview.exports.js")`. The nonce of the script that asks goes with the question, so the page's policy stays as it is.
import path from "node:path";

/** Gives the entry of each part, by the name of its bundle. */
export function partEntries(files) {
  return Object.fromEntries(files.map((file) => [bundleOf(file), file]));
}

/** Points each `import()` at the bundle of its part; one that is not listed stops the build. */
export function lazyParts(files) {
  const bundles = new Set(files.map(bundleOf));
  return {
    name: "lazy-parts",
    setup(plugin) {
      plugin.onResolve({ filter: /./ }, ({ kind, path: name, importer }) => {
        if (kind !== "dynamic-import") return undefined;
        const bundle = bundleOf(name);
        if (bundles.has(bundle)) return { path: `./${bundle}.js`, external: true };
        return {
          errors: [{ text: `${name}, asked for by ${importer}, is not listed in build.mjs` }],
        };
      });
    },
  };
}

function bundleOf(file) {
  return `webview.${path.basename(file, ".ts")}`;
}
