import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";

import {
  parseDotEnv,
  parseLocalValues,
  parseMocks,
  Runner,
  usualOptions,
  type LocalValues,
  type RunOptions,
} from "../../runner/runner.ts";
import { HumanError } from "../humanError.ts";
import type { RunLauncher, RunOrder } from "./runLauncher.ts";

/** Where the launcher keeps and finds things. Absolute. */
interface LauncherPlaces {
  /** Records and logs of this workspace's runs. */
  readonly runs: string;
  /** The Python half of the runner. */
  readonly bridge: string;
}

/** Runs DAGs in processes of this machine. */
export function nodeLauncher({ runs, bridge }: LauncherPlaces): RunLauncher {
  const runner = new Runner();
  return {
    launch(order, listener) {
      const handle = runner.startRun(optionsOf(order, runs, bridge), listener);
      return {
        cancel: () => handle.cancel(),
        ended: handle.done.then(() => undefined),
      };
    },
    load: (order) => runner.load(optionsOf(order, runs, bridge)),
    history: () => Promise.resolve(runner.history(runs)),
    clear(states) {
      for (const state of states) runner.forget(state);
      return Promise.resolve();
    },
    dispose: () => runner.dispose(),
  };
}

function optionsOf(order: RunOrder, runs: string, bridge: string): RunOptions {
  const { settings, workspace, debug } = order;
  const local = localValues(settings.variablesFile, workspace);
  return {
    ...usualOptions,
    file: order.file,
    workspace,
    ...(order.dagId === undefined ? {} : { dagId: order.dagId }),
    selection: order.selection,
    ...(order.logicalDate === undefined ? {} : { logicalDate: Date.parse(order.logicalDate) }),
    ...(order.interval === undefined ? {} : { interval: order.interval }),
    runType: order.runType,
    conf: { ...order.conf, ...order.params },
    parallel: settings.parallel,
    pools: new Map(Object.entries(settings.pools)),
    python: order.python,
    engine: settings.engine,
    airflow: order.airflow === 2 ? "2" : "3",
    ...(settings.dagsFolder === "" ? {} : { dagsFolder: resolve(workspace, settings.dagsFolder) }),
    env: { ...Object.fromEntries(dotEnv(workspace)), ...process.env },
    variables: local.variables,
    connections: local.connections,
    mocks: mocksIn(settings.mocksFile, workspace),
    runsFolder: runs,
    bridgeFolder: bridge,
    ...(debug ? { debug } : {}),
  };
}

function dotEnv(workspace: string): ReadonlyMap<string, string> {
  return parseDotEnv(textAt(join(workspace, ".env")) ?? "");
}

function localValues(file: string, workspace: string): LocalValues {
  if (file === "") return { variables: new Map(), connections: new Map() };
  const text = textAt(resolve(workspace, file));
  if (text === undefined) {
    throw notThere("dagsight.run.variablesFile", file);
  }
  const parsed = parseLocalValues(text);
  if ("problem" in parsed) throw new HumanError(`${file} cannot be read: ${parsed.problem}`);
  return parsed;
}

function mocksIn(file: string, workspace: string): RunOptions["mocks"] {
  if (file === "") return new Map();
  const text = textAt(resolve(workspace, file));
  if (text === undefined) {
    throw notThere("dagsight.run.mocksFile", file);
  }
  const parsed = parseMocks(text);
  if ("problem" in parsed) throw new HumanError(`${file} cannot be read: ${parsed.problem}`);
  return parsed.mocks;
}

function textAt(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined; // Not there or not readable.
  }
}

function notThere(setting: string, file: string): HumanError {
  return new HumanError(`The file that the setting ${setting} names is not there: ${file}`, {
    title: "Open Settings",
    command: "workbench.action.openSettings",
    arguments: [setting],
  });
}
