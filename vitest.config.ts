import { defineConfig } from "vitest/config";

/** Unit tests: plain functions, no editor. Slower suites (`*.slow.test.ts`) have their own npm scripts. */
export default defineConfig({
  test: {
    // Plain functions leave nothing behind: files of one worker share what they import.
    pool: "threads",
    isolate: false,
    maxWorkers: "100%",
    // Whether something takes too long is said by the tests that measure it, in CPU time: a busy machine fails none.
    testTimeout: 20_000,
    include: ["test/**/*.test.ts"],
    exclude: ["test/vscode/**", "test/person/**", "test/**/*.slow.test.ts"],
    coverage: { provider: "v8", include: ["model/**", "server/features/**"] },
  },
});
