import { existsSync, readFileSync } from "node:fs";

import type { InstanceRun, RunState } from "../../model/run/state.ts";
import { Runner } from "../../runner/runner.ts";
import { UsageError, type Command } from "../command.ts";
import { parseOptions } from "../options.ts";
import { runsFolderOf } from "../run/runArguments.ts";

/** Prints the log of one try of one task instance. */
export const logs: Command = {
  name: "logs",
  summary: "Print the log of a task",
  usage: "dagsight logs RUN|latest TASK[INDEX] [--try N] [--runs-folder PATH]",
  run: (args, terminal) =>
    new Promise((done) => {
      const { values, positionals } = parseOptions(args, {
        try: { type: "string" },
        "runs-folder": { type: "string" },
      });
      const [runId, name] = positionals;
      if (runId === undefined || name === undefined)
        throw new UsageError("Say which run and task: dagsight logs RUN TASK (see: dagsight runs)");
      const all = new Runner().history(runsFolderOf(values["runs-folder"], terminal.cwd));
      const state = runId === "latest" ? all[0] : all.find((one) => one.runId === runId);
      if (!state) throw new UsageError(`No run "${runId}" is recorded. See: dagsight runs`);
      terminal.out(logText(instanceOf(state, name), values.try));
      done(0);
    }),
};

function instanceOf(state: RunState, name: string): InstanceRun {
  const [, taskId = name, index] = /^(.+?)(?:\[(\d+)\])?$/s.exec(name) ?? [];
  const instances = state.tasks.get(taskId)?.instances;
  const instance = instances?.get(index === undefined ? -1 : Number(index));
  if (instance) return instance;
  if (instances && index === undefined && !instances.has(-1))
    throw new UsageError(`"${taskId}" is mapped: say which instance, as in ${taskId}[0].`);
  const known = [...state.tasks.keys()].join(", ");
  throw new UsageError(`Run "${state.runId}" has no task "${name}". It has: ${known}.`);
}

function logText(instance: InstanceRun, wanted: string | undefined): string {
  const one =
    wanted === undefined
      ? instance.tries.at(-1)
      : instance.tries.find(({ number }) => number === Number(wanted));
  if (!one)
    throw new UsageError(
      wanted === undefined
        ? `"${instance.taskId}" did not run.`
        : `"${instance.taskId}" has no try ${wanted}.`,
    );
  // A task that said nothing has no file.
  return one.log !== null && existsSync(one.log) ? readFileSync(one.log, "utf8") : "";
}
