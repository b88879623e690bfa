// Writes docs/rules/*.md and schemas/dagsight.schema.json from the rules; with --check only says what is stale.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";

const { outputFiles } = await build({
  stdin: {
    contents: 'export { ruleDocs } from "./model/rules/ruleDocs.ts";',
    resolveDir: join(import.meta.dirname, ".."),
    loader: "ts",
  },
  bundle: true,
  write: false,
  format: "esm",
  platform: "node",
});
const code = Buffer.from(outputFiles[0].contents).toString("base64");
const { ruleDocs } = await import(`data:text/javascript;base64,${code}`);

const root = join(import.meta.dirname, "..");
const wanted = ruleDocs();
const check = process.argv.includes("--check");
const stale = [];
mkdirSync(join(root, "docs/rules"), { recursive: true });
mkdirSync(join(root, "schemas"), { recursive: true });
for (const [file, text] of wanted) {
  if (read(file) === text) continue;
  stale.push(file);
  if (!check) writeFileSync(join(root, file), text);
}
for (const name of readdirSync(join(root, "docs/rules"))) {
  const file = `docs/rules/${name}`;
  if (wanted.has(file)) continue;
  stale.push(file);
  if (!check) rmSync(join(root, file));
}
if (check && stale.length > 0) {
  console.error(`Stale: ${stale.join(", ")}. Run: npm run docs:rules`);
  process.exit(1);
}
console.log(stale.length > 0 ? `Wrote ${stale.length} files.` : "Rule pages are up to date.");

function read(file) {
  try {
    return readFileSync(join(root, file), "utf8");
  } catch {
    return undefined;
  }
}
