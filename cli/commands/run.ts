import { writeFileSync } from "node:fs";
import { resolve } from "node:path";

import { Runner } from "../../runner/runner.ts";
import { UsageError, type Command } from "../command.ts";
import { withBuiltNotice } from "../run/builtNotice.ts";
import { junitOf } from "../run/junit.ts";
import { runArguments } from "../run/runArguments.ts";
import { runOnce, viewFor } from "../run/runOnce.ts";
import { watchAndRun } from "../run/watch.ts";

/** Runs a DAG on this machine; exit code 1 when the run fails or is cancelled. */
export const run: Command = {
  name: "run",
  summary: "Run a DAG on this machine",
  usage: `dagsight run FILE [--dag ID] [--task ID…] [--from ID] [--until ID] [--failed-of RUN] [--remember RUN]
                    [--logical-date ISO] [--conf JSON] [--param K=V] [--parallel N] [--pool NAME=SLOTS] [--python PATH]
                    [--engine lite|airflow|auto] [--airflow 2|3] [--variables FILE] [--mock FILE] [--max-wait SECONDS]
                    [--runs-folder PATH] [--format text|json] [--junit FILE] [--watch]`,
  async run(args, terminal) {
    const { options, format, junit, watch } = await runArguments(args, terminal);
    const runner = new Runner();
    try {
      if (watch) return await watchAndRun(runner, options, terminal);
      const view = withBuiltNotice(viewFor(format, terminal), options, terminal);
      const state = await runOnce(runner, options, view);
      if (state.refused === "wish") {
        runner.forget(state);
        throw new UsageError(state.reason ?? "There is nothing to run.");
      }
      if (junit !== undefined) writeFileSync(resolve(terminal.cwd, junit), junitOf(state));
      return state.result === "success" ? 0 : 1;
    } finally {
      await runner.dispose();
    }
  },
};
