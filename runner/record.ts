import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";

import type { RunEvent } from "../model/run/events.ts";

/** The record of one run on disk: `events.jsonl`, one event a line, and a log for each try. */
export class RunRecord {
  /** Absolute. */
  readonly folder: string;
  readonly runId: string;
  readonly #file: number;
  #isBroken = false;

  private constructor(folder: string, runId: string) {
    this.folder = folder;
    this.runId = runId;
    this.#file = openSync(join(folder, "events.jsonl"), "a");
  }

  /** Makes the folder of a new run. A run of the same name gets a number, so two at once do not disturb each other. */
  static create(runsFolder: string, wanted: string): RunRecord {
    mkdirSync(runsFolder, { recursive: true });
    keepOutOfGit(runsFolder);
    for (let number = 1; ; number++) {
      const runId = number === 1 ? wanted : `${wanted}_${number}`;
      const folder = join(runsFolder, folderName(runId));
      if (existsSync(folder)) continue;
      try {
        mkdirSync(folder);
      } catch (error) {
        // Another run took the name in this very moment.
        if (existsSync(folder)) continue;
        throw error;
      }
      return new RunRecord(folder, runId);
    }
  }

  /** Adds one event. It is in the hands of the operating system when this returns, so a killed engine loses nothing. */
  add(event: RunEvent): void {
    // Logs have what tasks print.
    if (event.kind === "output" || event.kind === "log") return;
    if (this.#isBroken) return;
    try {
      writeSync(this.#file, `${JSON.stringify(event)}\n`);
    } catch {
      // The disk is full, or gone. The run goes on; its record ends here.
      this.#isBroken = true;
    }
  }

  close(): void {
    if (!this.#isBroken) fsyncSync(this.#file);
    closeSync(this.#file);
  }

  /** Where the log of a try goes. */
  logPath(taskId: string, mapIndex: number, tryNumber: number): string {
    const name = mapIndex < 0 ? taskId : `${taskId}[${mapIndex}]`;
    return join(this.folder, "logs", folderName(name), `${tryNumber}.log`);
  }
}

/** A recorded run: where it is, and when it was written last. */
export interface RecordedRun {
  readonly folder: string;
  readonly changedAt: number;
}

/** The runs recorded in a folder, newest first. */
export function recordedRuns(runsFolder: string): readonly RecordedRun[] {
  let names: readonly string[];
  try {
    names = readdirSync(runsFolder);
  } catch {
    // Nothing was recorded here yet.
    return [];
  }
  return names
    .flatMap((name) => {
      const folder = join(runsFolder, name);
      const changed = statSync(join(folder, "events.jsonl"), { throwIfNoEntry: false });
      return changed ? [{ folder, changedAt: changed.mtimeMs }] : [];
    })
    .sort((a, b) => b.changedAt - a.changedAt || (a.folder < b.folder ? 1 : -1));
}

/** The events of a record, as far as it was written: a torn last line, or one that is damaged, is left out. */
export function readEvents(folder: string): readonly RunEvent[] {
  let text: string;
  try {
    text = readFileSync(join(folder, "events.jsonl"), "utf8");
  } catch {
    // The record was removed meanwhile.
    return [];
  }
  return text.split("\n").flatMap((line) => {
    const event = parseEvent(line);
    return event ? [event] : [];
  });
}

/** What is kept of finished runs. */
export interface Retention {
  readonly runs: number;
  readonly bytes: number;
  readonly ageMs: number;
}

/** Removes the oldest records beyond the limits; `keep` are folders of runs that go on. */
export function removeOldRuns(
  runsFolder: string,
  limits: Retention,
  now: number,
  keep: ReadonlySet<string>,
): void {
  let bytes = 0;
  recordedRuns(runsFolder).forEach(({ folder, changedAt }, place) => {
    bytes += sizeOf(folder);
    const isOld = now - changedAt > limits.ageMs;
    // A run that wrote a moment ago may be another window's, still going on.
    const isFresh = now - changedAt < 60_000;
    if (keep.has(folder) || isFresh || !(isOld || place >= limits.runs || bytes > limits.bytes))
      return;
    try {
      rmSync(folder, { recursive: true, force: true });
    } catch {
      // Another window removes it too, or holds a file of it open: next time.
    }
  });
}

function parseEvent(line: string): RunEvent | undefined {
  if (line === "") return undefined;
  try {
    const value: unknown = JSON.parse(line);
    // Written by this program; kinds from a newer one are left out by whoever reads events.
    return typeof value === "object" && value !== null && "kind" in value
      ? (value as RunEvent)
      : undefined;
  } catch {
    // Torn by a crash.
    return undefined;
  }
}

/** A folder name on any system; ids that differ stay different. */
function folderName(id: string): string {
  const safe = id.replace(/[^\p{L}\p{N}._+[\]-]/gu, "_").slice(0, 150);
  if (safe === id && !/^\.+$/.test(id)) return safe;
  let hash = 0;
  for (const char of id) hash = (hash * 31 + (char.codePointAt(0) ?? 0)) >>> 0;
  return `${safe}.${hash.toString(36)}`;
}

/** What is recorded is for this machine only. */
function keepOutOfGit(runsFolder: string): void {
  const file = join(runsFolder, "..", ".gitignore");
  if (!existsSync(file)) writeFileSync(file, "*\n");
}

function sizeOf(folder: string): number {
  let bytes = 0;
  try {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) bytes += sizeOf(path);
      else bytes += statSync(path, { throwIfNoEntry: false })?.size ?? 0;
    }
  } catch {
    // Another window is removing it.
  }
  return bytes;
}
