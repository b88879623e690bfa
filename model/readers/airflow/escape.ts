import type { Unknown } from "../../dag/certainty.ts";
import type { NativeCall } from "../../python/native.ts";
import type { UnknownValue, Value } from "../../python/value.ts";
import { payloadOf, type Session } from "./session.ts";
import type { DagDraft } from "./structure/draft.ts";

/** Packages that know nothing of Airflow, so that calling them makes no tasks. */
const harmless = new Set(
  (
    "abc argparse array ast asyncio base64 bisect boto3 botocore bs4 calendar certifi chardet click cloudpickle " +
    "collections concurrent configparser contextlib copy croniter cryptography csv dacite dataclasses dateutil " +
    "datetime decimal difflib dill dotenv elasticsearch email enum errno faker fnmatch fractions ftplib " +
    "functools gc getpass gettext git glob google great_expectations gspread gzip hashlib heapq hmac html http " +
    "httpx humanize imaplib importlib inspect io ipaddress isodate itertools jinja2 joblib json jsonschema jwt keyring " +
    "kubernetes locale logging loguru lxml mailbox math matplotlib mimetypes mlflow mmap mock multiprocessing mysql " +
    "networkx numbers numpy oauth2client openai openpyxl operator os pandas paramiko pathlib pendulum pickle PIL pip " +
    "pkg_resources pkgutil platform polars pprint psycopg2 pyarrow pydantic pymongo pymysql pyodbc pyspark pytest " +
    "pytz queue random re redis requests requests_oauthlib rich sagemaker scipy secrets select selenium sentry_sdk " +
    "sh shutil signal simplejson six sklearn slack slack_sdk slackclient smtplib snowflake socket sqlalchemy sqlite3 sqlparse ssl " +
    "stat statistics string stripe struct subprocess sys tabulate tarfile tempfile tenacity tensorflow tests_common textwrap threading time " +
    "timeit tiktoken toml tomli tomllib torch tqdm traceback transformers types typing typing_extensions tzlocal " +
    "ujson unicodedata unittest urllib urllib3 uuid warnings weakref xgboost xml xmltodict yaml yarl zipfile zlib zoneinfo"
  ).split(" "),
);

/** Whether calling something unknown may make tasks or edges. */
export function mayMakeTasks(callee: UnknownValue): boolean {
  const path = callee.path;
  // What is unknown for another reason than its package, such as the clock, knows nothing of Airflow.
  if (path === undefined) return false;
  const [top = "", ...rest] = path.split(".");
  if (top === "airflow" || harmless.has(top)) return false;
  const name = rest.at(-1) ?? top;
  return !/(Hook|Client|Config|Settings|Error|Exception|Logger|Args|Params|Schema|Notifier|Callback)$/.test(
    name,
  );
}

/**
 * Notes that an unknown call may have made edges to the tasks it was handed, and tasks in the open DAG if `makesTasks`.
 * What is harmless does nothing to what it is handed either.
 */
export function noteEscape(
  session: Session,
  callee: UnknownValue,
  call: NativeCall,
  makesTasks: boolean,
): void {
  if (!makesTasks && callee.path !== undefined) return;
  const { reason } = callee;
  const dags = new Set<DagDraft>();
  const open = session.building.dags.at(-1);
  if (open && makesTasks) dags.add(open);
  const group = session.building.groups.at(-1);
  if (group && makesTasks) group.open = true;
  for (const { value } of [...call.positional, ...call.keywords.values()]) {
    for (const dag of touch(value, 0)) dags.add(dag);
  }
  for (const dag of dags) dag.unknown.push({ span: call.span, reason });
}

/** What cannot be followed concerns the open DAG, else every DAG of the file. */
export function noteUnknown(session: Session, unknown: Unknown): void {
  session.unknown.push(unknown);
  const open = session.building.dags.at(-1);
  for (const dag of open ? [open] : session.dags) dag.unknown.push(unknown);
}

/** Marks the tasks and groups in a value as open, and gives their DAGs. */
function touch(value: Value, depth: number): DagDraft[] {
  if (depth > 8) return [];
  switch (value.kind) {
    case "list":
    case "tuple":
      return value.items.flatMap((item) => touch(item, depth + 1));
    case "dict":
      return [...value.entries.values()].flatMap((entry) => touch(entry.value, depth + 1));
    case "instance":
      return touchInstance(value);
    default:
      return [];
  }
}

function touchInstance(value: Value): DagDraft[] {
  const dag = payloadOf(value, "airflow.dag")?.draft;
  if (dag) return [dag];
  const group = payloadOf(value, "airflow.group")?.draft;
  if (group) {
    group.open = true;
    return [group.dag];
  }
  const task = payloadOf(value, "airflow.task")?.draft;
  const tasks = task ? [task] : (payloadOf(value, "airflow.xcom")?.draft.tasks ?? []);
  return tasks.flatMap((one) => {
    one.open = true;
    return one.dag ? [one.dag] : [];
  });
}
