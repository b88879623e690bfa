import type { RuleInput } from "../rule.ts";

/**
 * Whether a file may well be one that Airflow 2 loads: nothing says which Airflow it is for, and it imports nothing that
 * only Airflow 3 has. What stops it in Airflow 3 is then no more than a warning.
 */
export function mayBeForAirflow2({ airflowIsGuess, code }: RuleInput): boolean {
  return (
    airflowIsGuess === true && !code.imports.some(({ module }) => /^airflow\.sdk\b/.test(module))
  );
}
