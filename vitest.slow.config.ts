import { defineConfig } from "vitest/config";

/** The suites that take their time: real processes, many rounds. Named on the command line. */
export default defineConfig({
  test: { include: ["test/**/*.slow.test.ts"], testTimeout: 120_000 },
});
