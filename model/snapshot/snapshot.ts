import { parsePython } from "../python/parse.ts";
import type { Module } from "../python/syntax.ts";
import type { AirflowVersion, Reading } from "../readers/reader.ts";
import { readers } from "../readers/readers.ts";
import { checkTogether, type ToCheck } from "../rules/checkRules.ts";
import type { Finding } from "../rules/finding.ts";
import type { OtherDag } from "../rules/rule.ts";
import { defaultRuleSettings, type RuleSettings } from "../rules/ruleSettings.ts";
import { lineIndexOf, type LineIndex } from "../text/lineIndex.ts";
import type { Files } from "../workspace/files.ts";

/** Everything known of one version of one file. All features answer from it, so they cannot disagree. */
export interface Snapshot {
  readonly file: string;
  readonly text: string;
  readonly version: number;
  readonly lines: LineIndex;
  readonly module: Module;
  readonly reading: Reading;
  readonly findings: readonly Finding[];
  readonly airflow: AirflowVersion;
  /** Nothing says which Airflow the file is for. */
  readonly airflowIsGuess: boolean;
  /** Epoch milliseconds of the reading, if they were given. */
  readonly now: number | undefined;
}

/** What a snapshot is made from. */
export interface SnapshotInput {
  readonly file: string;
  readonly text: string;
  readonly version: number;
  readonly files: Files;
  readonly airflow: AirflowVersion;
  readonly importRoots: readonly string[];
  readonly airflowIsGuess?: boolean;
  readonly now?: number;
  readonly rules?: RuleSettings;
  readonly otherDags?: ReadonlyMap<string, readonly OtherDag[]> | undefined;
}

/** Reads and checks one file. */
export function snapshotOf(input: SnapshotInput): Snapshot {
  const module = moduleOf(input);
  const reading = readingOf(input, module);
  const [findings = []] = checkTogether([toCheck(input, module, reading)]);
  return snapshot(input, module, reading, findings);
}

/** How many files are read together. More would only keep more trees in memory, which V8 copies while it tidies up. */
export const together = 8;

/**
 * Reads and checks several files, and keeps of each what is wanted. A few are parsed, then read, then checked: a processor
 * holds only a part of the program at hand, so this takes a tenth less time than one file after the other.
 */
export function snapshotsOf<T>(
  inputs: readonly SnapshotInput[],
  keep: (snapshot: Snapshot) => T,
): readonly T[] {
  const kept: T[] = [];
  for (let at = 0; at < inputs.length; at += together) {
    const parsed = inputs
      .slice(at, at + together)
      .map((input) => ({ input, module: moduleOf(input) }));
    const read = parsed.map(({ input, module }) => ({
      input,
      module,
      reading: readingOf(input, module),
    }));
    const found = checkTogether(
      read.map(({ input, module, reading }) => toCheck(input, module, reading)),
    );
    read.forEach(({ input, module, reading }, index) =>
      kept.push(keep(snapshot(input, module, reading, found[index] ?? []))),
    );
  }
  return kept;
}

function moduleOf({ file, text }: SnapshotInput): Module {
  return parsePython(file, text);
}

function readingOf(
  { file, text, files, airflow, importRoots }: SnapshotInput,
  module: Module,
): Reading {
  const reader = readers.find((candidate) => candidate.mayDefine(file, text));
  return (
    reader?.read({ file, text, module, files, airflow, importRoots }) ?? {
      format: "none",
      dags: [],
      faults: [],
      unknown: [],
      dependsOn: [],
    }
  );
}

function toCheck(input: SnapshotInput, module: Module, reading: Reading): ToCheck {
  const { file, text, files, airflow, otherDags, airflowIsGuess = false, now } = input;
  return {
    checked: { file, text, module, reading, airflow, airflowIsGuess, now, otherDags, files },
    settings: input.rules ?? defaultRuleSettings,
  };
}

function snapshot(
  input: SnapshotInput,
  module: Module,
  reading: Reading,
  findings: readonly Finding[],
): Snapshot {
  const { file, text, version, airflow, airflowIsGuess = false, now } = input;
  const lines = lineIndexOf(text);
  return { file, text, version, lines, module, reading, findings, airflow, airflowIsGuess, now };
}
