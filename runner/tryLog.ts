import { createWriteStream, mkdirSync, type WriteStream } from "node:fs";
import { dirname } from "node:path";

import type { LogRecord } from "../protocol/runner.ts";

/** The log of one try: everything it printed and logged, as text. The file is made with the first line. */
export class TryLog {
  readonly path: string | null;
  #stream: WriteStream | undefined;

  constructor(path: string | null) {
    this.path = path;
  }

  /** Bytes that are not on disk yet. */
  get backlog(): number {
    return this.#stream?.writableLength ?? 0;
  }

  write(text: string): void {
    if (this.path === null) return;
    if (!this.#stream) {
      mkdirSync(dirname(this.path), { recursive: true });
      this.#stream = createWriteStream(this.path, { flags: "a" });
      // A full disk must not end the run; what is lost is the log.
      this.#stream.on("error", () => undefined);
    }
    this.#stream.write(`${text}\n`);
  }

  /** Answers when the backlog is written. */
  drained(): Promise<void> {
    const stream = this.#stream;
    if (!stream || stream.writableLength === 0) return Promise.resolve();
    return new Promise((done) => {
      stream.once("drain", done).once("close", done);
    });
  }

  close(): Promise<void> {
    const stream = this.#stream;
    if (!stream || stream.closed) return Promise.resolve();
    return new Promise((done) => {
      stream.once("close", done);
      stream.end();
    });
  }
}

/** A file of Airflow, of Python or of ours by its name alone, as in Airflow's logs; the user's own whole, so that it can be opened. */
function shownFile(path: string): string {
  const isOthers =
    /[\\/](site-packages|dist-packages|airflow_lite|dagsight_runner)[\\/]|[\\/]lib[\\/]python\d/i;
  return isOthers.test(path) ? (path.split(/[\\/]/).pop() ?? path) : path;
}

/** A record as a line of the log: `[time] {file:line} LEVEL - message`, then its exception. */
export function logLine(record: LogRecord): string {
  const place =
    record.filename === undefined
      ? ""
      : ` {${shownFile(record.filename)}${record.lineno === undefined ? "" : `:${record.lineno}`}}`;
  const head = `[${record.timestamp}]${place} ${record.level.toUpperCase()} - ${record.event}`;
  const exception = exceptionText(record["exception"] ?? record["error_detail"]);
  return exception === "" ? head : `${head}\n${exception}`;
}

/** An exception as text, or as Airflow's list of frames. */
function exceptionText(exception: unknown): string {
  if (typeof exception === "string") return exception;
  if (!Array.isArray(exception)) return "";
  return exception.filter(isRecord).map(tracebackText).join("\n");
}

function tracebackText(one: Readonly<Record<string, unknown>>): string {
  const frames = Array.isArray(one["frames"]) ? one["frames"].filter(isRecord) : [];
  const lines = frames.map(
    (frame) =>
      `  File "${word(frame["filename"])}", line ${word(frame["lineno"])}, in ${word(frame["name"])}`,
  );
  return [
    "Traceback (most recent call last):",
    ...lines,
    `${word(one["exc_type"])}: ${word(one["exc_value"])}`,
  ].join("\n");
}

function word(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value ?? null);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
