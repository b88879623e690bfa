/** What Airflow makes of a try whose process ends without saying how the task did. */
export interface Deaths {
  /** Exit code 0: Airflow 3 takes it for a success, Airflow 2 finds out some minutes later that nobody works on the task. */
  readonly quietExit: "success" | "failed";
  /** Whether what died is tried again while tries are left; in Airflow 3.0 it is not. */
  readonly areRetried: boolean;
}

/** How a version of Airflow sees deaths; without a minor version it is the newest of its major. */
export function deathsIn(airflow: string): Deaths {
  const [major = 0, minor = Infinity] = airflow.split(".").map(Number);
  return { quietExit: major >= 3 ? "success" : "failed", areRetried: major < 3 || minor >= 1 };
}
