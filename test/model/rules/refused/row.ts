import type { AirflowVersion } from "../../../../model/readers/reader.ts";
import { exampleDag, exampleFile } from "../../../../model/rules/exampleDag.ts";
import { spelled } from "../../../../model/rules/spelledFor.ts";

/** One condition of section 2 of the reference of facts, as the smallest file that shows it. */
export interface Refusal {
  /** The row there: `N3`. */
  readonly row: string;
  /** The rule that says it. */
  readonly code: string;
  /** The exception that each Airflow stops the file with; no key: not judged by that Airflow. */
  readonly refused: Readonly<Partial<Record<AirflowVersion, string>>>;
  /** The file as Airflow 3 spells it; `<|…|>` marks what the rule points at. */
  readonly text: string;
}

/** The classes of both Airflows, shortest first: one name for both, or each its own. */
export type Classes = string | Readonly<Partial<Record<AirflowVersion, string>>>;

/** What Airflow 2 raises as its own class is a ValueError in Airflow 3. */
export const valueError = { 3: "ValueError", 2: "AirflowException" } as const;
export const typeError = { 3: "TypeError", 2: "AirflowException" } as const;
export const runtimeError = { 3: "RuntimeError", 2: "AirflowException" } as const;

/** A file that is refused; `body` is the code inside one DAG. */
export function inDag(
  row: string,
  code: string,
  classes: Classes,
  body: string,
  args?: string,
): Refusal {
  return { row, code, refused: byVersion(classes), text: exampleDag(body, args) };
}

/** A file that is refused, whole but for its imports. */
export function inFile(row: string, code: string, classes: Classes, text: string): Refusal {
  return { row, code, refused: byVersion(classes), text: exampleFile(text) };
}

/** The text as one Airflow spells it. */
export function textFor({ text }: Refusal, airflow: AirflowVersion): string {
  return spelled({ text, airflow }).text;
}

function byVersion(classes: Classes): Refusal["refused"] {
  return typeof classes === "string" ? { 3: classes, 2: classes } : classes;
}
