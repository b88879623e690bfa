/**
 * Whether a try whose process dies is followed by another while tries are left: in Airflow 3.0 the one that watches it tells "failed"
 * and that is the end; before and since it counts like any other failure. Without a minor version it is the newest of its major.
 */
export function areDeathsRetried(airflow: string): boolean {
  const [major = 0, minor = Infinity] = airflow.split(".").map(Number);
  return major !== 3 || minor >= 1;
}
