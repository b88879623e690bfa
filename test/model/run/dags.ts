import type {
  DagDescription,
  GroupDescription,
  TaskDescription,
} from "../../../model/run/description.ts";

/** A DAG description from the little that a test cares about. */
export function dagOf(
  tasks: Readonly<Record<string, Partial<TaskDescription>>>,
  more: Partial<DagDescription> = {},
): DagDescription {
  return {
    dagId: "d",
    file: "/w/dags/d.py",
    format: "airflow",
    schedule: { kind: "none", expression: null, timezone: "UTC" },
    startDate: null,
    endDate: null,
    catchup: false,
    maxActiveTasks: 16,
    maxActiveRuns: 16,
    failFast: false,
    dagrunTimeout: null,
    params: {},
    tasks: Object.entries(tasks).map(([taskId, given]) => taskOf(taskId, given)),
    groups: [],
    ...more,
  };
}

/** A task description with Airflow's defaults. */
export function taskOf(taskId: string, given: Partial<TaskDescription> = {}): TaskDescription {
  return {
    taskId,
    operator: "PythonOperator",
    module: "airflow.providers.standard.operators.python",
    group: null,
    upstream: [],
    triggerRule: "all_success",
    retries: 0,
    retryDelay: 300,
    retryExponentialBackoff: 0,
    maxRetryDelay: null,
    executionTimeout: null,
    dependsOnPast: false,
    waitForDownstream: false,
    ignoreFirstDependsOnPast: true,
    startDate: null,
    endDate: null,
    priorityWeight: 1,
    weightRule: "downstream",
    pool: "default_pool",
    poolSlots: 1,
    maxActiveTisPerDag: null,
    maxActiveTisPerDagrun: null,
    setup: false,
    teardown: false,
    onFailureFailDagrun: false,
    expand: null,
    sensor: null,
    empty: false,
    simulated: null,
    source: null,
    ...given,
  };
}

/** A mapped group over a literal list. */
export function mappedGroup(groupId: string, length: number): GroupDescription {
  return { groupId, parent: null, expand: { kind: "literal", length } };
}
