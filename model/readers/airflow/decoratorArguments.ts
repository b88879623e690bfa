import { allArguments, operatorClassFacts } from "../../catalogue/catalogue.ts";
import type { Argument } from "../../dag/dag.ts";
import type { UnknownValue } from "../../python/value.ts";
import type { Span } from "../../text/span.ts";
import { isBaseArgument, sensorArguments } from "./baseArguments.ts";
import type { AirflowVersion } from "../reader.ts";
import { stringOf, type Session } from "./session.ts";
import { report } from "./structure/building.ts";
import { ownOf } from "../../ownOf.ts";

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

/** What a decorator fills in itself, from its function and from the call; one that is mapped does so when it runs. */
const filledIn = new Set(["bash_command", "python_callable"]);
const ofTheCall = new Set(["op_args", "op_kwargs", "kwargs_to_upstream"]);

/** Notes the options of a decorator that the operator behind it does not take; what is mapped is checked only when it runs. */
export function checkDecoratorArguments(
  session: Session,
  check: {
    readonly decorator: string;
    readonly args: ReadonlyMap<string, Argument>;
    readonly taskId: string;
    readonly dagId: string | undefined;
    readonly mapped: boolean;
    readonly span: Span;
    readonly uncertain: UnknownValue | undefined;
  },
): void {
  checkPython(session, check);
  const known = optionsOf(check.decorator, session.airflow);
  if (!known) return;
  const { decorator: operator, taskId, dagId, mapped } = check;
  for (const { name, origin, keywordSpan } of check.args.values()) {
    if (origin !== "call" || keywordSpan === undefined) continue;
    if (
      (known.has(name) && (mapped || !ofTheCall.has(name))) ||
      isBaseArgument(name, session.airflow)
    )
      continue;
    const facts = { taskId, name, operator, known: [...known], mapped };
    report(session.building, "A3", keywordSpan, facts, { dagId });
  }
}

/** The Python to run it in: one of its two decorators does not take it from default_args. */
function checkPython(
  session: Session,
  {
    decorator: operator,
    args,
    taskId,
    dagId,
    mapped,
    span,
    uncertain,
  }: Parameters<typeof checkDecoratorArguments>[1],
): void {
  if (mapped || uncertain || !/^@task\.(branch_)?external_python$/.test(operator)) return;
  const python = args.get("python");
  const isBranch = operator.startsWith("@task.branch");
  const isGiven = python !== undefined && (isBranch || python.origin === "call");
  if (isGiven && python.value.kind !== "none" && stringOf(python.value) !== "") return;
  const facts = { taskId, name: null, operator, missing: ["python"] };
  report(session.building, "A2", isGiven ? python.span : span, facts, { dagId });
}

/** All that the operator behind a decorator takes; undefined for a decorator of another package. */
function optionsOf(decorator: string, airflow: AirflowVersion): ReadonlySet<string> | undefined {
  const place = ownOf(operators, decorator);
  if (place === undefined) return undefined;
  const [module = "", name = ""] = place.split(".");
  const isSensor = name.endsWith("Sensor");
  const root = airflow === 3 ? "airflow.providers.standard" : "airflow";
  const facts = operatorClassFacts(name, `${root}.${isSensor ? "sensors" : "operators"}.${module}`);
  const own = facts && allArguments(facts);
  const names = own?.map((argument) => argument.name).filter((option) => !filledIn.has(option));
  return names && new Set([...names, ...ofTheCall, ...(isSensor ? sensorArguments : [])]);
}
