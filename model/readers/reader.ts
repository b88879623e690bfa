import type { Dag } from "../dag/dag.ts";
import type { Unknown } from "../dag/certainty.ts";
import type { Fault } from "../dag/fault.ts";
import type { Module } from "../python/syntax.ts";
import type { Files } from "../workspace/files.ts";

/** The Airflow major version that a file is read for. */
export type AirflowVersion = 2 | 3;

/** What a reader may look at. */
export interface ReadInput {
  readonly file: string;
  readonly text: string;
  /** The parsed text (never fails: broken parts are error nodes). */
  readonly module: Module;
  readonly files: Files;
  readonly airflow: AirflowVersion;
  /** Folders in which imports are looked up, in order, below the workspace root. */
  readonly importRoots: readonly string[];
}

/** What a definition file says. */
export interface Reading {
  readonly format: string;
  readonly dags: readonly Dag[];
  readonly faults: readonly Fault[];
  /** What is not known at the level of the file, such as an import that could not be followed. */
  readonly unknown: readonly Unknown[];
  /** Set when code that cannot be followed may make DAGs that are not among these: where and why. */
  readonly moreDags?: Unknown | undefined;
  /** Other workspace files and folders whose content this reading depends on. */
  readonly dependsOn: readonly string[];
}

/** One definition format. */
export interface Reader {
  readonly format: string;
  /** Cheap: whether the text may define DAGs of this format. */
  mayDefine(file: string, text: string): boolean;
  read(input: ReadInput): Reading;
}
