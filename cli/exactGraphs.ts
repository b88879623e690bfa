import { resolve } from "node:path";

import type { GraphDag } from "../model/dag/graphJson.ts";
import { exactGraph } from "../model/run/exactGraph.ts";
import { Runner, type RunOptions } from "../runner/runner.ts";
import { UsageError, type Terminal } from "./command.ts";

/** The DAGs of files as Python builds them. A file that cannot be loaded is a usage error with its reason. */
export async function exactGraphs(
  files: readonly string[],
  options: Omit<RunOptions, "file">,
  terminal: Terminal,
): Promise<readonly GraphDag[]> {
  const runner = new Runner();
  try {
    const found: GraphDag[] = [];
    for (const file of files) {
      const ready = await runner.load({ ...options, file: resolve(terminal.cwd, file) });
      const [error] = ready.errors;
      if (error) throw new UsageError(`${file}: ${error.type}: ${error.message}`);
      found.push(...ready.dags.map((dag) => exactGraph(dag, file)));
    }
    return found;
  } finally {
    await runner.dispose();
  }
}
