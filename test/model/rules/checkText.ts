import type { AirflowVersion } from "../../../model/readers/reader.ts";
import type { Finding, Severity } from "../../../model/rules/finding.ts";
import { rules } from "../../../model/rules/registry.ts";
import type { OtherDag } from "../../../model/rules/rule.ts";
import { snapshotOf, type Snapshot } from "../../../model/snapshot/snapshot.ts";
import type { Files } from "../../../model/workspace/files.ts";

/** How one text is checked in a test. */
export interface CheckOptions {
  readonly file?: string;
  readonly airflow?: AirflowVersion | undefined;
  /** Nothing says which Airflow the file is for. */
  readonly airflowIsGuess?: boolean;
  /** Only these codes are switched on; all, if absent. */
  readonly codes?: readonly string[];
  readonly others?: Readonly<Record<string, string>> | undefined;
}

/** Reads and checks one text with every rule switched on, off ones too, each at its own severity. */
export function checkText(text: string, options: CheckOptions = {}): readonly Finding[] {
  return snapshotOfText(text, options).findings;
}

/** The snapshot of one text with every rule switched on. */
export function snapshotOfText(text: string, options: CheckOptions = {}): Snapshot {
  const { file = "dag.py", airflow = 3, others = {} } = options;
  const texts = new Map([...Object.entries(others), [file, text] as const]);
  const now = Date.UTC(2026, 10, 26);
  const importRoots = [""];
  const { airflowIsGuess = false } = options;
  const common = { now, version: 0, files: filesOf(texts), airflow, airflowIsGuess, importRoots };
  const otherDags = new Map<string, OtherDag[]>();
  for (const [other, otherText] of Object.entries(others)) {
    const { reading } = snapshotOf({ ...common, file: other, text: otherText });
    for (const { dagId, tasks, certainty, unknown, timing } of reading.dags) {
      const complete = certainty !== "dynamic" && unknown.length === 0;
      const known = { file: other, dagId, taskIds: [...tasks.keys()], complete, timing };
      otherDags.set(dagId, [...(otherDags.get(dagId) ?? []), known]);
    }
  }
  const chosen = options.codes ?? rules.map(({ code }) => code);
  const severities: Record<string, Severity | "off"> = {};
  for (const { code, preset, severity } of rules) {
    if (!chosen.includes(code)) severities[code] = "off";
    else if (preset === "off") severities[code] = severity;
  }
  return snapshotOf({ ...common, file, text, otherDags, rules: { preset: "strict", severities } });
}

/** A workspace held in memory. */
export function filesOf(texts: ReadonlyMap<string, string>): Files {
  return {
    readText: (path) => texts.get(path),
    list: (path) => {
      const prefix = path === "" ? "" : `${path}/`;
      const names = new Map<string, "file" | "folder">();
      for (const file of texts.keys()) {
        if (!file.startsWith(prefix)) continue;
        const [name = "", ...below] = file.slice(prefix.length).split("/");
        names.set(name, below.length > 0 ? "folder" : "file");
      }
      return names.size === 0 ? undefined : Array.from(names, ([name, kind]) => ({ name, kind }));
    },
  };
}
