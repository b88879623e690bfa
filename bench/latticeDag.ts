import type { DagDescription, TaskDescription } from "../model/run/description.ts";

/** A DAG of `count` tasks in rows of `width`, each after one or two of the row above. */
export function latticeDag(count: number, width: number): DagDescription {
  const tasks = Array.from({ length: count }, (_, i) =>
    task(
      `t${i}`,
      i < width ? [] : [...new Set([`t${i - width}`, `t${i - width + (i % 3 === 0 ? 1 : 0)}`])],
    ),
  );
  return {
    dagId: "lattice",
    file: "lattice.py",
    format: "airflow",
    schedule: { kind: "none", expression: null, timezone: "UTC" },
    startDate: null,
    endDate: null,
    catchup: false,
    maxActiveTasks: 64,
    maxActiveRuns: 16,
    failFast: false,
    dagrunTimeout: null,
    params: {},
    tasks,
    groups: [],
  };
}

function task(taskId: string, upstream: readonly string[]): TaskDescription {
  return {
    taskId,
    operator: "EmptyOperator",
    module: "airflow.providers.standard.operators.empty",
    group: null,
    upstream,
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
  };
}
