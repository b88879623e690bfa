// The graphs of the layout's tests, for pages: bundled on the fly, as they are TypeScript.
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

/** Answers what test/model/layout/graphs.ts exports. */
export async function graphs() {
  const entry = fileURLToPath(new URL("../../model/layout/graphs.ts", import.meta.url));
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    write: false,
    format: "esm",
  });
  const text = Buffer.from(outputFiles[0].contents).toString("base64");
  return import(`data:text/javascript;base64,${text}`);
}
