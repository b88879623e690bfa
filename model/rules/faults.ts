import type { Fault } from "../dag/fault.ts";
import type { RuleInput } from "./rule.ts";

/** The reader's faults of some conditions that hold for the target version, each place and condition once. */
export function faultsOf(
  { reading, airflow }: Pick<RuleInput, "reading" | "airflow">,
  ...conditions: readonly string[]
): readonly Fault[] {
  if (reading.faults.length === 0) return reading.faults;
  const found = reading.faults.filter(
    (fault) =>
      conditions.includes(fault.condition) &&
      (fault.airflow === undefined || fault.airflow === airflow),
  );
  return found.length > 1 ? eachOnce(found) : found;
}

function eachOnce(faults: readonly Fault[]): readonly Fault[] {
  const seen = new Set<string>();
  return faults.filter(({ condition, span }) => {
    const place = `${condition} ${span.file} ${span.start} ${span.end}`;
    if (seen.has(place)) return false;
    seen.add(place);
    return true;
  });
}

/** A fact of a fault as text for a message; lists are joined with commas. */
export function fact(fault: Fault, name: string): string {
  const value = fault.facts[name];
  return Array.isArray(value) ? value.join(", ") : String(value ?? "");
}
