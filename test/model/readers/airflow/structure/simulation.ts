import type { AirflowVersion } from "../../../../../model/readers/reader.ts";
import {
  newBuilding,
  type Building,
} from "../../../../../model/readers/airflow/structure/building.ts";
import {
  newDag,
  type DagDraft,
  type GroupDraft,
  type LabelDraft,
  type Node,
  type Statement,
  type TaskDraft,
} from "../../../../../model/readers/airflow/structure/draft.ts";
import { newGroup } from "../../../../../model/readers/airflow/structure/groups.ts";
import {
  setDownstream,
  setUpstream,
} from "../../../../../model/readers/airflow/structure/relate.ts";
import {
  homeFor,
  newTask,
  placeTask,
  uniqueTaskId,
} from "../../../../../model/readers/airflow/structure/tasks.ts";
import { finishDag } from "../../../../../model/readers/airflow/finishDag.ts";

const span = { file: "dag.py", start: 0, end: 0 };
const common = { span, calledAt: undefined, idSpan: undefined };

/** Any statement: where it is written does not matter here. */
export const said: Statement = {
  span,
  statementSpan: span,
  fromSpan: undefined,
  toSpan: undefined,
  via: "shift",
  certainty: "certain",
  choices: [],
};

/** A DAG being built by hand, as Python would build it. */
export interface Simulation {
  readonly building: Building;
  readonly dag: DagDraft;
  task(id: string, more?: Partial<TaskDraft> & { readonly unique?: boolean }): TaskDraft;
  group(id: string, body: (group: GroupDraft) => void, more?: GroupOptions): GroupDraft;
  label(text: string): LabelDraft;
  /** `a >> b >> c`, lists allowed. */
  arrow(...nodes: readonly (Node | readonly Node[])[]): void;
  edges(): string[];
  labels(): string[];
  faults(): string[];
}

interface GroupOptions {
  readonly prefix?: boolean;
  readonly suffixOnCollision?: boolean;
}

/** An open DAG without tasks. */
export function simulate(airflow: AirflowVersion = 3): Simulation {
  const building = newBuilding(airflow);
  const empty = { certainty: "certain" as const, args: new Map(), defaultArgs: () => new Map() };
  const dag = newDag({ ...common, ...empty, dagId: "d" });
  building.dags.push(dag);
  const finished = (): ReturnType<typeof finishDag> => finishDag(dag, "airflow");
  return {
    building,
    dag,
    task(ownId, { unique, ...more } = {}) {
      const home = homeFor(building, { dag: undefined, group: undefined });
      const made = newTask({
        ...common,
        ownId: unique ? uniqueTaskId(ownId, home) : ownId,
        certainty: "certain",
        choices: [],
        mapped: false,
        setup: false,
        teardown: false,
        triggerRule: "all_success",
        operator: "EmptyOperator",
        operatorPath: undefined,
        sort: "operator",
        args: new Map(),
        callable: undefined,
        branchTargets: undefined,
        doc: undefined,
        ...more,
      });
      placeTask(building, made, home);
      return made;
    },
    group(ownId, body, { prefix = true, suffixOnCollision = false } = {}) {
      const made = newGroup(building, {
        ...common,
        ownId,
        prefix,
        suffixOnCollision,
        parent: undefined,
        dag: undefined,
        defaultArgs: new Map(),
        mapped: false,
        certainty: "certain",
        tooltip: undefined,
      });
      if (!made) throw new Error("no DAG");
      building.groups.push(made);
      body(made);
      building.groups.pop();
      return made;
    },
    label: (text) => ({ kind: "label", text, upstream: [], downstream: [] }),
    arrow(first, ...rest) {
      let left = first;
      for (const right of rest) {
        const list = Array.isArray(right) ? (right as readonly Node[]) : [right as Node];
        if (Array.isArray(left)) {
          // A list has no arrow: the right side answers.
          for (const node of list.slice(0, 1)) {
            setUpstream(building, node, left as readonly Node[], said);
          }
        } else setDownstream(building, left as Node, list, said);
        left = right;
      }
    },
    edges: () =>
      finished()
        .edges.map(({ from, to }) => `${from} > ${to}`)
        .sort(),
    labels: () =>
      finished()
        .edges.flatMap(({ from, to, label }) =>
          label === null ? [] : [`${from} > ${to}: ${label}`],
        )
        .sort(),
    faults: () => building.faults.map(({ condition }) => condition),
  };
}
