// Packages that take long to start, and that most files need nothing of: `import { parse } from "yaml"` starts the package when
// `parse` is first used, not when the program starts. What is exported then are getters of a CommonJS module.

/** Puts off the start of these packages to their first use. */
export function lazyPackages(names) {
  const listed = new Set(names);
  return {
    name: "lazy-packages",
    setup(plugin) {
      plugin.onResolve({ filter: /^[a-z]/ }, ({ path, namespace, resolveDir }) =>
        listed.has(path) && namespace === "file" && !resolveDir.includes("node_modules")
          ? { path, namespace: "lazy-package", pluginData: resolveDir }
          : undefined,
      );
      plugin.onLoad({ filter: /./, namespace: "lazy-package" }, async ({ path, pluginData }) => ({
        contents: [
          `Object.defineProperty(exports, "__esModule", { value: true });`,
          ...Object.keys(await import(path))
            .filter(isExport)
            .map(getter(path)),
        ].join("\n"),
        resolveDir: pluginData,
      }));
    },
  };
}

/** What an import of CommonJS has besides. */
function isExport(name) {
  return name !== "__esModule" && name !== "module.exports";
}

function getter(path) {
  return (name) => {
    const key = JSON.stringify(name);
    const started = `require(${JSON.stringify(path)})`;
    const value = name === "default" ? `${started}.default ?? ${started}` : `${started}[${key}]`;
    return `Object.defineProperty(exports, ${key}, { enumerable: true, get: () => ${value} });`;
  };
}
