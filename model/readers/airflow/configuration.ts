import { nativeClass } from "../../python/native.ts";
import type { UnknownValue, Value } from "../../python/value.ts";
import { classFor } from "./classFor.ts";
import { method } from "./relations.ts";
import { stringOf, type Session } from "./session.ts";

const path = "airflow.configuration.conf";

/** Airflow's configuration, `conf`: of all it holds, only where the DAG files lie can be told from them. */
export function configuration(session: Session): Value {
  const made = classFor(session, path, () =>
    nativeClass({
      name: "AirflowConfigParser",
      module: "airflow.configuration",
      classAttribute: (name) => onlyThere(name),
      attributes: [
        method("get", (call) => {
          const [section, key] = call.positional.map(({ value }) => stringOf(value));
          return section === "core" && key === "dags_folder"
            ? dagsFolder(session)
            : onlyThere("get()");
        }),
      ],
    }),
  );
  return { kind: "instance", class: made, attributes: new Map(), payload: undefined };
}

/** `airflow.settings.DAGS_FOLDER`. */
export function dagsFolder(session: Session): Value {
  return { kind: "str", value: session.dagsFolder, inferred: "the folder of this file's DAGs" };
}

function onlyThere(name: string): UnknownValue {
  return { kind: "unknown", reason: `${path} is known only to Airflow`, path: `${path}.${name}` };
}
