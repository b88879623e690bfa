// `npm run bench`: builds, bundles bench/NAME.ts and runs it; without a name, bench/bench.ts, with what that starts.
import { build } from "esbuild";
import { join } from "node:path";
import { root, run } from "./say.mjs";

const [name = "bench", ...args] = process.argv.slice(2);
const outdir = join(root, "dist", "bench");
const started = name === "bench" ? ["firstCheck", "firstCheck.start"] : [];
await build({
  entryPoints: [name, ...started].map((entry) => join(root, "bench", `${entry}.ts`)),
  outdir,
  outExtension: { ".js": ".cjs" },
  bundle: true,
  platform: "node",
  format: "cjs",
  target: "es2022",
  logLevel: "warning",
});
// Some sections start the programs that are shipped.
const built = await run([process.execPath, "scripts/build.mjs"], { quiet: true });
if (built.code !== 0) process.exit(built.code);
const { code } = await run([process.execPath, "--expose-gc", join(outdir, `${name}.cjs`), ...args]);
process.exitCode = code;
