import type { DagDescription } from "../../model/run/description.ts";
import type { EngineDescription } from "../../model/run/engineDescription.ts";
import { HumanError } from "../humanError.ts";
import { loadingError } from "./loadingError.ts";
import type { RunLauncher, RunOrder } from "./runLauncher.ts";

/** A DAG as Python builds it now, and what built it. */
export interface LoadedDag {
  readonly dag: DagDescription;
  readonly engine: EngineDescription;
}

/** Loads the file of an order in its Python, without running anything of it. */
export async function loadDag(launcher: RunLauncher, order: RunOrder): Promise<LoadedDag> {
  const ready = await launcher.load(order).catch((error: unknown) => {
    throw new HumanError(error instanceof Error ? error.message : String(error));
  });
  const dag = ready.dags.find(({ dagId }) => order.dagId === undefined || dagId === order.dagId);
  if (dag) return { dag, engine: ready };
  const name = order.file.split(/[\\/]/).pop() ?? order.file;
  const error = loadingError(ready.errors);
  if (!error) throw new HumanError(`Python finds no DAG ${order.dagId ?? ""} in ${name}.`);
  throw new HumanError(`${name} cannot be loaded: ${error.words}`, error.goThere);
}

/** `Airflow 3.3.2 on Python 3.12.4`. */
export function engineInWords({ engine, airflow, python }: EngineDescription): string {
  return engine === "airflow"
    ? `Airflow ${airflow} on Python ${python}`
    : `the small stand-in for Airflow ${airflow} on Python ${python}`;
}
