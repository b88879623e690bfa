import type { Timing } from "../dag/schedule.ts";
import type { Module } from "../python/syntax.ts";
import type { AirflowVersion, Reading } from "../readers/reader.ts";
import type { Files } from "../workspace/files.ts";
import type { CodeIndex } from "./code/codeIndex.ts";
import type { WrittenTasks } from "./code/writtenTasks.ts";
import type { Finding, Severity } from "./finding.ts";

/** What is checked: one snapshot, and what the index knows of other files. */
export interface CheckInput {
  readonly file: string;
  readonly text: string;
  readonly module: Module;
  readonly reading: Reading;
  readonly airflow: AirflowVersion;
  /** DAG ids defined elsewhere in the workspace, with their files; undefined while the index is not built. */
  readonly otherDags: ReadonlyMap<string, readonly OtherDag[]> | undefined;
  /** Nothing says which Airflow the file is for: it was taken to be the newest. */
  readonly airflowIsGuess?: boolean | undefined;
  /** Epoch milliseconds, for rules that compare dates with today; those say nothing without it. */
  readonly now?: number | undefined;
  /** The workspace, for rules that ask whether a file is there. */
  readonly files?: Files | undefined;
}

/** What rules may look at: what is checked, and what all of them ask of its code. */
export interface RuleInput extends CheckInput {
  readonly code: CodeIndex;
  /** The tasks that this file itself makes, in order. */
  readonly tasks: WrittenTasks;
}

/** What the index keeps of a DAG in another file. */
export interface OtherDag {
  readonly file: string;
  readonly dagId: string;
  readonly taskIds: readonly string[];
  /** Nothing of it can be missing. */
  readonly complete: boolean;
  /** When it runs, if that is known. */
  readonly timing?: Timing;
}

/** A finding before settings and suppressions: its severity is the rule's unless it says otherwise. */
export type RawFinding = Omit<Finding, "code" | "severity" | "related" | "fixes"> &
  Partial<Pick<Finding, "severity" | "related" | "fixes">>;

/** One example of a rule, as the text of one DAG file; `<|…|>` marks what is flagged. */
export interface Example {
  readonly text: string;
  /** The text after the preferred fix. */
  readonly fixed?: string;
  /** Its path; `dag.py` if absent. */
  readonly file?: string;
  /** The target version; 3 if absent. */
  readonly airflow?: AirflowVersion;
  /** Other files of the workspace, by path. */
  readonly others?: Readonly<Record<string, string>>;
}

/** One diagnostic: check, reasons and examples together; the examples are its tests and its manual page. */
export interface Rule {
  readonly code: string;
  /** What is wrong, in one sentence. */
  readonly summary: string;
  /** Why it matters, in a sentence or two. */
  readonly why: string;
  readonly severity: Severity;
  /** From which preset on it is active; `off` only when switched on by name. */
  readonly preset: "errors" | "recommended" | "strict" | "off";
  /** Made when they are asked for: a check needs none. */
  readonly examples: () => {
    readonly flagged: readonly Example[];
    readonly clean: readonly Example[];
  };
  /** Several findings at one place are said once. */
  check(input: RuleInput): Iterable<RawFinding>;
}
