import type { Unknown } from "../../dag/certainty.ts";
import type { NativeCall } from "../../python/native.ts";
import type { UnknownValue, Value } from "../../python/value.ts";
import { payloadOf, type Session } from "./session.ts";
import type { DagDraft } from "./structure/draft.ts";

/** Packages that know nothing of Airflow, so that calling them makes no tasks. */
const harmless = new Set(
  (
    "builtins abc argparse array ast asyncio base64 bisect boto3 botocore bs4 calendar certifi chardet click cloudpickle " +
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
    "ujson unicodedata unittest urllib urllib3 uuid warnings weakref xgboost xml xmltodict yaml yarl zipfile zlib zoneinfo" +
    " absl adal aiobotocore aiofiles aiohttp alembic amplitude anthropic apify_client apiclient appdirs arrow asana asyncpg " +
    "attr attrdict attrs azure babel backoff bcrypt bigquery_schema_generator bitarray blosc bokeh braintree bson cachetools cassandra catboost cchardet " +
    "censusdata cerberus charset_normalizer chromadb clickhouse_connect clickhouse_driver cloudinary cloudscraper codecs cohere colorama colorlog " +
    "confluent_kafka coloredlogs country_converter ckanapi cx_Oracle cloudevents dask databases databricks datadog dateparser ddtrace decouple deepdiff " +
    "deltalake dependency_injector discord dns docker docx docx2txt duckdb dynaconf email_validator environs evidently exchangelib facebook_business fake_useragent " +
    "fastapi fastavro fasttext feather feedparser fiona fire firebase_admin fitz flask fsspec ftfy fuzzywuzzy gcsfs geoalchemy2 geocoder " +
    "geojson geopandas geopy gensim gitlab github googleads googleapiclient google_auth_oauthlib googlemaps googletrans graphql gql grpc h3 h5py " +
    "haversine hdbcli hdfs hubspot huggingface_hub hvac hydra icalendar ijson imageio imblearn influxdb influxdb_client intercom isbnlib jellyfish jira " +
    "jmespath jose jsonlines json5 kafka keras kombu langchain langchain_openai langdetect ldap3 lightgbm litellm llama_index lightfm looker_sdk lz4 marshmallow " +
    "magic markdown markdownify markupsafe matplotlib mariadb meilisearch minio missingno mixpanel more_itertools motor msal msgpack msgspec msoffcrypto names " +
    "neo4j netCDF4 newspaper nltk notion_client numba numexpr oauthlib ollama omegaconf onnx onnxruntime opensearchpy optuna oracledb orjson osgeo pdfminer " +
    "pdfplumber peewee phonenumbers pika pinecone playwright plotly praw presidio_analyzer prefect_gcp prettytable prometheus_client prophet protobuf psutil psycopg " +
    "psycopg2cffi pulp pyaml pyairtable pyathena pycountry pycurl pydantic_settings pydrive pyexcel pygit2 pygsheets pyhive pyiceberg pymssql pynamodb pypdf pypdf2 PyPDF2 " +
    "pyperclip pyproj pyreadstat pysftp pyspark pytesseract python_calamine python_http_client pythonjsonlogger pywikibot qdrant_client ratelimit rapidfuzz rasterio ray rdflib " +
    "regex reportlab requests_aws4auth requests_html requests_toolbelt retry retrying ruamel s3fs s3transfer sacrebleu salesforce schedule seaborn semver sendgrid sentence_transformers " +
    "shapely shopify simple_salesforce skimage slugify smart_open smbclient snowflake_connector soda soupsieve spacy speedtest sshtunnel starlette statsmodels structlog suds surprise " +
    "tableauserverclient tableauhyperapi telebot telegram tensorboard tensorflow_hub termcolor thefuzz tldextract tokenizers torchvision trino tweepy twilio twitter typer uplink unidecode " +
    "validators vertica_python vertexai voluptuous wandb webdriver_manager weaviate websocket websockets wget whisper wikipedia woocommerce xarray xlrd xlsxwriter xlwt yfinance youtube_dl " +
    "yt_dlp zeep zenpy zstandard ydata_profiling pandera pandas_gbq pandasql psqlalchemy sqlmodel sqlglot sqlalchemy_utils sqlalchemy_redshift redshift_connector"
  ).split(" "),
);

/** Whether calling something unknown may make tasks or edges. */
export function mayMakeTasks(callee: UnknownValue): boolean {
  const path = callee.path;
  // What is unknown for another reason than its package, such as the clock, knows nothing of Airflow.
  if (path === undefined) return false;
  const [top = "", ...rest] = path.split(".");
  // What was found by a name or a text may be anything; a method of it is mostly one of data.
  if (/^(getattr|eval)\(\)/.test(top)) return rest.length === 0;
  if (top === "airflow" || harmless.has(top)) return false;
  const name = rest.at(-1) ?? top;
  return !/(Hook|Client|Config|Settings|Error|Exception|Logger|Args|Params|Schema|Notifier|Callback)$/.test(
    name,
  );
}

/**
 * Whether what is called was chosen by something unknown, such as `getattr(operators, name)(…)` or `makers[kind](…)`: it
 * may be anything that the file has. A method of something unknown is one of data.
 */
export function isChosenCallee({ path }: UnknownValue, { node }: NativeCall): boolean {
  return path === undefined && node?.kind === "Call" && node.callee.kind !== "Attribute";
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
