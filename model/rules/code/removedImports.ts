/** Where something went that Airflow 3 does not have at its old place. */
export interface Move {
  /** What to do, in a sentence. */
  readonly advice: string;
  /** The module to import it from; undefined when there is none. */
  readonly module: string | undefined;
  /** Its new name, if it changed. */
  readonly name: string | undefined;
}

const standard = "airflow.providers.standard";

/** Modules that are gone, with the one that has their names now. Airflow 3 keeps redirects for those not listed here. */
const modules: Readonly<Record<string, string>> = {
  "airflow.operators.bash_operator": `${standard}.operators.bash`,
  "airflow.operators.python_operator": `${standard}.operators.python`,
  "airflow.operators.latest_only_operator": `${standard}.operators.latest_only`,
  "airflow.operators.dagrun_operator": `${standard}.operators.trigger_dagrun`,
  "airflow.operators.dummy": `${standard}.operators.empty`,
  "airflow.operators.dummy_operator": `${standard}.operators.empty`,
  "airflow.datasets": "airflow.sdk",
  "airflow.operators.email_operator": "airflow.providers.smtp.operators.smtp",
  "airflow.operators.http_operator": "airflow.providers.http.operators.http",
  "airflow.operators.sql": "airflow.providers.common.sql.operators.sql",
  "airflow.sensors.base_sensor_operator": "airflow.sdk",
  "airflow.sensors.external_task_sensor": `${standard}.sensors.external_task`,
  "airflow.sensors.http_sensor": "airflow.providers.http.sensors.http",
  "airflow.sensors.sql": "airflow.providers.common.sql.sensors.sql",
  "airflow.sensors.sql_sensor": "airflow.providers.common.sql.sensors.sql",
  "airflow.hooks.base_hook": "airflow.sdk",
  "airflow.hooks.http_hook": "airflow.providers.http.hooks.http",
  "airflow.hooks.dbapi": "airflow.providers.common.sql.hooks.sql",
  "airflow.hooks.dbapi_hook": "airflow.providers.common.sql.hooks.sql",
  "airflow.hooks.postgres_hook": "airflow.providers.postgres.hooks.postgres",
  "airflow.hooks.mysql_hook": "airflow.providers.mysql.hooks.mysql",
  "airflow.hooks.S3_hook": "airflow.providers.amazon.aws.hooks.s3",
  "airflow.hooks.sqlite_hook": "airflow.providers.sqlite.hooks.sqlite",
  "airflow.operators.postgres_operator": "airflow.providers.common.sql.operators.sql",
  "airflow.operators.mysql_operator": "airflow.providers.common.sql.operators.sql",
  "airflow.operators.sqlite_operator": "airflow.providers.common.sql.operators.sql",
};

/** Names that changed with their module. */
const renamed: Readonly<Record<string, string>> = {
  DummyOperator: "EmptyOperator",
  Dataset: "Asset",
  DatasetAlias: "AssetAlias",
  DatasetAll: "AssetAll",
  DatasetAny: "AssetAny",
  SimpleHttpOperator: "HttpOperator",
  PostgresOperator: "SQLExecuteQueryOperator",
  MySqlOperator: "SQLExecuteQueryOperator",
  SqliteOperator: "SQLExecuteQueryOperator",
  ExternalTaskSensorLink: "ExternalDagLink",
};

/** Single names that are gone from a module that is still there, or that have no module in their place. */
const names: Readonly<Record<string, { readonly advice: string; readonly module?: string }>> = {
  "airflow.utils.helpers.chain": { advice: "Import it from airflow.sdk.", module: "airflow.sdk" },
  "airflow.utils.helpers.cross_downstream": {
    advice: "Import it from airflow.sdk.",
    module: "airflow.sdk",
  },
};

/** Whole packages and modules that have nothing in their place. */
const gone: readonly (readonly [RegExp, string])[] = [
  [
    /^airflow\.utils\.dates$/,
    'Write a fixed date, such as pendulum.datetime(2024, 1, 1, tz="UTC").',
  ],
  [/^airflow\.contrib(\.|$)/, "It is in a provider now."],
  [/^airflow\.operators\.subdag(_operator)?$/, "Use a TaskGroup."],
  [/^airflow\.utils\.decorators$/, "Operators need no @apply_defaults: leave it out."],
];

/** What became of an import; undefined when Airflow 3 still has it. */
export function movedTo(module: string, name: string | undefined): Move | undefined {
  const single = name === undefined ? undefined : names[`${module}.${name}`];
  if (single) return { advice: single.advice, module: single.module, name: undefined };
  if (module === "airflow.utils.decorators" && name !== "apply_defaults") return undefined;
  const nothing = gone.find(([pattern]) => pattern.test(module));
  if (nothing) return { advice: nothing[1], module: undefined, name: undefined };
  const now = Object.hasOwn(modules, module) ? modules[module] : undefined;
  if (now === undefined) return undefined;
  const newName = name === undefined ? undefined : renamed[name];
  const what = newName === undefined ? "Import it" : `Import ${newName}`;
  const needs = /^airflow\.providers\.([a-z]+(?:\.(?:sql|aws))?)\./.exec(now)?.[1];
  const pack = needs === undefined ? "" : ` (package apache-airflow-providers-${packageOf(needs)})`;
  return { advice: `${what} from ${now}${pack}.`, module: now, name: newName };
}

function packageOf(provider: string): string {
  return provider.replace(".aws", "").replace(".", "-");
}
