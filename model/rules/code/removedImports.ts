import { ownOf } from "../../ownOf.ts";

/** Where something went that Airflow 3 does not have at its old place. */
export interface Move {
  /** What to do, in a sentence. */
  readonly advice: string;
  /** The module to import it from; undefined when there is none. */
  readonly module: string | undefined;
  /** Its new name, if it changed. */
  readonly name: string | undefined;
  /** It is a newer package of the provider that lacks it: an old one may still be there. */
  readonly ofProvider?: boolean;
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
  "airflow.operators.python.task": {
    advice: "Import it from airflow.sdk.",
    module: "airflow.sdk",
  },
  "airflow.models.taskinstance.Context": {
    advice: "Import it from airflow.sdk.",
    module: "airflow.sdk",
  },
  "airflow.utils.log.secrets_masker.mask_secret": {
    advice: "Import it from airflow.sdk.log.",
    module: "airflow.sdk.log",
  },
};

const sql = "airflow.providers.common.sql.operators.sql";
const aws = "airflow.providers.amazon.aws";

/** Names that the providers' packages of Airflow 3.3 have no more, with where their work is done now. */
const ofProviders: Readonly<Record<string, readonly [module: string, name: string]>> = {
  "airflow.providers.postgres.operators.postgres.PostgresOperator": [
    sql,
    "SQLExecuteQueryOperator",
  ],
  "airflow.providers.mysql.operators.mysql.MySqlOperator": [sql, "SQLExecuteQueryOperator"],
  "airflow.providers.sqlite.operators.sqlite.SqliteOperator": [sql, "SQLExecuteQueryOperator"],
  "airflow.providers.microsoft.mssql.operators.mssql.MsSqlOperator": [
    sql,
    "SQLExecuteQueryOperator",
  ],
  "airflow.providers.snowflake.operators.snowflake.SnowflakeOperator": [
    sql,
    "SQLExecuteQueryOperator",
  ],
  "airflow.providers.trino.operators.trino.TrinoOperator": [sql, "SQLExecuteQueryOperator"],
  "airflow.providers.oracle.operators.oracle.OracleOperator": [sql, "SQLExecuteQueryOperator"],
  "airflow.providers.jdbc.operators.jdbc.JdbcOperator": [sql, "SQLExecuteQueryOperator"],
  "airflow.providers.amazon.aws.operators.redshift.RedshiftSQLOperator": [
    sql,
    "SQLExecuteQueryOperator",
  ],
  "airflow.providers.amazon.aws.operators.redshift_sql.RedshiftSQLOperator": [
    sql,
    "SQLExecuteQueryOperator",
  ],
  "airflow.providers.http.operators.http.SimpleHttpOperator": [
    "airflow.providers.http.operators.http",
    "HttpOperator",
  ],
  "airflow.providers.cncf.kubernetes.operators.kubernetes_pod.KubernetesPodOperator": [
    "airflow.providers.cncf.kubernetes.operators.pod",
    "KubernetesPodOperator",
  ],
  "airflow.providers.amazon.aws.operators.s3_bucket.S3CreateBucketOperator": [
    `${aws}.operators.s3`,
    "S3CreateBucketOperator",
  ],
  "airflow.providers.amazon.aws.sensors.s3_key.S3KeySensor": [`${aws}.sensors.s3`, "S3KeySensor"],
  "airflow.providers.amazon.aws.operators.emr_add_steps.EmrAddStepsOperator": [
    `${aws}.operators.emr`,
    "EmrAddStepsOperator",
  ],
  "airflow.providers.amazon.aws.operators.glue.AwsGlueJobOperator": [
    `${aws}.operators.glue`,
    "GlueJobOperator",
  ],
  "airflow.providers.google.cloud.operators.bigquery.BigQueryExecuteQueryOperator": [
    "airflow.providers.google.cloud.operators.bigquery",
    "BigQueryInsertJobOperator",
  ],
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
  const single = name === undefined ? undefined : ownOf(names, `${module}.${name}`);
  if (single) return { advice: single.advice, module: single.module, name: undefined };
  const ofProvider = name === undefined ? undefined : ownOf(ofProviders, `${module}.${name}`);
  if (ofProvider) return movedInProvider(name, ofProvider);
  if (module === "airflow.utils.decorators" && name !== "apply_defaults") return undefined;
  const nothing = gone.find(([pattern]) => pattern.test(module));
  if (nothing) return { advice: nothing[1], module: undefined, name: undefined };
  const now = ownOf(modules, module);
  if (now === undefined) return undefined;
  const newName = name === undefined ? undefined : ownOf(renamed, name);
  const what = newName === undefined ? "Import it" : `Import ${newName}`;
  const needs = /^airflow\.providers\.([a-z]+(?:\.(?:sql|aws))?)\./.exec(now)?.[1];
  const pack = needs === undefined ? "" : ` (package apache-airflow-providers-${packageOf(needs)})`;
  // What takes other arguments cannot be put in the place of the old by its name alone.
  const isSame = newName !== "SQLExecuteQueryOperator";
  return { advice: `${what} from ${now}${pack}.`, module: isSame ? now : undefined, name: newName };
}

function movedInProvider(
  name: string | undefined,
  [module, meant]: readonly [module: string, name: string],
): Move {
  const isSame = name === meant || name === "SimpleHttpOperator";
  const advice = `Use ${meant} of ${module}.`;
  return { advice, module: isSame ? module : undefined, name: meant, ofProvider: true };
}

function packageOf(provider: string): string {
  return provider.replace(".aws", "").replace(".", "-");
}
