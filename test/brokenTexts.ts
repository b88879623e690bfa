import { exampleFile } from "../model/rules/exampleDag.ts";
import { rules } from "../model/rules/registry.ts";
import { snapshotOf } from "../model/snapshot/snapshot.ts";
import { sampleFiles, samples } from "./samples.ts";

/** A text that is broken in many ways, and where it lies. */
export interface Example {
  readonly file: string;
  readonly text: string;
}

/** The samples, and the examples of every rule. */
export function allExamples(): readonly Example[] {
  const ofRules = rules.flatMap(({ code, examples }) =>
    Object.values(examples())
      .flat()
      .map(({ text }, at) => ({
        file: `airflow/dags/${code}_${at}.py`,
        text: text.replace(/<\|(?:[\w-]+: )?|\|>/g, ""),
      })),
  );
  return [...sampleFiles(), ...ofRules, { file: "airflow/dags/empty.py", text: exampleFile("") }];
}

/** What is wrong with how a text is read and checked: an exception, a place outside of it, more than a second of work. */
export function faultWith({ file, text }: Example, airflow: 2 | 3): string | undefined {
  const started = process.cpuUsage();
  try {
    const { reading, findings } = snapshotOf({
      file,
      text,
      version: 0,
      files: samples,
      airflow,
      importRoots: ["airflow/dags", "airflow", "simple"],
    });
    for (const { span } of [...findings, ...reading.dags]) {
      const isInside = 0 <= span.start && span.start <= span.end && span.end <= text.length;
      if (span.file === file && !isInside)
        return `span ${span.start}-${span.end} in a text of ${text.length}`;
    }
    // A fault of ours in the evaluator stops nothing, but is one.
    const [own] = reading.unknown.filter(({ reason }) => reason.startsWith("not followed here"));
    if (own) return own.reason;
  } catch (error) {
    return error instanceof Error ? (error.stack ?? error.message) : String(error);
  }
  // The processor's time, since others work beside this.
  const { user, system } = process.cpuUsage(started);
  const ms = (user + system) / 1000;
  return ms > 1000 ? `${ms.toFixed(0)} ms` : undefined;
}
