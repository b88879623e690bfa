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

/** Seconds that loading a file may take: what Airflow's own setting in the environment says, else `usual`. */
export function loadTimeoutOf(
  env: Readonly<Record<string, string | undefined>>,
  usual: number,
): number {
  const text = env[loadTimeoutVariable]?.trim() ?? "";
  const seconds = Number(text);
  if (text === "" || !Number.isFinite(seconds)) return usual;
  // To Airflow none is no limit; a run waits an hour at most.
  return seconds <= 0 ? 3600 : seconds;
}

/** What is said when a file could not even be stopped in time. */
export function loadedTooLong(seconds: number): string {
  return (
    `Loading the file took longer than ${seconds} seconds, and it did not stop when it was told to. ` +
    `Take slow work out of the top level of the file, or set ${loadTimeoutVariable} in the environment to more seconds.`
  );
}

const loadTimeoutVariable = "AIRFLOW__CORE__DAGBAG_IMPORT_TIMEOUT";
