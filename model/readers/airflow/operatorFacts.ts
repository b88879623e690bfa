import { operatorClassFacts } from "../../catalogue/catalogue.ts";

/** What is known of an operator class without its package. */
export interface OperatorFacts {
  /** Undefined when the class is not known. */
  readonly templateFields: readonly string[] | undefined;
  readonly isSensor: boolean;
}

/** Bases, and old names that the catalogue of today's packages does not have. */
const bases: ReadonlyMap<string, readonly string[]> = new Map([
  ["BaseOperator", []],
  ["BaseSensorOperator", []],
  ["DummyOperator", []],
  ["SubDagOperator", []],
]);

/** The facts of a class by its name and the module it is imported from. */
export function operatorFacts(name: string, module: string): OperatorFacts {
  const isAirflow = module === "airflow" || module.startsWith("airflow.");
  const facts = isAirflow ? operatorClassFacts(name, module) : undefined;
  return {
    templateFields: facts ? facts.templateFields : isAirflow ? bases.get(name) : undefined,
    isSensor: /Sensor(Async|Operator|Trigger)?$/.test(name),
  };
}
