/** Which Python runs the tasks, and what of Airflow is in it. */
export interface EngineDescription {
  readonly engine: "lite" | "airflow";
  /** Version that runs (`3.3.2`), or that `airflow_lite` plays (`3`). */
  readonly airflow: string;
  /** A real Airflow that this interpreter has although `lite` runs. */
  readonly installed: string | null;
  /** `3.11.7` */
  readonly python: string;
  readonly executable: string;
  /** Whether a try is a fork of the host; else it is an interpreter of its own. */
  readonly forks: boolean;
}
