// Runs test/webview/ against the built panel in Chromium, and ends with the line that every suite ends with.
import { run } from "./say.mjs";

const only = process.argv[2] ? ["--test-name-pattern", process.argv[2]] : [];
const { code, output } = await run([
  process.execPath,
  "--test",
  "--test-reporter=spec",
  ...only,
  "test/webview/panel.test.mjs",
  "test/webview/timeline.test.mjs",
  "test/webview/form.test.mjs",
]);
const count = (word) => Number(new RegExp(`^ℹ ${word} (\\d+)`, "m").exec(output)?.[1] ?? 0);
const failed = count("fail") + count("cancelled");
console.log(`${count("pass")} passed, ${failed} failed`);
process.exitCode = code === 0 && failed === 0 ? 0 : 1;
