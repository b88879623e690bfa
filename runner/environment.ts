/** Environment of the Python side: the user's own, what keeps Airflow from databases and remote logs, and our mark. */
export function bridgeEnvironment(
  env: Readonly<Record<string, string | undefined>>,
  cookie: string,
): Readonly<Record<string, string | undefined>> {
  return {
    ...env,
    AIRFLOW__CORE__LOAD_EXAMPLES: "False",
    AIRFLOW__LOGGING__REMOTE_LOGGING: "False",
    DAGSIGHT_ENGINE: cookie,
  };
}

/** Variables and connections of the local file, in the form that Airflow reads at any time, also while a file is loaded. */
export function hostEnvironment(
  variables: ReadonlyMap<string, string>,
  connections: ReadonlyMap<string, string>,
): Readonly<Record<string, string>> {
  return Object.fromEntries([
    ...[...variables].map(([key, value]) => [`AIRFLOW_VAR_${key.toUpperCase()}`, value] as const),
    ...[...connections].map(([id, value]) => [`AIRFLOW_CONN_${id.toUpperCase()}`, value] as const),
  ]);
}
