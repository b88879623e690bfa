// Everything that a machine can hold without running the product, fastest first: `npm run check`.
import { run } from "./say.mjs";

const node = process.execPath;
const steps = [
  ["format", ["npx", "prettier", "--check", "--log-level", "warn", "."]],
  ["types", [node, "node_modules/typescript-native/bin/tsc", "--noEmit", "-p", "tsconfig.json"]],
  [
    "arrows",
    [
      "npx",
      "depcruise",
      "model",
      "protocol",
      "server",
      "runner",
      "client",
      "webview",
      "cli",
      "--output-type",
      "err",
    ],
  ],
  ["list of messages", [node, "scripts/protocolDocs.mjs", "--check"]],
  ["dead code", ["npx", "knip", "--no-progress"]],
  ["spelling", ["npx", "cspell", "--no-progress", "--no-summary", "--quiet", "."]],
  ["lint", ["npx", "eslint", "--max-warnings", "0", "."]],
];

let passed = 0;
let failed = 0;
for (const [name, command] of steps) {
  const { code, seconds } = await run(command, { quiet: true });
  console.log(`${code === 0 ? "ok    " : "FAILED"} ${name} (${seconds.toFixed(1)} s)`);
  if (code === 0) passed++;
  else failed++;
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed ? 1 : 0;
