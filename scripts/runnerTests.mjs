// `npm run test:runner`: the runner with real Python processes; ends with the line that every suite ends with.
//   node scripts/runnerTests.mjs [FILE…]   only these
import { run } from "./say.mjs";

const files = process.argv.slice(2);
const { code, output } = await run([
  "npx",
  "vitest",
  "run",
  "--config",
  "vitest.slow.config.ts",
  ...(files.length > 0 ? files : ["test/runner/"]),
]);
const line = [...output.matchAll(/^.*?Tests\s+(.*)$/gm)].at(-1)?.[1] ?? "";
const count = (word) =>
  Number(new RegExp(`(\\d+) ${word}`).exec(line.replace(/\u001b\[\d+m/g, ""))?.[1] ?? 0);
const failed = Math.max(count("failed"), code === 0 ? 0 : 1);
console.log(`${count("passed")} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
