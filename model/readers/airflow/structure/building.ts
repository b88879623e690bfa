import type { Fault } from "../../../dag/fault.ts";
import type { Span } from "../../../text/span.ts";
import type { AirflowVersion } from "../../reader.ts";
import type { DagDraft, GroupDraft } from "./draft.ts";
import { newSetupScope, type SetupScope } from "./setupScope.ts";

/** What Airflow keeps in module-level contexts while DAG files run: the open `with` blocks, and what went wrong. */
export interface Building {
  readonly airflow: AirflowVersion;
  /** DAGs whose `with` block or `@dag` body is open, innermost last. */
  readonly dags: DagDraft[];
  /** Groups whose `with` block or body is open, innermost last. */
  readonly groups: GroupDraft[];
  readonly setups: SetupScope;
  readonly faults: Fault[];
}

/** A fresh context, as at the start of a module. */
export function newBuilding(airflow: AirflowVersion): Building {
  return { airflow, dags: [], groups: [], setups: newSetupScope(), faults: [] };
}

/** The DAG that a task made now joins, if any. */
export function currentDag(building: Building): DagDraft | undefined {
  return building.dags.at(-1);
}

/** The group that a task made now joins: the innermost open one, else the root of `dag` or of the current DAG. */
export function currentGroup(building: Building, dag?: DagDraft): GroupDraft | undefined {
  return building.groups.at(-1) ?? (dag ?? currentDag(building))?.root;
}

/** Notes a fault. */
export function report(
  building: Building,
  condition: string,
  span: Span,
  facts: Fault["facts"],
  more: Partial<Pick<Fault, "related" | "dagId" | "airflow">> = {},
): void {
  building.faults.push({ condition, span, facts, related: [], dagId: undefined, ...more });
}
