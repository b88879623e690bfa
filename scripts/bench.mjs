// `npm run bench`: bundles bench/NAME.ts and runs it; without a name, bench/bench.ts.
import { build } from "esbuild";
import { join } from "node:path";
import { root, run } from "./say.mjs";

const [name = "bench", ...args] = process.argv.slice(2);
const outfile = join(root, "dist", "bench", `${name}.cjs`);
await build({
  entryPoints: [join(root, "bench", `${name}.ts`)],
  outfile,
  bundle: true,
  platform: "node",
  format: "cjs",
  target: "es2022",
  logLevel: "warning",
});
const { code } = await run([process.execPath, "--expose-gc", outfile, ...args]);
process.exitCode = code;
