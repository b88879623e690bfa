import { allArguments, operatorClassFacts } from "../../catalogue/catalogue.ts";
import type { Argument } from "../../dag/dag.ts";
import { isBaseArgument, sensorArguments } from "./baseArguments.ts";
import type { AirflowVersion } from "../reader.ts";
import type { Session } from "./session.ts";
import { report } from "./structure/building.ts";

/** The operator behind each decorator that comes with Airflow: it takes the decorator's options. */
const operators: Readonly<Record<string, string>> = {
  "@task": "python.PythonOperator",
  "@task.virtualenv": "python.PythonVirtualenvOperator",
  "@task.external_python": "python.ExternalPythonOperator",
  "@task.branch": "python.PythonOperator",
  "@task.branch_virtualenv": "python.PythonVirtualenvOperator",
  "@task.branch_external_python": "python.ExternalPythonOperator",
  "@task.short_circuit": "python.ShortCircuitOperator",
  "@task.bash": "bash.BashOperator",
  "@task.sensor": "python.PythonSensor",
};

/** What every decorator takes besides. */
const ofDecorators = ["op_args", "op_kwargs", "kwargs_to_upstream"];

/** What a decorator fills in itself. */
const filledIn = new Set(["bash_command", "python_callable"]);

/** Notes the options of a decorator that the operator behind it does not take; what is mapped is checked only when it runs. */
export function checkDecoratorArguments(
  session: Session,
  check: {
    readonly decorator: string;
    readonly args: ReadonlyMap<string, Argument>;
    readonly taskId: string;
    readonly dagId: string | undefined;
    readonly mapped: boolean;
  },
): void {
  const known = optionsOf(check.decorator, session.airflow);
  if (!known) return;
  const { decorator: operator, taskId, dagId, mapped } = check;
  for (const { name, origin, keywordSpan } of check.args.values()) {
    if (origin !== "call" || keywordSpan === undefined) continue;
    if (known.has(name) || isBaseArgument(name, session.airflow)) continue;
    const facts = { taskId, name, operator, known: [...known], mapped };
    report(session.building, "A3", keywordSpan, facts, { dagId });
  }
}

/** All that the operator behind a decorator takes; undefined for a decorator of another package. */
function optionsOf(decorator: string, airflow: AirflowVersion): ReadonlySet<string> | undefined {
  const place = operators[decorator];
  if (place === undefined) return undefined;
  const [module = "", name = ""] = place.split(".");
  const isSensor = name.endsWith("Sensor");
  const root = airflow === 3 ? "airflow.providers.standard" : "airflow";
  const facts = operatorClassFacts(name, `${root}.${isSensor ? "sensors" : "operators"}.${module}`);
  const own = facts && allArguments(facts);
  const names = own?.map((argument) => argument.name).filter((option) => !filledIn.has(option));
  return names && new Set([...names, ...ofDecorators, ...(isSensor ? sensorArguments : [])]);
}
