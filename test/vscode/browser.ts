import { mocha, reporters } from "mocha/mocha.mjs";

import { report } from "./report.ts";

/** Entry of the suite in a web worker extension host: Mocha's browser build, bundled. */
export async function run(): Promise<void> {
  mocha.setup({ ui: "bdd", reporter: "spec", color: false, timeout: 60_000 });
  await import("./suite.ts");
  await import("./withoutProcesses.ts");
  await report((done) => mocha.run(done), reporters.Base);
}
