import { airflowReader } from "./airflow/airflowReader.ts";
import type { Reader } from "./reader.ts";
import { simpleWorkflowReader } from "./simpleWorkflow/simpleWorkflowReader.ts";

/** Every definition format. Adding one is one folder here and one line in this list. */
export const readers: readonly Reader[] = [simpleWorkflowReader, airflowReader];
