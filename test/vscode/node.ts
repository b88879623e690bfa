import Mocha from "mocha";

import { report } from "./report.ts";

/** Entry of the suite in a Node extension host: VS Code calls it. */
export async function run(): Promise<void> {
  const mocha = new Mocha({ ui: "bdd", color: false, timeout: 60_000 });
  mocha.suite.emit("pre-require", globalThis, "", mocha);
  await import("./suite.ts");
  await import("./graphs.ts");
  await import("./changedFiles.ts");
  await import("./runs.ts");
  await import("./killing.ts");
  await import("./debugging.ts");
  await report((done) => mocha.run(done), Mocha.reporters.Base);
}
